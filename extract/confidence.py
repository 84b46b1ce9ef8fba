"""How far a task can be trusted, from its parts, calibrated on annotated decisions (`extract/data/confidence.tsv`)."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from normalize.datafile import read_tsv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Assignment, Deadline, TaskUnit

_POINTS = Path(__file__).parent / "data" / "confidence.tsv"
# Share of rows of each kind found to be tasks at all.
_STRUCTURE = {"table": 0.99, "list": 0.96, "prose": 0.85, "flattened_table": 0.6}
_UNLINKED = 0.7  # a unit without an id: its name may be misread
_UNPARSED = 0.6  # deadline words that no rule reads


def task_confidence(
    assignment: Assignment, units: Sequence[TaskUnit], deadlines: Sequence[Deadline], quality: float
) -> float:
    """Share of such rows that are right in every field, 0..1.

    From the product of the text's quality (OCR and repair), the structure's prior, the weakest unit link and the
    deadline; what that product is worth was measured.
    """
    links = [1.0 if u.mention.is_collective else u.mention.link_score or _UNLINKED for u in units]
    unread = bool(assignment.deadline_text) and all(deadline.kind == "none" for deadline in deadlines)
    product = quality * _STRUCTURE[assignment.source_kind] * min(links, default=1.0) * (_UNPARSED if unread else 1.0)
    return calibrated(product)


def calibrated(product: float) -> float:
    """The measured share for a product of parts, both 0..1; never falls as the product rises."""
    points = _points()
    for (low, right), (high, next_right) in pairwise(points):
        if product <= high:
            return right + (next_right - right) * (product - low) / (high - low)
    return points[-1][1]


@cache
def _points() -> tuple[tuple[float, float], ...]:
    """(product, share right), rising.

    Raises:
        DataFileError: if the data file breaks its rules.
    """
    rows = read_tsv(_POINTS, ("product", "right", "rows"), key="product")
    return tuple((float(row["product"]), float(row["right"])) for row in rows)
