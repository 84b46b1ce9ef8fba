"""Columns whose headers say nothing, told by what stands in them."""

from __future__ import annotations

import pytest

from extract.columns import by_content

DATES = ["2026 - 2027", "Tháng 5/2026", "Hằng năm"]
UNITS = ["Bộ Y tế", "Các bộ, ngành có liên quan", "Cục Chuyển đổi số quốc gia"]
TITLES = ["Xây dựng chương trình đào tạo chuyên sâu", "Ban hành khung chương trình bồi dưỡng", ""]


@pytest.mark.parametrize(
    ("roles", "columns", "told"),
    [
        (["title", "lead", "other"], [TITLES, UNITS, DATES], ["title", "lead", "deadline"]),
        (["title", "other", "deadline"], [TITLES, UNITS, DATES], ["title", "lead", "deadline"]),
        (["title", "lead", "other"], [TITLES, UNITS, UNITS], ["title", "lead", "coordinator"]),
        (["other", "lead", "deadline"], [TITLES, UNITS, DATES], ["title", "lead", "deadline"]),
        (["other", "other", "other"], [TITLES, UNITS, DATES], ["other", "other", "other"]),  # no task table
        (["title", "target", "other"], [TITLES, TITLES, DATES], ["title", "target", "other"]),
        (["title", "deadline", "other"], [TITLES, DATES, ["10 triệu", "20 triệu"]], ["title", "deadline", "other"]),
    ],
)
def test_content_tells_what_a_header_does_not(roles: list[str], columns: list[list[str]], told: list[str]) -> None:
    assert by_content(roles, columns) == told
