"""A snapshot beside the annotations: both sides in the words of the annotation format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gold.diff.records import Side, SideDocument, SideRow
from gold.diff.sides import read_side
from gold.judge import in_scope, is_annotated
from gold.load import read_gold
from gold.match import name_key, plain
from gold.score import belongs
from gold.snapshot import read_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from gold.records import Facts, Head, Target, Task, Told, Truth, Unit


def is_gold(folder: Path) -> bool:
    """Whether a folder holds annotations."""
    return any(folder.glob("*/truth.json"))


def read_sides(before: Path, after: Path) -> tuple[Side, Side]:
    """Both sides, in the form that both have.

    Raises:
        GoldError, SnapshotError: a side is neither annotations nor a snapshot, or cannot be read.
    """
    if not is_gold(before) and not is_gold(after):
        return read_side(before), read_side(after)
    truths = [truth for folder in (before, after) if is_gold(folder) for truth in read_gold(folder)]
    snapshot = next((folder for folder in (before, after) if not is_gold(folder)), None)
    told = _told(snapshot, truths) if snapshot else {}
    truths = [truth for truth in truths if truth.kept or truth.file in told or snapshot is None]
    return _side(before, truths, told), _side(after, truths, told)


def _told(folder: Path, truths: Sequence[Truth]) -> dict[str, Told]:
    """What a snapshot tells of the annotated source files, by their names in the annotations."""
    found = read_snapshot(folder, lambda file, sha: any(belongs(t, file, sha) for t in truths))
    return {
        truth.file: one
        for truth in truths
        for one in found
        if one.sha256 == truth.sha256 or (one.file == truth.file and one.file not in truth.renderings)
    }


def _side(folder: Path, truths: Iterable[Truth], told: Mapping[str, Told]) -> Side:
    if is_gold(folder):
        return Side(str(folder), tuple(_document(truth, truth.facts) for truth in truths))
    here = (truth for truth in truths if truth.file in told)
    return Side(str(folder), tuple(_document(truth, told[truth.file].facts) for truth in here))


def _document(truth: Truth, facts: Facts) -> SideDocument:
    """The rows of one side in the tables, and the annexes, that are annotated."""
    duties = [row for row in facts.duties if is_annotated(truth, "responsibilities", row)]
    tasks = [row for row in facts.tasks if is_annotated(truth, "tasks", row)]
    indicators = [row for row in facts.indicators if is_annotated(truth, "indicators", row)]
    tables = {
        "tasks": (*_tasks(tasks, "task"), *_tasks(duties, "responsibility")),
        "indicators": tuple(
            SideRow((i.label, plain(i.name)), "", i.label, i.name, {"values": "; ".join(map(_target, i.targets))})
            for i in indicators
        ),
    }
    if in_scope(truth, "head"):
        tables["documents"] = (_head(facts.head),)
        tables["citations"] = tuple(
            SideRow((b.number or b.doc_type,), "", b.number, b.number, {"issued_date": str(b.issued_date or "")})
            for b in facts.head.bases
        )
    return SideDocument(truth.sha256[:16], truth.file, truth.file, "", tables)


def _target(target: Target) -> str:
    value = "" if target.value is None else f"{target.value:g}"
    return " ".join(filter(None, (str(target.year or ""), value, target.unit)))


def _head(head: Head) -> SideRow:
    fields = {
        name: plain(str(getattr(head, name) or ""))
        for name in ("number", "doc_type", "place", "issued_date", "title", "signer_title", "signer_name", "is_draft")
    }
    fields["issuer"] = plain(head.issuers[0]) if head.issuers else ""
    return SideRow(("document",), "", "head", head.title, fields)


def _tasks(tasks: Iterable[Task], kind: str) -> Iterable[SideRow]:
    for task in tasks:
        place = (task.annex, task.group_label, task.label)
        key = (kind, task.group_label.casefold(), task.label.casefold(), "" if task.label else plain(task.title))
        fields = {
            "title": plain(task.title),
            "product": plain(task.product),
            "task_units.lead": _names(task.leads),
            "task_units.coordinator": _names(task.coordinators),
            "task_deadlines.deadlines": "; ".join(
                " ".join(filter(None, (d.kind, str(d.due_date or ""), d.rrule))) for d in task.deadlines
            ),
        }
        yield SideRow(key, kind, " ".join(filter(None, place)), task.title, fields)


def _names(units: Iterable[Unit]) -> str:
    """Names in one order and one spelling of tones, so that only other names differ."""
    return "; ".join(
        sorted({name_key(unit.name): unit.name[:1].upper() + unit.name[1:] for unit in units}.values(), key=name_key)
    )
