"""Tables pasted with a cell a line; texts made for these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.records import Line
from extract.registry import Registry
from extract.stacked import stacked_grids

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"]
ROWS = [
    ["I", "Hoàn thiện thể chế", "", "", ""],
    ["1", "Xây dựng quy chế quản lý dữ liệu dùng chung", "Bộ Tài chính", "", "Quý II/2026"],
    ["2", "Rà soát văn bản về phí và lệ phí", "Bộ Tư pháp", "Các bộ, ngành, địa phương", "Thường xuyên"],
    ["II", "Phát triển hạ tầng", "", "", ""],
    ["3", "Đầu tư trung tâm dữ liệu vùng", "Bộ Xây dựng", "Ủy ban nhân dân cấp tỉnh", "31/12/2026"],
    ["4", "Tổ chức tập huấn cho cán bộ", "Bộ Nội vụ", "Bộ Tài chính; Bộ Y tế", "Hằng năm"],
]
BEFORE, AFTER = ["PHỤ LỤC", "DANH MỤC NHIỆM VỤ", ""], ["", "Nơi nhận:", "- Như Điều 3;"]


def pasted(rows: list[list[str]], *, kept: bool = False, after_cell: str = "\n", after_row: str = "") -> str:
    """The table with a cell a line; empty cells are blank lines, or left out."""
    body = [
        "".join(f"{cell}{after_cell}" if cell else "\n" * kept for cell in row) + after_row for row in [HEADER, *rows]
    ]
    return "\n".join(BEFORE) + "\n" + "".join(body) + "\n".join(AFTER)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def rows_of(lines: list[Line], registry: Registry) -> list[list[str]]:
    (grid,) = stacked_grids(lines, (), registry)
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


@pytest.mark.parametrize(
    ("kept", "after_cell", "after_row"),
    [
        (False, "\n", ""),
        (False, "\n", "\n"),
        (False, "\n\n", ""),
        (True, "\n", ""),
        (True, "\n", "\n"),
    ],
    ids=["nothing", "blank-after-rows", "blank-after-cells", "blank-for-empty", "blank-for-empty-and-after-rows"],
)
def test_rows_are_read_whatever_blank_lines_mean(
    kept: bool, after_cell: str, after_row: str, lines_of: Callable[[str], list[Line]], registry: Registry
) -> None:
    text = pasted(ROWS, kept=kept, after_cell=after_cell, after_row=after_row)

    assert rows_of(lines_of(text), registry) == [HEADER, *ROWS]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["STT", "Nhiệm vụ", "Đơn vị", "chủ trì", "Đơn vị", "phối hợp", "Thời gian", "hoàn thành"], HEADER),
        (
            ["TT", "Nội dung", "Cơ quan thực hiện", "Thời hạn", "Chủ trì", "Phối hợp"],
            ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn"],
        ),
        ([*HEADER, "(1)", "(2)", "(3)", "(4)", "(5)"], HEADER),
    ],
    ids=["broken", "two-below-one", "counted"],
)
def test_headers(
    header: list[str], columns: list[str], lines_of: Callable[[str], list[Line]], registry: Registry
) -> None:
    text = "\n".join([*BEFORE, *header, *(cell for row in ROWS for cell in row if cell), *AFTER])

    assert rows_of(lines_of(text), registry) == [columns, *ROWS]


def test_rows_without_labels_and_a_cell_of_several_lines(
    lines_of: Callable[[str], list[Line]], registry: Registry
) -> None:
    rows = [["Xây dựng quy chế quản lý dữ liệu, gồm:\n- dữ liệu mở;\n- dữ liệu dùng chung", "Bộ Tài chính", "Năm 2026"]]
    rows += [[row[1], row[2], row[4]] for row in ROWS if row[2]]
    header = ["Nội dung công việc", "Cơ quan chủ trì", "Thời hạn"]
    text = "\n".join([*BEFORE, *header, *(cell for row in rows for cell in row), *AFTER])

    assert rows_of(lines_of(text), registry) == [header, *rows]


def test_what_follows_the_last_row_is_no_part_of_it(lines_of: Callable[[str], list[Line]], registry: Registry) -> None:
    text = pasted(ROWS) + "\nCác đơn vị căn cứ kế hoạch này để tổ chức thực hiện.\nTổng số: 4 nhiệm vụ"
    (grid,) = stacked_grids(lines_of(text.replace("Nơi nhận:", "Ghi chú chung cho cả bảng nhiệm vụ")), (), registry)

    assert [cell.text for cell in grid.cells][-5:] == ROWS[-1]


@pytest.mark.parametrize(
    "text",
    [
        "Nhiệm vụ\nĐơn vị chủ trì\nThời hạn\nCác đơn vị tổ chức thực hiện quyết định này.\nĐiều 2. Hiệu lực",
        "STT\nNhiệm vụ\nĐơn vị chủ trì",
        "1. Nhiệm vụ\nXây dựng quy chế\n2. Giải pháp\nRà soát văn bản\n3. Tiến độ\nQuý II/2026",
        "Đơn vị Thời gian\nSTT Nhiệm vụ chủ trì hoàn thành\n1 Xây dựng quy Bộ Tài Quý\nchế quản lý chính II/2026",
    ],
    ids=["prose", "header-alone", "headings", "columns-run-together"],
)
def test_what_is_no_such_table(text: str, lines_of: Callable[[str], list[Line]], registry: Registry) -> None:
    assert stacked_grids(lines_of(text), (), registry) == ()


@pytest.mark.parametrize("name", ["699-qd-btttt.txt", "1412-qd-bkhcn.txt", "du-thao-qd-ttg.txt"])
def test_samples_without_such_a_table(name: str, sample_lines: Callable[[str], list[Line]], registry: Registry) -> None:
    assert stacked_grids(sample_lines(name), (), registry) == ()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([*HEADER, *(cell for row in ROWS for cell in row), "(1)", "x" * 300]), max_size=40))
def test_any_lines_are_taken_once_and_kept_whole(texts: list[str]) -> None:
    lines = [Line(1, number, text, text) for number, text in enumerate(texts, start=1)]
    grids = stacked_grids(lines, (), Registry.load())
    taken = [index for grid in grids for index in grid.lines]

    assert len(taken) == len(set(taken))
    for grid in grids:
        inside = sorted(line for cell in grid.cells if cell.row for line in cell.text.split("\n") if line)
        below = [texts[index] for index in sorted(grid.lines)]
        assert all(line in below for line in inside)
