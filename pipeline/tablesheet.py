"""Stitched tables beside the pages they stand on, as one HTML file that needs nothing else."""

from __future__ import annotations

import base64
import io
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from ingest import detect
from ingest.read import read_bytes
from ingest.scan import render
from normalize.errors import located

if TYPE_CHECKING:
    from collections.abc import Collection

    from extract.records import Table
    from ingest.records import Issue
    from pipeline.run import Decision

_TEMPLATES = Path(__file__).parent / "templates"
_SHOWN_DPI = 100  # to be looked at, not read


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A whole row: `texts` by column; `pages` are those it stands on; `issues` are doubts about it."""

    row_no: int
    pages: tuple[int, ...]
    texts: tuple[str, ...]
    header: bool
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be shown, and the pictures of its pages as data addresses, () where the file has none."""

    table: Table
    rows: tuple[SheetRow, ...]
    pictures: tuple[tuple[int, str], ...]


def tables_page(path: Path, decision: Decision) -> str:
    """The HTML page with every table of a decision.

    Raises:
        ReadError: a page that was read cannot be drawn.
    """
    with located(str(path)):
        sheets = [_sheet(path, table, decision.issues) for table in decision.parts.tables]
    env = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return env.get_template("tables.html").render(file=path.name, sheets=sheets)


def _sheet(path: Path, table: Table, issues: Collection[Issue]) -> Sheet:
    rows = rows_of(table, issues)
    pages = sorted({page for row in rows for page in row.pages})
    return Sheet(table, rows, tuple(_pictures(path, pages)))


def rows_of(table: Table, issues: Collection[Issue]) -> tuple[SheetRow, ...]:
    """The rows of a table as people read them: parts that a page's end cut are together again.

    A repeated header is the header; a cell over several rows stands in the first of them.
    """
    texts: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    pages: dict[int, set[int]] = defaultdict(set)
    for placed in table.cells:
        said = texts[placed.row_no][placed.col_no]
        if placed.cell.text.strip() and placed.cell.text not in said:
            said.append(placed.cell.text)
        pages[placed.row_no].add(placed.cell.page_no)
    first = min((row.row_no for row in table.rows), default=0)
    about: dict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        about[issue.subject].append(issue)
    return tuple(
        SheetRow(
            row_no,
            tuple(sorted(pages[row_no])),
            tuple("\n".join(texts[row_no][col]) for col in range(len(table.roles))),
            row_no < first,
            tuple(about[f"table_cells {table.table_no}.{row_no}"]),
        )
        for row_no in sorted(texts)
    )


def _pictures(path: Path, pages: Collection[int]) -> list[tuple[int, str]]:
    """Pages as PNG data addresses; none for files that have no pages to look at."""
    if detect.media_type(read_bytes(path)) != detect.PDF:
        return []
    document = pypdfium2.PdfDocument(path)
    try:
        return [(number, _address(document[number - 1])) for number in pages]
    finally:
        document.close()


def _address(page: pypdfium2.PdfPage) -> str:
    out = io.BytesIO()
    Image.fromarray(render(page, _SHOWN_DPI)).convert("P", palette=Image.Palette.ADAPTIVE, colors=16).save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode("ascii")
