"""What the word segmenter's CRF looks at around a token: the strings that its training wrote, made from cached n-grams.

For a template `T[i,j].f` the words i to j around the token are joined by a blank and passed through f; a place before
the first word reads BOS, one behind the last EOS. The model does not depend on the order of the features.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_SPANS = ((-2, -2), (-1, -1), (0, 0), (1, 1), (2, 2), (-2, -1), (-1, 0), (0, 1), (1, 2), (-2, 0), (-1, 1), (0, 2))
_LOWER = frozenset(_SPANS[:9])
_DIGIT = frozenset(_SPANS[1:4])
_TITLE = frozenset({*_SPANS[:5], (0, 1), (0, 2)})
_CACHED = 1 << 16  # n-grams; an official text has some thousand syllables


class Featurizer:
    """Features of tokens; `dictionary` holds words in lower case, syllables parted by blanks."""

    def __init__(self, dictionary: Collection[str]) -> None:
        self.dictionary = dictionary
        self.of_words = lru_cache(_CACHED)(self._of_words)

    def __call__(self, tokens: Sequence[str]) -> list[list[str]]:
        """The feature strings of each token."""
        rows: list[list[str]] = [[] for _ in tokens]
        size = len(tokens)
        for length in (1, 2, 3):
            for first in range(size - length + 1):
                values = self.of_words(tuple(tokens[first : first + length]))
                for start, strings in values:
                    if 0 <= first - start < size:
                        rows[first - start] += strings
        for at in {*range(min(2, size)), *range(max(size - 2, 0), size)}:
            for i, j in _SPANS:
                if at + i < 0 or at + j >= size:
                    rows[at] += _EDGES[i, j, "BOS" if at + i < 0 else "EOS"]
        return rows

    def _of_words(self, words: tuple[str, ...]) -> tuple[tuple[int, list[str]], ...]:
        """For each template that spans so many words, where it starts and its strings."""
        text = " ".join(words)
        low = text.lower()
        title = not any(word[0].islower() for word in words)
        values = (text, str(low in self.dictionary), low, str(text.isdigit()), str(title))
        return tuple([(i, [name + values[at] for name, at in names]) for i, names in _TEMPLATES[len(words)]])


def _name(i: int, j: int) -> str:
    return f"T[{i}" if i == j else f"T[{i},{j}"


def _kinds(i: int, j: int) -> tuple[str, ...]:
    """Endings of the templates over the words i to j."""
    flags = (("].lower", _LOWER), ("].isdigit", _DIGIT), ("].istitle", _TITLE))
    return ("]", "].is_in_dict", *(ending for ending, spans in flags if (i, j) in spans))


_ORDER = ("]", "].is_in_dict", "].lower", "].isdigit", "].istitle")
_TEMPLATES = {
    length: tuple(
        (i, tuple((f"{_name(i, j)}{kind}=", _ORDER.index(kind)) for kind in _kinds(i, j)))
        for i, j in _SPANS
        if j - i + 1 == length
    )
    for length in (1, 2, 3)
}
_EDGES = {
    (i, j, edge): [f"{_name(i, j)}{kind}={edge}" for kind in _kinds(i, j)] for i, j in _SPANS for edge in ("BOS", "EOS")
}
