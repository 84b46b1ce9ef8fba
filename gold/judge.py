"""Row by row and field by field: is what the snapshot tells what the annotation says."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gold import match
from gold.align import settled
from gold.load import ROW
from gold.records import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gold.records import Basis, Head, Indicator, Slip, Spot, Task, Told, Truth, Unit


PRINTED = "head.printed"  # a second count of fields that are counted by themselves already


def judged(truth: Truth, told: Told) -> Iterator[Verdict]:
    """Every verdict on the rows of a document; known faults of the original are settled on both sides."""
    wanted, got = settle(truth.facts, truth.slips), settle(told.facts, truth.slips)
    if in_scope(truth, "head"):
        yield from judge_head(wanted.head, got.head, truth, told)
        if ("head", 0, "legal_bases") not in truth.unsure:
            yield from judge_bases(wanted.head.bases, got.head.bases)
    if in_scope(truth, "tasks"):
        pairs = match.pair_tasks(wanted.tasks, got.tasks)
        yield from judge_rows("tasks", "tasks", (wanted.tasks, got.tasks), pairs, (TASK_FIELDS, truth))
        yield from judge_parents(wanted.tasks, got.tasks, pairs, truth)
        yield from judge_links(wanted.tasks, got.tasks, pairs, truth)
    if in_scope(truth, "responsibilities"):
        pairs = match.pair_duties(wanted.duties, got.duties)
        yield from judge_rows("duties", "responsibilities", (wanted.duties, got.duties), pairs, (DUTY_FIELDS, truth))
    if in_scope(truth, "indicators"):
        pairs = match.pair_indicators(wanted.indicators, got.indicators)
        rows = (wanted.indicators, got.indicators)
        yield from judge_rows("indicators", "indicators", rows, pairs, (INDICATOR_FIELDS, truth))


def in_scope(truth: Truth, table: str) -> bool:
    """Whether the table is annotated, in whole or in part."""
    return truth.annexes.get(table) != frozenset()


def is_annotated(truth: Truth, table: str, row: Any) -> bool:
    """A told row stands where every row is annotated, so that one without a partner is invented."""
    annexes = truth.annexes.get(table)
    return annexes is None or match.name_key(getattr(row, "annex", "")) in {match.name_key(a) for a in annexes}


def settle(record: Any, slips: Sequence[Slip]) -> Any:
    """The record with every text in it settled."""
    if isinstance(record, str):
        return settled(record, slips)
    if isinstance(record, tuple):
        return tuple(settle(part, slips) for part in record)
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        parts = {f.name: settle(getattr(record, f.name), slips) for f in dataclasses.fields(record)}
        return dataclasses.replace(record, **parts)
    return record


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row: how it is shown ("" where it holds nothing) and when it is right.

    `right` is called with the annotated row, the told row, the truth and the spot of the field.
    """

    name: str
    show: Callable[[Any], str]
    right: Callable[[Any, Any, Truth, Spot], bool]


def _deadlines_right(wanted: Task, got: Task, truth: Truth, spot: Spot) -> bool:
    return set(got.deadlines) in [set(some) for some in (wanted.deadlines, *truth.also_due.get(spot, ()))]


def _leads_right(wanted: Task, got: Task, truth: Truth, spot: Spot) -> bool:
    return match.same_names(wanted.leads, got.leads) or _also_named(got.leads, truth, spot)


def _also_named(got: Sequence[Unit], truth: Truth, spot: Spot) -> bool:
    names = {match.name_key(u.name) for u in got}
    return names in [{match.name_key(name) for name in some} for some in truth.also_names.get(spot, ())]


def _coordinators_right(wanted: Task, got: Task, truth: Truth, spot: Spot) -> bool:
    ones = match.readings(wanted.coordinators, wanted.coordinator_text)
    others = match.readings(got.coordinators, got.coordinator_text)
    same = bool(others) == bool(ones) and match.same_names(wanted.coordinators, got.coordinators)
    return same or match.nearest(ones, others) >= 0.95 or _also_named(got.coordinators, truth, spot)


