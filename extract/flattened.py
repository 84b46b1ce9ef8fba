"""Tables whose lines an engine printed with the columns run together: found and handed to a person, not guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.roles import role_phrases
from ingest.records import Issue
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from extract.records import Line

_MIN_ROLES = 3  # a line or two that name so many columns are a header
_EVIDENCE = 600  # letters of the lines that follow
_START = 8  # letters that tell whether a line begins with the ordinal
_LETTERS = frozenset("tTsS|")  # with which they begin
_ORDINAL = ("tt ", "stt ", "| tt", "so tt ")


def flattened_headers(lines: Sequence[Line], taken: Collection[int]) -> tuple[Issue, ...]:
    """An issue for each header of a table without columns; `taken` are the lines of tables that were read."""
    found = []
    for index, line in enumerate(lines):
        if index in taken or not _names_columns(line.text, lines[max(0, index - 1) : index + 3]):
            continue
        evidence = "\n".join(row.text for row in lines[index : index + 15])[:_EVIDENCE]
        message = "a table whose columns run together was not read; settle its rows by hand"
        found.append(Issue("flattened_table", "warning", message, line.page_no, evidence=evidence))
    return tuple(found)


def _names_columns(text: str, around: Sequence[Line]) -> bool:
    start = text.lstrip()[:_START]
    if start[:1] not in _LETTERS or not fold(start).startswith(_ORDINAL):
        return False
    folded = " ".join(fold(" ".join(line.text for line in around)).split())
    return len({known.role for known in role_phrases() if known.phrase in folded}) >= _MIN_ROLES
