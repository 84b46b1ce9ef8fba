"""Stamps in black ink: where seals and incoming stamps lie, and which words are theirs and not the document's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ingest.frames import region_at
from ingest.records import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.frames import Frame
    from ingest.records import Word

RADII = np.arange(40.0, 60.0, 2.0)
"""Points; the seals of offices are 28 to 42 mm across (Circular 08/2003/TT-BCA), some are scanned a little larger."""
ROUND = 0.7  # share of a circle that is ink; a whole seal covers all of it, print and tables 0.5 at most
UNSURE = 0.75  # confidence; in a seal, print that stands under it is read more surely than the seal's own letters
RIM = 2.0  # points around a seal that are its ink
INCOMING = (230.0, 110.0)  # points, width and height; an incoming stamp is at most 8 by 4 cm
UPPER = 0.45  # share of the page's height; incoming stamps stand in the head
_LOOK_DPI = 36.0
_DARK = 170  # of 255; a line thinner than a dot is pale
_ARRIVED = tuple(re.compile(part) for part in ("ĐẾN", r"\bGiờ", r"\bNgày"))
"""What such a stamp says: "arrived", in capitals (Decree 30/2020/NĐ-CP, annex IV), else the hour and the day."""


def without_stamps(words: Sequence[Word], seals: Sequence[Box], stamps: Sequence[Box]) -> list[Word]:
    """The words, in order, but those in incoming stamps and the unsure ones in seals."""
    return [
        word
        for word in words
        if not any(_holds(box, word) for box in stamps)
        and not ((word.confidence or 0.0) < UNSURE and any(_holds_round(box, word) for box in seals))
    ]


def find_seals(grey: NDArray[np.uint8], dpi: float) -> tuple[Box, ...]:
    """Boxes around round seals, in points: circles of a seal's size that are drawn nearly all around."""
    scale = _LOOK_DPI / dpi
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (np.asarray(small) < _DARK).astype(np.float32)
    points = 72 / _LOOK_DPI
    height, width = (cv2.getOptimalDFTSize(side + int(2 * RADII[-1] / points)) for side in ink.shape)
    rings = [radius for radius in RADII if 2 * radius / points < min(ink.shape)]
    if not rings:
        return ()
    waves = np.fft.rfft2(ink, (height, width))
    found: list[tuple[float, Box]] = []
    for radius in rings:
        shares = np.fft.irfft2(waves * _ring_waves(height, width, radius / points), (height, width))
        at = int(shares.argmax())
        if shares.flat[at] >= ROUND:
            x, y, reach = points * (at % width + 0.5), points * (at // width + 0.5), float(radius)
            found.append((float(shares.flat[at]), Box(x - reach, y - reach, x + reach, y + reach)))
    return (max(found, key=lambda one: one[0])[1],) if found else ()


def incoming_stamps(words: Sequence[Word], frames: Sequence[Frame], height: float) -> tuple[Box, ...]:
    """Boxes of small columns of frames in the head of a page, `height` points high, that say so: see `_ARRIVED`."""
    columns = [_column(frame, word) for frame in frames for word in words if _holds(frame.box, word)]
    wide, high = INCOMING
    small = {
        box: None
        for box in dict.fromkeys(columns)
        if _says_arrived(" ".join(word.text for word in words if _holds(box, word)))
        and box.right - box.left <= wide
        and box.bottom - box.top <= high
        and box.bottom <= UPPER * height
    }
    return tuple(small)


def without_seals(grey: NDArray[np.uint8], dpi: float, seals: Sequence[Box]) -> NDArray[np.uint8]:
    """The picture with seals turned to paper: print that touches a seal is taken for a drawing, and not read."""
    picture, dots = grey.copy(), dpi / 72
    for seal in seals:
        middle = (round((seal.left + seal.right) / 2 * dots), round((seal.top + seal.bottom) / 2 * dots))
        cv2.circle(picture, middle, round(((seal.right - seal.left) / 2 + RIM) * dots), 255, -1)
    return picture


def _says_arrived(text: str) -> bool:
    return all(_ARRIVED[0].search(text) or part.search(text) for part in _ARRIVED[1:])


def _column(frame: Frame, word: Word) -> Box:
    """The column of a frame that a word stands in; a rule of the letter's head may have joined the stamp's frame."""
    col = region_at(frame, word.box).col
    return Box.around(region.box for region in frame.regions if region.col == col)


@lru_cache(maxsize=64)
def _ring_waves(height: int, width: int, radius: float) -> NDArray[np.complex128]:
    """The waves of a circle a dot wide that sums to 1 about the first dot of a picture; lengths in dots."""
    y, x = (np.minimum(np.arange(side), side - np.arange(side)) for side in (height, width))
    ring = (np.abs(np.hypot(x[None, :], y[:, None]) - radius) <= 0.5).astype(np.float64)
    return np.asarray(np.fft.rfft2(ring / ring.sum()), dtype=np.complex128)


def _middle(word: Word) -> tuple[float, float]:
    return (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2


def _holds(box: Box, word: Word) -> bool:
    x, y = _middle(word)
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _holds_round(box: Box, word: Word) -> bool:
    x, y = _middle(word)
    radius = (box.right - box.left) / 2
    return float(np.hypot(x - (box.left + box.right) / 2, y - (box.top + box.bottom) / 2)) <= radius
