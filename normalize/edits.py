"""Write the edits: from a chosen way through a line to what changes, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from normalize.records import Edit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from normalize.decode import Step
    from normalize.docnumber import Change
    from normalize.evidence import Evidence
    from normalize.lattice import Edge
    from normalize.ngram import Floats, Ints
    from normalize.readings import Reader

DOUBT = 0.7  # log10 odds behind a kept word within which another reading is a doubt
NEAR = 2.0  # log10 odds behind the choice within which another reading is named
_RIVALS = 4
CHANNEL = "channel"
_SURE = {"doc_number": (3.0, 0.97), "doc_number_space": (3.0, 0.97), "roman": (2.0, 0.95)}
_SURE |= dict.fromkeys(("bullet", "bullet_space", "doubled_stop"), (2.0, 0.9))


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a line between tabs, where it starts in the line, how it is read (clean, scanned, bare, garbled)."""

    start: int
    text: str
    manner: str


@dataclass(frozen=True, slots=True)
class _Weight:
    """How the readings of a step weigh against the chosen one.

    Attributes:
        odds: log10 odds of each.
        near: places of those that are not far behind, the chosen one among them.
        total: what all of them weigh, the chosen one being 1.
        share: how sure the choice is, 0..1.
    """

    odds: Floats
    near: Ints
    total: float
    share: float


class Scribe:
    """Writes edits in the words of one lexicon, as sure as the calibration table allows."""

    def __init__(self, reader: Reader, calibration: Mapping[str, tuple[list[float], list[float]]]) -> None:
        self._reader = reader
        self._calibration = calibration

    def fixed(self, passage: Passage, change: Change) -> Edit:
        """The edit for a change that a grammar asks for."""
        before = passage.text[change.start : change.end]
        place = (passage.start + change.start, passage.start + change.end)
        return Edit(*place, before, change.after, change.rule, *_SURE[change.rule])

    def words(self, passage: Passage, way: Sequence[Step], evidence: Sequence[Evidence | None]) -> list[Edit]:
        """The edits of a chosen way, and with a negative gain what else a kept word may well have been."""
        out = []
        weights = iter(self._weights(passage, way, evidence))
        for at, (step, found) in enumerate(zip(way, evidence, strict=True)):
            weight = None if found is None else next(weights)
            after = self._after(passage, way, at)
            if after != passage.text[step.edge.start : step.edge.stop]:
                out.append(self._edit(passage, step, after, weight))
            elif weight is not None:
                out += self._doubt(passage, step, weight)
        return out

    def _weights(self, passage: Passage, way: Sequence[Step], evidence: Sequence[Evidence | None]) -> list[_Weight]:
        """How the readings of each open step weigh against the chosen one, all steps at once."""
        steps = [(step, found.odds) for step, found in zip(way, evidence, strict=True) if found is not None]
        if not steps:
            return []
        sizes = np.array([len(odds) for _, odds in steps])
        heads = np.cumsum(sizes) - sizes
        odds = np.concatenate([odds for _, odds in steps])
        odds -= np.repeat(odds[heads + [step.choice for step, _ in steps]], sizes)
        totals = np.add.reduceat(np.power(np.float32(10.0), odds), heads)
        near = np.flatnonzero(odds > -NEAR)
        bounds = pairwise(np.searchsorted(near, [*heads, len(odds)]).tolist())
        shares = self._believed(1.0 / totals.astype(np.float64), passage.manner)
        return [
            _Weight(odds[head : head + size], near[first:last] - head, total, share)
            for head, size, (first, last), total, share in zip(
                heads.tolist(), sizes.tolist(), bounds, totals.tolist(), shares.tolist(), strict=True
            )
        ]

    def _after(self, passage: Passage, way: Sequence[Step], at: int) -> str:
        """The text of a step; in a garbled passage with a space before it where it touches the word to its left."""
        text = passage.text
        edge, choice = way[at].edge, way[at].choice
        seen = text[edge.start : edge.stop]
        if not edge.fixed:
            seen = self._reader.text(seen, int(edge.readings.ids[choice]), int(edge.readings.forms[choice]))
        if at == 0 or way[at - 1].edge.stop != edge.start or passage.manner != "garbled":
            return seen
        left, own = text[way[at - 1].edge.start : edge.start], text[edge.start : edge.stop]
        glued = any(map(str.isalnum, left)) and any(map(str.isalnum, own))
        if left[-1:].isdigit() and len(own) == 1:
            return seen  # đ behind a sum of money
        return " " + seen if glued and (not own[0].isdigit() or left.islower()) else seen

    def _edit(self, passage: Passage, step: Step, after: str, weight: _Weight | None) -> Edit:
        edge = step.edge
        before = passage.text[edge.start : edge.stop]
        place = (passage.start + edge.start, passage.start + edge.stop)
        if weight is None:
            return Edit(*place, before, after, "glued", 0.0, 0.5)
        odds = weight.odds
        rivals = tuple(self._rivals(before, edge, weight, NEAR, {after.strip()}))
        gain = -max(map(odds.item, edge.readings.stays)) if edge.readings.stays else -float(odds.min())
        rule = "glued" if after[:1] == " " else "split_word" if " " in before else _voice(step, weight)
        return Edit(*place, before, after, rule, gain, weight.share, rivals)

    def _doubt(self, passage: Passage, step: Step, weight: _Weight) -> list[Edit]:
        edge = step.edge
        before = passage.text[edge.start : edge.stop]
        rivals = self._rivals(before, edge, weight, DOUBT, {before})
        if not rivals:
            return []
        best = next(iter(rivals.values()))
        place = (passage.start + edge.start, passage.start + edge.stop)
        after, *others = rivals
        return [Edit(*place, before, after, CHANNEL, best, 10.0**best / weight.total, tuple(others))]

    def _rivals(self, before: str, edge: Edge, weight: _Weight, within: float, known: set[str]) -> dict[str, float]:
        """Other texts of a span whose odds are near the choice's, best first, with their odds."""
        if len(weight.near) == 1:
            return {}
        odds = weight.odds[weight.near]
        out: dict[str, float] = {}
        for at in np.argsort(-odds, kind="stable").tolist():
            k = weight.near[at]
            text = self._reader.text(before, int(edge.readings.ids[k]), int(edge.readings.forms[k]))
            if odds[at] > -within and text not in known and text not in out and len(out) < _RIVALS:
                out[text] = float(odds[at])
        return out

    def _believed(self, shares: NDArray[np.float64], manner: str) -> NDArray[np.float64]:
        """The share of right edits among those with such shares of the odds."""
        if manner not in self._calibration:
            return shares
        odds = np.log10(np.maximum(shares, 1e-6) / np.maximum(1.0 - shares, 1e-6))
        found: NDArray[np.float64] = np.interp(odds, *self._calibration[manner])
        return found


def _voice(step: Step, weight: _Weight) -> str:
    """The rule of a choice: the first hint without which another reading would have won, else the channel."""
    for rule, part in step.edge.readings.hints:
        if int(np.argmax(weight.odds - part)) != step.choice:
            return rule
    return CHANNEL
