"""Write the edits: from a chosen way through a line to what changes, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from normalize.records import Edit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from normalize.decode import Step
    from normalize.docnumber import Change
    from normalize.evidence import Evidence
    from normalize.readings import Reader

NEAR = 2.0  # log10 odds behind the choice within which another reading is named
_RIVALS = 4
_SURE = {"doc_number": (3.0, 0.97), "doc_number_space": (3.0, 0.97), "roman": (2.0, 0.95)}
_SURE |= dict.fromkeys(("bullet", "bullet_space", "doubled_stop"), (2.0, 0.9))


class Scribe:
    """Writes edits in the words of one lexicon, as sure as the calibration table allows."""

    def __init__(self, reader: Reader, calibration: Mapping[str, tuple[list[float], list[float]]]) -> None:
        self._reader = reader
        self._calibration = calibration

    def fixed(self, start: int, text: str, change: Change) -> Edit:
        """The edit for a change that a grammar asks for; `start` is where `text` begins in the line."""
        gain, confidence = _SURE[change.rule]
        before = text[change.start : change.end]
        return Edit(start + change.start, start + change.end, before, change.after, change.rule, gain, confidence)

    def words(
        self, start: int, text: str, way: Sequence[Step], evidence: Sequence[Evidence | None], manner: str
    ) -> list[Edit]:
        """The edits of a chosen way; `start` is where `text` begins in the line, `manner` how it was read."""
        out = []
        for at, step in enumerate(way):
            after = self._after(text, way, at)
            if after != text[step.edge.start : step.edge.stop]:
                out.append(self._edit(start, text, step, after, evidence[at], manner))
        return out

    def _after(self, text: str, way: Sequence[Step], at: int) -> str:
        """The text of a step, with a space before it where it touches the word to its left."""
        edge, choice = way[at].edge, way[at].choice
        seen = text[edge.start : edge.stop]
        if not edge.fixed:
            seen = self._reader.text(seen, int(edge.readings.ids[choice]), int(edge.readings.forms[choice]))
        if at == 0 or way[at - 1].edge.stop != edge.start:
            return seen
        left = text[way[at - 1].edge.start : edge.start]
        glued = any(map(str.isalnum, left)) and any(map(str.isalnum, text[edge.start : edge.stop]))
        return " " + seen if glued else seen

    def _edit(self, start: int, text: str, step: Step, after: str, found: Evidence | None, manner: str) -> Edit:
        edge, choice = step.edge, step.choice
        before = text[edge.start : edge.stop]
        place = (start + edge.start, start + edge.stop)
        if found is None:
            return Edit(*place, before, after, "glued", 0.0, 0.5)
        odds = found.odds - found.odds[choice]
        near = np.flatnonzero(odds > -NEAR)
        near = near[np.argsort(-odds[near], kind="stable")]
        readings = edge.readings
        texts = (self._reader.text(before, int(readings.ids[k]), int(readings.forms[k])) for k in near)
        rivals = tuple(dict.fromkeys(one for one in texts if one != after.strip()))[:_RIVALS]
        gain = -max((float(odds[k]) for k in readings.stays), default=float(odds.min()))
        share = self._believed(float(1.0 / np.power(10.0, odds).sum()), manner)
        rule = "glued" if after[:1] == " " else "split_word" if " " in before else "channel"
        return Edit(*place, before, after, rule, gain, share, rivals)

    def _believed(self, share: float, manner: str) -> float:
        """The share of right edits among those with such a share of the odds."""
        if manner not in self._calibration:
            return share
        odds = np.log10(max(share, 1e-6) / max(1.0 - share, 1e-6))
        return float(np.interp(odds, *self._calibration[manner]))
