"""The text of a coloured scan: stamps and signatures in coloured ink turn into paper, the print under them stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLOURED = 48  # of 255, between the brightest and the darkest of the three colours; JPEG lends black print up to 30
JOIN = 3.0  # points; parts of a stamp or signature this near are one
_STEP = 3  # dots; a mark of `MIN_SIDE` shows in every third dot, and most scans are grey
MIN_SIDE = 28.0  # points, both ways; a stamp is 100 across, a line of coloured text under 20 high


def text_channel(pixels: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture in grey, 255 is paper, without large coloured marks; a grey picture comes back as it is.

    Inside such a mark the brightest of the three colours counts: coloured ink reflects at least one of them like
    paper does, black print none, also where a stamp lies over it. Coloured text is no large mark and stays.
    """
    if pixels.ndim == 2:
        return pixels
    if not _has_colour(pixels[::_STEP, ::_STEP]):
        return np.asarray(cv2.extractChannel(pixels, 1), dtype=np.uint8)
    brightest = np.asarray(pixels.max(axis=2))
    coloured = brightest - pixels.min(axis=2) >= COLOURED
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    marks = _large_marks(coloured.astype(np.uint8), dpi / 72)
    return np.where(marks, brightest, grey).astype(np.uint8)


def _has_colour(pixels: NDArray[np.uint8]) -> bool:
    red, green, blue = cv2.split(np.ascontiguousarray(pixels))
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    return bool((np.asarray(spread) >= COLOURED).any())


def _large_marks(coloured: NDArray[np.uint8], dots: float) -> NDArray[np.bool_]:
    """Where coloured dots hang together over more than `MIN_SIDE` both ways, with their blurred edge."""
    if not coloured.any():
        return np.zeros(coloured.shape, dtype=bool)
    reach = 2 * max(1, round(JOIN * dots / 2)) + 1
    joined = cv2.dilate(coloured, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined, dtype=np.uint8), connectivity=8)
    large = (stats[:, 2:4].min(axis=1) >= MIN_SIDE * dots) & (np.arange(count) > 0)
    return np.asarray(large[labels], dtype=bool)
