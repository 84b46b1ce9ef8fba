"""Drawn straight lines: found in a picture, merged, and taken out of the picture before it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ingest.records import Ruling
from ingest.scan import marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

# Lengths in points. Letters have strokes up to 14 pt ("TT" run together in bold), so a solid piece is longer.
MIN_PIECE = 15.0
MIN_HORIZONTAL = 30.0
MIN_VERTICAL = 20.0
MIN_WALL = 9.0  # of a rule down that ends at rules across on both sides: the wall of a row of one line
DENSE = 0.8  # share of ink along a ragged rule
RAGGED_HORIZONTAL = 60.0  # over this length; "TTNT" in bold is as dense over 36
RAGGED_VERTICAL = 36.0  # over this length; stems of letters in lines one below the other have about 0.7
MAX_THICK = 4.0  # thicker is a picture, a stamp, a black margin
MAX_GAP = 9.0  # a faint rule is broken; pieces this near on one line are one rule
TOUCH = 4.0  # a rule that ends this near to another touches it
FINE = 250  # dots per inch, from which rules show as well in half the dots
SNAP = 2.0  # pieces this near across the line are on one line


@dataclass(frozen=True, slots=True)
class Ruled:
    """A picture's rulings and the picture without them.

    Attributes:
        rulings: in points.
        clean: the picture as given, crossing rulings painted over with white. A lone one underlines a text;
            to paint it over would take dots below with it (Độc lập), and Tesseract copes with it.
    """

    rulings: tuple[Ruling, ...]
    clean: NDArray[np.uint8]


def is_horizontal(ruling: Ruling) -> bool:
    """Wider than tall."""
    return ruling.x1 - ruling.x0 >= ruling.y1 - ruling.y0


def touch(across: Ruling, down: Ruling) -> bool:
    """Whether a horizontal and a vertical ruling meet within `TOUCH`; False for any other two."""
    if not is_horizontal(across) or is_horizontal(down):
        return False
    meets_x = across.x0 - TOUCH <= down.x0 <= across.x1 + TOUCH
    return meets_x and down.y0 - TOUCH <= across.y0 <= down.y1 + TOUCH


def find_rulings(grey: NDArray[np.uint8], dpi: float) -> Ruled:
    """Horizontal and vertical rulings of a deskewed grey picture, 255 is paper.

    Pieces are found by a morphological opening along the line, or by their density where the rule is ragged,
    after a widening of one dot across it; pieces on one line are joined over small gaps.
    """
    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    across = _pieces(np.asarray(ink, dtype=np.uint8), dpi, RAGGED_HORIZONTAL)
    upright = np.asarray(cv2.transpose(ink), dtype=np.uint8)
    down = [_turned(piece) for piece in _pieces(upright, dpi, RAGGED_VERTICAL)]
    rulings = merge_rulings((*across, *down))
    clean = grey.copy()
    for ruling in rulings:
        if any(touch(ruling, other) or touch(other, ruling) for other in rulings):
            _erase(clean, ruling, (*across, *down), dpi)
    return Ruled(rulings, clean)


def merge_rulings(pieces: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Pieces on one line within `SNAP` and `MAX_GAP` as one ruling each, too short ones left out; sorted.

    A short rule down is kept where rules across begin and end it: letters do not reach from rule to rule.
    """
    known = list(pieces)
    across = _merge([piece for piece in known if is_horizontal(piece)])
    down = _merge([_turned(piece) for piece in known if not is_horizontal(piece)])
    kept = [ruling for ruling in across if ruling.x1 - ruling.x0 >= MIN_HORIZONTAL]
    kept += [wall for wall in map(_turned, down) if wall.y1 - wall.y0 >= MIN_VERTICAL or _is_wall(wall, kept)]
    return tuple(sorted(kept, key=lambda ruling: (ruling.y0, ruling.x0, ruling.y1, ruling.x1)))


def _is_wall(down: Ruling, across: Sequence[Ruling]) -> bool:
    """Whether a rule down reaches from one rule across to another."""
    ends = [line.y0 for line in across if line.x0 - TOUCH <= down.x0 <= line.x1 + TOUCH]
    reached = (any(abs(y - end) <= SNAP for y in ends) for end in (down.y0, down.y1))
    return down.y1 - down.y0 >= MIN_WALL and all(reached)


def _turned(ruling: Ruling) -> Ruling:
    return Ruling(ruling.y0, ruling.x0, ruling.y1, ruling.x1)


