"""The header of a table whose cells stand one below the other, each in a line of its own.

"STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian hoàn thành" in as many lines, as a table copied from a web page or a
text file has them; a header may be broken into two or three lines. What a header may say is data
(`extract/data/unweave_headers.tsv`, `column_roles.tsv`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.labels import is_label
from extract.roles import header_role
from extract.tablehead import TASK_ROLES, counts_columns
from extract.unweave_header import Column, known_headers
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MIN_COLUMNS = 3
_LETTERS = 45  # a longer line is no header
_BROKEN = 3  # lines of one header at most
_GAP = 2  # blank lines between two headers at most
_EXACT, _NEAR, _UNKNOWN, _TWICE = 2.0, 1.2, -1.5, -2.5
_MOST_UNKNOWN = 1
_MANY = frozenset({"figure", "other"})
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PLAIN = re.compile(r"(?:[^\W\d_]|[\s,/()*&-])+(?:(?:19|20)\d\d)?[\s)]*")  # no sentence, no numbers but a year


@dataclass(frozen=True, slots=True)
class Atom:
    """A line with words: its index among the document's lines, its text, and the blank lines right before it."""

    index: int
    text: str
    gap: int


@dataclass(frozen=True, slots=True)
class Head:
    """Columns from left to right and the atoms that name or count them, `end` exclusive."""

    columns: tuple[Column, ...]
    start: int
    end: int


def find_heads(atoms: Sequence[Atom]) -> list[Head]:
    """Headers among the lines, in order: at least three columns, the tasks' or targets' names among them."""
    found: list[Head] = []
    for at, atom in enumerate(atoms):
        if (found and at < found[-1].end) or not _opens(atom.text):
            continue
        if head := _head_at(atoms, at):
            found.append(head)
    return found


def _opens(text: str) -> bool:
    return len(text) <= _LETTERS and _role(text) is not None


def _head_at(atoms: Sequence[Atom], start: int) -> Head | None:
    """The header that begins at an atom: the way of joining its lines to headers that says most."""
    ways: list[tuple[float, tuple[Column, ...], int]] = [(0.0, (), start)]
    best: tuple[float, tuple[Column, ...], int] | None = None
    while ways:
        score, columns, at = ways.pop()
        if columns and columns[-1].role != "other" and (best is None or score > best[0]):
            best = (score, columns, at)
        for column, points, end in _next_columns(atoms, at, start):
            unknown = sum(one.role == "other" for one in (*columns, column))
            twice = column.role not in _MANY and column.role in {one.role for one in columns}
            if unknown <= _MOST_UNKNOWN:
                ways.append((score + points + _TWICE * twice, (*columns, column), end))
    if best is None or not _is_head(best[1]) or _begins_late(best[1]):
        return None
    columns = _in_order(best[1])
    return Head(columns, start, _without_count(atoms, best[2], len(columns)))


def _begins_late(columns: Sequence[Column]) -> bool:
    """Whether the first line is the title above the table: labels, or what it seems to name, are named after it."""
    first, later = columns[0], {column.role for column in columns[1:]}
    return "label" in later or (first.role in later and (_role(first.text) or ("", 0.0))[1] < _EXACT)


def _next_columns(atoms: Sequence[Atom], at: int, start: int) -> Iterator[tuple[Column, float, int]]:
    """The headers that one, two or three lines may be, what each is worth, and where the next begins."""
    for end in range(at + 1, min(at + _BROKEN, len(atoms)) + 1):
        if (atoms[end - 1].gap > _GAP and end - 1 > start) or len(atoms[end - 1].text) > _LETTERS:
            return
        if end - 1 > at and atoms[end - 1].gap:
            return
        text = " ".join(atom.text for atom in atoms[at:end])
        found = _role(text)
        parts = [atom.text for atom in atoms[at:end]]
        if found and (end - at == 1 or found[1] == _EXACT or not any(is_label(part) or _role(part) for part in parts)):
            yield Column(found[0], text, _year(text)), found[1] * (end - at) - (end - at - 1), end
    text = atoms[at].text if at < len(atoms) else ""
    if at > start and text and len(text.split()) <= _BROKEN and not is_label(text) and not any(map(str.isdigit, text)):
        yield Column("other", text), _UNKNOWN, at + 1


@lru_cache(maxsize=1 << 12)
def _role(text: str) -> tuple[str, float] | None:
    """The role of a header and what it is worth: a known one, one that holds known words, or none."""
    words = tuple("<year>" if _YEAR.fullmatch(word) else word for word in _WORD.findall(fold(text)))
    known = known_headers().get(words)
    if known and (known[0] != "figure" or len(words) > 1 or text.strip().isdecimal()):
        return known[0], _EXACT
    odd = len(text) > _LETTERS or not _PLAIN.fullmatch(text)
    role = None if odd else header_role(text)
    return (role, _NEAR) if role else None


def _year(text: str) -> int | None:
    return int(match[0]) if (match := _YEAR.search(text)) else None


def _is_head(columns: Sequence[Column]) -> bool:
    roles = {column.role for column in columns} - {"other"}
    tasks = "title" in roles and bool(roles & TASK_ROLES)
    return len(columns) >= MIN_COLUMNS and len(roles) >= MIN_COLUMNS and (tasks or {"target", "figure"} <= roles)


def _in_order(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns from left to right, where those below a common header were named after all others.

    "Cơ quan thực hiện" over "Chủ trì" and "Phối hợp" is read as one header, then the rest, then these two.
    """
    for at, column in enumerate(columns):
        later = [to for to in range(at + 2, len(columns)) if columns[to].role == column.role]
        below = columns[later[0] :] if later else ()
        if len(below) > 1 and column.role not in _MANY and {one.role for one in below} <= {"lead", "coordinator"}:
            return (*columns[:at], *below, *columns[at + 1 : later[0]])
    return columns


def _without_count(atoms: Sequence[Atom], end: int, width: int) -> int:
    """The end of the header with the row that counts its columns, (1) (2) (3) … or A B 1 2 …, if there is one."""
    texts = [atom.text for atom in atoms[end : end + width]]
    return end + width if len(texts) == width and counts_columns(texts) else end
