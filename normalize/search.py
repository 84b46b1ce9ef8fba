"""The best way through a line, word by word, and how sure it is."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from normalize.beam import Lattice, best_way
from normalize.weighing import weigh_way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.jobs import Cell
    from normalize.lattice import Edge
    from normalize.ngram import Bools, Floats, Ints, LanguageModel
    from normalize.weighing import Weighed


class Step(NamedTuple):
    """One edge of the chosen way and which of its readings."""

    edge: Edge
    choice: int


class Evidence(NamedTuple):
    """The readings of one step, its neighbours as chosen.

    Attributes:
        odds: log10 odds of each reading against the chosen one, channel and language together.
        language: log10 P of each by the language model.
        total: what all of them weigh, the chosen one being 1.
        near: how many are not far behind, the chosen one among them.
    """

    odds: Floats
    language: Floats
    total: float
    near: int


def search(cell: Cell, model: LanguageModel, beam: int) -> list[tuple[Step, Evidence | None]]:
    """The best way through a cell; for each of its steps that is open, what is known of its readings.

    Steps behind the passage, on the line below, have done their work and are left out.
    """
    edges = cell.lattice
    if all(edge.fixed for edge in edges):  # and none stands beside another
        return [(Step(edge, 0), None) for edge in edges]
    lattice = Lattice(*_flat(edges), np.array(cell.context, np.int64))
    way, choices = best_way(model.grams, lattice, beam)
    steps = _steps(edges, way, choices, weigh_way(model.grams, lattice, way, choices))
    size = len(cell.passage.text)
    return [one for one in steps if one[0].edge.start < size]


def _steps(edges: Sequence[Edge], way: Ints, choices: Ints, weighed: Weighed) -> list[tuple[Step, Evidence | None]]:
    """The steps of a way, each with what was found of its readings."""
    out: list[tuple[Step, Evidence | None]] = []
    weights = zip(weighed.totals.tolist(), weighed.near.tolist(), strict=True)
    start = 0
    for at, choice in zip(way.tolist(), choices.tolist(), strict=True):
        edge, found = edges[at], None
        if not edge.fixed:
            end = start + len(edge.readings.ids)
            found = Evidence(weighed.odds[start:end], weighed.language[start:end], *next(weights))
            start = end
        out.append((Step(edge, choice), found))
    return out


def _flat(edges: Sequence[Edge]) -> tuple[Ints, Ints, Floats, Bools]:
    """Edges and their readings as the search takes them, see `beam.Lattice`."""
    readings = [edge.readings for edge in edges]
    sizes = [len(one.ids) for one in readings]
    *firsts, total = accumulate(sizes, initial=0)
    starts, ends = [edge.start for edge in edges], [edge.end for edge in edges]
    number = {place: at for at, place in enumerate(sorted({*starts, *ends}))}
    leaves, reaches = [number[place] for place in starts], [number[place] for place in ends]
    table = np.array([leaves, reaches, firsts, sizes, [not edge.fixed for edge in edges]], np.int64)
    stays = np.zeros(total, np.bool_)
    stays[[first + at for first, one in zip(firsts, readings, strict=True) for at in one.stays]] = True
    ids, odds = np.concatenate([one.ids for one in readings]), np.concatenate([one.odds for one in readings])
    return table, ids, odds, stays
