"""Why a line came out as it did: every word's readings with the odds of channel and language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from normalize.edits import Passage
    from normalize.readings import Reader
    from normalize.search import Evidence, Step


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a word: its text, and log10 odds by channel and by language model."""

    text: str
    channel: float
    language: float


@dataclass(frozen=True, slots=True)
class Word:
    """A span of the NFC line and its readings, best first; none for a span that is never rewritten.

    Attributes:
        start: code points into the NFC line.
        end: exclusive.
        seen: the text of the span.
        candidates: its readings, neighbours as chosen.
    """

    start: int
    end: int
    seen: str
    candidates: tuple[Candidate, ...]


def word(passage: Passage, step: Step, found: Evidence | None, reader: Reader, most: int) -> Word:
    """Explain one step of a way through a passage."""
    edge = step.edge
    seen = passage.text[edge.start : edge.stop]
    place = (passage.start + edge.start, passage.start + edge.stop)
    if found is None:
        return Word(*place, seen, ())
    best = np.argsort(-found.odds, kind="stable")[:most].tolist()
    readings = edge.readings
    candidates = tuple(
        Candidate(
            reader.text(seen, int(readings.ids[k]), int(readings.forms[k])),
            round(float(readings.odds[k]), 2),
            round(float(found.language[k]), 2),
        )
        for k in best
    )
    return Word(*place, seen, candidates)
