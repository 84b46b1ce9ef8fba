"""Scans of tables: decisions printed and put on the glass, some with a stamp over the table."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pdfplumber
import pypdfium2

from gold.simulate.blocks import Block, Heading, Table
from gold.simulate.degrade import Grade, degrade, rasterise
from gold.simulate.typeset import typeset
from gold.simulate.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

COPIER = Grade(dpi=200, bits=1, skew_deg=0.7, blur=0.4, fade=0.15, noise=9, specks=1.0)
_RULES = 12  # lines and boxes on a page with a table
STAMPED = 2  # every other page has a stamp
HEADERS = {
    "label": ("TT", 1.2),
    "title": ("Nhiệm vụ", 6.0),
    "leads": ("Đơn vị chủ trì", 3.0),
    "coordinators": ("Đơn vị phối hợp", 3.2),
    "product": ("Sản phẩm", 2.8),
    "deadline_text": ("Thời hạn", 2.1),
}
Row = tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """A file to read, the annotated decision that tells what stands in it, and whether that is all of it."""

    name: str
    decision: str
    content: bytes
    whole: bool = True


def scan(pdf: bytes, seed: int, stamps: bool) -> bytes:
    """A PDF as a copier gives it back; with `stamps` every other page is stamped first."""
    pages = (
        degrade(_stamped(page) if stamps and number % STAMPED == 0 else page, COPIER, seed * 1000 + number)
        for number, page in enumerate(rasterise(pdf, COPIER.dpi))
    )
    return wrap(pages, COPIER.dpi)


def table_pages(pdf: bytes) -> bytes:
    """The pages of a PDF from the first with a ruled table on."""
    with pdfplumber.open(io.BytesIO(pdf)) as layers:
        ruled = [at for at, page in enumerate(layers.pages) if len(page.lines) + len(page.rects) >= _RULES]
    source, target, out = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new(), io.BytesIO()
    target.import_pages(source, list(range(min(ruled, default=0), len(source))))
    target.save(out)
    return out.getvalue()


def _stamped(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A round stamp of 36 mm with a ring of letters, on the middle of the page."""
    height, width = page.shape
    ink = np.full_like(page, 255)
    centre, radius = (int(width * 0.55), int(height * 0.45)), int(18 / 25.4 * COPIER.dpi)
    for part, stroke in ((1.0, 6), (0.93, 2), (0.6, 2)):
        cv2.circle(ink, centre, int(radius * part), 90.0, stroke)
    for at, letter in enumerate("UY BAN NHAN DAN TINH *"):
        angle = 2 * np.pi * at / 22
        place = (int(centre[0] + radius * 0.78 * np.sin(angle)), int(centre[1] - radius * 0.78 * np.cos(angle)))
        cv2.putText(ink, letter, place, cv2.FONT_HERSHEY_SIMPLEX, 0.7, 90.0, 2)
    return np.minimum(page, ink)


def typeset_papers(gold: Path, decision: str, seed: int) -> Iterator[Paper]:
    """The tasks of an annotated decision set as ruled landscape tables, one an annex, and scanned."""
    truth = json.loads((gold / decision / "truth.json").read_text(encoding="utf-8"))
    pdf = typeset(tuple(_blocks(truth["tasks"])), landscape=True)
    yield Paper(f"{decision}.typeset.scan.pdf", decision, scan(pdf, seed, stamps=False))


def _blocks(tasks: list[dict[str, Any]]) -> Iterator[Block]:
    fields = [field for field in HEADERS if any(_text(task, field) for task in tasks)]
    for annex, rows in groupby(tasks, key=lambda task: task["annex"]):
        if annex:
            yield Heading((f"<b>{escape(annex)}</b>",))
        header, widths = zip(*(HEADERS[field] for field in fields), strict=True)
        yield Table(header, tuple(_rows(list(rows), fields)), widths)


def _rows(tasks: list[dict[str, Any]], fields: list[str]) -> Iterator[Row]:
    for (label, title), rows in groupby(tasks, key=lambda task: (task["group_label"], task["group_title"])):
        if title:
            yield (label or "", escape(title), *[""] * (len(fields) - 2))
        for task in rows:
            yield tuple(escape(_text(task, field), quote=False) for field in fields)


def _text(task: dict[str, Any], field: str) -> str:
    if field in ("leads", "coordinators"):
        return task[f"{field}_as_written"] or "; ".join(task[field] or ())
    return str(task[field] or "")
