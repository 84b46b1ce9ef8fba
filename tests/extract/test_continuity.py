"""Labels that do not count on are doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extract.continuity import section_doubts, table_doubts
from extract.records import Table, TableRow
from extract.sections import parse_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Line

FULL = (
    "Điều 1. Phạm vi\n1. Một.\n2. Hai.\nĐiều 2. Đối tượng\n1. Một.\na) A;\nb) B;\nc) C;\nd) D;\nđ) Đ;\ne) E;\ng) G.\n"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FULL, []),
        (FULL.replace("2. Hai.", "3. Ba."), ["3 follows 1: 1 missing between them"]),
        (FULL.replace("Điều 2. Đối", "Điều 1. Đối"), ["Điều 1 follows Điều 1: the label is repeated"]),
        (FULL.replace("đ) Đ;\n", "").replace("e) E;\n", ""), ["g follows d: 2 missing between them"]),
        ("I. MỤC TIÊU\n1. Một.\nIII. GIẢI PHÁP\n1. Một.\n", ["III follows I: 1 missing between them"]),
        (FULL.replace("2. Hai.", "12. Mười hai."), []),  # so far off it is another list or a misread figure
    ],
)
def test_what_does_not_count_on(text: str, said: list[str], lines_of: Callable[[str], list[Line]]) -> None:
    doubts = section_doubts(parse_sections(lines_of(text)))
    assert [doubt.message.split(";")[0] for doubt in doubts] == said
    assert all(doubt.kind == "label_order" and doubt.subject.startswith("sections s") for doubt in doubts)


def _table(labels: list[str]) -> Table:
    rows = tuple(TableRow(at, 1, (("label", label), ("title", "Việc"))) for at, label in enumerate(labels, start=1))
    return Table(1, None, "tasks", ("label", "title"), rows, ())


@pytest.mark.parametrize(
    ("labels", "count"),
    [
        (["1.", "2.", "3."], 0),
        (["I", "1", "2", "II", "1", "2"], 0),
        (["I", "1", "2", "II", "3"], 0),
        (["1", "3"], 1),
        (["1", "2", "2"], 1),
        (["1", "2.1", "(3)", "2"], 0),
    ],
)
def test_rows_of_a_table(labels: list[str], count: int) -> None:
    assert len(table_doubts([_table(labels)])) == count
