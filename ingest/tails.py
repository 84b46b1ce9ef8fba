"""The mark at a word's end by its shape: at the size at which a page is read the dot over a semicolon is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ingest.records import Box
from ingest.scan import marks_of
from ingest.sheet import dots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.records import Word
    from ingest.scan import Scan

READ = (",", ".")  # as which a semicolon is read
ENDS = 0.7  # of the word's height from the right edge of the crop; the mark begins there
BELOW = 2.0  # points under the word's box; a comma hangs lower than letters
ASIDE = 2.5  # points to the right; in italics the dot leans out of the box
SLANT = 0.35  # of the height between them that the dot stands further right
ROUND = 0.55  # of its longer side that a dot's shorter one has at least
HANGS = 1.35  # times a dot that the lower mark is high, from which it is a comma
APART = (0.25, 1.7)  # heights of the lower mark between it and the dot
LARGE = 0.45  # of the word's height; a mark is smaller
LOW = (0.4, 0.9)  # of the word's height down its box, where the lower mark begins


def with_tails(words: Sequence[Word], scan: Scan) -> tuple[Word, ...]:
    """The words, those that end in a comma or stop with a dot above it in the picture as ending in `;`."""
    return tuple(_mended(word, scan) if len(word.text) > 1 and word.text.endswith(READ) else word for word in words)


def _mended(word: Word, scan: Scan) -> Word:
    box, high = word.box, word.box.bottom - word.box.top
    place = Box(box.right - 2 * ENDS * high, box.top, box.right + ASIDE, box.bottom + BELOW)
    left, top, right, bottom = dots_of(place, scan)
    is_one = ends_in_semicolon(scan.grey[top:bottom, left:right], high * scan.dpi / 72)
    return replace(word, text=f"{word.text[:-1]};") if is_one else word


def ends_in_semicolon(crop: NDArray[np.uint8], high: float) -> bool:
    """Whether the last mark hangs like a comma and has a dot above it.

    `crop` is the end of a word in grey, 255 is paper; `high` the dots that the word is high.
    """
    if not crop.size:
        return False
    _, ink = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, _ = marks_of(np.asarray(ink, dtype=np.uint8))
    marks = [tuple(map(int, row[:4])) for row in stats[1:] if row[3] <= LARGE * high and row[2] <= LARGE * high]
    at_end = [mark for mark in marks if mark[0] >= crop.shape[1] - ENDS * high]
    lower = [mark for mark in at_end if LOW[0] * high <= mark[1] <= LOW[1] * high]
    low = max(lower, key=lambda mark: mark[1] + mark[3], default=None)
    dot = next((mark for mark in at_end if low and mark is not low and _is_dot_over(mark, low)), None)
    return low is not None and dot is not None and low[3] >= HANGS * dot[3]


def _is_dot_over(mark: tuple[int, ...], low: tuple[int, ...]) -> bool:
    """Whether a mark (left, top, width, height) is round, of the size of a dot, and right above the lower one."""
    left, top, wide, high = mark
    if min(wide, high) < ROUND * max(wide, high) or high > 1.1 * low[3] or wide > 1.6 * low[2] or 3 * wide < low[2]:
        return False
    gap = low[1] - (top + high)
    middle = left + wide / 2
    is_over = low[0] <= middle <= low[0] + low[2] + SLANT * (gap + high)
    return APART[0] * low[3] <= gap <= APART[1] * low[3] and is_over
