"""Which aligned lines are kept for tuning and reporting, and which documents they come from.

The end of every file of pairs is kept, the same lines that the tagger keeps, so that both can be judged on what
neither has learned. A line belongs to the documents that hold its runs of six words; every document that holds
a kept line stays out of the honest model.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.grams import STEP
from normalize.stream import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.training.align import Pair
    from normalize.training.stream_ids import Text

RUN = 6  # words of a run
REPORT, TUNE, TRAIN, NEAR = "report", "tune", "train", "near"
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Split:
    """What each line is for, and the documents that touch the held-out ones.

    Attributes:
        use: for each line `report`, `tune`, `train`, or `near` (of a document that is left out).
        documents: names of the documents to leave out.
    """

    use: list[str]
    documents: set[str]


def blocks(lines: int) -> list[str]:
    """What the lines of one file of pairs are for: the last 5 % report, the 5 % before them tune."""
    first, second = lines * 90 // 100, lines * 95 // 100
    return [TRAIN] * first + [TUNE] * (second - first) + [REPORT] * (lines - second)


def split(lines: Sequence[Pair], use: Sequence[str], text: Text) -> Split:
    """The documents of the lines kept by `blocks`, which stay out, and the training lines that touch them."""
    homes = _homes(lines, text)
    out = {name for home, what in zip(homes, use, strict=True) if what in (REPORT, TUNE) for name in home}
    near = [NEAR if what == TRAIN and home & out else what for home, what in zip(homes, use, strict=True)]
    return Split(near, out)


def _homes(lines: Sequence[Pair], text: Text) -> list[set[str]]:
    """The documents of each line; none for a line that cannot be placed or stands in many."""
    place = {name: at for at, name in enumerate(text.names)}
    marks, owners = [], []
    for number, (_, meant) in enumerate(lines):
        words = [place.get(name, 1) for name in read(meant)]
        for start in {1, (len(words) - RUN) // 2, len(words) - RUN - 1}:
            if len(words) >= RUN + 2 and 0 <= start <= len(words) - RUN:
                marks.append(_mark(words[start : start + RUN]))
                owners.append(number)
    wanted = np.array(marks, np.uint64)
    runs = _runs(text.ids)
    found = np.flatnonzero(np.isin(runs, np.unique(wanted)))
    order = np.argsort(runs[found], kind="stable")
    found, keys = found[order], runs[found][order]
    starts = np.array([span.start for span in text.spans])
    hits: dict[int, Counter[int]] = defaultdict(Counter)
    for number, first, last in zip(
        owners, np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, "right"), strict=True
    ):
        inside = np.searchsorted(starts, found[first : min(last, first + 50)], "right") - 1
        hits[number].update(set(inside.tolist()))
    return [_best(hits.get(number), text) for number in range(len(lines))]


def _best(hits: Counter[int] | None, text: Text) -> set[str]:
    most = max(hits.values(), default=0) if hits else 0
    best = [at for at, times in hits.items() if times == most] if hits else []
    return {text.spans[at].name for at in best} if most >= 2 and len(best) <= 3 else set()


def _mark(words: Sequence[int]) -> int:
    value = 0
    for word in words:
        value = (value * int(STEP) + word + 1) & _MASK
    return value


def _runs(ids: np.ndarray) -> np.ndarray:
    size = len(ids) - RUN + 1
    value = np.zeros(size, np.uint64)
    for at in range(RUN):
        value = value * STEP + ids[at : at + size].astype(np.uint64) + np.uint64(1)
    return value
