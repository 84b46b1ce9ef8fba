"""Marks that engines misread: the dash of a list item, a doubled stop, a Roman number with strokes for ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from normalize.docnumber import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

_BULLET = re.compile(r"^\s*([\"“”=~'‘’]|--)(?=\s+[^\W\d_])")
_CLOSED = re.compile(r"[\"“”]")
_TIGHT = re.compile(r"^\s*-(?=[A-ZĐÀ-Ỹ][^\W\d_]*[ &¢])")
_ROMAN = re.compile(r"^\s*((?=[1l]*I)[I1l]{2,3})(?=\.)")
_DOUBLED = re.compile(r"(?<=[^\W_][;:])[,.](?=\s|$)")


def changes(line: str) -> Iterator[Change]:
    """What is wrong with the marks of a line, from left to right."""
    bullet = _BULLET.match(line)
    tight = _TIGHT.match(line)
    roman = _ROMAN.match(line)
    if bullet and not _CLOSED.search(line, bullet.end()):
        yield Change(bullet.start(1), bullet.end(1), "-", "bullet")
    elif tight:
        yield Change(tight.end(), tight.end(), " ", "bullet_space")
    elif roman and roman[1] != "I" * len(roman[1]):
        yield Change(roman.start(1), roman.end(1), "I" * len(roman[1]), "roman")
    for match in _DOUBLED.finditer(line):
        yield Change(match.start(), match.end(), "", "doubled_stop")
