from __future__ import annotations

from ingest.ghosts import without_ghosts
from ingest.records import Box, Word


def word(text: str, left: float, right: float, top: float = 210, bottom: float = 220) -> Word:
    return Word(text, Box(left, top, right, bottom), 0.9)


LINE = [word("quốc", 174, 194), word("gia", 206, 216), word("về", 220, 232), word("nghiên", 236, 276)]


def test_a_tail_between_the_words_of_a_line_is_dropped() -> None:
    ghost = [word("gì", 198, 205, 212, 222)]

    assert without_ghosts([LINE, ghost]) == tuple(LINE)


def test_other_short_lines_stay() -> None:
    below = [word("g", 198, 205, 226, 236)]  # a line of its own
    beside = [word("a)", 150, 160)]  # a label left of the line
    column = [word("12", 300, 310)]  # a figure in the next column
    long = [word("hai", 198, 205)]

    for line in (below, beside, column, long):
        assert set(line) <= set(without_ghosts([LINE, line]))
