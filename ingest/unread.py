"""Ink that looks like text where the engine has seen no word: it sometimes passes over a whole line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from ingest.records import Box
from ingest.scan import marks_of, scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.records import Word
    from ingest.scan import Scan

COARSE_DPI = 100.0  # words are still apart from each other
GAP = 10.0  # points between words that are taken together
HIGH = (4.0, 22.0)  # points that a line of text is high
WIDE = 9.0  # points; the shortest words are about as wide
INKED = 0.08  # share of its box that print fills at least; specks fill less
MOST = 12  # places; a page with more has a drawing
ASIDE = 2.0  # points around a place that are read with it
_AROUND = 1.0  # points around a word that are its own


def unread(scan: Scan, words: Sequence[Word], taken: Sequence[Box] = ()) -> list[Box]:
    """Places with lines of ink that no word and no place `taken` covers; none where there are more than `MOST`.

    `scan` is the picture without rulings.
    """
    small, dpi = scaled(scan.grey, scan.dpi, min(scan.dpi, COARSE_DPI))
    ink = _without(_ink(small), [*(word.box for word in words), *taken], dpi)
    reach = 2 * round(GAP * dpi / 144) + 1
    joined = np.asarray(cv2.dilate(ink, np.ones((1, reach), np.uint8)), dtype=np.uint8)
    count, _, stats, _ = marks_of(joined)
    scale = 72 / dpi
    places = []
    for left, top, wide, high, _ in stats[1:count].tolist():
        inner = ink[top : top + high, left : left + wide]
        width = (wide - reach) * scale
        if HIGH[0] <= high * scale <= HIGH[1] and width >= WIDE and width > high * scale and inner.mean() >= INKED:
            box = Box(left * scale, top * scale, (left + wide) * scale, (top + high) * scale)
            places.append(Box(box.left - ASIDE, box.top - ASIDE, box.right + ASIDE, box.bottom + ASIDE))
    return places if len(places) <= MOST else []


def _ink(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return np.asarray(ink, dtype=np.uint8)


def _without(ink: NDArray[np.uint8], boxes: Sequence[Box], dpi: float) -> NDArray[np.uint8]:
    """The ink outside the boxes."""
    dots, left = dpi / 72, ink.copy()
    for box in boxes:
        rows = slice(max(0, round((box.top - _AROUND) * dots)), max(0, round((box.bottom + _AROUND) * dots)))
        columns = slice(max(0, round((box.left - _AROUND) * dots)), max(0, round((box.right + _AROUND) * dots)))
        left[rows, columns] = 0
    return left
