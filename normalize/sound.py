"""A first look at a line: how well it reads, which words cannot be right, which are strange where they stand.

What a chunk is made of is found once and remembered, so that a clean text passes fast.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from normalize.foreign import PARTICLES, SMALL
from normalize.quality import mean_qualities
from normalize.readings import VIETNAMESE
from normalize.stream import UNKNOWN
from normalize.syllable import as_lexicon, fold, is_syllable
from normalize.units import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from normalize.ngram import Floats, Ints, LanguageModel
    from normalize.readings import Reader

ALONE = -2.5  # log10 P of a word whose neighbour is not known
UNFIT = -4.5  # log10 P of a word and the next, from which it is compared with others
BETTER = 1.5  # log10 odds by which another word must fit better
STRANGE = 0.1  # share of words with letters of Vietnamese that are none, from which an engine does not know the words
_MOST = 1 << 16  # chunks remembered, half a KiB each
_CHUNK = re.compile(r"\S+")
_NOTES = "0123456789¹²³"  # the mark of a footnote


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What stands between two white spaces.

    Attributes:
        starts: where its pieces that the language model sees start, offsets into it.
        ids: their word numbers.
        words: which of them are words.
        spans: where the words start and end.
        sound: whether all words are sound.
        own: how many words with letters that only Vietnamese has are words of the lexicon, and how many are none.
    """

    starts: tuple[int, ...]
    ids: tuple[int, ...]
    words: tuple[bool, ...]
    spans: tuple[tuple[int, int], ...]
    sound: bool
    own: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Glance:
    """What a first look at a line shows.

    Attributes:
        line: the line.
        ids: word numbers of the pieces that the language model sees.
        words: which of them are words.
        prob: log10 P of each after the one before it.
        sound: whether every word may stand as it is in a clean text.
        quality: 0..1, see `normalize.quality`.
    """

    line: str
    ids: Ints
    words: list[bool]
    prob: Floats
    sound: bool
    quality: float


