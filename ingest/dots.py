"""The dots of a printed number by their shape: Tesseract reads "4.1" as "41" and "7.5" as "795" in narrow cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TALL = 0.6  # of the tallest mark: a digit
SMALL = 0.35  # of the tallest mark, in both directions: a dot


def with_dots(text: str, crop: NDArray[np.uint8]) -> str:
    """A number of digits and dots with its dots where the picture has them; any other text as given.

    `crop` holds nothing but that number, in grey, 255 is paper. Where the marks in the picture are as many as
    the digits, dots are set anew; where a dot was read as a digit, it is made a dot again; where the marks run
    together, so that they cannot be counted, the text is left alone.
    """
    digits = re.sub(r"[.,]", "", text)
    if not digits.isdecimal():
        return text
    marks = _marks(crop)
    if "?" in marks:
        return text
    if marks.count("d") == len(digits):
        given = iter(digits)
        return "".join("." if mark == "." else next(given) for mark in marks)
    if len(marks) == len(digits) and marks[:1] == "d":
        return "".join("." if mark == "." else digit for mark, digit in zip(marks, digits, strict=True))
    return text


def _marks(crop: NDArray[np.uint8]) -> str:
    """Marks from left to right: "d" a digit, "." a dot on the baseline, "?" anything else; specks left out."""
    _, ink = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(ink, dtype=np.uint8), connectivity=8)
    boxes = sorted(tuple(int(value) for value in row[:4]) for row in stats[1:])
    tallest = max((height for _, _, _, height in boxes), default=0)
    base = max((top + height for _, top, _, height in boxes if height >= TALL * tallest), default=0)
    return "".join(_mark(width, height, top + height, tallest, base) for _, top, width, height in boxes)


def _mark(width: int, height: int, bottom: int, tallest: int, base: int) -> str:
    if height >= TALL * tallest:
        return "d"
    if max(width, height) <= SMALL * tallest:
        on_base = abs(bottom - base) <= 0.15 * tallest
        return "." if on_base and min(width, height) > 0.06 * tallest else ""
    return "?"