def _unit_right(wanted: Task, got: Task, _truth: Truth, _spot: Spot) -> bool:
    ones = match.readings(wanted.leads, wanted.lead_text)
    return match.nearest(ones, match.readings(got.leads, got.lead_text)) >= 0.9


def _show_dues(row: Task) -> str:
    return "; ".join(" ".join(filter(None, (d.kind, str(d.due_date or ""), d.rrule))) for d in row.deadlines)


def _show_units(units: Sequence[Unit], text: str) -> str:
    return "; ".join(u.name for u in units) or text


TASK_FIELDS = (
    Field("title", lambda t: str(t.title), lambda a, b, *_: match.within(a.title, b.title)),
    Field("leads", lambda t: _show_units(t.leads, ""), _leads_right),
    Field("coordinators", lambda t: _show_units(t.coordinators, t.coordinator_text), _coordinators_right),
    Field("product", lambda t: str(t.product), lambda a, b, *_: match.likeness(a.product, b.product) >= 0.95),
    Field("deadlines", _show_dues, _deadlines_right),
    Field(
        "group_label",
        lambda t: str(t.group_label),
        lambda a, b, *_: match.name_key(a.group_label) == match.name_key(b.group_label),
    ),
)
DUTY_FIELDS = (
    Field("unit", lambda t: _show_units(t.leads, t.lead_text), _unit_right),
    Field("deadlines", _show_dues, _deadlines_right),
)


def _values(row: Indicator) -> list[float]:
    return sorted(t.value for t in row.targets if t.value is not None)


def _measures(row: Indicator) -> set[str]:
    return {match.name_key(t.unit) for t in row.targets if t.unit}


def _measures_right(wanted: Indicator, got: Indicator, truth: Truth, spot: Spot) -> bool:
    others = [{match.name_key(unit) for unit in some} for some in truth.also_units.get(spot, ())]
    return _measures(got) in [_measures(wanted), *others]


def _years(row: Indicator) -> list[int]:
    return sorted({t.year for t in row.targets if t.year is not None})


INDICATOR_FIELDS = (
    Field("values", lambda i: " ".join(f"{v:g}" for v in _values(i)), lambda a, b, *_: _values(a) == _values(b)),
    Field("units", lambda i: "; ".join(sorted(_measures(i))), _measures_right),
    Field("years", lambda i: " ".join(map(str, _years(i))), lambda a, b, *_: _years(a) == _years(b)),
)


def judge_rows(
    metric: str,
    table: str,
    rows: tuple[Sequence[Any], Sequence[Any]],
    pairs: match.Pairs,
    how: tuple[Sequence[Field], Truth],
) -> Iterator[Verdict]:
    """Rows found, missed and invented, and the fields of every annotated row.

    A field that no annotated row of the document holds is not asked for: it adds to n only where the
    snapshot invents a value. A missed row has all its fields wrong.
    """
    (wanted, got), (fields, truth) = rows, how
    partner, back = dict(pairs), {j: i for i, j in pairs}
    settled_rows = [i for i in range(len(wanted)) if (table, i, ROW) not in truth.unsure]
    for i in settled_rows:
        yield Verdict(f"{metric}.found", i in partner, place(wanted[i]), headline(wanted[i]))
        yield Verdict(f"{metric}.missed", i not in partner, place(wanted[i]), headline(wanted[i]))
    for j, row in enumerate(got):
        if back[j] in settled_rows if j in back else is_annotated(truth, table, row):
            yield Verdict(f"{metric}.invented", j not in back, place(row), told=headline(row))
    for field in fields:
        asked = any(field.show(row) for row in wanted)
        for i, row in enumerate(wanted):
            spot = (table, i, field.name)
            told = got[partner[i]] if i in partner else None
            shown = field.show(told) if told is not None else ""
            if spot not in truth.unsure and (asked or shown):
                right = told is not None and field.right(row, told, truth, spot)
                yield Verdict(f"{metric}.{field.name}", right, place(row), field.show(row), shown)


def place(row: Task | Indicator) -> str:
    """How a reader finds a row: annex, group and label."""
    parts = (getattr(row, "annex", ""), getattr(row, "group_label", ""), row.label)
    return " ".join(p for p in parts if p)


