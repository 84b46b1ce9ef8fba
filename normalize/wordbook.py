"""What a reader makes of words wherever they stand: found once and kept, so that a word met again costs a look-up.

What is kept depends on the word alone, and on whether capitals stand beside it; what a page says comes on top.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from normalize.habits import lean
from normalize.readings import VIETNAMESE, Readings
from normalize.syllable import as_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from normalize.habits import Habits
    from normalize.readings import Reader

PIECES = 10  # readings kept for a part of a cut word
ALL = 99
POOR = -3.0  # best odds of a reading below which a word may be cut or joined
_GLUED = 4  # a word this long may be two
_WORDS, _PARTS, _CUTS = 1 << 14, 1 << 13, 1 << 10  # kept at most; 0.3, 0.9 and 6 KiB each


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was seen.

    Attributes:
        readings: what it may be.
        poor: it reads badly, so that it may be cut or joined.
        lame: it does so without what its page teaches.
        long: it may be two.
        fixed: it is right as it stands.
    """

    readings: Readings
    poor: bool = False
    lame: bool = False
    long: bool = False
    fixed: bool = False

    def shifted(self, odds: float) -> Word:
        """The word at other odds."""
        old = self.readings
        readings = Readings(old.ids, old.odds + np.float32(odds), old.forms, old.stays, old.hints)
        return replace(self, readings=readings, poor=is_poor(readings))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a glued word, offsets into it, and what it may be."""

    start: int
    stop: int
    readings: Readings


class Wordbook:
    """What one reader makes of words.

    Attributes:
        reader: whose readings they are.
        word: a seen word; a second argument says whether it stands among capitals.
        own: the lexicon's name for a word that an engine without Vietnamese cannot print, None for another word.
        only: the reading of a piece that stays as it stands, by the language model's name for it.
        part: the likeliest readings of a part of a chunk, without the part as seen: the part, whether it stands among
            capitals, log10 odds of the space that was lost or invented there, how many readings.
        parts: the parts of a glued word that read well; the word, whether it stands among capitals.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.word: Callable[[str, bool], Word] = lru_cache(_WORDS)(partial(_word, reader))
        self.own: Callable[[str], str | None] = lru_cache(_WORDS)(partial(_own, reader))
        self.only: Callable[[str], Readings] = lru_cache(_WORDS)(partial(only, reader))
        self.part: Callable[[str, bool, float, int], Readings] = lru_cache(_PARTS)(partial(_part, reader))
        self.parts: Callable[[str, bool], tuple[Part, ...]] = lru_cache(_CUTS)(partial(_parts, reader, self.part))

    def prepare(self, words: Iterable[tuple[str, bool]]) -> None:
        """Find at once the readings that `word` and `parts` will be asked for."""
        words = list(words)
        self.reader.prepare(words)
        glued = (one for one in words if len(one[0]) >= _GLUED and may_be_cut(self.word(*one)))
        self.reader.prepare((seen[start:stop], capital) for seen, capital in glued for start, stop in spans(len(seen)))

    def on_page(self, habits: Habits, faithful: bool) -> Callable[[str, bool], Word]:
        """`word` on a page with habits; on a `faithful` one a word that is the lexicon's own is right."""
        return lru_cache(_WORDS)(partial(_on_page, self, habits, faithful))


def may_be_cut(word: Word) -> bool:
    """Whether a word by itself looks like two."""
    return word.long and word.poor


def _word(reader: Reader, seen: str, capital: bool) -> Word:
    readings = reader.read(seen, capital)
    poor = is_poor(readings)
    return Word(readings, poor, poor, len(seen) >= _GLUED and not seen[:2].isdigit())


def _on_page(book: Wordbook, habits: Habits, faithful: bool, seen: str, capital: bool) -> Word:
    name = book.own(seen) if faithful and not seen.isascii() else None
    if name is not None:
        return Word(book.only(name), fixed=True)
    word = book.word(seen, capital)
    if seen not in habits:
        return word
    leaning = lean(seen, word.readings, habits, book.reader)
    return replace(word, readings=leaning, poor=is_poor(leaning))


def _own(reader: Reader, seen: str) -> str | None:
    name = as_lexicon(seen)
    return name if VIETNAMESE.search(seen) and name in reader.numbers else None


def only(reader: Reader, name: str) -> Readings:
    """The reading of a piece that stays as it stands."""
    return Readings(np.array([reader.numbers[name]], np.int64), np.zeros(1, np.float32), np.zeros(1, np.int64))


def is_poor(readings: Readings) -> bool:
    """Whether a word reads badly."""
    if len(readings.ids) > 1 and readings.odds[0] >= POOR:
        return False
    return bool(readings.odds[:-1].max(initial=-99.0) < POOR)


def _part(reader: Reader, seen: str, capital: bool, joint: float, most: int) -> Readings:
    whole = reader.read(seen, capital)
    best = slice(min(most, len(whole.ids) - 1))
    return Readings(whole.ids[best], whole.odds[best] + np.float32(joint), whole.forms[best])


def spans(size: int) -> list[tuple[int, int]]:
    """Where the parts of a glued word start and stop: from every inner place to every other."""
    every = [(start, stop) for start in range(size) for stop in range(start + 1, min(size, start + 7) + 1)]
    return [(start, stop) for start, stop in every if stop - start < size]


def _parts(
    reader: Reader, part: Callable[[str, bool, float, int], Readings], seen: str, capital: bool
) -> tuple[Part, ...]:
    reader.prepare((seen[start:stop], capital) for start, stop in spans(len(seen)))
    joint = reader.tuning.joint
    found = (
        Part(start, stop, part(seen[start:stop], capital, joint * (start > 0), PIECES))
        for start, stop in spans(len(seen))
    )
    return tuple(one for one in found if len(one.readings.ids) and one.readings.odds[0] > 2 * POOR)
