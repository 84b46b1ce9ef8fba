"""Grids to whole tables: stitched over pages, columns given their meaning, rows kept apart or joined."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from extract.blocks import match_heading
from extract.furniture import furniture
from extract.labels import clean_label, counts_on, is_aside, is_label, roman_opening
from extract.records import PlacedCell, Table, TableRow
from extract.tablehead import TASK_ROLES, Row, header_at, is_numbering, repeats, roles_of, says_roles, subheads
from extract.told import with_told_labels
from ingest.records import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Cell, Grid, Line

_SPECKS = 2  # letters; no longer word is on a line of specks
_TOP_LINES = 2  # of a running header, which only some pages show to be one
_FOOTNOTE = re.compile(r"\s*(?:\d{1,2}|[*†])\s+(?=[^\W\d_])")  # "1 Nghị quyết số …": a figure without a stop
_END_MARKS = ".;:!?"
_NUMBERED = 0.5  # of a table's rows that have a label


def stitch(grids: Sequence[Grid], lines: Sequence[Line], annex_at: Sequence[str | None]) -> tuple[Table, ...]:
    """Whole tables from the parts on each page.

    `annex_at` gives, for each of the document's lines, the label of the annex it stands in.
    """
    tables: list[Table] = []
    for parts in _runs(grids, lines):
        rows = [row for part in parts for row in _rows(part)]
        if table := _table(rows, len(tables) + 1, annex_at[parts[0].first]):
            tables.append(with_told_labels(table))
    return tuple(tables)


def _runs(grids: Sequence[Grid], lines: Sequence[Line]) -> list[list[Grid]]:
    """Grids of the same width with nothing but running headers and blanks between them are one table."""
    runs: list[list[Grid]] = []
    taken = furniture(lines).union(*(grid.lines for grid in grids))
    for grid in grids:
        if runs and _width(runs[-1][-1]) == _width(grid) and _adjacent(runs[-1][-1], grid, lines, taken):
            runs[-1].append(grid)
        else:
            runs.append([grid])
    return runs


def _adjacent(above: Grid, below: Grid, lines: Sequence[Line], taken: frozenset[int]) -> bool:
    """Whether no text stands between; footnotes below the part above are none."""
    between = [lines[i] for i in range(above.last + 1, below.first) if i not in taken and _is_text(lines[i].text)]
    foot = [line for line in between if line.page_no == above.page_no]
    if foot and below.page_no > above.page_no and _FOOTNOTE.match(foot[0].text):
        between = [line for line in between if line.page_no != above.page_no]
    return not between or (len(between) <= _TOP_LINES and not foot and _counts_on(above, below))


def _is_text(text: str) -> bool:
    """Whether a line says something: a misread page number and what specks print do not."""
    return any(len(word) > _SPECKS for word in re.findall(r"\w+", text))


def _counts_on(above: Grid, below: Grid) -> bool:
    """Whether the labels of one part begin, on the next page, where those of the other end."""
    first, last = _numbers(below), _numbers(above)
    return below.page_no == above.page_no + 1 and bool(first and last) and first[0] == last[-1] + 1


def _numbers(grid: Grid) -> list[int]:
    labels = (clean_label(cell.text) for cell in sorted(grid.cells, key=lambda cell: cell.row) if cell.col == 0)
    return [int(label) for label in labels if label.isdecimal()]


def _width(grid: Grid) -> int:
    return max((cell.col + cell.col_span for cell in grid.cells), default=0)


def _rows(grid: Grid) -> list[Row]:
    by_row: dict[int, dict[int, Cell]] = defaultdict(dict)
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            by_row[row].setdefault(cell.col, cell)
    return [Row(cells, min(c.page_no for c in cells.values())) for _, cells in sorted(by_row.items())]


def _table(rows: Sequence[Row], table_no: int, annex: str | None) -> Table | None:
    """Roles from the header, then every row placed; None where there are no rows."""
    if not rows:
        return None
    head = header_at(rows)
    roles = roles_of(rows, head)
    header = rows[head]
    below = subheads(rows, head, roles)
    placed: list[PlacedCell] = []
    merged: list[TableRow] = []
    doubts: list[Issue] = []
    numbered = _is_numbered(rows[head + below + 1 :], roles)
    fresh = False
    for index, row in enumerate(rows):
        above = rows[index - 1] if index else Row({}, 0)
        own = _own(row, above)
        if index <= head + below or repeats(row, header) or says_roles(row, roles) or is_numbering(row):
            row_no = min(index, head + below) if index <= head + below else head
            fresh = True
        elif merged and _is_part(row, above, roles):
            merged[-1] = _joined(merged[-1], own, roles, "; ")
            row_no = merged[-1].row_no
        elif (join := _goes_on(row, merged, roles, fresh or row.page_no != above.page_no, numbered)) == "yes":
            merged[-1] = _joined(merged[-1], own, roles)
            row_no = merged[-1].row_no
            fresh = False
        else:
            row_no = (merged[-1].row_no if merged else head + below) + 1
            merged.append(TableRow(row_no, row.page_no, _values(row, roles)))
            doubts += [_unsure(merged, table_no)] if join == "unsure" else []
            fresh = False
        placed += [PlacedCell(row_no, col, roles[col], cell) for col, cell in own.cells.items()]
    return Table(table_no, annex, _kind(roles), tuple(roles), tuple(merged), tuple(placed), tuple(doubts))


def _own(row: Row, above: Row) -> Row:
    """The row without the cells that reach down into it from the row above."""
    return Row({c: cell for c, cell in row.cells.items() if above.cells.get(c) is not cell}, row.page_no)


def _is_part(row: Row, above: Row, roles: Sequence[str]) -> bool:
    """Whether label and title are cells that span this row and the one above: one task in several lines."""
    keys = [col for col, role in enumerate(roles) if role in ("label", "title") and col in row.cells]
    said = [col for col in keys if row.text(col).strip()] or keys
    return bool(said) and all(above.cells.get(col) is row.cells[col] for col in said)


def _kind(roles: Sequence[str]) -> Literal["tasks", "other"]:
    says_tasks = "title" in roles and bool(TASK_ROLES & set(roles))
    return "tasks" if says_tasks and "target" not in roles else "other"


def _is_numbered(rows: Sequence[Row], roles: Sequence[str]) -> bool:
    """Whether nearly every row has a label: one without is then no row of its own."""
    labels = [row.text(roles.index("label")) for row in rows] if "label" in roles else []
    return sum(map(is_label, labels)) >= _NUMBERED * max(1, len(labels))


def _goes_on(
    row: Row, merged: Sequence[TableRow], roles: Sequence[str], after_break: bool, numbered: bool
) -> Literal["yes", "no", "unsure"]:
    """Whether a row without a label is the rest of the row above, cut by a page end or an engine."""
    said = dict(_values(row, roles))
    if said.get("label") or not merged or not row.filled():
        return "no"
    title = said.get("title", "").replace("\n", " ")
    above = merged[-1].get("title").rstrip()
    starts_low = next((letter for letter in title if letter.isalpha()), "A").islower()
    if not title or (not is_aside(title) and (counts_on(title, above) or starts_low)):
        return "yes"
    if is_aside(title) or not after_break or above[-1:] in _END_MARKS:
        return "no"
    return "yes" if numbered else "unsure"


def _unsure(merged: Sequence[TableRow], table_no: int) -> Issue:
    """The doubt about the last row, which may be the rest of the one before it."""
    above, row = merged[-2], merged[-1]
    message = "this row may be the rest of the row above, cut by the page's end; they were kept apart"
    words = "\n".join(" | ".join(filter(None, (text for _, text in one.values))) for one in (above, row))
    return Issue("row_join", "warning", message, row.page_no, f"table_cells {table_no}.{row.row_no}", words)


def _is_wide(cell: Cell, roles: Sequence[str]) -> bool:
    return cell.col_span > 1 or (roles[cell.col] == "label" and _is_text(cell.text) and not is_label(cell.text))


def _joined(above: TableRow, row: Row, roles: Sequence[str], between: str = " ") -> TableRow:
    """The row above with the texts of `row`; what both say in the same words is said once."""
    more = dict(_values(row, roles))
    parts = ((role, dict.fromkeys(filter(None, (text, more.get(role, ""))))) for role, text in above.values)
    values = tuple((role, between.join(texts)) for role, texts in parts)
    return TableRow(above.row_no, above.page_no, values)


def _values(row: Row, roles: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Texts by role; columns of one role are joined by a line break.

    A lone cell over several columns, or of words in the column of labels, is a title, with its label in front of it
    if it has one.
    """
    filled = row.filled()
    if len(filled) == 1 and "title" in roles and _is_wide(row.cells[filled[0]], roles):
        text = row.text(filled[0])
        found = match_heading(text)
        label, title = (found[1], found[2]) if found else roman_opening(text) or ("", text)
        texts = {"label": label, "title": title}
        return tuple((role, texts.get(role, "")) for role in dict.fromkeys(roles))
    by_role: dict[str, list[str]] = {role: [] for role in roles}
    for col, role in enumerate(roles):
        by_role[role].append(row.text(col))
    return tuple((role, "\n".join(filter(None, texts))) for role, texts in by_role.items())
