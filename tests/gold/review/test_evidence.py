"""Where a row stands: lines found by what they say, edits in their places."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gold.review.evidence import _Flat, _scattered, pieces

PAGE = (
    "QUYẾT ĐỊNH:",
    "",
    "1. Xây dựng  cơ sở",
    "dữ liệu y tế.",
    "2. Xây dựng cơ sở",
    "dữ liệu\tgiáo dục",
    "3. Báo cáo",
)


@pytest.mark.parametrize(
    ("said", "skip", "lines"),
    [
        ("Xây dựng cơ sở dữ liệu y tế", 0, (2, 3)),
        ("xây dựng cơ sở dữ liệu giáo dục", 0, (4, 5)),  # the whole title tells it from the one that begins alike
        ("Xây dựng cơ sở", 0, (2, 2)),
        ("Xây dựng cơ sở", 1, (4, 4)),
        ("Xây dựng cơ sở", 7, (4, 4)),  # more were counted than there are: the last one
        ("Xây dựng cơ sớ dữ liệụ giáo dục", 0, (4, 5)),  # a letter misread
        ("Báo cáo", 0, (6, 6)),
        ("Hội nghị", 0, None),
        ("", 0, None),
    ],
)
def test_words_are_found_over_line_ends(said: str, skip: int, lines: tuple[int, int] | None) -> None:
    assert _Flat(PAGE).find(said, skip=skip) == lines


def test_words_scattered_over_columns_are_found_by_their_number() -> None:
    page = ["mở đầu", "Xây dựng bộ Cục Các cơ", "3. | tiêu chí đánh giá | quan", "mô hình | đơn vị", "kết thúc"]
    assert _scattered(page, "3 Xây dựng bộ tiêu chí đánh giá mô hình") == (1, 3)
    assert _scattered(page, "một câu chẳng có ở đây") is None


SEEN = st.text(alphabet="abc ạ", min_size=1, max_size=12)


@given(SEEN, st.data())
def test_pieces_join_to_the_seen_and_the_repaired_line(seen: str, data: st.DataObject) -> None:
    spots = data.draw(st.lists(st.integers(0, len(seen)), max_size=6, unique=True).map(sorted))
    edits: list[dict[str, Any]] = []
    for start, end in zip(spots[::2], spots[1::2], strict=False):
        edits.append({"start": start, "end": end, "before": seen[start:end], "after": "X"})
    expected, at = "", 0
    for edit in edits:
        expected += seen[at : edit["start"]] + "X"
        at = edit["end"]
    before, after = pieces(seen, edits)
    assert "".join(piece.text for piece in before) == seen
    assert "".join(piece.text for piece in after) == expected + seen[at:]
    assert [piece.edit for piece in after if piece.edit] == edits
