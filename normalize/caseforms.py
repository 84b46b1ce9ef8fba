"""The case forms that a seen word may stand for."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile("[BCDĐGHKLMNPRSTVX]{3,}")  # no vowel, nor a letter engines take for one


def is_abbreviation(seen: str) -> bool:
    """Whether a word is capitals none of which is a vowel or a letter engines take for one."""
    return bool(_ABBREVIATION.fullmatch(seen))


def case_forms(seen: str, capital: bool) -> tuple[str, ...]:
    """The case forms a seen word may stand for, likeliest first."""
    high = sum(map(str.isupper, seen))
    low = sum(map(str.islower, seen))
    if capital and high >= low:
        return ("upper",)
    if high >= 2 and high > low:
        return ("title", "upper") if len(seen) <= 3 or low else ("upper",)
    first = next(filter(str.isalpha, seen), "")
    if first and first in "IJ":
        return ("lower", "title")  # far oftener an l
    if first.isupper():
        return ("title", "lower") if first in "GOQ" or len(seen) == 1 else ("title",)
    return ("lower",)
