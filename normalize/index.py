"""The words of a lexicon by what garbling leaves of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from normalize.stream import CLASSES
from normalize.syllable import fold, split

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALIKE = str.maketrans({"l": "i", "1": "i", "|": "i", "!": "i", "0": "o", "q": "o", "5": "s", "8": "b", "¢": "c"})


def skeleton(word: str) -> str:
    """Folded, with glyphs that engines take for each other made one: `Al` and `AI` are `ai`."""
    return fold(word).translate(_ALIKE)


@dataclass(frozen=True, slots=True)
class Index:
    """Word numbers of a lexicon by word, by folded and by lower-case word, and, of what is no syllable, by skeleton."""

    numbers: Mapping[str, int]
    bare: Mapping[str, list[int]]
    alike: Mapping[str, list[int]]
    lower: Mapping[str, list[int]]
    syllables: frozenset[str]


@lru_cache(maxsize=4)
def index_of(words: tuple[str, ...]) -> Index:
    """Made once for all readers of a lexicon."""
    bare: dict[str, list[int]] = {}
    alike: dict[str, list[int]] = {}
    lower: dict[str, list[int]] = {}
    for at, word in enumerate(words[len(CLASSES) :], start=len(CLASSES)):
        bare.setdefault(fold(word), []).append(at)
        lower.setdefault(word.lower(), []).append(at)
        if split(word) is None:
            alike.setdefault(skeleton(word), []).append(at)
    syllables = frozenset(fold(word) for word in words if split(word))
    return Index({word: at for at, word in enumerate(words)}, bare, alike, lower, syllables)
