"""What a page's engine made of a word where the words beside it leave no doubt, for where they do.

An engine prints a word of one page much the same way each time; a table cell may show little beside it.
Source: one sense per discourse, Gale, Church & Yarowsky 1992, carried over to misread words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from normalize.readings import Readings
from normalize.syllable import as_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from normalize.readings import Reader
    from normalize.records import Edit, Repaired
    from normalize.sound import Sound

SURE = 0.9  # confidence from which an edit counts as known
OFTEN = 3  # times a word must be known on a page
WEIGHT = 0.8  # of log10 of a reading's share on the page
RULE = "habit"
_SLACK = 0.3  # counted for a reading the page does not show

Habits = dict[str, Counter[str]]  # seen word -> what it was, in lower case


def unsure(one: Repaired, sure: float = SURE) -> set[str]:
    """The seen words of a line whose reading is in doubt."""
    return {edit.before for edit in one.edits if edit.confidence < sure} | {edit.before for edit in one.doubts}


def learn(lines: Iterable[Repaired], sound: Sound) -> Habits:
    """What the words of a page were where there was no doubt, left alone ones included."""
    known: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (seen, meant), times in Counter(_meant(lines, sound)).items():
        known[seen][as_lexicon(seen) if meant is None else meant] += times
    return {seen: counts for seen, counts in known.items() if counts.total() >= OFTEN}


def _meant(lines: Iterable[Repaired], sound: Sound) -> Iterator[tuple[str, str | None]]:
    """The words of some lines as they were seen, and what they were; None for one left alone."""
    for seen, edit in settled(lines, sound):
        if edit is None:
            yield seen, None
        elif edit.before == seen and edit.confidence >= SURE:
            yield seen, edit.after.lower()


def settled(lines: Iterable[Repaired], sound: Sound) -> Iterator[tuple[str, Edit | None]]:
    """The words of repaired lines as they were seen, without those left alone in doubt; with the edit of each."""
    for one in lines:
        seen, edits = one.seen, {edit.start: edit for edit in one.edits}
        doubted = {doubt.start for doubt in one.doubts}
        for start, end in sound.words_of(seen):
            edit = edits.get(start)
            if edit is not None or start not in doubted:
                yield seen[start:end], edit


def lean(seen: str, readings: Readings, habits: Mapping[str, Counter[str]], reader: Reader) -> Readings:
    """The readings of a word with odds that lean to what the page made of it elsewhere."""
    counts = habits.get(seen)
    if counts is None:
        return readings
    share = np.full(len(readings.ids), _SLACK)
    for name, times in counts.items():
        share[readings.ids == reader.numbers.get(name, -1)] += times
    own = as_lexicon(seen)
    if own not in reader.numbers:
        share[-1] += counts[own]
    part = np.float32(WEIGHT) * np.log10(share / (counts.total() + _SLACK)).astype(np.float32)
    hints = (*readings.hints, (RULE, part))
    return Readings(readings.ids, readings.odds + part, readings.forms, readings.stays, hints)
