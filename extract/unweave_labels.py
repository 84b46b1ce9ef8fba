"""Which numbers in a region are the labels of its rows: those that count on, line after line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.unweave_marks import ordinals, step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unweave_lines import Strip
    from extract.unweave_marks import Ordinal

_FIRST, _MARKED, _INSIDE = 1.0, 0.5, -1.1  # a line's first word; written `3.`; a number inside a line
_RULED = 0.8  # a rule between it and the next word
_NEXT, _MISSING, _REACH = 1.0, -0.8, 3  # counts on; each number left out, up to so many
_RESTART = -0.4  # the numbers begin again, as they may in each group or below a row
_LATE, _LATEST = -0.4, -1.6  # each number before the first label of the region, at most

_LOST_POINT = 0.8  # `26` read as 2.6
_ONE = (1,)


@dataclass(frozen=True, slots=True)
class _Link:
    value: Ordinal
    score: float
    chain: tuple[tuple[int, int, Ordinal], ...]


def label_words(rows: Sequence[Strip]) -> dict[int, tuple[int, Ordinal]]:
    """For each line with a row's label: (its word, its number).

    The labels are the best chain of numbers that count on from line to line; a number may be missing.
    """
    links: list[_Link] = []
    for line, row in enumerate(rows):
        fresh = []
        for at, word in enumerate(row.words):
            for place, value in enumerate(ordinals(word.text)):
                if value[-1] > 0:
                    score = _alone(row, at) - _LOST_POINT * place
                    fresh.append(_linked(links, (line, at, value), score))
        links += fresh
    best = max(links, key=lambda link: link.score, default=None)
    return {line: (at, value) for line, at, value in best.chain} if best else {}


def _alone(row: Strip, at: int) -> float:
    """What a number gains by where it stands in its line."""
    score = (_FIRST if at == 0 else _INSIDE) + _MARKED * row.words[at].text.endswith((".", ")"))
    return score + _RULED * (at == 0 and len(row.words) > 1 and row.words[1].ruled)


def _linked(links: Sequence[_Link], word: tuple[int, int, Ordinal], score: float) -> _Link:
    """The best chain that ends with a word: its line, its place and its number."""
    value = word[2]
    before = max((_after(link, value) for link in links), key=lambda way: way[0], default=(-9.0, ()))
    start = max(_LATEST, _LATE * (sum(value) - len(value)))
    gain, chain = before if before[0] > start else (start, ())
    return _Link(value, score + gain, (*chain, word))


def _after(link: _Link, value: Ordinal) -> tuple[float, tuple[tuple[int, int, Ordinal], ...]]:
    """What a number gains by counting on from a link, and the chain so far."""
    further = step(link.value, value)
    if further is None or further > _REACH:
        return (link.score + _RESTART, link.chain) if value == _ONE else (-9.0, ())
    return link.score + _NEXT + _MISSING * (further - 1), link.chain
