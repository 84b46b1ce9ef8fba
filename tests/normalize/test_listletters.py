"""Letters of lists that an engine misread."""

from __future__ import annotations

import pytest

from normalize.listletters import list_letters, next_letter
from normalize.records import Edit, Repaired, replay

# Labels as engines print them (found in development documents), each list with what it must become.
LISTS = [
    ("c d d e a d", "c d đ e a d"),
    ("a b ¢ d", "a b c d"),
    ("b Cc d @ e", "b c d đ e"),
    ("e 8 h", "e g h"),
    ("k 1 m", "k l m"),
    ("k 1 2 3", "k 1 2 3"),  # a list of figures begins
    ("d 4 5", "d 4 5"),
    ("đ 4 e", "đ 4 e"),
    ("A B C D", "A B C D"),
    ("C d", "c d"),
]


@pytest.mark.parametrize(("seen", "meant"), LISTS)
def test_letters_follow_each_other(seen: str, meant: str) -> None:
    lines = [f"{label}) Nội dung" for label in seen.split()]
    texts = [one.text for one in list_letters([Repaired(line, line) for line in lines])]
    assert texts == [f"{label}) Nội dung" for label in meant.split()]


def test_lines_between_do_not_end_a_list_and_capitals_keep_theirs() -> None:
    seen = ["B) MỘT", "C) HAI", "tiếp", "d) Ba", "thân", "d) Bốn"]
    texts = [one.text for one in list_letters([Repaired(line, line) for line in seen])]
    assert texts == ["B) MỘT", "C) HAI", "tiếp", "d) Ba", "thân", "đ) Bốn"]


def test_a_letter_takes_the_place_of_a_word() -> None:
    seen = "Cc) Thu hoi"
    edits = (Edit(0, 2, "Cc", "Các", "channel", 1.0, 0.6), Edit(4, 7, "Thu", "Thu", "channel", 1.0, 0.6))
    [found] = list_letters([Repaired(seen, replay(seen, edits), edits)])
    assert found.text == "c) Thu hoi"
    assert replay(found.seen, found.edits) == found.text


def test_what_is_no_letter_has_none_behind_it() -> None:
    assert [next_letter(one) for one in ("d", "đ", "y", "", "w")] == ["đ", "e", "", "", ""]
