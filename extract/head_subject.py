"""The subject of a letter (công văn): "V/v …" below the number, in a narrow column of its own."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from extract.blocks import is_capitals
from extract.head_date import names_day
from extract.headwords import head_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.records import Box

    Placed = tuple[str, Box | None]  # a column of a line of the head, with the box of the line

_MARK = re.compile(r"(?i)^v\s?/\s?[vwy]\b\s*:?\s*")  # engines print w or y for the second v
_MOST_LINES = 8
_LONG = 60  # letters: a line that begins with a capital and is longer belongs to the text
_GAP = 1.2  # of a line's height: so far apart stand lines of one subject at most
_ROW = 0.5  # of a line's height: so far apart are the tops of parts of one line at most


def subject(pieces: Sequence[Placed]) -> str | None:
    """The subject without its mark, over the lines that go on with it; None where there is none."""
    at = next((at for at, (piece, _) in enumerate(pieces) if _MARK.match(piece)), None)
    if at is None:
        return None
    first, box = pieces[at]
    more = _below(box, pieces) if box is not None else _behind([piece for piece, _ in pieces[at + 1 :]])
    return _MARK.sub("", " ".join([first, *more]))


def without_mark(title: str) -> str:
    """A title without "V/v", which only says that it is one."""
    return _MARK.sub("", title)


def _ends(piece: str) -> bool:
    """Whether what is printed beside or below a subject begins here: motto, date, whom the letter is sent to."""
    other = any(head_word(piece, use) for use in ("motto", "address", "recital"))
    return other or is_capitals(piece) or names_day(piece)


def _behind(pieces: Iterable[str]) -> list[str]:
    """The lines that go on with a subject, by their words alone."""
    more = takewhile(lambda piece: not _ends(piece) and (piece[0].islower() or len(piece) <= _LONG), pieces)
    return list(more)[:_MOST_LINES]


def _below(first: Box, pieces: Sequence[Placed]) -> list[str]:
    """The lines of the column below the subject's first line, close to each other, from the top, each from the left.

    An engine may take the parts of a line apart, and print the other column or a stamp between them.
    """
    height = first.bottom - first.top
    below = sorted(
        (
            (box.top, box.left, piece)
            for piece, box in pieces
            if box and box.top > first.top + _ROW * height and box.left < first.right and box.right > first.left
        ),
        key=lambda placed: placed[0],
    )
    rows: list[list[tuple[float, float, str]]] = []
    last = first.top
    for placed in below:
        if placed[0] - last > (1 + _GAP) * height or _ends(placed[2]):
            break
        if rows and placed[0] - rows[-1][0][0] <= _ROW * height:
            rows[-1].append(placed)
        else:
            rows.append([placed])
        last = placed[0]
    return [piece for row in rows for _, _, piece in sorted(row, key=lambda placed: placed[1])]
