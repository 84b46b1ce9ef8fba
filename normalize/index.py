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
    """Word numbers of a lexicon by what is left of a word.

    Attributes:
        numbers: by the word itself.
        bare: by the folded word.
        alike: by skeleton, of what is no syllable.
        cased: by the word in lower case, of words that are not in lower case.
        syllables: the folded syllables.
    """

    numbers: Mapping[str, int]
    bare: Mapping[str, list[int]]
    alike: Mapping[str, list[int]]
    cased: Mapping[str, list[int]]
    syllables: frozenset[str]


@lru_cache(maxsize=4)
def index_of(words: tuple[str, ...]) -> Index:
    """Made once for all readers of a lexicon."""
    bare: dict[str, list[int]] = {}
    alike: dict[str, list[int]] = {}
    cased: dict[str, list[int]] = {}
    for at, word in enumerate(words[len(CLASSES) :], start=len(CLASSES)):
        bare.setdefault(fold(word), []).append(at)
        if not word.islower():
            cased.setdefault(word.lower(), []).append(at)
        if split(word) is None:
            alike.setdefault(skeleton(word), []).append(at)
    syllables = frozenset(fold(word) for word in words if split(word))
    return Index({word: at for at, word in enumerate(words)}, bare, alike, cased, syllables)
