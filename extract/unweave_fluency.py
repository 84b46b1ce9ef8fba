"""How well words read on, for tables whose columns run together: the seam to the language model."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np

from normalize.model import load_language
from normalize.stream import UNKNOWN, read
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from normalize.ngram import LanguageModel

_ASIDE = re.compile(r"\s\(\w+\)$")  # a word in brackets; what follows goes on from what stands before it
_CONTEXT = 3  # words to the left that count
_MIN_TIMES, _DISCOUNT = 2, 0.7  # times a document must set two words side by side; taken off them
_WORST, _BEST = -1.0, 4.0  # log10 odds; one pair must not decide alone


class Fluency(Protocol):
    """What un-weaving needs of a language model."""

    def gain(self, left: str, right: str) -> float:
        """Log10 odds that the word `right` goes on after the words `left`, against standing anywhere."""
        ...


@dataclass(frozen=True, slots=True)
class NgramFluency:
    """Fluency by the n-grams of the repair model; remembers what it was asked."""

    numbers: dict[str, int]
    model: LanguageModel
    known: dict[tuple[str, str], float] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> NgramFluency:
        """The model in `folder`, read by `normalize.model.load_language`."""
        words, model = load_language(folder)
        return cls({word: number for number, word in enumerate(words)}, model)

    def gain(self, left: str, right: str) -> float:
        """See `Fluency`; 0 for words the model does not know."""
        key = (left, right)
        if key not in self.known:
            self.known[key] = self._gain(left, right)
        return self.known[key]

    def _gain(self, left: str, right: str) -> float:
        unknown = self.numbers[UNKNOWN]
        bare = _ASIDE.sub("", left).rstrip()
        before = [self.numbers.get(word, unknown) for word in read(bare)[-_CONTEXT:]]
        after = [self.numbers.get(word, unknown) for word in read(right)[:1]]
        if not before or not after or after[0] == unknown or before[-1] == unknown:
            return 0.0
        word = np.array(after, np.int64)
        prob, _, _ = self.model.score(*self.model.start(before), word)
        return float(min(_BEST, max(_WORST, prob[0] - self.model.unigrams[word[0]])))


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Fluency that also knows which words the document itself sets side by side; diacritics do not count."""

    base: Fluency
    words: Counter[str]
    pairs: Counter[tuple[str, str]]
    total: int

    @classmethod
    def of(cls, texts: Iterable[str], base: Fluency) -> OwnWords:
        """From the lines of the document that are no table."""
        words: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            found = [fold(word) for word in read(text)]
            words.update(found)
            pairs.update(pairwise(found))
        return cls(base, words, pairs, sum(words.values()))

    def gain(self, left: str, right: str) -> float:
        """The better of the model's odds and those of the document, from two times on."""
        known = self.base.gain(left, right)
        before, after = _ends(left, right)
        times = self.pairs[before, after]
        if times < _MIN_TIMES:
            return known
        odds = math.log10((times - _DISCOUNT) * self.total / (self.words[before] * self.words[after]))
        return max(known, min(_BEST, odds))


@lru_cache(maxsize=1 << 16)
def _ends(left: str, right: str) -> tuple[str, str]:
    """The model's last word of `left` and first of `right`, folded, "" where there is none."""
    before, after = read(left), read(right)
    return fold(before[-1]) if before else "", fold(after[0]) if after else ""
