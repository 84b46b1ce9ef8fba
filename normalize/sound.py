"""A first look at a line: how well it reads, which words cannot be right, which are strange where they stand.

What a chunk is made of is found once and remembered, so that a clean text passes fast.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.quality import mean_qualities
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
_CHUNK = re.compile(r"\S+")

_Piece = tuple[int, int, int, bool]  # start and end in the chunk, word number, whether it is a word


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
        self._is_own = reader.is_own
        self._model = model
        self._unknown = reader.numbers[UNKNOWN]
        self._chunks: dict[str, tuple[list[_Piece], bool]] = {}

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
        sound = True
        known = self._chunks
        for match in _CHUNK.finditer(line):
            chunk, at = match[0], match.start()
            pieces, fine = known.get(chunk) or self._chunk(chunk)
            sound = sound and fine
            for start, _, number, word in pieces:
                starts.append(at + start)
                ids.append(number)
                words.append(word)
        return starts, ids, words, sound

    def _chunk(self, chunk: str) -> tuple[list[_Piece], bool]:
        pieces, sound = [], True
        for unit in cut(chunk):
            text = chunk[unit.start : unit.end]
            if unit.name != "":
                name = self.name(text) if unit.name is None else unit.name
                pieces.append((unit.start, unit.end, self._numbers[name], unit.name is None))
            sound = sound and (unit.name is not None or self.word(text))
        if len(self._chunks) < _MOST:
            self._chunks[chunk] = pieces, sound
        return pieces, sound

    def words_of(self, line: str) -> list[tuple[int, int]]:
        """Where the words of a line start and end."""
        out = []
        for match in _CHUNK.finditer(line):
            pieces, _ = self._chunks.get(match[0]) or self._chunk(match[0])
            out += [(match.start() + start, match.start() + end) for start, end, _, word in pieces if word]
        return out

    def faithful(self, lines: Iterable[str]) -> bool:
        """Whether words with letters of Vietnamese alone are words; `đưc` is of an engine that knows letters only."""
        words = (line[start:end] for line in lines for start, end in self.words_of(line))
        own = [self._is_own(word) for word in words if VIETNAMESE.search(word)]
        return own.count(False) <= STRANGE * len(own)

    def strangers(self, seen: Sequence[Glance]) -> list[set[int]]:
        """For each line, where words start that fit far worse than one that folds alike."""
        odd = [(line, at, fit) for line, glance in enumerate(seen) for at, fit in self._unfit(glance)]
        best = self._better([(seen[line].ids, at) for line, at, _ in odd])
        out: list[set[int]] = [set() for _ in seen]
        for (line, at, fit), rival in zip(odd, best, strict=True):
            if rival > fit + BETTER:
                out[line].add(seen[line].starts[at])
        return out

    def _unfit(self, seen: Glance) -> list[tuple[int, float]]:
        """The words of a line that go badly with both neighbours, and how badly: log10 P."""
        if len(seen.ids) < 2:
            return []
        fit = seen.prob.copy()
        fit[0] = ALONE
        fit[:-1] += fit[1:]
        fit[-1] += ALONE
        odd = np.flatnonzero(fit < UNFIT).tolist()
        return [(at, float(fit[at])) for at in odd if seen.words[at] and seen.ids[at] != self._unknown]

    def _better(self, spots: Sequence[tuple[Ints, int]]) -> list[float]:
        """For each word how well the best word that folds like it fits between its neighbours, in log10 P."""
        lefts: list[int] = []
        words: list[int] = []
        sizes: list[int] = []
        for ids, at in spots:
            rivals = self._bare[fold(self._words[ids[at]])]
            sizes.append(len(rivals))
            if len(rivals) > 1:
                lefts += [int(ids[at - 1]) if at else -1] * len(rivals) + list(rivals)
                words += list(rivals) + [int(ids[at + 1]) if at + 1 < len(ids) else -1] * len(rivals)
        score = self._beside(np.array(lefts, np.int64), np.array(words, np.int64))
        best, start = [], 0
        for size in sizes:
            both = score[start : start + 2 * size].reshape(2, -1).sum(axis=0) if size > 1 else np.array([-99.0])
            best.append(float(both.max()))
            start += 2 * size if size > 1 else 0
        return best

    def _beside(self, lefts: Ints, words: Ints) -> Floats:
        """Log10 P of each word after the one to its left; `ALONE` where one of them is -1, for none."""
        known = (lefts >= 0) & (words >= 0)
        score = np.full(len(lefts), np.float32(ALONE))
        score[known] = self._model.beside(lefts[known], words[known])
        return score

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
