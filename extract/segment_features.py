"""What the word segmenter's CRF looks at around a token, and how much it all speaks for a new word there.

For a template `T[i,j].f` the words i to j around the token are joined by a blank and passed through f; a place before
the first word reads BOS, one behind the last EOS. What an n-gram adds to the tokens around it is made once and kept.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_SPANS = ((-2, -2), (-1, -1), (0, 0), (1, 1), (2, 2), (-2, -1), (-1, 0), (0, 1), (1, 2), (-2, 0), (-1, 1), (0, 2))
_LOWER = frozenset(_SPANS[:9])
_DIGIT = frozenset(_SPANS[1:4])
_TITLE = frozenset({*_SPANS[:5], (0, 1), (0, 2)})
_CACHED = 1 << 15  # syllables and pairs; an official text has some thousand different ones
_Adds = tuple[float, ...]  # to the score of each token around an n-gram, by the template that sees it from there
_Gram = tuple[str, str, bool, _Adds, bool]
"""One or two words; in lower case; whether with capital initials; what they add; whether some three words that have a
weight, or are in the dictionary, begin with them. There are many, and a plain tuple is made at once."""
_ADDS = 3
_PAD = {length: [(0.0,) * (6 - length)] * 2 for length in (1, 2, 3)}  # places outside the text add nothing


class Scorer:
    """Sums of weights; `dictionary` holds words in lower case, syllables parted by blanks.

    Most n-grams have no weight of their own: what they add depends on nothing but their flags.
    """

    def __init__(self, weights: Mapping[str, float], dictionary: Collection[str]) -> None:
        self.dictionary = dictionary
        self.tables = _tables(weights)
        self.edges = {place: sum(weights.get(string, 0.0) for string in strings) for place, strings in EDGES.items()}
        self.flagged = {length: _flagged(tables, length) for length, tables in self.tables.items()}
        self.opens_text = _openings(self.tables[3][0])
        self.opens_word = _openings(dictionary)
        self.of_word = lru_cache(_CACHED)(self._of_word)
        self.of_pair = lru_cache(_CACHED)(self._of_pair)

    def __call__(self, tokens: Sequence[str]) -> list[float]:
        """For each token the weights of its features added up."""
        size = len(tokens)
        words = list(map(self.of_word, tokens))
        pairs = list(map(self.of_pair, tokens, tokens[1:]))
        one = [*_PAD[1], *[word[_ADDS] for word in words], *_PAD[1]]
        two = [*_PAD[2], *[pair[_ADDS] for pair in pairs], *_PAD[2]]
        three = [*_PAD[3], *self._of_threes(words, pairs), *_PAD[3]]
        # The first template over words that start so many places before a token, then the next, as the words move on.
        columns = [
            islice(column, shift, None)
            for rows in (one, two, three)
            for shift, column in enumerate(zip(*rows, strict=True))
        ]
        scores: list[float] = list(map(sum, zip(*columns, strict=False)))
        for at, places in _outside(size):
            scores[at] += sum(map(self.edges.__getitem__, places))
        return scores

    def _of_word(self, text: str) -> _Gram:
        low, title = text.lower(), not text[0].islower()
        if low == text:
            low = text  # the same object, for who asks
        adds = self.flagged[1][low in self.dictionary, text.isdigit(), title]
        return text, low, title, self._with_own(adds, text, low, 1), False

    def _of_pair(self, first: str, second: str) -> _Gram:
        """What two words add, by each template over two, in the order of where it starts."""
        _, left, title, _, _ = self.of_word(first)
        _, right, title_too, _, _ = self.of_word(second)
        text = low = f"{first} {second}"
        if left is not first or right is not second:
            low = f"{left} {right}"
        title = title and title_too
        adds = self._with_own(self.flagged[2][low in self.dictionary, False, title], text, low, 2)
        return text, low, title, adds, text in self.opens_text or low in self.opens_word

    def _with_own(self, adds: _Adds, text: str, low: str, length: int) -> _Adds:
        """What an n-gram adds by its flags, with what it has of its own, as written and in lower case."""
        texts, _, lows, _, _ = self.tables[length]
        own = texts.get(text)
        if own is not None:
            adds = tuple(map(add, adds, own))
        own = lows.get(low)
        return adds if own is None else tuple(map(add, adds, own))

    def _of_threes(self, words: Sequence[_Gram], pairs: Sequence[_Gram]) -> list[_Adds]:
        """What each three words in a row add; hardly one of them comes twice, so they are not kept."""
        texts, dictionary = self.tables[3][0], self.dictionary
        plain, titled = (self.flagged[3][False, False, title] for title in (False, True))
        known, known_titled = (self.flagged[3][True, False, title] for title in (False, True))
        found = []
        for (text, low, title, _, opens), (word, low_word, title_word, _, _) in zip(pairs, words[2:], strict=False):
            is_title = title and title_word
            if not opens:
                found.append(titled if is_title else plain)
                continue
            is_known = f"{low} {low_word}" in dictionary
            adds = (known_titled if is_title else known) if is_known else titled if is_title else plain
            own = texts.get(f"{text} {word}")
            found.append(adds if own is None else tuple(map(add, adds, own)))
        return found


def _openings(phrases: Iterable[str]) -> frozenset[str]:
    """The first two words of each of the phrases that has three."""
    return frozenset(phrase.rpartition(" ")[0] for phrase in phrases if phrase.count(" ") == 2)


def _plus(one: _Adds, other: _Adds) -> _Adds:
    return tuple(map(add, one, other))


def _flagged(tables: Sequence[Mapping[str, _Adds]], length: int) -> dict[tuple[bool, bool, bool], _Adds]:
    """What n-grams add by whether they are in the dictionary, are a figure, and have capital initials."""
    _, known, _, figures, titles = tables
    nothing = _PAD[length][0]
    found = {}
    for is_known, is_figure, is_title in product((False, True), repeat=3):
        adds = _plus(known.get(str(is_known), nothing), figures.get(str(is_figure), nothing))
        found[is_known, is_figure, is_title] = _plus(adds, titles.get(str(is_title), nothing))
    return found


def _tables(weights: Mapping[str, float]) -> dict[int, list[dict[str, _Adds]]]:
    """For n-grams of each length and each thing looked at: value → what it adds by each template, 0 where by none."""
    tables: dict[int, list[dict[str, list[float]]]] = {length: [{} for _ in _ORDER] for length in _TEMPLATES}
    places = {
        name: (tables[length][order], number, len(templates))
        for length, templates in _TEMPLATES.items()
        for number, (_, names) in enumerate(templates)
        for name, order in names
    }
    for attribute, weight in weights.items():
        cut = attribute.find("=") + 1
        if (place := places.get(attribute[:cut])) is None:
            continue
        table, number, size = place
        if (added := table.get(attribute[cut:])) is None:
            added = table[attribute[cut:]] = [0.0] * size
        added[number] = weight
    return {
        length: [{value: tuple(added) for value, added in table.items()} for table in found]
        for length, found in tables.items()
    }


def _values(words: Sequence[str], dictionary: Collection[str]) -> tuple[str, str, str, str, str]:
    """What templates look at: the words, if known, in lower case, if figures, if with capital initials."""
    text = " ".join(words)
    low = text.lower()
    title = not any(word[0].islower() for word in words)
    return text, str(low in dictionary), low, str(text.isdigit()), str(title)


def features_of(words: Sequence[str], dictionary: Collection[str]) -> list[tuple[int, list[str]]]:
    """For each template that spans so many words, where it starts and its strings."""
    values = _values(words, dictionary)
    return [(i, [name + values[at] for name, at in names]) for i, names in _TEMPLATES[len(words)]]


def features(tokens: Sequence[str], dictionary: Collection[str]) -> list[list[str]]:
    """The feature strings of each token, as the training wrote them."""
    rows: list[list[str]] = [[] for _ in tokens]
    for length in (1, 2, 3):
        for first in range(len(tokens) - length + 1):
            for start, strings in features_of(tokens[first : first + length], dictionary):
                if 0 <= first - start < len(tokens):
                    rows[first - start] += strings
    for at, places in _outside(len(tokens)):
        rows[at] += [string for place in places for string in EDGES[place]]
    return rows


@lru_cache(64)
def _outside(size: int) -> list[tuple[int, list[tuple[int, int, str]]]]:
    """For each token near the edge of a text the spans that reach out of it, and over which edge."""
    near = sorted({*range(min(2, size)), *range(max(size - 2, 0), size)})
    return [
        (at, [(i, j, "BOS" if at + i < 0 else "EOS") for i, j in _SPANS if at + i < 0 or at + j >= size]) for at in near
    ]


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
EDGES = {
    (i, j, edge): [f"{_name(i, j)}{kind}={edge}" for kind in _kinds(i, j)] for i, j in _SPANS for edge in ("BOS", "EOS")
}
