"""Labels that an engine misread in a column that counts: what the rows above and below say they are.

`@)` between `(4)` and `(6)` is `(5)`, `(9)` between `(98)` and `(100)` is `(99)`; a label that is a number is left
alone where nothing shows that strokes of it were lost, so that a number that the drafters repeated stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.counted_groups import counted_labels
from extract.labels import clean_label
from ingest.records import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Table, TableRow

_NUMBER = re.compile(r"(\(?)((?:\d{1,3}\.)*)(\d{1,3})(\)?)")
_NEAR = 8  # rows on either side that may bear a number out
_DETAILS = ("lead", "coordinator", "product", "deadline")
_ALIKE = ({"1", "7"}, {"3", "5"})  # figures that engines take for one another
_LONGER = 2  # letters that a spoilt label may have more than the right one


@dataclass(frozen=True, slots=True)
class _Number:
    """A label that counts: how it is written around its last number, and that number."""

    form: tuple[str, str, str]
    value: int

    def text(self) -> str:
        opens, above, closes = self.form
        return f"{opens}{above}{self.value}{closes}"


def with_told_labels(table: Table) -> Table:
    """The table with misread labels of its rows put right, each a row in `issues`; its cells stay as seen."""
    labels = [row.get("label") for row in table.rows]
    told = told_labels(labels)
    through = ["" if _is_title(row) else told.get(at, row.get("label")) for at, row in enumerate(table.rows)]
    told |= told_labels(through)  # numbers that count on over the titles of groups
    groups = [at for at, row in enumerate(table.rows) if _is_title(row) and row.get("title").strip()]
    told |= {groups[at]: label for at, label in counted_labels([table.rows[at].get("label") for at in groups]).items()}
    told = {at: label for at, label in told.items() if not _heads_own(at, table.rows)}
    if not told:
        return table
    rows = tuple(_labelled(row, told[at]) if at in told else row for at, row in enumerate(table.rows))
    issues = tuple(_said(table.rows[at], label, table.table_no) for at, label in told.items())
    return replace(table, rows=rows, issues=(*table.issues, *issues))


def _is_title(row: TableRow) -> bool:
    return not any(row.get(role) for role in _DETAILS)


def _heads_own(at: int, rows: Sequence[TableRow]) -> bool:
    """Whether a title has the rows of its own number below it: `2` above `2.2` is no spoilt `2.1`."""
    below = rows[at + 1].get("label") if at + 1 < len(rows) else ""
    return _is_title(rows[at]) and clean_label(below).startswith(f"{clean_label(rows[at].get('label'))}.")


def _labelled(row: TableRow, label: str) -> TableRow:
    return replace(row, values=tuple((role, label if role == "label" else text) for role, text in row.values))


def _said(row: TableRow, label: str, table_no: int) -> Issue:
    message = f"a misread label was told by the rows above and below it: {label}"
    subject = f"table_cells {table_no}.{row.row_no}"
    return Issue("label_read", "info", message, row.page_no, subject, row.get("label"))


def told_labels(labels: Sequence[str]) -> dict[int, str]:
    """The labels, by their place in the column, that the others show to be misread, as they should be.

    Empty labels are rows that have none, and do not count.
    """
    rows = [at for at, label in enumerate(labels) if clean_label(label)]
    printed = [clean_label(labels[at]) for at in rows]
    numbers = [_number(label) for label in printed]
    sure = _borne_out(numbers)
    found = {}
    for at, label in enumerate(printed):
        meant = None if at in sure else _between(at, numbers, sure)
        if meant and meant.text() != label and _may_be(label, numbers[at], meant):
            found[rows[at]] = meant.text()
    return found


def _number(label: str) -> _Number | None:
    match = _NUMBER.fullmatch(label)
    return _Number((match[1], match[2], match[4]), int(match[3])) if match else None


def _borne_out(numbers: Sequence[_Number | None]) -> frozenset[int]:
    """Places of the numbers that others near them count on from or to, row by row."""
    support = {at: len(_agreeing(at, numbers)) for at, number in enumerate(numbers) if number}
    known = [at for at in support if support[at]]
    return frozenset(at for at in known if not _is_caught(at, numbers, known, support))


def _agreeing(at: int, numbers: Sequence[_Number | None]) -> list[int]:
    own = numbers[at]
    return [
        other
        for other in range(max(0, at - _NEAR), min(len(numbers), at + _NEAR + 1))
        if other != at
        and own
        and (number := numbers[other])
        and number.form == own.form
        and number.value - own.value == other - at
    ]


def _is_caught(at: int, numbers: Sequence[_Number | None], known: Sequence[int], support: dict[int, int]) -> bool:
    """Whether better borne out numbers on both sides count on past this one: two spoilt ones may agree by chance."""
    own = numbers[at]
    rivals = [
        (other, (number.form, number.value - other))
        for other in known
        if own and (number := numbers[other]) and support[other] > support[at] and abs(other - at) <= _NEAR
        if (number.form, number.value - other) != (own.form, own.value - at)
    ]
    before = {series for other, series in rivals if other < at}
    return bool(before & {series for other, series in rivals if other > at})


def _between(at: int, numbers: Sequence[_Number | None], sure: frozenset[int]) -> _Number | None:
    """What should stand at a place by the nearest sure numbers above and below; None where they do not say it."""
    above = max((other for other in sure if other < at), default=None)
    below = min((other for other in sure if other > at), default=None)
    before, after = (numbers[other] if other is not None else None for other in (above, below))
    if after and below is not None and (before is None or before.form != after.form):
        first = _Number(after.form, after.value - (below - at))
        if first.value == 1:
            return first
    if before is None or above is None:
        return None
    counted = _Number(before.form, before.value + at - above)
    if after and below is not None and after.form == before.form:
        return counted if after.value - counted.value == below - at else None
    own = numbers[at]
    return counted if own and own.value != 1 and at == above + 1 else None


def _may_be(label: str, number: _Number | None, meant: _Number) -> bool:
    """Whether an engine may have printed `label` for a number: nonsense, or a number that lost some strokes."""
    right = meant.text()
    if number is None:
        return len(label) <= len(right) + _LONGER
    if len(label) == len(right):
        return all(one == other or {one, other} in _ALIKE for one, other in zip(label, right, strict=True))
    return len(label) < len(right) and _is_left_of(str(number.value), right)


def _is_left_of(digits: str, right: str) -> bool:
    """Whether the digits stand in this order in the right label, others between them lost."""
    rest = iter(right)
    return all(digit in rest for digit in digits)
