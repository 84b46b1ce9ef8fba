"""How far a snapshot's own confidence can be trusted: rows by what they were read from and by how sure it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gold import match
from gold.judge import DUTY_FIELDS, TASK_FIELDS, in_scope, is_annotated, settle
from gold.load import ROW
from gold.records import Rate, RowResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gold.judge import Field
    from gold.records import Told, Truth

BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Limits of the bands of confidence; each holds its lower limit, the last one both."""


def row_results(truth: Truth, told: Told) -> tuple[RowResult, ...]:
    """Every task and duty that a snapshot tells; rows whose confidence it does not say are left out."""
    wanted, got = settle(truth.facts, truth.slips), settle(told.facts, truth.slips)
    tasks = _results("tasks", (wanted.tasks, got.tasks), match.pair_tasks(wanted.tasks, got.tasks), TASK_FIELDS, truth)
    pairs = match.pair_duties(wanted.duties, got.duties)
    duties = _results("responsibilities", (wanted.duties, got.duties), pairs, DUTY_FIELDS, truth)
    return (*tasks, *duties)


def _results(
    table: str, rows: tuple[Sequence[Any], Sequence[Any]], pairs: match.Pairs, fields: Sequence[Field], truth: Truth
) -> Iterator[RowResult]:
    if not in_scope(truth, table):
        return
    (wanted, got), back = rows, {j: i for i, j in pairs}
    asked = {field.name for field in fields if any(field.show(row) for row in wanted)}
    for j, row in enumerate(got):
        if row.confidence is None or not (j in back or is_annotated(truth, table, row)):
            continue
        if j in back and (table, back[j], ROW) in truth.unsure:
            continue
        rate = Rate()
        for field in fields if j in back else ():
            spot = (table, back[j], field.name)
            if spot not in truth.unsure and (field.name in asked or field.show(row)):
                rate += Rate(int(field.right(wanted[back[j]], row, truth, spot)), 1)
        yield RowResult(row.source_kind, float(row.confidence), rate, invented=j not in back)


def band_of(confidence: float) -> tuple[float, float]:
    """The band that a confidence falls into."""
    upper = next((limit for limit in BANDS[1:-1] if confidence < limit), BANDS[-1])
    return BANDS[BANDS.index(upper) - 1], upper


def by_band(rows: Iterable[RowResult]) -> dict[tuple[float, float], list[RowResult]]:
    """Rows by band, in their order; bands without a row are left out."""
    found: dict[tuple[float, float], list[RowResult]] = {}
    for row in sorted(rows, key=lambda row: row.confidence):
        found.setdefault(band_of(row.confidence), []).append(row)
    return found


def by_kind(rows: Iterable[RowResult]) -> dict[str, list[RowResult]]:
    """Rows by what they were read from."""
    found: dict[str, list[RowResult]] = {}
    for row in sorted(rows, key=lambda row: row.source_kind):
        found.setdefault(row.source_kind or "not said", []).append(row)
    return found


def wholly_right(rows: Sequence[RowResult]) -> Rate:
    """Rows of which everything is right."""
    return Rate(sum(row.is_right for row in rows), len(rows))


def fields_right(rows: Iterable[RowResult]) -> Rate:
    """Fields that are right, of the fields of all rows that stand for an annotated one."""
    return sum((row.fields for row in rows), Rate())


def mean_confidence(rows: Sequence[RowResult]) -> float:
    """What the rows say of themselves, on average; 0 without rows."""
    return sum(row.confidence for row in rows) / len(rows) if rows else 0.0
