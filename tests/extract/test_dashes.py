from __future__ import annotations

import pytest

from extract.dashes import is_lone_dash
from extract.records import Line

LONG = "Sở Khoa học và Công nghệ theo dõi, đôn đốc các sở " + "và các cơ quan, tổ chức có liên quan " * 4  # made
ITEM = "- Cơ quan thường trực Tổ công tác triển khai Đề án 06 trước ngày 20 hằng tháng."  # found in a plan of Hà Nội


@pytest.mark.parametrize(
    ("previous", "texts", "inside"),
    [
        (f"{LONG}về trật tự xã hội", [ITEM, "2. Các sở, ban, ngành"], True),
        (f"{LONG}về trật tự xã hội", [ITEM, "- Tổng hợp báo cáo."], False),  # a list of two
        (f"{LONG}sau:", [ITEM, "2. Các sở, ban, ngành"], False),
        ("Sở Khoa học và Công nghệ", [ITEM, "2. Các sở, ban, ngành"], False),  # a heading
    ],
)
def test_a_dash_behind_a_long_line_without_a_mark_opens_no_item(
    previous: str, texts: list[str], *, inside: bool
) -> None:
    lines = [Line(1, number, text, text) for number, text in enumerate(texts, start=1)]

    assert is_lone_dash(previous, lines) is inside
