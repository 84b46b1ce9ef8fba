"""Figures to reach (chỉ tiêu) from the rows of tables: columns of names, values, perhaps of units and measures."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract import targets
from extract.labels import clean_label, label_style
from extract.records import Indicator
from extract.rowtasks import final_mark_off, one_line
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.records import Table
    from extract.targets import Target

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = re.compile(r"^\D*?(\d+(?:[.,]\d+)*)\s*[-–]\s*(\d+(?:[.,]\d+)*)\D*$")
_VALUES = frozenset({"product", "target"})  # "Kết quả"; a second column of targets
_UNITS = ("don vi", "dvt", "don vi tinh")
_NAMELESS = frozenset({"stt", "tt"})


@dataclass(frozen=True, slots=True)
class _Columns:
    """Column numbers by what they hold; `values` maps a column to the year of its header, None where it has none."""

    label: int | None
    name: int
    unit: int | None
    measure: int | None
    values: dict[int, int | None]


def row_targets(table: Table) -> tuple[Indicator, ...]:
    """One row for each figure of each row; () for a table that is no list of targets."""
    grid = _grid(table)
    columns = _columns(table, grid)
    if columns is None:
        return ()
    first = min((row.row_no for row in table.rows), default=0)
    pages = {row.row_no: row.page_no for row in table.rows}
    group: str | None = None
    found: list[Indicator] = []
    for number in sorted(row for row in grid if row >= first):
        cells = grid[number]
        if title := _group_title(cells, columns):
            group = title
        else:
            found += _row(cells, columns, group, pages.get(number, 1))
    return tuple(found)


def _grid(table: Table) -> dict[int, dict[int, str]]:
    """Row number → column number → text."""
    grid: dict[int, dict[int, str]] = {}
    for placed in table.cells:
        row = grid.setdefault(placed.row_no, {})
        row[placed.col_no] = one_line(f"{row.get(placed.col_no, '')} {placed.cell.text}")
    return grid


def _columns(table: Table, grid: dict[int, dict[int, str]]) -> _Columns | None:
    """What the columns hold, None where the table has no column of names ("Chỉ tiêu") or none of values."""
    if table.kind == "tasks" or "target" not in table.roles:
        return None
    first = min((row.row_no for row in table.rows), default=0)
    headers = {
        col: one_line(" ".join(grid[row].get(col, "") for row in sorted(grid) if row < first))
        for col in range(len(table.roles))
    }
    name = table.roles.index("target")
    units = [col for col, text in headers.items() if fold(text).strip(" .") in _UNITS and col != name]
    values = {
        col: _year(text)
        for col, text in headers.items()
        if col != name and col not in units and (table.roles[col] in _VALUES or _year(text))
    }
    if not values:
        return None
    label = table.roles.index("label") if "label" in table.roles else None
    measure = table.roles.index("measure") if "measure" in table.roles else None
    return _Columns(label, name, units[0] if units else None, measure, values)


def _year(text: str) -> int | None:
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def _group_title(cells: dict[int, str], columns: _Columns) -> str | None:
    """The title of a group row: a name, no values, a Roman number or letter or nothing as label."""
    style = label_style(cells.get(columns.label, "")) if columns.label is not None else "none"
    empty = not any(cells.get(col) for col in columns.values)
    return (cells.get(columns.name) or None) if empty and style in ("roman", "letter", "none") else None


def _row(cells: dict[int, str], columns: _Columns, group: str | None, page_no: int) -> Iterator[Indicator]:
    name = final_mark_off(cells.get(columns.name, ""))
    if not name or fold(name) in _NAMELESS:
        return
    measure = cells.get(columns.measure, "") if columns.measure is not None else ""
    unit = cells.get(columns.unit, "") if columns.unit is not None else ""
    bare = Indicator(
        label=clean_label(cells.get(columns.label, "")) if columns.label is not None else "",
        group_title=group,
        name=name,
        year=None,
        target_text=None,
        target_value=None,
        target_unit=unit or None,
        comparator=None,
        measure=measure or None,
        page_no=page_no,
    )
    for col, year in columns.values.items():
        for piece in filter(None, (part.strip() for part in cells.get(col, "").split(";"))):
            yield from _told(replace(bare, year=year or _year(group or "")), piece)


def _told(indicator: Indicator, piece: str) -> Iterator[Indicator]:
    """The figures of one cell, the ends of a span as two; a goal in words has no value."""
    span = _SPAN.match(piece)
    figures: Sequence[Target] = targets.find(piece)
    if span:
        figures = [found for end in span.groups() for found in targets.find(end)]
    if not figures:
        yield replace(indicator, target_text=piece, comparator="eq")
    for figure in figures:
        text = piece if len(figures) == 1 else figure.text
        unit = indicator.target_unit or figure.unit or None
        yield replace(
            indicator, target_text=text, target_value=figure.value, target_unit=unit, comparator=figure.comparator
        )
