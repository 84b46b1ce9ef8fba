"""Marks behind a word that may be part of its last letter: `cơ` seen as `co’`, `trị` as `tr]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from normalize.spelling import Spelling

# Log10 odds that a mark behind a word is a mark, not the horn of its last letter (counted in aligned lines).
_REAL = {"’": -1.25, "'": -0.75, "‘": -1.3, "`": -1.3, "?": -2.0, "!": -1.8}
_QUOTES, _UNOPENED = frozenset("’'‘"), 3.0  # log10 odds against a quote that nothing opened
_OPENERS, _UNOPENED_BRACKET = {"]": "[", "}": "{"}, -2.0  # log10 odds of a bracket that nothing opened: `tr]` is `trị`
_OPENED = re.compile(r"(?<!\S)[(\[]?[\"'‘’“`]")
_HEARD = -0.7  # log10 odds of a mark from which the tagger is believed that it is none
DOUBTED = -0.2  # log10 odds of a mark from which it may be part of a letter


def real(line: str, at: int, spelling: Spelling | None) -> float:
    """Log10 odds that what stands behind a word is a mark, not a part of its last letter; 0 where there is no doubt."""
    mark = line[at : at + 1]
    if not mark or mark.isalnum() or mark.isspace():
        return 0.0
    odds = _REAL.get(mark, 0.0)
    if mark in _OPENERS and _OPENERS[mark] not in line[:at]:
        odds = _UNOPENED_BRACKET
    if mark in _QUOTES and not _OPENED.search(line, 0, at):
        odds -= _UNOPENED
    heard = 0.0 if spelling is None else spelling.marked(at)
    return min(odds, heard) if heard < _HEARD else odds
