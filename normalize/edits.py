"""Write the edits: from a chosen way through a line to what changes, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.records import Edit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from normalize.decode import Step
    from normalize.docnumber import Change
    from normalize.evidence import Evidence
    from normalize.lattice import Edge
    from normalize.ngram import Floats
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
        for at, (step, found) in enumerate(zip(way, evidence, strict=True)):
            after = self._after(passage, way, at)
            if after != passage.text[step.edge.start : step.edge.stop]:
                out.append(self._edit(passage, step, after, found))
            elif found is not None:
                out += self._doubt(passage, step, found)
        return out

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

    def _edit(self, passage: Passage, step: Step, after: str, found: Evidence | None) -> Edit:
        edge = step.edge
        before = passage.text[edge.start : edge.stop]
        place = (passage.start + edge.start, passage.start + edge.stop)
        if found is None:
            return Edit(*place, before, after, "glued", 0.0, 0.5)
        odds = found.odds - found.odds[step.choice]
        rivals = tuple(self._rivals(before, edge, odds, {after.strip()}))
        gain = -max((float(odds[k]) for k in edge.readings.stays), default=float(odds.min()))
        share = self._believed(float(1.0 / np.power(10.0, odds).sum()), passage.manner)
        rule = "glued" if after[:1] == " " else "split_word" if " " in before else _voice(step, found)
        return Edit(*place, before, after, rule, gain, share, rivals)

    def _doubt(self, passage: Passage, step: Step, found: Evidence) -> list[Edit]:
        edge = step.edge
        before = passage.text[edge.start : edge.stop]
        odds = found.odds - found.odds[step.choice]
        rivals = self._rivals(before, edge, np.where(odds > -DOUBT, odds, -NEAR), {before})
        if not rivals:
            return []
        best, share = next(iter(rivals.values())), float(np.power(10.0, odds).sum())
        place = (passage.start + edge.start, passage.start + edge.stop)
        after, *others = rivals
        return [Edit(*place, before, after, CHANNEL, best, 10.0**best / share, tuple(others))]

    def _rivals(self, before: str, edge: Edge, odds: Floats, known: set[str]) -> dict[str, float]:
        """Other texts of a span whose odds are near the choice's, best first, with their odds."""
        near = np.flatnonzero(odds > -NEAR)
        out: dict[str, float] = {}
        for k in near[np.argsort(-odds[near], kind="stable")].tolist():
            text = self._reader.text(before, int(edge.readings.ids[k]), int(edge.readings.forms[k]))
            if text not in known and text not in out and len(out) < _RIVALS:
                out[text] = float(odds[k])
        return out

    def _believed(self, share: float, manner: str) -> float:
        """The share of right edits among those with such a share of the odds."""
        if manner not in self._calibration:
            return share
        odds = np.log10(max(share, 1e-6) / max(1.0 - share, 1e-6))
        return float(np.interp(odds, *self._calibration[manner]))


def _voice(step: Step, found: Evidence) -> str:
    """The rule of a choice: the first hint without which another reading would have won, else the channel."""
    for rule, part in step.edge.readings.hints:
        if int(np.argmax(found.odds - part)) != step.choice:
            return rule
    return CHANNEL
