"""Titles of acts that a document cites more than once."""

from __future__ import annotations

import datetime as dt

import pytest

from extract.cited_again import agreed
from extract.records import Citation

DAY = dt.date(2019, 3, 13)
SHELF = "về xây dựng, quản lý, khai thác Tủ sách pháp luật"


def cited(title: str, day: dt.date | None = None) -> Citation:
    return Citation("mention", "14/2019/QĐ-TTg", "Quyết định", day, "Thủ tướng Chính phủ", None, title, 1)


@pytest.mark.parametrize(
    ("first", "again", "expected"),
    [
        # found: a decision of 2025; made: a title in short, one that goes on behind a mark, another one
        (cited(SHELF, DAY), cited(f"{SHELF} thành bộ phận sách của thư viện"), SHELF),
        (cited(SHELF), cited(f"{SHELF} tại xã", DAY), f"{SHELF} tại xã"),
        (cited(SHELF, DAY), cited(f"{SHELF}; bãi bỏ văn bản"), f"{SHELF}; bãi bỏ văn bản"),
        (cited("về sách", DAY), cited("về sách của thư viện"), "về sách của thư viện"),
    ],
)
def test_a_title_ends_where_it_ended_in_full(first: Citation, again: Citation, expected: str) -> None:
    assert agreed([first, again])[1].title == expected
