from __future__ import annotations

import pytest

from ingest import reading
from ingest.records import Box, Word


@pytest.mark.parametrize(
    ("first", "second", "is_settled"),
    [
        ([("luận", 0.6)], [("luận", 0.9)], True),
        ([("Kắ", 0.2)], [("Kắ", 0.68)], False),  # found: two looks misread "Kết" alike, neither surely
        ([("luận", 0.6)], [("luân", 0.9)], False),
        ([("luận", 0.6)], [], False),
        ([], [], True),
    ],
)
def test_a_place_is_settled_where_a_second_look_surely_sees_the_same(
    first: list[tuple[str, float]], second: list[tuple[str, float]], is_settled: bool
) -> None:
    one, other = ([Word(text, Box(10, 10, 40, 20), sure) for text, sure in part] for part in (first, second))
    assert reading._is_settled(one, other) is is_settled