def _pieces(ink: NDArray[np.uint8], dpi: float, window: float) -> list[Ruling]:
    """Horizontal pieces in points, solid ones and ragged ones; `ink` is 255 where there is ink.

    Ragged is a row of dots that fills `DENSE` of `window` points: no row of letters is so full for so long.
    """
    wide = np.asarray(cv2.dilate(ink, np.ones((3, 1), np.uint8)), dtype=np.uint8)
    if dpi >= FINE:
        wide, dpi = _halved(wide), dpi / 2
    solid = cv2.morphologyEx(wide, cv2.MORPH_OPEN, _bar(MIN_PIECE, dpi))
    share = np.asarray(cv2.blur(wide, (_bar(window, dpi).size, 1)))
    dense = (share >= DENSE * 255).astype(np.uint8) * 255
    ragged = cv2.bitwise_and(cv2.dilate(dense, _bar(window, dpi)), wide)
    found = cv2.bitwise_or(solid, ragged)
    count, _, stats, _ = marks_of(np.asarray(found, dtype=np.uint8))
    scale = 72 / dpi
    pieces = []
    for left, top, width, height, area in stats[1:count].tolist():
        slope_room = width * 0.01  # what is left of the skew
        if (area / width) * scale <= MAX_THICK and (height - slope_room) * scale <= MAX_THICK:
            middle = (top + height / 2) * scale
            pieces.append(Ruling(left * scale, middle, (left + width) * scale, middle))
    return pieces


def _halved(wide: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Half the dots each way: ink where either of two rows has it, and both of two dots of a row have."""
    height, width = (side // 2 * 2 for side in wide.shape)
    rows = np.maximum(wide[0:height:2, :width], wide[1:height:2, :width])
    return np.minimum(rows[:, ::2], rows[:, 1::2])


def _bar(length: float, dpi: float) -> NDArray[np.uint8]:
    """A kernel one dot high and `length` points long."""
    return np.ones((1, max(3, round(length * dpi / 72))), np.uint8)


def _merge(pieces: Sequence[Ruling]) -> list[Ruling]:
    """Horizontal pieces joined; the height of a whole is the mean over its length."""
    chains: list[list[Ruling]] = []
    for piece in sorted(pieces, key=lambda one: (one.x0, one.y0)):
        near = (chain for chain in chains if abs(_whole(chain).y0 - piece.y0) <= SNAP)
        home = next((chain for chain in near if piece.x0 - _whole(chain).x1 <= MAX_GAP), None)
        chains.append([piece]) if home is None else home.append(piece)
    return [replace(whole, y1=whole.y0) for chain in chains for whole in map(_whole, _without_letters(chain))]


def _whole(parts: Sequence[Ruling]) -> Ruling:
    return reduce(_joined, parts)


def _without_letters(chain: Sequence[Ruling]) -> list[list[Ruling]]:
    """The chain cut where what lies beside or between its solid pieces has too little ink for a ragged rule.

    A stem of a letter in a cell without a wall would else bridge the gap between the walls above and below it.
    """
    solid = [at for at, part in enumerate(chain) if part.x1 - part.x0 >= MIN_PIECE]
    if not solid:
        return [list(chain)]
    runs = [[chain[solid[0]]]]
    for before, at in pairwise(solid):
        thin = chain[before + 1 : at]
        if _is_rule(thin, chain[before].x1, chain[at].x0):
            runs[-1] += [*thin, chain[at]]
        else:
            runs.append([chain[at]])
    head, tail = chain[: solid[0]], chain[solid[-1] + 1 :]
    if head and _is_rule(head, head[0].x0, chain[solid[0]].x0):
        runs[0] = [*head, *runs[0]]
    if tail and _is_rule(tail, chain[solid[-1]].x1, max(part.x1 for part in tail)):
        runs[-1] += tail
    return runs


def _is_rule(thin: Sequence[Ruling], start: float, end: float) -> bool:
    """Whether thin parts fill the stretch from `start` to `end` as a ragged rule does; a small gap needs none."""
    if not thin or end <= start:
        return True
    return sum(part.x1 - part.x0 for part in thin) >= DENSE * (end - start)


def _joined(whole: Ruling, piece: Ruling) -> Ruling:
    long, short = max(whole.x1 - whole.x0, 0.1), max(piece.x1 - piece.x0, 0.1)
    height = (whole.y0 * long + piece.y0 * short) / (long + short)
    return Ruling(min(whole.x0, piece.x0), height, max(whole.x1, piece.x1), height)


def _erase(picture: NDArray[np.uint8], ruling: Ruling, pieces: Sequence[Ruling], dpi: float) -> None:
    """Paint the ruling and the pieces it was made of white, in place."""
    scale = dpi / 72
    thick = max(3, round(1.6 * scale))
    for line in (ruling, *(piece for piece in pieces if _is_part(piece, ruling))):
        start, end = (round(line.x0 * scale), round(line.y0 * scale)), (round(line.x1 * scale), round(line.y1 * scale))
        cv2.line(picture, start, end, 255.0, thick)


def _is_part(piece: Ruling, whole: Ruling) -> bool:
    """Whether the piece lies along the whole, within the reach of `_merge`."""
    reach = 2 * SNAP
    return (
        is_horizontal(piece) == is_horizontal(whole)
        and whole.x0 - reach <= piece.x0
        and piece.x1 <= whole.x1 + reach
        and whole.y0 - reach <= piece.y0
        and piece.y1 <= whole.y1 + reach
    )
