"""Write the edits: from a chosen way through a line to what changes, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.records import Edit
from normalize.syllable import unify_tone
from normalize.weighing import NEAR

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from numpy.typing import NDArray

    from normalize.docnumber import Change
    from normalize.lattice import Edge
    from normalize.readings import Reader
    from normalize.search import Evidence, Step

DOUBT = 0.7  # log10 odds behind a kept word within which another reading is a doubt
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
    """Writes edits in the words of one lexicon, as sure as the calibration table allows.

    `counters`: words that numbers are apt to follow.
    """

    def __init__(
        self, reader: Reader, calibration: Mapping[str, tuple[list[float], list[float]]], counters: Container[str]
    ) -> None:
        self._reader = reader
        self._calibration = calibration
        self._counters = counters

    def fixed(self, passage: Passage, change: Change) -> Edit:
        """The edit for a change that a grammar asks for."""
        before = passage.text[change.start : change.end]
        place = (passage.start + change.start, passage.start + change.end)
        return Edit(*place, before, change.after, change.rule, *_SURE[change.rule])

    def words(self, passage: Passage, way: Sequence[tuple[Step, Evidence | None]]) -> list[Edit]:
        """The edits of a chosen way, and with a negative gain what else a kept word may well have been."""
        out = []
        totals = [found.total for _, found in way if found is not None]
        shares = iter(self._believed(1.0 / np.array(totals), passage.manner).tolist() if totals else ())
        last: Edge | None = None
        above = ""
        for step, found in way:
            edge = step.edge
            before = passage.text[edge.start : edge.stop]
            share = 0.5 if found is None else next(shares)
            after = before if edge.fixed else self._text(before, edge, step.choice)
            if last is not None and last.stop == edge.start and passage.manner == "garbled":
                counts = unify_tone(above.strip().lower()) in self._counters
                after = _parted(passage.text[last.start : edge.start], before, counts) + after
            if after != before:
                out.append(self._edit(passage, step, (before, after), found, share))
            elif found is not None and found.near > 1:
                out += self._doubt(passage, step, found)
            last, above = edge, after
        return out

    def _text(self, before: str, edge: Edge, choice: int) -> str:
        """How a reading of a span is written."""
        return self._reader.text(before, edge.readings.ids.item(choice), edge.readings.forms.item(choice))

    def _edit(
        self, passage: Passage, step: Step, change: tuple[str, str], found: Evidence | None, share: float
    ) -> Edit:
        edge, (before, after) = step.edge, change
        start, end = passage.start + edge.start, passage.start + edge.stop
        if found is None:
            return Edit(start, end, before, after, "glued", 0.0, share)
        odds, stays = found.odds, edge.readings.stays
        rivals = () if found.near == 1 else tuple(self._rivals(before, edge, found, float(NEAR), {after.strip()}))
        gain = -max(map(odds.item, stays)) if stays else -float(odds.min())
        rule = "glued" if after[:1] == " " else "split_word" if " " in before else _voice(step, found)
        return Edit(start, end, before, after, rule, gain, share, rivals)

    def _doubt(self, passage: Passage, step: Step, found: Evidence) -> list[Edit]:
        edge = step.edge
        before = passage.text[edge.start : edge.stop]
        rivals = self._rivals(before, edge, found, DOUBT, {before})
        if not rivals:
            return []
        best = next(iter(rivals.values()))
        place = (passage.start + edge.start, passage.start + edge.stop)
        after, *others = rivals
        return [Edit(*place, before, after, CHANNEL, best, 10.0**best / found.total, tuple(others))]

    def _rivals(self, before: str, edge: Edge, found: Evidence, within: float, known: set[str]) -> dict[str, float]:
        """Other texts of a span whose odds are near the choice's, best first, with their odds."""
        out: dict[str, float] = {}
        near = np.flatnonzero(found.odds > -within)
        for k in near[np.argsort(-found.odds[near], kind="stable")].tolist():
            text = self._text(before, edge, k)
            if text not in known and text not in out and len(out) < _RIVALS:
                out[text] = found.odds.item(k)
        return out

    def _believed(self, shares: NDArray[np.float64], manner: str) -> NDArray[np.float64]:
        """The share of right edits among those with such shares of the odds."""
        if manner not in self._calibration:
            return shares
        odds = np.log10(np.maximum(shares, 1e-6) / np.maximum(1.0 - shares, 1e-6))
        found: NDArray[np.float64] = np.interp(odds, *self._calibration[manner])
        return found


def _parted(left: str, own: str, counts: bool) -> str:
    """The space that is missing between a word and what it touches to its left, if one is.

    `counts`: whether a number is apt to follow that word; behind another it is a footnote's.
    """
    if not (any(map(str.isalnum, left)) and any(map(str.isalnum, own))):
        return ""
    if left[-1:].isdigit() and len(own) == 1:
        return ""  # đ behind a sum of money
    return " " if counts or not own[0].isdigit() else ""


def _voice(step: Step, found: Evidence) -> str:
    """The rule of a choice: the first hint without which another reading would have won, else the channel."""
    for rule, part in step.edge.readings.hints:
        if int(np.argmax(found.odds - part)) != step.choice:
            return rule
    return CHANNEL
