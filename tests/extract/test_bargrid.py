"""Tables with bars between their cells; texts made for these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extract.bargrid import bar_grids

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Line

HEADER = "STT | Nhiệm vụ | Đơn vị chủ trì | Thời hạn"
ROWS = ["I | Thể chế | |", "1 | Xây dựng quy chế | Bộ Tài chính | Quý II/2026", "2 | Rà soát văn bản | | 2027"]
WANTED = [
    ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"],
    ["I", "Thể chế", "", ""],
    ["1", "Xây dựng quy chế", "Bộ Tài chính", "Quý II/2026"],
    ["2", "Rà soát văn bản", "", "2027"],
]


def rows_of(lines: list[Line]) -> list[list[str]]:
    (grid,) = bar_grids(lines)
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


@pytest.mark.parametrize(
    "text",
    [
        "\n".join([HEADER, *ROWS]),
        "\n\n".join(f"| {line} |" for line in [HEADER, *ROWS]),
        "\n".join([HEADER, "----+----+----+----", *ROWS]),
        "\n".join([HEADER, ROWS[0], "1 | Xây dựng", "quy chế | Bộ Tài chính | Quý", "II/2026", ROWS[2]]).replace(
            "Quý\nII", "Quý II"
        ),
    ],
    ids=["bars", "edges", "rule", "broken"],
)
def test_a_row_a_line(text: str, lines_of: Callable[[str], list[Line]]) -> None:
    assert rows_of(lines_of(f"PHỤ LỤC\n{text}\n\nĐiều 2. Hiệu lực")) == WANTED


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\n1 | Xây dựng | Bộ Tài | Quý\n | quy chế | chính | II/\n | dữ liệu | | 2026\n | dùng chung | |",
        f"{HEADER}\nCác đơn vị tổ chức thực hiện.",
        "A | B | C\n1 | 2 | 3\n4 | 5 | 6",
    ],
    ids=["rows-of-several-lines", "header-alone", "no-tasks"],
)
def test_what_is_no_such_table(text: str, lines_of: Callable[[str], list[Line]]) -> None:
    assert bar_grids(lines_of(text)) == ()
