"""A first look at a line: how well it reads, which words cannot be right, which are strange where they stand.

What a chunk is made of is found once and remembered, so that a clean text passes fast.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.quality import mean_quality
from normalize.stream import UNKNOWN
from normalize.syllable import fold, is_syllable, unify_tone
from normalize.units import cut

if TYPE_CHECKING:
    from normalize.ngram import Floats, Ints, LanguageModel
    from normalize.readings import Reader

ALONE = -2.5  # log10 P of a word whose neighbour is not known
UNFIT = -4.5  # log10 P of a word and the next, from which it is compared with others
BETTER = 1.5  # log10 odds by which another word must fit better
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
        self._model = model
        self._unknown = reader.numbers[UNKNOWN]
        self._chunks: dict[str, tuple[list[_Piece], bool]] = {}

    def look(self, line: str) -> Glance:
        """Look at a line."""
        starts: list[int] = []
        ids: list[int] = []
        words: list[bool] = []
        sound = True
        for match in _CHUNK.finditer(line):
            pieces, fine = self._chunks.get(match[0]) or self._chunk(match[0])
            sound = sound and fine
            for start, _, number, word in pieces:
                starts.append(match.start() + start)
                ids.append(number)
                words.append(word)
        row = np.array(ids, np.int64)
        prob = self._model.along(row)
        return Glance(starts, row, words, prob, sound, mean_quality(prob, row, self._unknown))

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

    def strangers(self, seen: Glance) -> set[int]:
        """Where words start that fit far worse than one that folds alike."""
        if len(seen.ids) < 2:
            return set()
        fit = seen.prob.copy()
        fit[0] = ALONE
        fit[:-1] += fit[1:]
        fit[-1] += ALONE
        odd = [at for at in np.flatnonzero(fit < UNFIT).tolist() if seen.words[at] and seen.ids[at] != self._unknown]
        return {seen.starts[at] for at in odd if self._better(seen.ids, at) > fit[at] + BETTER}

    def _better(self, ids: Ints, at: int) -> float:
        """How well the best word that folds like word `at` fits between its neighbours."""
        rivals = np.array(self._bare[fold(self._words[ids[at]])])
        if len(rivals) == 1:
            return -99.0
        both = [(np.full(len(rivals), ids[at - 1]), rivals)] if at else []
        both += [(rivals, np.full(len(rivals), ids[at + 1]))] if at + 1 < len(ids) else []
        score = self._model.beside(np.concatenate([a for a, _ in both]), np.concatenate([b for _, b in both]))
        return float(score.reshape(len(both), -1).sum(axis=0).max()) + ALONE * (2 - len(both))

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
