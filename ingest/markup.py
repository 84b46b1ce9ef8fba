"""Take markup out of plain text; the rules are data (`ingest/data/markup.tsv`)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from normalize.datafile import read_tsv

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULES = Path(__file__).parent / "data" / "markup.tsv"
_REACH = 6  # emphasis does not run over more lines than a long title has
_MARKS = frozenset("*_<[#\\")  # a line without any of these and without a forced break has no markup


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = read_tsv(_RULES, ("id", "pattern", "replacement", "why"), key="id")
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row["replacement"]) for row in rows)


def strip_markup(line: str) -> str:
    """The words of `line` without markdown emphasis, inline tags and converter debris.

    White space at the start and tabs are kept, because they are the shape of a table.
    """
    if not (_MARKS & set(line)) and not line.endswith("  "):
        return line
    for pattern, replacement in _rules():
        before = None
        while before != line:
            before, line = line, pattern.sub(replacement, line)
    return line


def strip_lines(lines: Sequence[str]) -> list[str]:
    """`strip_markup` for each line, and for emphasis that opens on one line and closes on a later one."""
    stripped = [strip_markup(line) for line in lines]
    for mark in ("**", "*"):
        _drop_pairs(stripped, mark)
    return stripped


def _drop_pairs(lines: list[str], mark: str) -> None:
    """Drop `mark` where it hugs the start of a line and, within `_REACH` lines, the end of another."""
    opened: int | None = None
    for index, line in enumerate(lines):
        text = line.strip()
        if opened is None and text.startswith(mark) and text[len(mark) :][:1].strip(" *"):
            opened = index
        if opened is not None and index > opened and text.endswith(mark) and text[: -len(mark)][-1:].strip(" *"):
            lines[opened] = lines[opened].replace(mark, "", 1)
            lines[index] = line[: line.rindex(mark)] + line[line.rindex(mark) + len(mark) :]
            opened = None
        if opened is not None and (index - opened >= _REACH or not text):
            opened = None
