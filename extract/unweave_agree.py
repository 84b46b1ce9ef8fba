"""Cells of garbled tables that differ by a few letters from what the document writes elsewhere are read as that.

A column repeats itself, and a decision names its units in its headings too: a garbled name is known by its likeness.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from extract.rowtasks import final_mark_off, one_line
from extract.unit_words import heads
from ingest.records import Issue
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from extract.records import Assignment, Line

_FIELDS = ("lead_text", "coordinator_text", "product")
_UNITS = ("lead_text", "coordinator_text")
_ALIKE = 90.0  # of 100, folded: so much alike are a garbled cell and what it stands for
_SHORTEST = 12  # letters; shorter ones are alike by chance
_TIMES = 2  # times a column must say the same
_LABEL = re.compile(r"\s*\S{1,3}[).]\s+")  # however an engine printed it
_MOST_WORDS = 14  # of a heading that names a unit


def agreed(tasks: Sequence[Assignment], names: Collection[str]) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
    """The tasks with cells read as their column, or one of `names`, writes them; each such reading is an issue."""
    made = list(tasks)
    issues: list[Issue] = []
    for field in _FIELDS:
        times = Counter(one_line(text) for task in tasks if (text := getattr(task, field)))
        known = {text for text, count in times.items() if count >= _TIMES} | set(names if field in _UNITS else ())
        for at, task in enumerate(made):
            text = one_line(getattr(task, field) or "")
            if (other := _meant(text, known)) != text:
                made[at] = replace(task, **{field: other})  # type: ignore[arg-type]  # a field of text
                issues.append(_said(task, text, other))
    return tuple(made), tuple(issues)


def unit_names(lines: Iterable[Line]) -> frozenset[str]:
    """Units that a labelled line names and nothing else, as the headings of their duties do."""
    found = set()
    for line in lines:
        label = _LABEL.match(line.text)
        text = final_mark_off(one_line(line.text[label.end() :])) if label else ""
        words = fold(text).split()
        if 1 < len(words) <= _MOST_WORDS and text[:1].isupper() and not text.isupper() and words[0] in _first_words():
            found.add(text)
    return frozenset(found)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(fold(head).split()[0] for head in heads())


def _meant(text: str, known: Collection[str]) -> str:
    """The known text that `text` is a garbled form of; `text` itself where none, or two, are that much alike."""
    if len(text) < _SHORTEST or text in known:
        return text
    own = key(text)
    alike = sorted(((fuzz.ratio(own, key(other)), other) for other in known), reverse=True)
    close = [other for score, other in alike if score >= _ALIKE]
    different = {key(other) for other in close}
    return close[0] if len(different) == 1 else text


def key(text: str) -> str:
    """The text folded, its words alone."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text)).split())


def is_known(text: str, keys: Collection[str]) -> bool:
    """Whether a text is, but for a few letters, one of those with these keys."""
    own = key(text)
    return any(fuzz.ratio(own, other) >= _ALIKE for other in keys)


def _said(task: Assignment, before: str, after: str) -> Issue:
    message = f"a garbled cell was read as the document writes it elsewhere: {after}"
    return Issue("flattened_cell", "info", message, task.page_no, evidence=before)
