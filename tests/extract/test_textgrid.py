from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.records import Line
from extract.textgrid import text_grids

if TYPE_CHECKING:
    from collections.abc import Callable


def rows_of(lines: list[Line]) -> list[list[str]]:
    (grid,) = text_grids(lines)
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


def test_rows_set_with_tabs(lines_of: Callable[[str], list[Line]]) -> None:
    rows = rows_of(lines_of("Trước bảng\nTT\tNhiệm vụ\tĐơn vị\n1\tMột\tVụ A\n\n2\tHai\tVụ B\nSau bảng"))

    assert rows == [["TT", "Nhiệm vụ", "Đơn vị"], ["1", "Một", "Vụ A"], ["2", "Hai", "Vụ B"]]


def test_one_cell_a_line_with_blank_lines_and_breaks_inside_cells(lines_of: Callable[[str], list[Line]]) -> None:
    text = (
        " \tNhiệm vụ\n\tĐơn vị\n\tThời hạn\n\n\t1\n\tMột\n\tVụ A,\nVụ B\n\t2025\n\n"
        "\t2\n\tHai\n\tCác bộ, ngành, địa phương\n\n\t2026\n\n\t3\n\tBa\n\t\n\t2027\n"
    )

    assert rows_of(lines_of(text))[1:] == [
        ["1", "Một", "Vụ A,\nVụ B", "2025"],
        ["2", "Hai", "Các bộ, ngành, địa phương", "2026"],
        ["3", "Ba", "", "2027"],
    ]


def test_the_programme_has_its_rows(sample_lines: Callable[[str], list[Line]]) -> None:
    rows = rows_of(sample_lines("chuong-trinh-hanh-dong.txt"))

    assert Counter(map(len, rows)) == {8: 178}  # 170 tasks, 5 groups, 2 header rows, a note to the ministries


def test_a_heading_parts_two_tables(lines_of: Callable[[str], list[Line]]) -> None:
    rows = "1\tMột\tVụ A\n2\tHai\tVụ B"
    text = f"TT\tNhiệm vụ\tĐơn vị\n{rows}\n\nPHỤ LỤC II\nDANH MỤC NHIỆM VỤ\nTT\tChỉ tiêu\tNăm\n{rows}"

    assert [len({cell.row for cell in grid.cells}) for grid in text_grids(lines_of(text))] == [3, 3]


@pytest.mark.parametrize("text", ["A\tB\nC\tD\nE\tF", "Một hai ba", "\tCỘNG HÒA\n\tĐộc lập"])
def test_what_is_no_table(text: str, lines_of: Callable[[str], list[Line]]) -> None:
    assert text_grids(lines_of(text)) == ()


@given(st.lists(st.text(alphabet="a1\t ", max_size=12), max_size=30))
def test_no_word_of_a_table_is_lost(texts: list[str]) -> None:
    lines = [Line(1, number, text, text) for number, text in enumerate(texts, start=1)]

    for grid in text_grids(lines):
        words = Counter(word for index in grid.lines for word in lines[index].text.split())
        assert Counter(word for cell in grid.cells for word in cell.text.split()) == words
