"""A first look at a line: how well it reads, which words cannot be right, which are strange where they stand.

What a chunk is made of is found once and remembered, so that a clean text passes fast.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from normalize.quality import PARTICLES, mean_qualities
from normalize.readings import VIETNAMESE
from normalize.stream import UNKNOWN
from normalize.syllable import fold, is_syllable, unify_tone
from normalize.units import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from normalize.ngram import Floats, Ints, LanguageModel
    from normalize.readings import Reader

ALONE = -2.5  # log10 P of a word whose neighbour is not known
UNFIT = -4.5  # log10 P of a word and the next, from which it is compared with others
BETTER = 1.5  # log10 odds by which another word must fit better
STRANGE = 0.1  # share of words with letters of Vietnamese that are none, from which an engine does not know the words
_MOST = 200_000  # chunks remembered
_NOTES = "0123456789¹²³"  # the mark of a footnote


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What stands between two white spaces.

    Attributes:
        starts: where its pieces start, offsets into it; `ends`: where they end.
        ids: their word numbers.
        words: which of them are words.
        sound: whether all words are sound.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    ids: tuple[int, ...]
    words: tuple[bool, ...]
    sound: bool


@dataclass(frozen=True, slots=True)
class Glance:
    """What a first look at a line shows.

    Attributes:
        starts: where the pieces that the language model sees start, offsets into the line.
        ids: their word numbers.
        words: which of them are words.
        prob: log10 P of each after the one before it.
        sound: whether every word may stand as it is in a clean text.
        quality: 0..1, see `normalize.quality`.
    """

    starts: list[int]
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
        self._chunks: dict[str, _Chunk] = {}
        self._alike: dict[int, Ints] = {}

    def look(self, line: str) -> Glance:
        """Look at a line."""
        return self.look_all([line])[0]

    def look_all(self, lines: Sequence[str]) -> list[Glance]:
        """Look at lines, each by itself, all at once: the language model is asked one time."""
        if not lines:
            return []
        parts = [self._pieces(line) for line in lines]
        row = np.array([number for part in parts for number in part[1]], np.int64)
        ends = np.cumsum([len(part[1]) for part in parts])
        prob = self._model.along(row)
        first = np.array([0, *ends[:-1]])[[bool(part[1]) for part in parts]]
        prob[first] = self._model.unigrams[row[first]]  # nothing stands to the left of a line
        qualities = mean_qualities(prob, row, ends, self._unknown)
        spans = zip(parts, [0, *ends[:-1].tolist()], ends.tolist(), qualities, strict=True)
        return [
            Glance(starts, row[start:end], words, prob[start:end], sound, found)
            for (starts, _, words, sound), start, end, found in spans
        ]

    def _pieces(self, line: str) -> tuple[list[int], list[int], list[bool], bool]:
        """Starts, word numbers and whether they are words, of the pieces of a line; and whether all are sound."""
        starts: list[int] = []
        ids: list[int] = []
        words: list[bool] = []
        sound, at = True, 0
        for text in line.split():
            at = line.index(text, at)
            chunk = self._chunks.get(text) or self._chunk(text)
            starts += [at + start for start in chunk.starts]
            ids += chunk.ids
            words += chunk.words
            sound = sound and chunk.sound
            at += len(text)
        return starts, ids, words, sound

    def _chunk(self, text: str) -> _Chunk:
        """The pieces of a chunk, remembered."""
        heard, sound = [], True
        for unit in cut(text):
            word = text[unit.start : unit.end]
            if unit.name != "":
                name = self.name(word) if unit.name is None else unit.name
                heard.append((unit.start, unit.end, self._numbers[name], unit.name is None))
            sound = sound and (unit.name is not None or self.word(word))
        starts, ends, ids, words = zip(*heard, strict=True) if heard else ((), (), (), ())
        chunk = _Chunk(starts, ends, ids, words, sound)
        if len(self._chunks) < _MOST:
            self._chunks[text] = chunk
        return chunk

    def words_of(self, line: str) -> list[tuple[int, int]]:
        """Where the words of a line start and end."""
        out, at = [], 0
        for text in line.split():
            at = line.index(text, at)
            chunk = self._chunks.get(text) or self._chunk(text)
            spans = zip(chunk.starts, chunk.ends, chunk.words, strict=True)
            out += [(at + start, at + end) for start, end, word in spans if word]
            at += len(text)
        return out

    def faithful(self, lines: Iterable[str]) -> bool:
        """Whether words with letters of Vietnamese alone are words; `đưc` is of an engine that knows letters only."""
        words = (line[start:end] for line in lines for start, end in self.words_of(line))
        own = [self._is_own(word) for word in words if VIETNAMESE.search(word)]
        return own.count(False) <= STRANGE * len(own)

    def may_mix(self, line: str) -> bool:
        """Whether a line of another language may hold words of Vietnamese that was garbled or has lost its marks.

        It has a word with a digit, one that is a word with other marks only, or two syllables side by side.
        """
        words = [line[start:end] for start, end in self.words_of(line)]
        odd = (self.name(word) == UNKNOWN and fold(word) in self._bare for word in words)
        if any(odd) or any(char.isdigit() for word in words for char in word):
            return True
        alike = [len(word) > 2 and fold(word) in self._syllables and word.lower() not in PARTICLES for word in words]
        return any(both == (True, True) for both in pairwise(alike))

    def strangers(self, seen: Sequence[Glance]) -> list[set[int]]:
        """For each line, where words start that fit far worse than one that folds alike."""
        out: list[set[int]] = [set() for _ in seen]
        for line, at in self._misfits(seen) if seen else ():
            out[line].add(seen[line].starts[at])
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
        lower = unify_tone(seen).lower()
        return seen if seen in self._numbers else lower if lower in self._numbers else UNKNOWN

    def word(self, word: str) -> bool:
        """Whether a word may stand as it is in a clean text."""
        if word.isascii() or word in self._numbers:
            return True
        word = word.rstrip(_NOTES)
        return unify_tone(word).lower() in self._numbers or is_syllable(word)
