"""The best way through one lattice with the language model: a beam search, compiled.

The edges of a lattice are columns of an array, ordered by the place they leave, [5, edges]: place left, place
reached, where its readings start among all readings, how many they are, and whether it is open, that is, to be
weighed. Places are numbered from 0 in the order of the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from normalize.compiled import compiled
from normalize.grams import Context, go, pair, score, start

if TYPE_CHECKING:
    from normalize.grams import Grams
    from normalize.ngram import Bools, Floats, Ints, Keys

LEAVES, REACHES, FIRST, MANY, OPEN = range(5)
MARGIN = np.float32(3.5)  # log10 odds behind the best at which a way is given up
_ROUNDING = np.float32(1e-3)
_NEVER = np.float32(-np.inf)
_EVEN = np.float32(0)
_UNASKED = -2


class Lattice(NamedTuple):
    """All ways to read a line.

    Attributes:
        edges: see the module; one at least.
        ids: word numbers of all readings.
        odds: their log10 odds.
        stays: whether they leave the word as it was seen.
        before: numbers of the words before the line.
    """

    edges: Ints
    ids: Ints
    odds: Floats
    stays: Bools
    before: Ints


class Kept(NamedTuple):
    """The ways kept at each place, best first: [places], else [places, beam] and what a way carries.

    `edge`, `row` and `choice` say by what edge a way came, from which way at its start, by which reading.
    """

    many: Ints
    score: Floats
    keys: Keys
    bows: Floats
    edge: Ints
    row: Ints
    choice: Ints


class Arrivals(NamedTuple):
    """Ways that have reached a place but are not weighed against each other yet.

    The first of `many` counts them, the second what is written down, of which some are to be given up. `last` has
    the latest one at each place, `before` the one that came before it there.
    """

    many: Ints
    last: Ints
    before: Ints
    score: Floats
    edge: Ints
    row: Ints
    choice: Ints


class Race(NamedTuple):
    """A search on its way."""

    grams: Grams
    lattice: Lattice
    kept: Kept
    coming: Arrivals


@compiled
def best_way(grams: Grams, lattice: Lattice, beam: int) -> tuple[Ints, Ints]:
    """The edges of the best way from the first place to the last that can be reached, and their readings.

    At each place the best `beam` contexts are kept.
    """
    edges = lattice.edges
    kept, coming = _room(edges, grams.order - 1, beam)
    race = Race(grams, lattice, kept, coming)
    kept.many[0], kept.score[0, 0], kept.edge[0, 0] = 1, 0.0, -1
    start(grams, lattice.before, _context(kept, 0, 0))
    edge = last = 0
    for place in range(len(kept.many)):
        if place > 0:
            _keep(race, place)
        if kept.many[place] > 0:
            last = place
        while edge < edges.shape[1] and edges[LEAVES, edge] == place:
            _follow(race, edge)
            edge += 1
    return _trace(last, kept, edges)


@compiled
def _room(edges: Ints, context: int, beam: int) -> tuple[Kept, Arrivals]:
    places = edges[REACHES].max() + 1
    most = edges[MANY].sum() * beam
    shape = (places, beam)
    kept = Kept(
        np.zeros(places, np.int64),
        np.empty(shape, np.float32),
        np.empty((places, beam, context), np.uint64),
        np.empty((places, beam, context), np.float32),
        np.empty(shape, np.int64),
        np.empty(shape, np.int64),
        np.empty(shape, np.int64),
    )
    coming = Arrivals(
        np.zeros(2, np.int64),
        np.full(places, -1),
        np.empty(most, np.int64),
        np.empty(most, np.float32),
        np.empty(most, np.int64),
        np.empty(most, np.int64),
        np.empty(most, np.int64),
    )
    return kept, coming


@compiled
def _follow(race: Race, edge: int) -> None:
    """Extend the kept ways of an edge's start by each of its readings; those far behind the best are given up."""
    coming, edges = race.coming, race.lattice.edges
    place, reached = edges[LEAVES, edge], edges[REACHES, edge]
    begin = coming.many[1] = coming.many[0]
    best = _NEVER
    pairs = np.full((race.kept.many[place], edges[MANY, edge]), _UNASKED)
    for row in range(race.kept.many[place]):
        known = pairs[_alike(race.kept.keys[place], row)]
        best = _extend(race, edge, row, known, best)
    for way in range(begin, coming.many[1]):
        if coming.score[way] > best - MARGIN:
            _arrive(coming, way, coming.many[0], edge, reached)
            coming.many[0] += 1


