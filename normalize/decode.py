"""The most likely way through the lattices of several lines at once: beam search with the language model.

Lines are searched in step, so that the language model is asked once for all of them. A line's result does not
depend on its company.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.lattice import Edge
    from normalize.ngram import Floats, Ints, Keys, LanguageModel

MARGIN = 3.5  # log10 odds behind the best at which a way is given up
_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 3, 5, 7], np.uint64)
_LANE = np.uint64(0x27D4EB2F165667C5)


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of the chosen way and which of its readings."""

    edge: Edge
    choice: int


@dataclass(frozen=True, slots=True)
class _Ways:
    """Ways into a place by one edge: score, context, and where each came from."""

    edge: Edge | None
    score: Floats
    keys: Keys
    bows: Floats
    source: Ints  # row at the edge's start
    choice: Ints


@dataclass(frozen=True, slots=True)
class _Place:
    """The ways kept at a place: the arrivals, and for each kept way its arrival and its row there."""

    arrivals: Sequence[_Ways]
    which: Ints
    row: Ints


@dataclass(slots=True)
class _Lane:
    """One line on its way."""

    leaving: dict[int, list[Edge]]
    waiting: dict[int, list[_Ways]]
    places: dict[int, _Place] = field(default_factory=dict)


def decode(
    lattices: Sequence[Sequence[Edge]], contexts: Sequence[Sequence[int]], model: LanguageModel, beam: int
) -> list[list[Step]]:
    """The best way through each lattice from its first place to its last; [] for an empty one.

    Args:
        lattices: edges ordered by place.
        contexts: word numbers before each line.
        model: the language model.
        beam: ways kept at a place.
    """
    if not lattices:
        return []
    keys, bows = model.starts(contexts)
    lanes = [
        _open(lattice, keys[at : at + 1], bows[at : at + 1]) if lattice else None for at, lattice in enumerate(lattices)
    ]
    active = [lane for lane in lanes if lane is not None]
    while active:
        _advance(active, model, beam)
        active = [lane for lane in active if lane.waiting]
    return [_trace(lane.places) if lane else [] for lane in lanes]


def _open(lattice: Sequence[Edge], keys: Keys, bows: Floats) -> _Lane:
    leaving = {start: list(group) for start, group in groupby(lattice, key=lambda edge: edge.start)}
    nobody = np.zeros(1, np.int64)
    return _Lane(leaving, {lattice[0].start: [_Ways(None, np.zeros(1, np.float32), keys, bows, nobody, nobody)]})


def _advance(lanes: Sequence[_Lane], model: LanguageModel, beam: int) -> None:
    """Take every lane from its first waiting place along all edges that leave it."""
    at = [min(lane.waiting) for lane in lanes]
    arrivals = [lane.waiting.pop(place) for lane, place in zip(lanes, at, strict=True)]
    everyone = [ways for group in arrivals for ways in group]
    score = np.concatenate([ways.score for ways in everyone])
    keys = np.concatenate([ways.keys for ways in everyone])
    bows = np.concatenate([ways.bows for ways in everyone])
    sizes = np.array([len(ways.score) for ways in everyone])
    which = np.repeat(np.concatenate([np.arange(len(group)) for group in arrivals]), sizes)
    row = _inner(sizes)
    lane_of = np.repeat(np.repeat(np.arange(len(lanes)), [len(group) for group in arrivals]), sizes)
    order, starts = _select(score, keys, lane_of, len(lanes), beam)
    which, row = which[order], row[order]
    moves = []
    for number, (lane, place) in enumerate(zip(lanes, at, strict=True)):
        first, last = starts[number], starts[number + 1]
        lane.places[place] = _Place(arrivals[number], which[first:last], row[first:last])
        moves += [(lane, edge, first, last - first) for edge in lane.leaving.get(place, ())]
    if moves:
        _follow(moves, score[order], keys[order], bows[order], model)


def _select(score: Floats, keys: Keys, lane_of: Ints, lanes: int, beam: int) -> tuple[Ints, list[int]]:
    """Rows to keep, lane by lane, best first: one for each context, `beam` at most; and where lanes start."""
    order = np.lexsort((-score, lane_of))
    mark = keys[order] @ _MULTIPLIERS[: keys.shape[1]] + lane_of[order].astype(np.uint64) * _LANE
    first = np.unique(mark, return_index=True)[1]
    first.sort()
    order = order[first]
    begins = np.searchsorted(lane_of[order], np.arange(lanes))
    rank = np.arange(len(order)) - begins[lane_of[order]]
    order = order[rank < beam]
    return order, np.searchsorted(lane_of[order], np.arange(lanes + 1)).tolist()


def _follow(
    moves: Sequence[tuple[_Lane, Edge, int, int]], score: Floats, keys: Keys, bows: Floats, model: LanguageModel
) -> None:
    """Extend the kept ways of each move's lane by every reading of its edge."""
    widths = np.array([len(edge.readings.ids) for _, edge, _, _ in moves])
    begins, counts = (np.array([move[at] for move in moves]) for at in (2, 3))
    sizes = widths * counts
    heads = np.cumsum(sizes) - sizes
    wide = np.repeat(widths, counts)  # readings of each way
    local = np.repeat(_inner(counts), wide)
    choice = _inner(wide)
    source = local + np.repeat(begins, sizes)
    reading = choice + np.repeat(np.cumsum(widths) - widths, sizes)
    ids = np.concatenate([edge.readings.ids for _, edge, _, _ in moves])[reading]
    odds = np.concatenate([edge.readings.odds for _, edge, _, _ in moves])[reading]
    prob, new_keys, new_bows = model.score(keys[source], bows[source], ids)
    total = score[source] + prob + odds
    kept = np.flatnonzero(total > np.repeat(np.maximum.reduceat(total, heads) - MARGIN, sizes))
    ends = np.searchsorted(kept, heads + sizes).tolist()
    total, new_keys, new_bows = total[kept], new_keys[kept], new_bows[kept]
    local, choice = local[kept], choice[kept]
    start = 0
    for (lane, edge, _, _), end in zip(moves, ends, strict=True):
        part = slice(start, end)
        ways = _Ways(edge, total[part], new_keys[part], new_bows[part], local[part], choice[part])
        lane.waiting.setdefault(edge.end, []).append(ways)
        start = end


def _inner(sizes: Ints) -> Ints:
    """0, 1, … within each of some groups that stand one behind the other."""
    inner: Ints = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return inner


def _trace(places: dict[int, _Place]) -> list[Step]:
    steps: list[Step] = []
    at, row = max(places), 0
    while True:
        place = places[at]
        ways = place.arrivals[place.which[row]]
        if ways.edge is None:
            return steps[::-1]
        inner = place.row[row]
        steps.append(Step(ways.edge, int(ways.choice[inner])))
        at, row = ways.edge.start, int(ways.source[inner])
