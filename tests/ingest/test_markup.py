from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.markup import strip_lines, strip_markup

FOUND = [  # seen in exported decisions
    ("Số: *1678*/QĐ-BKHCN", "Số: 1678/QĐ-BKHCN"),
    ("**Điều 1.** Ban hành kèm theo", "Điều 1. Ban hành kèm theo"),
    ("## **I. MỤC TIÊU**", "I. MỤC TIÊU"),
    ("<b>II</b>\t<b>Xây dựng hạ tầng</b>\t\t", "II\tXây dựng hạ tầng\t\t"),
    ("[bookmark: bookmark=id.x][bookmark: bookmark=id.y]Điều 1. Sửa đổi", "Điều 1. Sửa đổi"),
    ("**KT. BỘ TRƯỞNG**  ", "KT. BỘ TRƯỞNG"),
]
MUST_NOT_CHANGE = [
    "* Đơn vị chủ trì: Bộ Y tế",  # a bullet, its star stands apart
    "2 * 3 * 4",
    "- Chỉ tiêu (*)",
    "a < b và c > d",
    "\t\tcột ba",
    "snake_case_name",
    "C# và F#",
]


@pytest.mark.parametrize(("seen", "meant"), FOUND)
def test_markup_is_taken_out(seen: str, meant: str) -> None:
    assert strip_markup(seen) == meant


@pytest.mark.parametrize("line", MUST_NOT_CHANGE)
def test_words_stay(line: str) -> None:
    assert strip_markup(line) == line


def test_emphasis_over_several_lines_is_taken_out() -> None:
    lines = ["**KẾ HOẠCH TRIỂN KHAI  ", "ĐẾN NĂM 2030”**", "", "*(Ban hành kèm theo", "năm 2021)*", "* mục"]

    assert strip_lines(lines) == [
        "KẾ HOẠCH TRIỂN KHAI",
        "ĐẾN NĂM 2030”",
        "",
        "(Ban hành kèm theo",
        "năm 2021)",
        "* mục",
    ]


@given(st.lists(st.text(alphabet="*_#<b>/ aĐ\t[]\\:", max_size=30).map(lambda s: s.replace("\n", "")), max_size=8))
@example(["<b\t>", "<br\t/>"])
def test_line_count_and_tabs_are_kept(lines: list[str]) -> None:
    stripped = strip_lines(lines)

    assert len(stripped) == len(lines)
    assert [line.count("\t") for line in stripped] == [line.count("\t") for line in lines]
