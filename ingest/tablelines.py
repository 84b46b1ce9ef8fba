"""Tables of office files and web pages as the lines of text that a table of plain text has: tabs part the cells."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.errors import TooLargeError
from ingest.limits import MAX_CELLS
from ingest.records import SeenLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of one row.

    Attributes:
        column: where it starts, from 0, before columns in which no cell starts are dropped.
        lines: its text; several for paragraphs and line breaks.
        nested: whether a table stands inside it.
        covered: whether it is the lower part of a cell of the row above.
    """

    column: int
    lines: tuple[str, ...]
    nested: bool = False
    covered: bool = False


Row = tuple[TableCell, ...]
_COVERED = "\x1a"  # stands for a covered cell on the way to `seen_line`; no file's text holds it


def table_lines(rows: Sequence[Row]) -> list[list[str]]:
    """The lines of every row: one, its cells parted by tabs; of a table that only places text, those of each cell.

    A cell's own line breaks become blanks. Cells that are covered by a merged one are empty, those below one marked
    for `seen_line`; a column in which no cell starts is none. The head of a decision (issuer, motto) and its foot
    (recipients, signature) are tables of two columns without rulings: their lines come one cell after the other, as in
    a PDF.

    Raises:
        TooLargeError: over `MAX_CELLS` cells.
    """
    starts = sorted({cell.column for row in rows for cell in row if not cell.covered})
    if len(starts) * len(rows) > MAX_CELLS:
        raise TooLargeError(f"a table has {len(rows)} rows and {len(starts)} columns", "split the table")
    if _is_layout(rows, len(starts)):
        return [[line for cell in row for line in cell.lines if line.strip()] for row in rows]
    place = {column: index for index, column in enumerate(starts)}
    return [[_row_line(row, place)] for row in rows]


def _row_line(row: Row, place: dict[int, int]) -> str:
    texts = [""] * len(place)
    for cell in row:
        if cell.column in place:
            texts[place[cell.column]] = _COVERED if cell.covered else _joined(cell.lines)
    return "\t".join(texts)


def seen_line(line: str) -> SeenLine:
    """A line of `table_lines`, or any other, as NFC, with the columns that a merged cell above covers."""
    text = unicodedata.normalize("NFC", line)
    if _COVERED not in text:
        return SeenLine(text)
    covered = tuple(column for column, cell in enumerate(text.split("\t")) if cell == _COVERED)
    return SeenLine(text.replace(_COVERED, ""), covered=covered)


def _joined(lines: Iterable[str]) -> str:
    return " ".join(" ".join(lines).replace(_COVERED, "").split())


def _is_layout(rows: Sequence[Row], columns: int) -> bool:
    """A table around a table, or a small one whose cells hold several lines each."""
    cells = [cell for row in rows for cell in row]
    if any(cell.nested for cell in cells) and (columns <= 2 or len(rows) == 1):
        return True
    several = any(sum(1 for line in cell.lines if line.strip()) > 1 for cell in cells)
    return several and (columns <= 2 or (columns == 3 and len(rows) <= 2))
