"""Tables of annotated decisions as an English engine prints them, columns run together, and how much is read back.

`python benchmarks/tables/flattened.py [--faults]`: seven tables with other columns in other orders, centred or not, are
typeset, printed line by line by Tesseract's `eng` model (`--psm 6`) and un-woven. The header is set as text, because
the engine often drops bold headers whole. A cell counts where its folded letters are 85 % alike: this measures columns
and rows, not the repair of words. A development set for `extract/unweave*.py`, none of it from the sample 699.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import tempfile
import textwrap
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytesseract
from PIL import Image
from rapidfuzz import fuzz
from reportlab.lib import colors, pagesizes
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from extract.labels import clean_label
from gold.simulate.degrade import rasterise
from gold.simulate.typeset import FAMILY, register_fonts
from normalize.syllable import fold
from pipeline.kit import load_kit
from pipeline.run import read_decision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extract.records import Assignment
    from pipeline.kit import Kit

GOLD = Path(__file__).parents[2] / "gold" / "decisions"
DPI, ALIKE, SAME_TITLE = 300, 85.0, 50.0
WIDTH, LETTER = 17 * cm, 6.6  # of the table and, on average, of a letter in points
COLUMNS = {  # headers and share of the width
    "label": (("STT", "TT"), 1.5),
    "title": (("Nhiệm vụ", "Nội dung công việc", "Tên nhiệm vụ", "Nội dung"), 5.2),
    "lead": (("Đơn vị chủ trì", "Cơ quan chủ trì", "Đơn vị thực hiện"), 2.9),
    "coordinator": (("Đơn vị phối hợp", "Cơ quan phối hợp"), 2.8),
    "product": (("Sản phẩm", "Kết quả", "Sản phẩm đầu ra"), 2.8),
    "deadline": (("Thời gian hoàn thành", "Thời hạn", "Tiến độ thực hiện"), 2.2),
}
SIX = ("label", "title", "lead", "coordinator", "product", "deadline")
Set = tuple[str, int, int, tuple[str, ...], bool]
SETS: tuple[Set, ...] = (  # decision, first task, tasks, columns, centred
    ("1678-qd-bkhcn", 0, 9, ("label", "title", "lead", "coordinator", "deadline"), True),
    ("chuong-trinh-hanh-dong", 10, 8, ("label", "title", "product", "lead", "deadline"), True),
    ("chuong-trinh-hanh-dong", 60, 8, ("label", "title", "lead", "product", "deadline"), False),
    ("844-qd-ttg", 3, 9, SIX, True),
    ("97-nq-cp", 0, 8, ("label", "title", "lead", "product", "deadline"), True),
    ("982-qd-ttg", 2, 8, SIX, True),
    ("893-qd-ttg", 0, 7, ("label", "title", "lead", "deadline"), False),
)
Row = dict[str, str]


@dataclass(frozen=True)
class Printed:
    """A table as the engine printed it, and what stood in it."""

    name: str
    text: str
    rows: tuple[Row, ...]


def tasks_of(decision: str) -> list[Row]:
    """The annotated tasks, each cell by its column, with the label and title of its group."""
    tasks = json.loads((GOLD / decision / "truth.json").read_text(encoding="utf-8"))["tasks"]
    return [
        {
            "group": task["group_label"] or "",
            "group_title": task["group_title"] or "",
            "label": task["label"] or "",
            "title": task["title"],
            "lead": task["leads_as_written"] or "; ".join(task["leads"] or ()),
            "coordinator": task["coordinators_as_written"] or "; ".join(task["coordinators"] or ()),
            "product": task["product"] or "",
            "deadline": task["deadline_text"] or "",
        }
        for task in tasks
    ]


def printed_tables() -> Iterator[Printed]:
    """Every set typeset and printed by the engine."""
    register_fonts()
    for seed, spec in enumerate(SETS):
        rows, head, _, pages = typeset_set(seed, spec)
        body = "\n".join(pytesseract.image_to_string(Image.fromarray(page), "eng", "--psm 6") for page in pages)
        yield Printed(f"{spec[0]} {spec[1] + 1}", "\n".join(["Phu luc 1", *head, body]), tuple(rows))


def typeset_set(seed: int, spec: Set) -> tuple[list[Row], list[str], list[float], Iterator[NDArray[np.uint8]]]:
    """A set's rows, the lines of its header, the widths of its columns in points, and its pages."""
    decision, first, count, columns, centred = spec
    chance = random.Random(seed)  # noqa: S311 - a seeded draw of tables
    kept = {"group", "group_title", *columns}
    rows = [
        {column: text if column in kept else "" for column, text in row.items()}
        for row in tasks_of(decision)[first : first + count]
    ]
    head = [chance.choice(COLUMNS[column][0]) for column in columns]
    shares = [COLUMNS[column][1] * chance.uniform(0.85, 1.2) for column in columns]
    widths = [WIDTH * share / sum(shares) for share in shares]
    return rows, _header(head, widths), widths, rasterise(_pdf(rows, columns, widths, centred), DPI)