@compiled
def _extend(race: Race, edge: int, row: int, known: Ints, best: np.float32) -> np.float32:
    """Extend one way by each reading of an edge, write down those not far behind the best so far, which is returned.

    `known` has the bits of the readings beside the way's last word, as far as they were asked for.
    """
    coming, grams = race.coming, race.grams
    place, first, end = race.lattice.edges[LEAVES, edge], race.lattice.edges[FIRST, edge], coming.many[1]
    ids, odds = race.lattice.ids[first : first + len(known)], race.lattice.odds[first : first + len(known)]
    context, so_far = _context(race.kept, place, row), race.kept.score[place, row]
    most = so_far + _ROUNDING  # no word is likelier than certain
    for bow in context.bows:
        most += max(bow, _EVEN)
    for choice in range(len(known)):
        if most + odds[choice] < best - MARGIN:
            continue
        if known[choice] == _UNASKED:
            known[choice] = pair(grams, context, ids[choice])
        total = so_far + score(grams, context, ids[choice], known[choice]) + odds[choice]
        if total > best - MARGIN:
            best = max(best, total)
            coming.score[end], coming.row[end], coming.choice[end] = total, row, choice
            end += 1
    coming.many[1] = end
    return best


@compiled
def _alike(keys: Keys, row: int) -> int:
    """The first of some contexts that ends in the same word as that of a row."""
    for other in range(row):
        if keys[other, 0] == keys[row, 0]:
            return other
    return row


@compiled
def _arrive(coming: Arrivals, way: int, at: int, edge: int, place: int) -> None:
    """Note a way among the arrivals at a place."""
    coming.score[at], coming.row[at], coming.choice[at] = coming.score[way], coming.row[way], coming.choice[way]
    coming.edge[at] = edge
    coming.before[at], coming.last[place] = coming.last[place], at


@compiled
def _keep(race: Race, place: int) -> None:
    """Keep the best arrivals at a place: one for each context."""
    kept, coming = race.kept, race.coming
    while kept.many[place] < kept.score.shape[1]:
        best, at = -1, coming.last[place]
        while at >= 0:
            if coming.score[at] > _NEVER and (best < 0 or coming.score[at] >= coming.score[best]):
                best = at  # of those alike the one that came first
            at = coming.before[at]
        if best < 0:
            return
        _admit(race, place, best)
        coming.score[best] = _NEVER


@compiled
def _admit(race: Race, place: int, way: int) -> None:
    """Keep an arrival at a place unless a better one there has the same context."""
    kept, coming, lattice = race.kept, race.coming, race.lattice
    edge, row, choice = coming.edge[way], coming.row[way], coming.choice[way]
    word = lattice.ids[lattice.edges[FIRST, edge] + choice]
    last = kept.many[place]
    context, old = _context(kept, place, last), _context(kept, lattice.edges[LEAVES, edge], row)
    context.keys[:], context.bows[:] = old.keys, old.bows
    go(race.grams, context, word, pair(race.grams, context, word))
    for other in range(last):
        if np.array_equal(kept.keys[place, other], context.keys):
            return
    kept.score[place, last] = coming.score[way]
    kept.edge[place, last], kept.row[place, last], kept.choice[place, last] = edge, row, choice
    kept.many[place] += 1


@compiled
def _context(kept: Kept, place: int, row: int) -> Context:
    """The context behind a kept way, to be read or written."""
    return Context(kept.keys[place, row], kept.bows[place, row])


@compiled
def _trace(place: int, kept: Kept, edges: Ints) -> tuple[Ints, Ints]:
    way, choices = np.empty(place, np.int64), np.empty(place, np.int64)
    at, row = place, 0
    while kept.edge[place, row] >= 0:
        at -= 1
        way[at], choices[at] = kept.edge[place, row], kept.choice[place, row]
        place, row = edges[LEAVES, way[at]], kept.row[place, row]
    return way[at:], choices[at:]
