"""Tables in plain text whose cells are parted by bars, one row a line: `1 | Nhiệm vụ … | Bộ Y tế | Quý II/2026`.

An engine prints rules between columns as bars too, but then a row runs over several lines: such a table is none of
these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.records import Cell, Grid
from extract.roles import header_role
from extract.tablehead import TASK_ROLES
from extract.unweave import ends_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Line

MIN_COLUMNS, MIN_ROWS = 3, 2
_SAID = 3  # columns that a header names
_OPENS = 0.7  # of the rows that begin with a label, or a title with a capital letter
_RULE = frozenset("|-:=+ ")


@dataclass(slots=True)
class _Row:
    """A row while its lines are gathered."""

    at: list[int]
    text: str
    seen: str

    def add(self, index: int, line: Line) -> None:
        self.at.append(index)
        self.text, self.seen = f"{self.text} {line.text.strip()}", f"{self.seen} {line.seen.strip()}"


def bar_grids(lines: Sequence[Line]) -> tuple[Grid, ...]:
    """Tables among the lines that have bars, no tab and no box, in order."""
    found: list[Grid] = []
    at = 0
    while at < len(lines):
        roles = _roles(lines[at])
        rows = _rows(lines, at) if roles else []
        if rows and _are_rows(rows[1:], roles, lines[at]):
            found.append(_grid(rows, lines, len(roles)))
            at = found[-1].last
        at += 1
    return tuple(found)


def _is_open(line: Line) -> bool:
    return line.box is None and "\t" not in line.text


def _roles(line: Line) -> list[str]:
    """The roles of a header; [] for any other line."""
    if line.text.count("|") < MIN_COLUMNS - 1 or not _is_open(line):
        return []
    roles = [header_role(cell) or "other" for cell in _cells(line.text, has_edges(line.text))]
    known = set(roles) - {"other"}
    return roles if len(known) >= _SAID and "title" in known and known & TASK_ROLES else []


def has_edges(text: str) -> bool:
    """Whether a line begins and ends with a bar."""
    return text.strip().startswith("|") and text.strip().endswith("|")


def _cells(text: str, edges: bool) -> list[str]:
    inner = text.strip()
    inner = inner.removeprefix("|").removesuffix("|") if edges else inner
    return [" ".join(cell.split()) for cell in inner.split("|")]


def _rows(lines: Sequence[Line], start: int) -> list[_Row]:
    """The header and the rows below; a row that a text editor broke goes on until it has all its bars."""
    bars = lines[start].text.count("|")
    rows: list[_Row] = []
    for index in range(start, len(lines)):
        line = lines[index]
        text = line.text.strip()
        if not set(text) - _RULE:
            continue
        count, before = text.count("|"), rows[-1].text.count("|") if rows else bars
        if (
            not _is_open(line)
            or ends_table(text)
            or count > bars
            or (not count and before == bars and not text[0].islower())
        ):
            break
        if rows and (before + count <= bars if before < bars else not count):
            rows[-1].add(index, line)
        else:
            rows.append(_Row([index], text, line.seen.strip()))
    return rows if not rows or rows[-1].text.count("|") == bars else rows[:-1]


def _are_rows(rows: Sequence[_Row], roles: Sequence[str], header: Line) -> bool:
    """Whether the lines are whole rows: they begin with a label, or their title with a capital letter."""
    edges = has_edges(header.text)
    cells = [_cells(row.text, edges) for row in rows]
    whole = [texts for texts in cells if len(texts) == len(roles)]
    key = roles.index("label") if "label" in roles else roles.index("title")
    title = roles.index("title")
    opens = sum(bool(texts[key]) and not texts[title][:1].islower() for texts in whole)
    return len(whole) >= MIN_ROWS and opens >= _OPENS * len(rows)


def _grid(rows: Sequence[_Row], lines: Sequence[Line], width: int) -> Grid:
    edges = has_edges(rows[0].text)
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        texts, seens = _cells(row.text, edges), _cells(row.seen, edges)
        seens = seens if len(seens) == len(texts) else texts
        padded = [("", "")] * (width - len(texts))
        for col, (text, seen) in enumerate([*zip(texts, seens, strict=True), *padded][:width]):
            cells.append(Cell(number, col, text, seen, lines[row.at[0]].page_no))
    used = frozenset(at for row in rows for at in row.at)
    return Grid(cells[0].page_no, tuple(cells), min(used), max(used), used)
