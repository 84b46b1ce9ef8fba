from __future__ import annotations

from itertools import pairwise

import pytest

from ingest.joins import with_joins, with_parts, without_specks
from ingest.records import Box, Word


def line(*parts: tuple[str, float, float], number: int = 1) -> list[Word]:
    """Words of a line 12 points high: text, left, right."""
    return [Word(text, Box(left, 100, right, 112), 0.9, number) for text, left, right in parts]


START = ("định", 10.0, 30.0), ("số", 34.0, 45.0)
END = ("của", 130.0, 145.0), ("Chính", 149.0, 175.0)


@pytest.mark.parametrize(
    ("between", "read"),
    [
        ([("4", 49, 55), ("0/2025/NĐ-CP", 56.5, 126)], "40/2025/NĐ-CP"),  # found
        ([("1", 49, 55), ("002/QĐ-TTg", 56.5, 126)], "1002/QĐ-TTg"),  # found
        ([("4", 49, 55), ("10/2025/NĐ-CP", 59, 126)], "4 10/2025/NĐ-CP"),  # a whole gap
        ([("4", 49, 55), ("2025", 56.5, 126)], "4 2025"),  # no document number
        ([("64/2025/QH15", 49, 110), ("15", 110, 122)], "64/2025/QH15"),  # found: its end read twice
        ([("64/2025/QH15", 49, 110), ("15", 114, 122)], "64/2025/QH15 15"),
        ([("64/2025/QH15", 49, 110), ("5", 110, 122)], "64/2025/QH15 5"),
    ],
)
def test_a_number_is_one_word(between: list[tuple[str, float, float]], read: str) -> None:
    words = with_joins(line(*START, *between, *END))
    assert " ".join(word.text for word in words) == f"định số {read} của Chính"
    assert words[2].box.left == 49


def test_the_parts_of_a_joined_number_lend_it_their_box_and_the_lower_confidence() -> None:
    first, second = line(("4", 49, 55), ("0/2025/NĐ-CP", 56.5, 126))
    joined = with_joins([*line(*START), first, Word(second.text, Box(56.5, 98, 126, 111), 0.7, 1)])[2]
    assert joined == Word("40/2025/NĐ-CP", Box(49, 98, 126, 112), 0.7, 1)


def test_words_of_other_lines_stay_apart() -> None:
    words = (*line(*START, ("4", 49, 55)), *line(("0/2025/NĐ-CP", 56, 126), number=2))
    assert with_joins(words) == words


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3.SởY", "3. Sở Y"),  # found: an item of a list was lost with its label
        ("2.Công", "2. Công"),
        ("5)Sở", "5) Sở"),
        ("SởY", "Sở Y"),
        ("BộY,", "Bộ Y,"),
        ("YouTube", "YouTube"),
        ("1.a", "1.a"),
        ("1.2", "1.2"),
        ("18/2025/TT-BCT", "18/2025/TT-BCT"),
        ("SGDĐT-CTrTT", "SGDĐT-CTrTT"),
        ("Sở", "Sở"),
    ],
)
def test_words_run_together_are_parted(text: str, meant: str) -> None:
    words = with_parts([Word(text, Box(50, 0, 100, 10), 0.7, 3)])
    assert " ".join(word.text for word in words) == meant
    assert (words[0].box.left, words[-1].box.right) == pytest.approx((50, 100))
    assert all(one.box.right == other.box.left for one, other in pairwise(words))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("'Về việc chuyển giao", "Về việc chuyển giao"),  # found: a speck
        ('vụ, "quyền hạn và', "vụ, quyền hạn và"),  # found
        ('cụm từ "dầu hỏa" tại', 'cụm từ "dầu hỏa" tại'),
        ("cụm từ 'dầu hỏa” tại", "cụm từ 'dầu hỏa” tại"),
        ("khoản “dầu", "khoản “dầu"),  # no speck looks like that
        ("góc '45", "góc '45"),
    ],
)
def test_a_quote_that_nothing_closes_is_a_speck(text: str, meant: str) -> None:
    words = [Word(part, Box(0, 0, 1, 1)) for part in text.split()]
    assert " ".join(word.text for word in without_specks(words)) == meant
