"""Tables shown beside their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.records import Cell, PlacedCell, Table, TableRow
from gold.simulate.blocks import Heading
from gold.simulate.blocks import Table as Typeset
from gold.simulate.typeset import typeset
from ingest.records import Issue
from pipeline.kit import load_kit
from pipeline.run import read_decision
from pipeline.tablesheet import rows_of, tables_page

if TYPE_CHECKING:
    from pathlib import Path

ROLES = ("label", "title")


def _placed(row_no: int, texts: tuple[str, str], page_no: int) -> list[PlacedCell]:
    return [
        PlacedCell(row_no, col, ROLES[col], Cell(row_no, col, text, text, page_no)) for col, text in enumerate(texts)
    ]


def test_parts_of_a_row_are_together_and_doubts_stand_by_their_row() -> None:
    cells = (
        *_placed(0, ("TT", "Nhiệm vụ"), 1),
        *_placed(1, ("1", "Xây dựng"), 1),
        *_placed(0, ("TT", "Nhiệm vụ"), 2),
        *_placed(1, ("", "đề án"), 2),
        *_placed(2, ("3", "Ban hành"), 2),
    )
    rows = (TableRow(1, 1, ()), TableRow(2, 2, ()))
    doubt = Issue("label_order", "warning", "row 3 follows row 1", 2, "table_cells 1.2")
    shown = rows_of(Table(1, None, "tasks", ROLES, rows, cells), [doubt])

    assert [(row.texts, row.pages, row.header) for row in shown] == [
        (("TT", "Nhiệm vụ"), (1, 2), True),
        (("1", "Xây dựng\nđề án"), (1, 2), False),
        (("3", "Ban hành"), (2,), False),
    ]
    assert [row.issues for row in shown] == [(), (), (doubt,)]


def test_a_pdf_has_pictures_and_its_text_is_no_markup(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    table = Typeset(("TT", "Nhiệm vụ", "Thời hạn"), (("1", "Chi &lt;b&gt; tiêu", "2025"),) * 2, (1, 5, 2))
    path.write_bytes(typeset((Heading(("<b>PHỤ LỤC</b>",)), table)))

    page = tables_page(path, read_decision(path, load_kit()))

    assert page.count("data:image/png;base64,") == 1
    assert "&lt;b&gt;" in page
    assert "<td>2025</td>" in page