def headline(row: Task | Indicator) -> str:
    """What a row is about."""
    return getattr(row, "title", "") or getattr(row, "name", "")


def judge_parents(wanted: Sequence[Task], got: Sequence[Task], pairs: match.Pairs, truth: Truth) -> Iterator[Verdict]:
    """A row stands below the row that was matched to its annotated parent; asked where one side has one."""
    partner, back = dict(pairs), {j: i for i, j in pairs}
    for i, row in enumerate(wanted):
        told = got[partner[i]] if i in partner else None
        above = told.parent if told is not None else None
        if ("tasks", i, "parent") in truth.unsure or (row.parent is None and above is None):
            continue
        right = above is not None and row.parent is not None and back.get(above) == row.parent
        names = (wanted[row.parent].label if row.parent is not None else "", _label_of(got, above))
        yield Verdict("tasks.parent", right, place(row), *names)


def _label_of(rows: Sequence[Task], index: int | None) -> str:
    if index is None:
        return ""
    return rows[index].label if index >= 0 else "(a row that does not exist)"


def judge_links(wanted: Sequence[Task], got: Sequence[Task], pairs: match.Pairs, truth: Truth) -> Iterator[Verdict]:
    """Named units linked to the registry entry of that name, and links that are right.

    Collective units ("các bộ, ngành") stand for no entry and are not asked for.
    """
    partner = dict(pairs)
    for i, row in enumerate(wanted):
        for role in ("leads", "coordinators"):
            if ("tasks", i, role) in truth.unsure:
                continue
            named: tuple[Unit, ...] = getattr(row, role)
            told: tuple[Unit, ...] = getattr(got[partner[i]], role) if i in partner else ()
            links = [u for u in told if u.linked]
            linked = {match.name_key(u.name) for u in links}
            right = {match.name_key(u.name) for u in named}
            shown = "; ".join(u.name for u in links)
            for unit in named:
                if unit.linked:
                    hit = match.name_key(unit.name) in linked
                    yield Verdict("units.recall", hit, place(row), unit.name, shown)
            for unit in links:
                hit = match.name_key(unit.name) in right
                yield Verdict("units.precision", hit, place(row), "; ".join(u.name for u in named), unit.name)


def judge_head(wanted: Head, got: Head, truth: Truth, told: Told) -> Iterator[Verdict]:
    """The fields of the head; nothing annotated and nothing told is right, if anything was told at all."""
    keys = ("number", "doc_type", "place", "signer_title", "signer_name", "issued_date", "is_draft")
    issuers = {match.name_key(name) for name in got.issuers}
    right = {key: _same(getattr(wanted, key), getattr(got, key)) for key in keys}
    right["issuer"] = bool(issuers & {match.name_key(n) for n in wanted.issuers}) or wanted.issuers == got.issuers
    right["title"] = match.within(wanted.title, got.title)
    for key, hit in right.items():
        if ("head", 0, key) not in truth.unsure:
            name = "issuers" if key == "issuer" else key
            shown = (_show(getattr(wanted, name)), _show(getattr(got, name)))
            yield Verdict(f"head.{key}", hit and bool(told.file), "head", *shown)
            if key not in truth.by_hand:
                yield Verdict(PRINTED, hit and bool(told.file), "head")


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return match.name_key(one) == match.name_key(other)
    return one == other


def _show(value: object) -> str:
    if isinstance(value, tuple):
        return " / ".join(map(str, value))
    return "" if value is None else str(value)


def judge_bases(wanted: Sequence[Basis], got: Sequence[Basis]) -> Iterator[Verdict]:
    """Legal bases as a set of number, type and date."""

    def key(basis: Basis) -> tuple[str, str, object]:
        return (match.name_key(basis.number), match.name_key(basis.doc_type), basis.issued_date)

    def show(basis: Basis) -> str:
        return " ".join(filter(None, (basis.doc_type, basis.number, str(basis.issued_date or ""))))

    there, asked = {key(b) for b in got}, {key(b) for b in wanted}
    for basis in wanted:
        yield Verdict("bases.found", key(basis) in there, "legal basis", show(basis))
    for basis in got:
        yield Verdict("bases.invented", key(basis) not in asked, "legal basis", told=show(basis))
