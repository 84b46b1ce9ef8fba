from __future__ import annotations

from typing import TYPE_CHECKING

from extract.rowtargets import row_targets
from extract.tables import stitch
from extract.textgrid import text_grids

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Indicator, Line

ONE_COLUMN = """| TT | Chỉ tiêu | Đơn vị | Kết quả |
| --- | --- | --- | --- |
| I | Đến năm 2030 | | |
| 1 | Xếp hạng năng lực cạnh tranh số | Thứ bậc | ≤ 3 Đông Nam Á; ≤ 50 Thế giới |
| 2 | Trình độ công nghệ | Thứ bậc | Đạt mức trung bình |
| 3 | Tỉ lệ sử dụng dịch vụ công | | |
| 3.1 | Của người dân | % | 40 - 50 |
"""
BY_YEAR = """| TT | Chỉ tiêu | Đơn vị tính | Năm 2025 | Năm 2030 |
| --- | --- | --- | --- | --- |
| 1 | Số chuyên gia | người | 1.000 | trên 5.000 |
| 2 | Tỉ lệ dịch vụ | % | 80 | 100 |
"""


def tabbed(table: str) -> str:
    """The table as text with tabs between its cells."""
    rows = [line.strip("|").split("|") for line in table.splitlines() if "---" not in line]
    return "".join("\t".join(cell.strip() for cell in row) + "\n" for row in rows)


def read(lines: list[Line]) -> list[Indicator]:
    tables = stitch(tuple(text_grids(lines)), lines, [None] * len(lines))
    return [indicator for table in tables for indicator in row_targets(table)]


def test_units_groups_and_several_figures(lines_of: Callable[[str], list[Line]]) -> None:
    found = read(lines_of(tabbed(ONE_COLUMN)))

    assert [(i.label, i.target_value, i.comparator, i.target_unit, i.year, i.group_title) for i in found] == [
        ("1", 3, "le", "Thứ bậc", 2030, "Đến năm 2030"),
        ("1", 50, "le", "Thứ bậc", 2030, "Đến năm 2030"),
        ("2", None, "eq", "Thứ bậc", 2030, "Đến năm 2030"),
        ("3.1", 40, "eq", "%", 2030, "Đến năm 2030"),
        ("3.1", 50, "eq", "%", 2030, "Đến năm 2030"),
    ]  # row 3 is the heading of 3.1
    assert found[2].target_text == "Đạt mức trung bình"


def test_a_column_a_year(lines_of: Callable[[str], list[Line]]) -> None:
    found = read(lines_of(tabbed(BY_YEAR)))

    assert [(i.name, i.year, i.target_value, i.comparator, i.target_unit) for i in found] == [
        ("Số chuyên gia", 2025, 1000, "eq", "người"),
        ("Số chuyên gia", 2030, 5000, "gt", "người"),
        ("Tỉ lệ dịch vụ", 2025, 80, "eq", "%"),
        ("Tỉ lệ dịch vụ", 2030, 100, "eq", "%"),
    ]


def test_a_task_table_has_no_targets(lines_of: Callable[[str], list[Line]]) -> None:
    text = (
        "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |\n| --- | --- | --- | --- |\n| 1 | Xây dựng | Bộ Y tế | 2026 |\n"
    )
    assert read(lines_of(text)) == []
