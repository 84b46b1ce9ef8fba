"""The best way through each line and how sure it is: a search where words depend on one another, else none."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from normalize.decode import Step, decode
from normalize.evidence import Evidence, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.jobs import Cell
    from normalize.lattice import Edge
    from normalize.ngram import LanguageModel


def search(
    cells: Sequence[Cell], model: LanguageModel, beam: int
) -> tuple[list[list[Step]], list[list[Evidence | None]]]:
    """The best way through each cell, and what is known of the readings of each of its steps.

    Where the open words stand apart, each is weighed by itself: the sum over a line is largest where each part is.
    """
    apart = [_stand_apart(cell.lattice, model.order) for cell in cells]
    knotted = [cell for cell, lone in zip(cells, apart, strict=True) if not lone]
    searched = iter(decode([cell.lattice for cell in knotted], [cell.context for cell in knotted], model, beam))
    ways = [
        [Step(edge, 0) for edge in cell.lattice] if lone else next(searched)
        for cell, lone in zip(cells, apart, strict=True)
    ]
    found = weigh(ways, [cell.context for cell in cells], model)
    settled = zip(apart, ways, found, strict=True)
    return [_settle(way, evidence) if lone else way for lone, way, evidence in settled], found


def _stand_apart(lattice: Sequence[Edge], order: int) -> bool:
    """Whether a lattice is one way whose open edges lie so far apart that none is in another's context."""
    open_ones = [at for at, edge in enumerate(lattice) if not edge.fixed]
    return all(edge.end == after.start for edge, after in pairwise(lattice)) and all(
        right - left >= order for left, right in pairwise(open_ones)
    )


def _settle(way: Sequence[Step], found: Sequence[Evidence | None]) -> list[Step]:
    """The way with the likeliest reading of every open step; right where the steps stand apart."""
    return [
        step if evidence is None else Step(step.edge, int(evidence.odds.argmax()))
        for step, evidence in zip(way, found, strict=True)
    ]
