"""Which numbers in a region are the labels of its rows: those that count on, line after line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.unweave_marks import ordinal, step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unweave_lines import Strip
    from extract.unweave_marks import Ordinal

_FIRST, _MARKED, _INSIDE = 1.0, 0.5, -0.6  # a line's first word; written `3.`; a number inside a line
_NEXT, _MISSING, _REACH = 1.0, -0.8, 3  # counts on; each number left out, up to so many
_LATE, _LATEST = -0.4, -1.6  # each number before the first label of the region, at most


@dataclass(frozen=True, slots=True)
class _Link:
    at: tuple[int, int]
    value: Ordinal
    score: float
    chain: tuple[tuple[int, int], ...]


def label_words(rows: Sequence[Strip]) -> dict[int, tuple[int, Ordinal]]:
    """For each line with a row's label: (its word, its number).

    The labels are the best chain of numbers that count on from line to line; a number may be missing.
    """
    links: list[_Link] = []
    for line, row in enumerate(rows):
        fresh = []
        for at, word in enumerate(row.words):
            value = ordinal(word.text)
            if value is None or value[-1] == 0:
                continue
            score = (_FIRST if at == 0 else _INSIDE) + (_MARKED if word.text.endswith((".", ")")) else 0.0)
            before = max((_after(link, value) for link in links), key=lambda way: way[0], default=(-9.0, ()))
            start = max(_LATEST, _LATE * (sum(value) - len(value)))
            gain, chain = before if before[0] > start else (start, ())
            fresh.append(_Link((line, at), value, score + gain, (*chain, (line, at))))
        links += fresh
    best = max(links, key=lambda link: link.score, default=None)
    if best is None:
        return {}
    return {line: (at, ordinal(rows[line].words[at].text) or (0,)) for line, at in best.chain}


def _after(link: _Link, value: Ordinal) -> tuple[float, tuple[tuple[int, int], ...]]:
    """What a number gains by counting on from a link, and the chain so far."""
    further = step(link.value, value)
    if further is None or further > _REACH:
        return -9.0, ()
    return link.score + _NEXT + _MISSING * (further - 1), link.chain
