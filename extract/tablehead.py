"""The header of a table: in which row it stands, what its columns mean, and where it comes again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from extract.columns import by_content
from extract.labels import is_label
from extract.roles import header_role
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Cell

TASK_ROLES = frozenset({"lead", "deadline", "coordinator"})
_HEADER_REACH = 4  # a header stands in the first rows
_SAME_HEADER = 85  # of 100, folded; an engine reads a repeated header a little otherwise each time
_NUMBERING = re.compile(r"\(?\d{1,2}\)?")
_SAID = 3  # columns that a spoilt header must name, and a row that counts them
_COLUMN_LETTERS = "ABC"


@dataclass(frozen=True, slots=True)
class Row:
    """A physical row: its cells by column."""

    cells: dict[int, Cell]
    page_no: int

    def text(self, col: int) -> str:
        """Text of the cell in a column, "" where none is."""
        return self.cells[col].text if col in self.cells else ""

    def filled(self) -> list[int]:
        """Columns whose cells have text."""
        return [col for col, cell in sorted(self.cells.items()) if cell.text.strip()]


def header_at(rows: Sequence[Row]) -> int:
    """Index of the row, among the first, whose cells say the most roles."""
    reach = [row for row in rows[:_HEADER_REACH] if row.page_no == rows[0].page_no]
    scores = [len({header_role(cell.text) for cell in row.cells.values()} - {None}) for row in reach]
    return max(range(len(scores)), key=lambda i: (scores[i], -i))


def roles_of(rows: Sequence[Row], head: int) -> list[str]:
    """The role of each column, "other" where neither the header nor the cells tell it."""
    width = max(max(row.cells) for row in rows) + 1
    header = rows[head]
    roles = [header_role(header.text(col)) or "other" for col in range(width)]
    for col, cell in header.cells.items():  # a header cell over several columns names them all
        for extra in range(col + 1, min(col + cell.col_span, width)):
            roles[extra] = roles[col]
    last = max(header.filled(), default=0)
    if last < width - 1 and not any(header.text(col) for col in range(last + 1, width)):
        roles[last + 1 :] = [roles[last]] * (width - 1 - last)
    below = [row.text(0) for row in rows[head + 1 :]]
    if roles[0] == "other" and sum(map(is_label, below)) > len(below) / 2:
        roles[0] = "label"
    below_head = rows[head + 1 :]
    again = [row for row in below_head if repeats(row, header) or says_roles(row, roles)]
    for row in again:  # a header that one page spoilt may be whole on the next
        roles = [header_role(row.text(col)) or "other" if role == "other" else role for col, role in enumerate(roles)]
    content = [row for row in below_head if row not in again]
    return by_content(roles, [[row.text(col) for row in content] for col in range(width)])


def subheads(rows: Sequence[Row], head: int, roles: Sequence[str]) -> int:
    """How many rows after the header still belong to it: second header lines and column numbers."""
    count = 0
    for row in rows[head + 1 : head + 3]:
        texts = [row.text(col) for col in row.filled()]
        numbers = len(texts) >= _SAID and all(_NUMBERING.fullmatch(text) for text in texts)
        key = [row.text(col) for col, role in enumerate(roles) if role in ("label", "title")]
        if not numbers and (any(key) or not texts):
            break
        count += 1
    return count


def is_numbering(row: Row) -> bool:
    """Whether a row counts the columns, as in forms."""
    return counts_columns([row.text(col) for col in row.filled()])


def counts_columns(cells: Sequence[str]) -> bool:
    """Whether cells count the columns of a table: (1) (2) (3) …, or A B 1 2 3 …."""
    texts = [cell.strip(" ()") for cell in cells]
    letters = sum(text in _COLUMN_LETTERS for text in texts)
    counted = [*_COLUMN_LETTERS[:letters], *map(str, range(1, len(texts) - letters + 1))]
    return len(texts) >= _SAID and texts == counted


def repeats(row: Row, header: Row) -> bool:
    """Whether `row` is the header again, as on a new page."""
    said, again = (fold(" ".join(r.text(c) for c in r.filled())) for r in (header, row))
    return bool(said) and abs(len(said) - len(again)) < len(said) / 3 and fuzz.ratio(said, again) >= _SAME_HEADER


def says_roles(row: Row, roles: Sequence[str]) -> bool:
    """Whether a row without a label of its own says what its columns mean: a header that an engine spoilt."""
    if any(is_label(row.text(col)) for col, role in enumerate(roles) if role == "label"):
        return False
    known = [col for col in row.filled() if roles[col] not in ("label", "other")]
    said = sum(header_role(row.text(col)) == roles[col] for col in known)
    return said >= _SAID and 2 * said >= len(known)
