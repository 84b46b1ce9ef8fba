"""The best way through a line, word by word, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from normalize.beam import Lattice, best_way
from normalize.weighing import Weighed, weigh_way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.jobs import Cell
    from normalize.lattice import Edge
    from normalize.ngram import Floats, LanguageModel


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of the chosen way and which of its readings."""

    edge: Edge
    choice: int


@dataclass(frozen=True, slots=True)
class Evidence:
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
    """The best way through a cell; for each of its steps that is open, what is known of its readings."""
    if not cell.lattice:
        return []
    grams = model.grams
    lattice = _flat(cell.lattice, cell.context)
    way, choices = best_way(grams, lattice, beam)
    weighed = weigh_way(grams, lattice, way, choices)
    steps = [Step(cell.lattice[at], choice) for at, choice in zip(way.tolist(), choices.tolist(), strict=True)]
    found = iter(_evidence(steps, weighed))
    return [(step, None if step.edge.fixed else next(found)) for step in steps]


def _flat(edges: Sequence[Edge], context: Sequence[int]) -> Lattice:
    """A lattice as the search takes it."""
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
    return Lattice(table, ids, odds, stays, np.array(context, np.int64))


def _evidence(steps: Sequence[Step], weighed: Weighed) -> list[Evidence]:
    """What was found, step by step."""
    out = []
    start = 0
    opens = [step for step in steps if not step.edge.fixed]
    for step, total, near in zip(opens, weighed.totals.tolist(), weighed.near.tolist(), strict=True):
        end = start + len(step.edge.readings.ids)
        out.append(Evidence(weighed.odds[start:end], weighed.language[start:end], total, near))
        start = end
    return out
