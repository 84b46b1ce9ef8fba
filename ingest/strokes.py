"""Strokes that are figures: those of `Quý III/2026` are counted in the picture; a lone one after `Điều` is a 1."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.records import Word
    from ingest.scan import Scan

QUARTER = "quy"  # folded
NUMBERED = frozenset({"dieu", "khoan"})  # folded
_ONES = frozenset("][|lI!")
_STROKES = re.compile(r"([IHl1|]{1,4})((?:[/,.;].*)?)")
_APART = 12.0  # points from "Quý" to its number
_BAND = (0.3, 0.7)  # of the height: there strokes have no feet
_THROUGH = 0.85  # of the band that a stroke fills
_THICK = 0.3  # of the height; more is no stroke
_SLANT = 0.08  # of the height; a mark that leans more is a slash or a V
_MOST = 4
_DARK = 128


def with_quarters(words: Sequence[Word], scan: Scan) -> tuple[Word, ...]:
    """The words with the numbers of quarters as many strokes as the picture shows; `scan` is the page they stand on."""
    return tuple(_counted(word, scan) if _is_quarter(word, words) else word for word in words)


def with_ones(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with a lone stroke right behind "Điều" or "khoản", where a number has to stand, as the figure 1."""
    pairs = zip((None, *words), words, strict=False)
    return tuple(replace(word, text="1") if _is_one(before, word) else word for before, word in pairs)


def _is_one(before: Word | None, word: Word) -> bool:
    if before is None or word.text not in _ONES or fold(before.text) not in NUMBERED:
        return False
    beside = -_APART < word.box.left - before.box.right <= _APART
    return beside and before.box.top <= (word.box.top + word.box.bottom) / 2 <= before.box.bottom


def _is_quarter(word: Word, words: Sequence[Word]) -> bool:
    """Whether a word made of strokes stands behind "Quý"."""
    if not _STROKES.fullmatch(word.text):
        return False
    middle = (word.box.top + word.box.bottom) / 2
    return any(
        fold(other.text) == QUARTER
        and 0 <= word.box.left - other.box.right <= _APART
        and other.box.top <= middle <= other.box.bottom
        for other in words
    )


def _counted(word: Word, scan: Scan) -> Word:
    dots, box = scan.dpi / 72, word.box
    left, top, right, bottom = (max(0, round(side * dots)) for side in (box.left, box.top, box.right, box.bottom))
    count = strokes(scan.grey[top:bottom, left:right])
    match = _STROKES.fullmatch(word.text)
    return replace(word, text="I" * count + match[2]) if match and 0 < count < _MOST else word


def strokes(grey: NDArray[np.uint8]) -> int:
    """How many upright strokes a word begins with: up to the first slanted or round letter; 0 for none."""
    rows = np.flatnonzero((grey < _DARK).any(axis=1)) if grey.size else np.array([])
    if not len(rows):
        return 0
    ink = grey[rows[0] : rows[-1] + 1] < _DARK
    height = len(ink)
    band = ink[int(_BAND[0] * height) : max(1, int(_BAND[1] * height))]
    count, start = 0, None
    for at, inked in enumerate(np.append(band.any(axis=0), False)):
        if inked and start is None:
            start = at
        elif not inked and start is not None:
            if not _is_stroke(band[:, start:at], height):
                break
            count, start = count + 1, None
    return count


def _is_stroke(ink: NDArray[np.bool_], height: int) -> bool:
    """Whether a mark in the band is narrow, runs through it and stands upright; `height` is that of the letters."""
    if ink.shape[1] > _THICK * height or ink.mean(axis=0).max() < _THROUGH:
        return False
    third = max(1, len(ink) // 3)
    above, below = (np.flatnonzero(part.any(axis=0)) for part in (ink[:third], ink[-third:]))
    return bool(len(above) and len(below) and abs(above.mean() - below.mean()) <= _SLANT * height)
