"""Tables pasted into plain text with a cell a line: read back into rows by what the lines say.

Header, labels, titles, units and deadlines come again and again in the same order; an empty cell may have left a blank
line or nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract import units
from extract.records import Cell, Grid
from extract.stacked_cells import Evidence
from extract.stacked_head import Atom, find_heads
from extract.stacked_search import WAYS, Search, learnt
from extract.unweave import ends_table
from extract.unweave_score import Judge

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from extract.records import Line
    from extract.registry import Registry
    from extract.stacked_head import Head
    from extract.stacked_search import Step

_MIN_ROWS = 2
_GOOD = 0.6  # of the rows that have a unit, a deadline or a figure
_NEARLY = 0.8  # of the rows that fill a column
_MOST_LINES = 4000
_TELLS = 120  # lines that show what blank lines mean
_TELLING = frozenset({"lead", "coordinator", "deadline", "figure"})
_Row = dict[int, list[Atom]]


def stacked_grids(lines: Sequence[Line], taken: Collection[int], registry: Registry) -> tuple[Grid, ...]:
    """Grids of the tables with a cell a line; `taken` are the lines of tables read before. Only lines without a box."""
    atoms = _atoms(lines, taken)
    heads = find_heads(atoms)
    found: list[Grid] = []
    for at, head in enumerate(heads):
        end = heads[at + 1].start if at + 1 < len(heads) else len(atoms)
        end = next((at for at in range(head.end, end) if ends_table(atoms[at].text)), end)
        body = atoms[head.end : min(end, head.end + _MOST_LINES)]
        if rows := _rows_of(head, body, registry):
            found.append(_grid(head, atoms[head.start : head.end], rows, lines))
    return tuple(found)


def _atoms(lines: Sequence[Line], taken: Collection[int]) -> list[Atom]:
    atoms: list[Atom] = []
    gap = 0
    for index, line in enumerate(lines):
        text = line.text.strip()
        if text and line.box is None and index not in taken:
            atoms.append(Atom(index, text, gap))
        gap = 0 if text else gap + 1
    return atoms


def _rows_of(head: Head, body: Sequence[Atom], registry: Registry) -> list[_Row]:
    """The rows of one table; [] where the lines below its header are none."""
    if not body:
        return []
    evidence = Evidence(Judge(head.columns, registry, units.LinkContext(None, None, {}), None))
    roles = tuple(column.role for column in head.columns)
    worth = [[evidence.worth(col, atom.text) for col in range(len(roles))] for atom in body]
    searches = [Search(roles, blanks) for blanks in (WAYS if any(atom.gap for atom in body) else WAYS[:1])]
    _, at, steps = max(
        (score, -at, steps) for at, one in enumerate(searches) for score, steps in [one.best(body, worth)]
    )
    _, steps = searches[-at].best(body, learnt(body, steps, worth))
    rows = _gathered(body, steps)
    keys = _keys(rows, roles)
    ends = [at for at, row in enumerate(rows) if _is_good(row, evidence) and keys <= row.keys()]
    rows = rows[: max(ends, default=-1) + 1]  # what comes below is the text after the table
    return rows if _are_rows(rows, evidence) else []


def _gathered(body: Sequence[Atom], steps: Sequence[Step]) -> list[_Row]:
    rows: list[_Row] = []
    for atom, step in zip(body, steps, strict=True):
        if step.col is None:
            continue
        if step.fresh or not rows:
            rows.append({})
        rows[-1].setdefault(step.col, []).append(atom)
    return rows


def _keys(rows: Sequence[_Row], roles: Sequence[str]) -> set[int]:
    """The columns of labels and titles, where nearly every row fills them, titles of groups aside."""
    whole = [row for row in rows if any(roles[col] not in ("label", "title") for col in row)]
    keys = [col for col, role in enumerate(roles) if role in ("label", "title")]
    return {col for col in keys if sum(col in row for row in whole) >= _NEARLY * len(whole)}


def _is_good(row: _Row, evidence: Evidence) -> bool:
    """Whether a row has a unit, a deadline or a figure where they belong."""
    telling = (col for col in row if evidence.judge.columns[col].role in _TELLING)
    return any(evidence.is_good(col, " ".join(atom.text for atom in row[col])) for col in telling)


def _are_rows(rows: Sequence[_Row], evidence: Evidence) -> bool:
    roles = [column.role for column in evidence.judge.columns]
    whole = [row for row in rows if any(roles[col] not in ("label", "title") for col in row)]
    titled = sum(any(roles[col] in ("title", "target") for col in row) for row in whole)
    good = sum(_is_good(row, evidence) for row in whole)
    return len(whole) >= _MIN_ROWS and min(good, titled) >= _GOOD * len(whole)


def _grid(head: Head, named: Sequence[Atom], rows: Sequence[_Row], lines: Sequence[Line]) -> Grid:
    page_no = lines[named[0].index].page_no
    cells = [Cell(0, col, column.text, column.text, page_no) for col, column in enumerate(head.columns)]
    for number, row in enumerate(rows, start=1):
        page_no = lines[min(atom.index for atoms in row.values() for atom in atoms)].page_no
        for col in range(len(head.columns)):
            own = [lines[atom.index] for atom in row.get(col, ())]
            text, seen = ("\n".join(getattr(line, name).strip() for line in own) for name in ("text", "seen"))
            cells.append(Cell(number, col, text, seen, page_no))
    used = {atom.index for atom in named} | {atom.index for row in rows for atoms in row.values() for atom in atoms}
    return Grid(cells[0].page_no, tuple(cells), min(used), max(used), frozenset(used))
