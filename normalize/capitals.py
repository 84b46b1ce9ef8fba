"""Which words of a line stand among capitals."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from normalize.caseforms import is_abbreviation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.units import Unit

_MOSTLY = 0.7  # share of capitals among the letters of a line from which all its words stand among them

_FEW = 2  # capitals that a word in capitals has at least


def among_capitals(line: str, units: Sequence[Unit]) -> list[bool]:
    """For each unit, whether it stands among capitals: its whole line, or the word before or behind it."""
    capitals = sum(map(str.isupper, line))
    if capitals > _MOSTLY * sum(map(str.isalpha, line)):
        return [True] * len(units)
    if capitals < _FEW:
        return [False] * len(units)
    high = [name is None and _is_high(line[start:end]) for start, end, name in units]
    if True not in high:
        return high
    near = [any(high[max(0, at - 1) : at] + high[at + 1 : at + 2]) for at in range(len(high))]
    return [
        beside and name is None and end > start + 1 and line[start].isupper()
        for beside, (start, end, name) in zip(near, units, strict=True)
    ]


@lru_cache(maxsize=1 << 13)
def _is_high(word: str) -> bool:
    """Whether most letters of a word are capitals, and it is no abbreviation."""
    return len(word) > 2 and sum(map(str.isupper, word)) > len(word) / 2 and not is_abbreviation(word)
