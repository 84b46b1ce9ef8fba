"""Align a line as read with the line as set: chunk by chunk, where a chunk is what white space parts.

Dynamic programming over chunks; one may stand beside one, none or two. The cost is the edit distance of the
folded chunks, so that a lost diacritic costs nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

Pair = tuple[str, str]  # seen, meant; joined chunks keep one space between them
_MOVES = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))


@lru_cache(maxsize=200_000)
def _cost(seen: str, meant: str) -> float:
    return Levenshtein.distance(fold(seen), fold(meant)) / max(len(seen), len(meant), 1)


def align(seen: Sequence[str], meant: Sequence[str]) -> list[Pair]:
    """Chunks of both sides in step; a chunk without partner stands beside ""."""
    if len(seen) == len(meant) and all(_cost(*pair) < 0.7 for pair in zip(seen, meant, strict=True)):
        return list(zip(seen, meant, strict=True))
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(seen) + 1):
        for j in range(max(0, i - 8), min(len(meant), i + 8) + 1):
            if (i, j) not in best:
                continue
            total = best[i, j][0]
            for di, dj in _MOVES:
                end = (i + di, j + dj)
                if end[0] > len(seen) or end[1] > len(meant):
                    continue
                step = total + _price(seen[i : end[0]], meant[j : end[1]])
                if end not in best or step < best[end][0]:
                    best[end] = (step, (i, j))
    return _walk(seen, meant, best)


def _price(seen: Sequence[str], meant: Sequence[str]) -> float:
    if not seen or not meant:
        return 0.8
    joined = 0.15 * (len(seen) + len(meant) - 2)
    return _cost("".join(seen), "".join(meant)) * max(len(seen), len(meant)) + joined


def _walk(
    seen: Sequence[str],
    meant: Sequence[str],
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]],
) -> list[Pair]:
    at = (len(seen), len(meant))
    if at not in best:
        return []
    pairs: list[Pair] = []
    while at != (0, 0):
        before = best[at][1]
        pairs.append((" ".join(seen[before[0] : at[0]]), " ".join(meant[before[1] : at[1]])))
        at = before
    return pairs[::-1]
