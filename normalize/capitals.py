"""Which words of a line stand among capitals."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from normalize.caseforms import is_abbreviation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.units import Unit

_MOSTLY = 0.7  # share of capitals among the letters of a line from which all its words stand among them

_FEW = 2  # capitals of a line below which none of its words stands among them, and letters that say nothing
_SHORT = 3  # letters all of which must be capitals: `NOi` is `Nội`


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
        beside and name is None and end > start + 1 and _may_be_high(line[start:end])
        for beside, (start, end, name) in zip(near, units, strict=True)
    ]


def _may_be_high(word: str) -> bool:
    """Whether a word beside capitals may be in capitals; `Co` is not."""
    return word[0].isupper() and (len(word) > _FEW or word.isupper())


@lru_cache(maxsize=1 << 13)
def _is_high(word: str) -> bool:
    """Whether a word is in capitals, most of its letters at least, and no abbreviation."""
    if len(word) <= _FEW or is_abbreviation(word):
        return False
    return sum(map(str.isupper, word)) > len(word) / 2 if len(word) > _SHORT else word.isupper()
