"""How Vietnamese a text is: 1 for official prose as printed, near 0 for garbled or foreign text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.stream import CLASSES, UNKNOWN, read

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from normalize.ngram import Floats, Ints, LanguageModel

MIDDLE = -3.3  # mean log10 P(word | word before) half-way between printed and garbled text
STEEPNESS = 2.5
STRANGER = -7.0  # log10 P of a word outside the lexicon
_FEW = 3.0  # so many words of doubt are added to a short text
_ENOUGH = 25  # words from which a text may be judged bare
_WORD = re.compile(r"\w+")


def quality(text: str, model: LanguageModel, numbers: Mapping[str, int]) -> float:
    """0..1 from the mean bigram probability of the words; 0.5 for a text without words.

    Args:
        text: NFC, of any length.
        model: the language model.
        numbers: word numbers by word.
    """
    unknown = numbers[UNKNOWN]
    ids = np.array([numbers.get(name, unknown) for name in read(text)], np.int64)
    if not len(ids):
        return 0.5
    return mean_qualities(model.along(ids), ids, np.array([len(ids)]), unknown)[0]


def qualities(texts: Sequence[str], model: LanguageModel, numbers: Mapping[str, int]) -> list[float]:
    """`quality` of each of many short texts at once, which takes a fifth of the time."""
    unknown = numbers[UNKNOWN]
    read_as = [[numbers.get(name, unknown) for name in read(text)] for text in texts]
    ids = np.array([one for each in read_as for one in each], np.int64)
    ends = np.cumsum([len(each) for each in read_as], dtype=np.int64)
    if not len(ids):
        return [0.5] * len(texts)
    prob = model.along(ids)
    starts = np.unique(np.concatenate([[0], ends[:-1]]))
    starts = starts[starts < len(ids)]
    prob[starts] = model.unigrams[ids[starts]]
    return mean_qualities(prob, ids, ends, unknown)


@dataclass(frozen=True, slots=True)
class Judge:
    """Tells how Vietnamese texts are: called with one text, or by `many` with some; 0..1 as `quality` says."""

    model: LanguageModel
    numbers: Mapping[str, int]

    def __call__(self, text: str) -> float:
        """How Vietnamese one text is."""
        return quality(unicodedata.normalize("NFC", text), self.model, self.numbers)

    def many(self, texts: Sequence[str]) -> list[float]:
        """How Vietnamese each text is."""
        return qualities([unicodedata.normalize("NFC", text) for text in texts], self.model, self.numbers)


def mean_qualities(prob: Floats, ids: Ints, ends: Ints, unknown: int) -> list[float]:
    """0..1 for each of some texts, one behind the other, from the log10 bigram probability of their tokens.

    Args:
        prob: of each token.
        ids: their word numbers.
        ends: where each text ends; one without words gets 0.5.
        unknown: the word number of a word outside the lexicon.
    """
    stranger = ids == unknown
    counted = stranger | (ids >= len(CLASSES))
    sums = np.concatenate([[0.0], np.cumsum(np.where(stranger, STRANGER, prob) * counted, dtype=np.float64)])
    counts = np.concatenate([[0], np.cumsum(counted)])
    starts = np.concatenate([[0], ends[:-1]])
    number = counts[ends] - counts[starts]
    mean = (sums[ends] - sums[starts] + _FEW * MIDDLE) / (number + _FEW)
    found = np.where(number == 0, 0.5, 1.0 / (1.0 + np.exp(-STEEPNESS * (mean - MIDDLE))))
    return [float(one) for one in found]


def is_bare(text: str, bare: Container[str]) -> bool:
    """Whether a text of some length is Vietnamese that has lost its diacritics and nothing else.

    Args:
        text: NFC.
        bare: the folded words of the lexicon.
    """
    words = [word for word in _WORD.findall(text) if not word.isdigit()]
    if len(words) < _ENOUGH or sum(map(str.isascii, words)) < 0.995 * len(words):
        return False
    return sum(word.lower() in bare for word in words) > 0.96 * len(words)