def _header(head: Sequence[str], widths: Sequence[float]) -> list[str]:
    wrapped = [textwrap.wrap(text, max(4, int(width / LETTER))) for text, width in zip(head, widths, strict=True)]
    height = max(map(len, wrapped))
    tops = [(height - len(lines)) // 2 for lines in wrapped]
    return [
        " ".join(_bare(cell[at - top]) for cell, top in zip(wrapped, tops, strict=True) if 0 <= at - top < len(cell))
        for at in range(height)
    ]


def _bare(text: str) -> str:
    """The text without accents; capitals stay."""
    return "".join(low.upper() if letter.isupper() else low for letter, low in zip(text, fold(text), strict=True))


def _pdf(rows: Sequence[Row], columns: Sequence[str], widths: Sequence[float], centred: bool) -> bytes:
    middle, left = (
        ParagraphStyle(str(align), fontName=f"{FAMILY}-Regular", fontSize=12, leading=14.6, alignment=align)
        for align in (TA_CENTER, TA_LEFT)
    )
    narrow = {"label", "deadline", *(("lead", "coordinator", "product") if centred else ())}
    cells: list[list[Paragraph | str]] = []
    style = [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE" if centred else "TOP"),
    ]
    before = ""
    for row in rows:
        if row["group_title"] not in ("", before):
            style.append(("SPAN", (1, len(cells)), (-1, len(cells))))
            title = Paragraph(f"<b>{escape(row['group_title'])}</b>", left)
            cells.append([Paragraph(f"<b>{row['group']}</b>", middle), title, *[""] * (len(columns) - 2)])
        before = row["group_title"]
        cells.append([Paragraph(escape(row[c], quote=False), middle if c in narrow else left) for c in columns])
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=pagesizes.A4, invariant=1).build([Table(cells, widths, style=style, splitInRow=0)])
    return out.getvalue()


def measure(table: Printed, kit: Kit, folder: Path) -> tuple[Counter[str], Counter[str], list[str]]:
    """Cells found and cells there, by column, and what is wrong."""
    path = folder / f"{table.name}.txt"
    path.write_text(table.text, encoding="utf-8")
    tasks = [task.assignment for task in read_decision(path, kit).facts.tasks if task.assignment.kind == "task"]
    hits, wanted, faults = Counter[str](), Counter[str](), []
    for row in table.rows:
        task = _match(row, tasks)
        if task:
            tasks.remove(task)
        told = _cells(task) if task else {}
        wanted["rows"] += 1
        hits["rows"] += task is not None
        for column in ("group", *COLUMNS):
            if not row[column]:
                continue
            wanted[column] += 1
            exact = column in ("group", "label")
            one, other = (
                (clean_label(row[column]), told.get(column, "")) if exact else (row[column], told.get(column, ""))
            )
            right = one == other if exact else fuzz.ratio(fold(one), fold(other)) >= ALIKE
            hits[column] += right
            faults += [] if right else [f"{table.name} {row['label']} {column}: {one!r} told {other!r}"]
    return hits, wanted, faults


def _match(row: Row, tasks: Sequence[Assignment]) -> Assignment | None:
    scored = [(fuzz.ratio(fold(row["title"]), fold(task.title)), at) for at, task in enumerate(tasks)]
    score, at = max(scored, default=(0.0, 0))
    return tasks[at] if score >= SAME_TITLE else None


def _cells(task: Assignment) -> Row:
    return {
        "group": task.group_label or "",
        "label": task.label,
        "title": task.title,
        "lead": task.lead_text or "",
        "coordinator": task.coordinator_text or "",
        "product": task.product or "",
        "deadline": task.deadline_text or "",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", action="store_true", help="list what is wrong")
    chosen = parser.parse_args()
    kit = load_kit()
    hits, wanted = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for table in printed_tables():
            own_hits, own_wanted, faults = measure(table, kit, Path(folder))
            hits, wanted = hits + own_hits, wanted + own_wanted
            print(table.name, f"{own_hits.total()}/{own_wanted.total()}", flush=True)
            print("\n".join(faults) if chosen.faults else "", end="\n" if chosen.faults and faults else "", flush=True)
    print("; ".join(f"{name} {hits[name]}/{wanted[name]}" for name in wanted))


if __name__ == "__main__":
    main()