class Sound:
    """Knows sound words: those of the lexicon, well-formed syllables, plain foreign words, fixed spans."""

    def __init__(self, reader: Reader, model: LanguageModel) -> None:
        self._numbers, self._words, self._bare = reader.numbers, reader.words, reader.bare
        self._syllables, self._is_own = reader.syllables, reader.is_own
        self._model = model
        self._unknown = reader.numbers[UNKNOWN]
        self._chunk = lru_cache(_MOST)(self._chunk_of)
        self._alike: dict[int, Ints] = {}

    def look(self, line: str) -> Glance:
        """Look at a line."""
        return self.look_all([line])[0]

    def look_all(self, lines: Sequence[str]) -> list[Glance]:
        """Look at lines, each by itself, all at once: the language model is asked one time."""
        if not lines:
            return []
        parts = [self._pieces(line) for line in lines]
        row = np.array([number for ids, _, _ in parts for number in ids], np.int64)
        ends = np.cumsum([len(ids) for ids, _, _ in parts])
        prob = self._model.along(row)
        first = np.array([0, *ends[:-1]])[[bool(ids) for ids, _, _ in parts]]
        prob[first] = self._model.unigrams[row[first]]  # nothing stands to the left of a line
        qualities = mean_qualities(prob, row, ends, self._unknown)
        spans = zip(lines, parts, [0, *ends[:-1].tolist()], ends.tolist(), qualities, strict=True)
        return [
            Glance(line, row[start:end], words, prob[start:end], sound, found)
            for line, (_, words, sound), start, end, found in spans
        ]

    def _pieces(self, line: str) -> tuple[list[int], list[bool], bool]:
        """Word numbers and whether they are words, of the pieces of a line; and whether all are sound."""
        ids: list[int] = []
        words: list[bool] = []
        sound = True
        for chunk in map(self._chunk, line.split()):
            ids += chunk.ids
            words += chunk.words
            sound = sound and chunk.sound
        return ids, words, sound

    def _chunk_of(self, text: str) -> _Chunk:
        """The pieces of a chunk."""
        heard = [unit for unit in pieces(text) if unit.name != ""]
        spans = tuple((unit.start, unit.end) for unit in heard if unit.name is None)
        names = [self.name(text[start:end]) if name is None else name for start, end, name in heard]
        own = [self._is_own(text[start:end]) for start, end in spans if VIETNAMESE.search(text, start, end)]
        return _Chunk(
            tuple(unit.start for unit in heard),
            tuple(self._numbers[name] for name in names),
            tuple(unit.name is None for unit in heard),
            spans,
            all(self.word(text[start:end]) for start, end in spans),
            (own.count(True), own.count(False)),
        )

    def starts(self, line: str) -> list[int]:
        """Where the pieces of a line that the language model sees start, offsets into it."""
        return [chunk.start() + at for chunk in _CHUNK.finditer(line) for at in self._chunk(chunk[0]).starts]

    def words_of(self, line: str) -> list[tuple[int, int]]:
        """Where the words of a line start and end."""
        out: list[tuple[int, int]] = []
        at = 0
        for chunk in line.split():
            at = line.index(chunk, at)
            for start, end in self._chunk(chunk).spans:
                out.append((at + start, at + end))
            at += len(chunk)
        return out

    def count(self, line: str) -> int:
        """How many words a line has."""
        return sum(len(chunk.spans) for chunk in map(self._chunk, line.split()))

    def faithful(self, lines: Iterable[str]) -> bool:
        """Whether words with letters of Vietnamese alone are words; `đưc` is of an engine that knows letters only."""
        own = [chunk.own for line in lines for chunk in map(self._chunk, line.split())]
        right, wrong = (sum(counts) for counts in zip(*own, strict=True)) if own else (0, 0)
        return wrong <= STRANGE * (right + wrong)

    def may_mix(self, line: str) -> bool:
        """Whether a line of another language may hold words of Vietnamese that was garbled or has lost its marks.

        It has a word with a digit, one that is a word with other marks only, or two syllables side by side; an English
        sentence has three of them, or a word with marks.
        """
        words = [line[start:end] for start, end in self.words_of(line)]
        odd = [word for word in words if self.name(word) == UNKNOWN and fold(word) in self._bare]
        if not all(map(str.isascii, odd)) or any(char.isdigit() for word in words for char in word):
            return True
        lower = [word.lower() for word in words]
        english = sum(word == "the" or word in PARTICLES for word in lower) > 1
        least = 2 if english else 3  # letters
        alike = [len(word) >= least and fold(word) in self._syllables and word not in SMALL for word in lower]
        run = max((len(list(group)) for same, group in groupby(alike) if same), default=0)
        return run > 1 + english or (bool(odd) and not english)

    def strangers(self, seen: Sequence[Glance]) -> list[set[int]]:
        """For each line, where words start that fit far worse than one that folds alike."""
        out: list[set[int]] = [set() for _ in seen]
        for line, at in self._misfits(seen) if seen else ():
            out[line].add(self.starts(seen[line].line)[at])
        return out

    def _misfits(self, seen: Sequence[Glance]) -> list[tuple[int, int]]:
        """The line and the place in it of each word that fits far worse than one that folds alike."""
        sizes = np.array([len(glance.ids) for glance in seen])
        ids = np.concatenate([glance.ids for glance in seen])
        fit = np.concatenate([glance.prob for glance in seen])
        heads = np.cumsum(sizes) - sizes
        first, last = heads[sizes > 0], (heads + sizes - 1)[sizes > 0]
        left, right = np.roll(ids, 1), np.roll(ids, -1)
        fit[first], left[first], right[last] = ALONE, -1, -1
        behind = np.roll(fit, -1)
        behind[last] = ALONE
        fit += behind
        words = np.array([word for glance in seen for word in glance.words], bool)
        odd = np.flatnonzero((fit < UNFIT) & words & (ids != self._unknown) & np.repeat(sizes > 1, sizes))
        best = self._better(left[odd], ids[odd], right[odd])
        odd = odd[best > fit[odd] + BETTER]
        line = np.searchsorted(heads, odd, side="right") - 1
        return list(zip(line.tolist(), (odd - heads[line]).tolist(), strict=True))

    def _better(self, left: Ints, ids: Ints, right: Ints) -> Floats:
        """How well the best word that folds like each fits between its neighbours, -1 for none: log10 P."""
        if not len(ids):
            return np.zeros(0, np.float32)
        rivals = [self._rivals(word) for word in ids.tolist()]
        sizes = np.array([len(some) for some in rivals])
        words = np.concatenate(rivals)
        score = self._beside(np.repeat(left, sizes), words) + self._beside(words, np.repeat(right, sizes))
        best: Floats = np.maximum.reduceat(score, np.cumsum(sizes) - sizes)
        return best

    def _rivals(self, word: int) -> Ints:
        """The words that fold like a word of the lexicon, it among them."""
        found = self._alike.get(word)
        if found is None:
            found = self._alike[word] = np.array(self._bare[fold(self._words[word])])
        return found

    def _beside(self, lefts: Ints, words: Ints) -> Floats:
        """Log10 P of each word after the one to its left; `ALONE` where one of them is -1, for none."""
        return np.where((lefts < 0) | (words < 0), np.float32(ALONE), self._model.beside(lefts, words))

    def name(self, seen: str) -> str:
        """The lexicon's name for a word taken as it stands."""
        lower = as_lexicon(seen)
        return seen if seen in self._numbers else lower if lower in self._numbers else UNKNOWN

    def word(self, word: str) -> bool:
        """Whether a word may stand as it is in a clean text."""
        if word.isascii() or word in self._numbers:
            return True
        word = word.rstrip(_NOTES)
        return as_lexicon(word) in self._numbers or is_syllable(word)
