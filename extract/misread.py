"""How likely an engine is to have printed one word for another: the costs of the repair channel, for names to link.

The segments that repair counted, up to three letters seen for one or two meant, are the steps of an edit distance.
Source: Brill & Moore (ACL 2000).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log10
from typing import TYPE_CHECKING

from normalize.model import load_channel
from normalize.repair import DATA
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENGINES = ("eng", "vie", "script-vietnamese")  # a name may come from any of them
_SEEN, _MEANT = 3, 2  # letters of a segment, at most
_MARK = 1.6  # cost of a mark lost or wrong that training did not meet
_LETTER = 4.0  # cost of a letter that was lost, added or read as another without precedent
_KEPT = 0.05  # cost of a letter that stays, where training did not meet it


@dataclass(frozen=True, slots=True)
class Costs:
    """-log10 P(seen segment | meant segment), in lower case, the engines taken together."""

    segments: Mapping[tuple[str, str], float]

    def word(self, seen: str, meant: str) -> float:
        """Cost of reading one word in lower case as another: that of the cheapest way through both."""
        best = [[float("inf")] * (len(meant) + 1) for _ in range(len(seen) + 1)]
        best[0][0] = 0.0
        for i in range(len(seen) + 1):
            for j in range(len(meant) + 1):
                for size in range(min(_SEEN, i) + 1):
                    for width in range(0 if size == 1 else 1, min(_MEANT, j) + 1):
                        cost = self._step(seen[i - size : i], meant[j - width : j])
                        best[i][j] = min(best[i][j], best[i - size][j - width] + cost)
        return best[-1][-1]

    def _step(self, seen: str, meant: str) -> float:
        known = self.segments.get((seen, meant), float("inf"))
        if len(seen) == len(meant) == 1:
            unmet = _KEPT if seen == meant else _MARK if fold(seen) == fold(meant) else _LETTER
        else:
            unmet = _LETTER if len(seen) + len(meant) == 1 else float("inf")
        return min(known, unmet)


@cache
def load_costs() -> Costs:
    """The costs of the shipped channels."""
    counts: Counter[tuple[str, str]] = Counter()
    spans: Counter[str] = Counter()
    for engine in _ENGINES:
        known = load_channel(DATA / f"channel-{engine}.tsv")
        for (seen, meant), times in known.segments.items():
            counts[seen.lower(), meant.lower()] += times  # type: ignore[assignment]  # Counter also holds floats
        for meant, times in known.spans.items():
            spans[meant.lower()] += times  # type: ignore[assignment]  # as above
    return Costs({pair: -log10(min(1.0, times / (spans[pair[1]] + 1))) for pair, times in counts.items()})


@lru_cache(maxsize=1 << 14)
def misread_cost(seen: str, meant: str) -> float:
    """Cost of reading `meant` as `seen`, both a word in lower case: 0 is certain, 3 is one time in a thousand."""
    return 0.0 if seen == meant else load_costs().word(seen, meant)
