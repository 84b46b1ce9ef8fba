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
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from normalize.ngram import Floats, Ints, LanguageModel

_ASIDE = re.compile(r"\s\(\w+\)$")  # a word in brackets; what follows goes on from what stands before it
_CONTEXT = 3  # words to the left that count
_MIN_TIMES, _DISCOUNT = 2, 0.7  # times a document must set two words side by side; taken off them
_OTHER_WAY = 0.5  # what another reading costs
_WORST, _BEST = -1.0, 4.0  # log10 odds; one pair must not decide alone


class Fluency(Protocol):
    """What un-weaving needs of a language model."""

    def gain(self, left: str, right: str) -> float:
        """Log10 odds that the word `right` goes on after the words `left`, against standing anywhere."""
        ...

    def gains(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The same for many pairs, at once."""
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
        return self.gains([(left, right)])[0]

    def gains(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """See `Fluency`."""
        fresh = list({pair: None for pair in pairs if pair not in self.known})
        if fresh:
            self.known.update(zip(fresh, self._gains(fresh), strict=True))
        return [self.known[pair] for pair in pairs]

    def _gains(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        unknown = self.numbers[UNKNOWN]
        before = np.full((len(pairs), _CONTEXT), -1, np.int64)
        after = np.full(len(pairs), unknown, np.int64)
        for at, (left, right) in enumerate(pairs):
            names = _tokens(_ASIDE.sub("", left).rstrip())[-_CONTEXT:]
            if names:
                before[at, -len(names) :] = [self.numbers.get(name, unknown) for name in names]
            if following := _tokens(right):
                after[at] = self.numbers.get(following[0], unknown)
        known = (after != unknown) & (before[:, -1] != unknown) & (before[:, -1] >= 0)
        gains = self._after(before, after) - self.model.unigrams[after]
        return [float(gain) for gain in np.where(known, np.clip(gains, _WORST, _BEST), 0.0)]

    def _after(self, before: Ints, words: Ints) -> Floats:
        """Log10 probability of each word after the words before it, -1 for none: [n, words before] and [n]."""
        keys = np.zeros((len(words), self.model.order - 1), np.uint64)
        bows = np.zeros((len(words), self.model.order - 1), np.float32)
        for at in range(before.shape[1]):
            there = np.flatnonzero(before[:, at] >= 0)
            _, keys[there], bows[there] = self.model.score(keys[there], bows[there], before[there, at])
        prob, _, _ = self.model.score(keys, bows, words)
        return prob


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Fluency that also knows which words the document itself sets side by side; diacritics do not count."""

    base: Fluency
    words: Counter[str]
    pairs: Counter[tuple[str, str]]
    total: int
    known: dict[tuple[str, str], float] = field(default_factory=dict)

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
        return self.gains([(left, right)])[0]

    def gains(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The same for many pairs."""
        fresh = list({pair: None for pair in pairs if pair not in self.known})
        if fresh:
            gains = zip(fresh, self.base.gains(fresh), strict=True)
            self.known.update((pair, self._own(*pair, gain)) for pair, gain in gains)
        return [self.known[pair] for pair in pairs]

    def _own(self, left: str, right: str, known: float) -> float:
        before, after = _ends(left, right)
        times = self.pairs[before, after]
        if times < _MIN_TIMES:
            return known
        odds = math.log10((times - _DISCOUNT) * self.total / (self.words[before] * self.words[after]))
        return max(known, min(_BEST, odds))


@dataclass(frozen=True, slots=True)
class EitherWay:
    """Fluency for garbled words: a word may also be what the same print was read as elsewhere."""

    base: Fluency
    others: Mapping[str, Sequence[str]]
    known: dict[tuple[str, str], float] = field(default_factory=dict)

    def gain(self, left: str, right: str) -> float:
        """See `Fluency`."""
        return self.gains([(left, right)])[0]

    def gains(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The best of the readings of the words that meet; another reading than the likeliest costs a little."""
        fresh = list({pair: None for pair in pairs if pair not in self.known})
        ways = [self._ways(*pair) for pair in fresh]
        found = iter(self.base.gains([way for some in ways for way in some]))
        for pair, some in zip(fresh, ways, strict=True):
            best, *others = (next(found) for _ in some)
            self.known[pair] = max([best, *(other - _OTHER_WAY for other in others)])
        return [self.known[pair] for pair in pairs]

    def _ways(self, left: str, right: str) -> list[tuple[str, str]]:
        before, _, last = left.rpartition(" ")
        lefts = [left, *(f"{before} {other}".strip() for other in self.others.get(last, ()))]
        return [(one, other) for one in lefts for other in (right, *self.others.get(right, ()))]


@lru_cache(maxsize=1 << 16)
def _ends(left: str, right: str) -> tuple[str, str]:
    """The model's last word of `left` and first of `right`, folded, "" where there is none."""
    before, after = _tokens(left), _tokens(right)
    return fold(before[-1]) if before else "", fold(after[0]) if after else ""


@lru_cache(maxsize=1 << 16)
def _tokens(text: str) -> tuple[str, ...]:
    """What the model reads in a text, remembered."""
    return tuple(read(text))
