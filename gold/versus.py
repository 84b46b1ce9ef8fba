"""Before and after: two scorecards on the same annotations, with intervals from resampled documents.

Documents are drawn with replacement, as rows of one document are wrong together (bootstrap, Efron & Tibshirani 1993);
an interval that lies on one side of nought says that the change would show on other documents of this kind as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gold.metrics import METRICS
from gold.records import Rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gold.records import DocumentScore, Scorecard

DRAWS = 4000
LEVEL = 0.95
_SEED = 20260101  # the same figures each time


@dataclass(frozen=True, slots=True)
class Step:
    """How a metric moved.

    Attributes:
        before, after: rates over all documents that both sides hold.
        low, high: interval of the difference after - before, at `LEVEL`; nan where there is one document only.
        documents: how many were drawn from.
    """

    metric: str
    before: Rate
    after: Rate
    low: float
    high: float
    documents: int

    @property
    def difference(self) -> float:
        """After minus before, as shares."""
        return (self.after.value or 0.0) - (self.before.value or 0.0)

    @property
    def verdict(self) -> str:
        """better, worse, or open where the interval holds nought."""
        if not (self.low > 0 or self.high < 0):
            return "same" if self.difference == 0 and self.low == self.high == 0 else "open"
        return "worse" if (self.difference > 0) == METRICS[self.metric].bad else "better"


def steps(before: Scorecard, after: Scorecard) -> tuple[Step, ...]:
    """Every metric that both scorecards counted, on the documents that both hold."""
    earlier = {document.file: document for document in before.documents}
    pairs = [(earlier[d.file], d) for d in after.documents if d.file in earlier]
    made = (_step(metric, pairs) for metric in METRICS)
    return tuple(step for step in made if step is not None)


def _step(metric: str, pairs: Sequence[tuple[DocumentScore, DocumentScore]]) -> Step | None:
    asked = [(a.rates[metric], b.rates[metric]) for a, b in pairs if metric in a.rates and metric in b.rates]
    if not asked:
        return None
    counts = np.array([(a.hits, a.n, b.hits, b.n) for a, b in asked], dtype=float)
    low, high = interval(counts)
    first, second = (sum((pair[side] for pair in asked), Rate()) for side in (0, 1))
    return Step(metric, first, second, low, high, len(asked))


def interval(counts: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> tuple[float, float]:
    """Interval of the difference of two pooled rates.

    Args:
        counts: a row a document: hits and n before, hits and n after.
    """
    if len(counts) < 2:
        return float("nan"), float("nan")
    dice = np.random.default_rng(_SEED)
    drawn = counts[dice.integers(0, len(counts), size=(DRAWS, len(counts)))].sum(axis=1)
    whole = drawn[(drawn[:, 1] > 0) & (drawn[:, 3] > 0)]
    if not len(whole):
        return float("nan"), float("nan")
    moved = whole[:, 2] / whole[:, 3] - whole[:, 0] / whole[:, 1]
    tail = (1 - LEVEL) / 2
    return float(np.quantile(moved, tail)), float(np.quantile(moved, 1 - tail))
