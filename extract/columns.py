"""What a column means by what stands in it, where its header was never seen or is spoilt: dates, units, long texts."""

from __future__ import annotations

from functools import cache
from statistics import mean
from typing import TYPE_CHECKING

from extract import deadlines
from extract.unit_words import heads
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_TASK_ROLES = frozenset({"title", "lead", "coordinator", "deadline", "product"})
_MOST = 0.6  # of a column's cells
_MIN_CELLS = 2
_MIN_KNOWN = 2  # columns of a task table that their headers tell
_DATE_LENGTH = 60  # letters; a longer text only mentions a date
_TITLE_LENGTH = 30  # letters, on average


def by_content(roles: Sequence[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """The roles with those of unknown columns ("other") read from their cells, in a table that tells of tasks.

    `columns` are the texts below the header, column by column; empty ones do not count.
    """
    told = list(roles)
    if len(_TASK_ROLES.intersection(told)) < _MIN_KNOWN or "target" in told:
        return told
    for col, texts in enumerate(columns):
        filled = [text for text in texts if text.strip()]
        if told[col] == "other" and len(filled) >= _MIN_CELLS:
            told[col] = _role(filled, told)
    return told


def _role(texts: Sequence[str], told: Sequence[str]) -> str:
    if "deadline" not in told and mean(map(_is_date, texts)) >= _MOST:
        return "deadline"
    free = next((role for role in ("lead", "coordinator") if role not in told), None)
    if free and mean(map(_is_unit, texts)) >= _MOST:
        return free
    if "title" not in told and mean(map(len, texts)) >= _TITLE_LENGTH:
        return "title"
    return "other"


def _is_date(text: str) -> bool:
    return len(text) <= _DATE_LENGTH and any(found.kind != "none" for found in deadlines.parse(text, None))


def _is_unit(text: str) -> bool:
    words = fold(text).split()
    return text[:1].isupper() and words[0] in _first_words()


@cache
def _first_words() -> frozenset[str]:
    return frozenset(fold(head).split()[0] for head in heads()) | {"cac"}
