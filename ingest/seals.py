"""Seals that lie over a table: their circles are no rules and not read, their letters no words of a cell."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ingest.rulings import SNAP, is_horizontal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.frames import Frame
    from ingest.records import Box, Ruling, Word

RING = 0.6  # share of a circle that is ink; lines of print that it crosses have a third of it at most
_RIM = 4.0  # points outside a seal that are its ink; how far off its middle may have been taken
_ALONG = 8.0  # points outside a seal that a piece of its rim may reach, drawn straight
_NEAR_RIM = 0.8  # of the radius; how far off the middle a line along the rim is
_COARSE, _FINE = 0.5, 0.125  # points, steps in which the middle is looked for
_ANGLES = 720
_PAPER = 255
_INNER = 0.3  # of the radius; a smaller circle is a letter
_LETTERS = 0.5  # of the radius; the letters of a seal stand further out
_BESIDE = 5.0  # points from a word to the next on a line


def over_tables(seals: Sequence[Box], frames: Sequence[Frame]) -> tuple[Box, ...]:
    """The seals whose middle lies in a frame."""
    return tuple(seal for seal in seals if any(_holds(frame.box, *_middle(seal)) for frame in frames))


def without_arcs(rulings: Sequence[Ruling], seals: Sequence[Box]) -> tuple[Ruling, ...]:
    """The rulings without short ones inside a seal; a piece of a rule has other pieces on its line."""
    within = [ruling for ruling in rulings if any(_is_inside(ruling, seal) for seal in seals)]
    return tuple(
        ruling
        for ruling in rulings
        if ruling not in within or any(_on_line(ruling, other) for other in rulings if other not in within)
    )


def _is_inside(ruling: Ruling, seal: Box) -> bool:
    """Whether both ends lie in the seal; of a line along its rim, where arcs of two circles join, a little further."""
    x, y = _middle(seal)
    radius = (seal.right - seal.left) / 2
    off = abs(ruling.y0 - y) if is_horizontal(ruling) else abs(ruling.x0 - x)
    reach = radius + _ALONG * (2 if off >= _NEAR_RIM * radius else 1)
    return max(hypot(ruling.x0 - x, ruling.y0 - y), hypot(ruling.x1 - x, ruling.y1 - y)) <= reach


def _on_line(one: Ruling, other: Ruling) -> bool:
    if is_horizontal(one) != is_horizontal(other):
        return False
    return abs(one.y0 - other.y0) <= SNAP if is_horizontal(one) else abs(one.x0 - other.x0) <= SNAP


def without_rings(grey: NDArray[np.uint8], dpi: float, seals: Sequence[Box]) -> NDArray[np.uint8]:
    """The picture with the circles of seals turned to paper; what else stands in them stays."""
    picture, dots = grey.copy(), dpi / 72
    ink = (grey < 128).astype(np.float32)
    for seal in seals:
        across, down = _middle(seal)
        most = round(((seal.right - seal.left) / 2 + _RIM) * dots)
        middle = _true_middle(ink, (across * dots, down * dots), most, dots)
        ring = np.convolve(_shares(ink, middle, most) >= RING, np.ones(3), "same") > 0  # and its blurred edges
        height, width = picture.shape
        away = np.hypot(np.arange(width)[None, :] - middle[0], np.arange(height)[:, None] - middle[1])
        off = np.rint(away).astype(np.intp)
        picture[np.append(ring, False)[np.minimum(off, most)]] = _PAPER
    return picture


def _true_middle(ink: NDArray[np.float32], about: tuple[float, float], most: int, dots: float) -> tuple[float, float]:
    """The point, in dots, around which the ink lies in the sharpest circles; `about` was taken from a small picture."""
    best = about
    for step, reach in ((_COARSE * dots, _RIM / 2), (_FINE * dots, _COARSE)):
        steps = np.arange(-reach * dots, reach * dots + step / 2, step)
        places = [(best[0] + right, best[1] + down) for right in steps for down in steps]
        best = max(places, key=lambda place: float(np.square(_shares(ink, place, most)).sum()))
    return best


def _shares(ink: NDArray[np.float32], middle: tuple[float, float], most: int) -> NDArray[np.float32]:
    """For each radius in dots up to `most` the share of the circle that is ink."""
    left, top = int(middle[0]) - most - 1, int(middle[1]) - most - 1
    crop = ink[max(top, 0) : top + 2 * most + 3, max(left, 0) : left + 2 * most + 3]
    inside = (middle[0] - max(left, 0), middle[1] - max(top, 0))
    rings = cv2.warpPolar(crop, (most, _ANGLES), inside, most, cv2.WARP_POLAR_LINEAR)
    shares = np.asarray(rings.mean(axis=0), dtype=np.float32)
    shares[: round(_INNER * most)] = 0.0
    return shares


def without_letters(words: Sequence[Word], seals: Sequence[Box]) -> tuple[Word, ...]:
    """The words without capital letters that stand alone along the rim of a seal."""
    return tuple(
        word for word in words if not (any(_on_rim(word, seal) for seal in seals) and _stands_alone(word, words))
    )


def _on_rim(word: Word, seal: Box) -> bool:
    letters = "".join(filter(str.isalpha, word.text))
    radius = (seal.right - seal.left) / 2
    x, y = _middle(seal)
    wide, high = _middle(word.box)
    off = hypot(wide - x, high - y)
    return len(letters) <= 1 and not letters.islower() and _LETTERS * radius <= off <= radius + _RIM


def _stands_alone(word: Word, words: Sequence[Word]) -> bool:
    """Whether it is not a word between two others on its line, as in "Bộ Y tế"."""
    _, high = _middle(word.box)
    beside = [other.box for other in words if other is not word and other.box.top <= high <= other.box.bottom]
    left = any(0 <= word.box.left - box.right <= _BESIDE for box in beside)
    return not (left and any(0 <= box.left - word.box.right <= _BESIDE for box in beside))


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _holds(box: Box, x: float, y: float) -> bool:
    return box.left <= x <= box.right and box.top <= y <= box.bottom
