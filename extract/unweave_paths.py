"""The best ways of cutting one line into columns, for many states of the search at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unweave_cut import CutLine, Floats

KEPT = 4  # ways of cutting a line that are followed up for each state

Segments = tuple[tuple[int, int, int], ...]  # (column, first word, end) from left to right
_Ints = npt.NDArray[np.intp]


def best_cuts(
    line: CutLine, fits: Sequence[Floats], enter: Floats, scores: Floats, most: int
) -> list[tuple[float, int, Segments]]:
    """The best ways of cutting a line after any of the states: (score, state, segments), best first.

    `fits` tells for each column what each segment gains by standing there ([spot, spot]), `enter` what it gains by
    following what a state has read of the column ([state, column, longer, spot]; 1 for segments of several words),
    `scores` what each state has gained so far.
    Words that may be specks may be left out before a segment or at the line's end.
    """
    states, size = len(scores), len(line.spots)
    reach = np.full((states, 1, size), -np.inf)
    reach[:, 0, 0] = scores
    longer = np.array(line.spots)[None, :] > np.array(line.spots)[:, None] + 1
    layers: list[_Layer] = []
    for column, fit in enumerate(fits):
        there, skipped = _skipped(reach, line.skips)
        entered = np.where(longer, enter[:, column, 1, :, None], enter[:, column, 0, :, None]) + fit
        grown = there[..., None] + entered[:, None]
        ways = np.concatenate((reach, grown.reshape(states, -1, size)), axis=1)
        best = _top(ways)
        layers.append(_Layer(best, reach.shape[1], skipped))
        reach = np.take_along_axis(ways, best, axis=1)
    ending, skipped = _skipped(reach, line.skips)
    last = ending[:, :, -1]
    order = np.argsort(-last, axis=None, kind="stable")[:most]
    found = []
    for at in order:
        state, kept = divmod(int(at), last.shape[1])
        if last[state, kept] == -np.inf:
            break
        found.append((float(last[state, kept]), state, _traced(line, layers, skipped, state, kept)))
    return found


class _Layer:
    """How the ways after one column came about.

    Attributes:
        best: [state, way, spot] number of the way before: one that stays, or else one of [way, start] that grew.
        stays: ways before the column.
        skipped: see `_skipped`.
    """

    __slots__ = ("best", "skipped", "stays")

    def __init__(self, best: _Ints, stays: int, skipped: _Ints | None) -> None:
        self.best, self.stays, self.skipped = best, stays, skipped


def _top(ways: Floats) -> _Ints:
    """The best `KEPT` ways to each spot, best first."""
    if ways.shape[1] > KEPT:
        found = np.argpartition(-ways, KEPT - 1, axis=1)[:, :KEPT]
    else:
        found = np.broadcast_to(np.arange(ways.shape[1])[None, :, None], ways.shape)
    order = np.argsort(-np.take_along_axis(ways, found, axis=1), axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1)


def _skipped(reach: Floats, skips: Floats | None) -> tuple[Floats, _Ints | None]:
    """The best ways to each spot with words left out before it; for each the number of the way and spot before."""
    if skips is None:
        return reach, None
    states, kept, size = reach.shape
    ways = (reach[..., None] + skips[None, None]).reshape(states, kept * size, size)
    best = _top(ways)
    return np.take_along_axis(ways, best, axis=1), best


def _traced(line: CutLine, layers: Sequence[_Layer], skipped: _Ints | None, state: int, kept: int) -> Segments:
    """The segments of one way, followed back from the line's end."""
    size = len(line.spots)
    spot = size - 1
    if skipped is not None:
        kept, spot = divmod(int(skipped[state, kept, spot]), size)
    segments = []
    for column in range(len(layers) - 1, -1, -1):
        layer = layers[column]
        way = int(layer.best[state, kept, spot])
        if way < layer.stays:
            kept = way
            continue
        kept, start = divmod(way - layer.stays, size)
        segments.append((column, line.spots[start], line.spots[spot]))
        spot = start
        if layer.skipped is not None:
            kept, spot = divmod(int(layer.skipped[state, kept, spot]), size)
    return tuple(reversed(segments))
