"""A snapshot beside the annotations: both sides in the words of the annotation format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gold.diff.records import Side, SideDocument, SideRow
from gold.diff.sides import read_side
from gold.load import read_gold
from gold.match import name_key, plain
from gold.score import belongs
from gold.snapshot import read_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gold.records import Facts, Head, Target, Task, Truth, Unit


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
    return _side(before, truths), _side(after, truths)


def _side(folder: Path, truths: Iterable[Truth]) -> Side:
    if is_gold(folder):
        documents = [_document(truth.file, truth.file, truth.facts) for truth in truths]
        return Side(str(folder), tuple(documents))
    wanted = list(truths)
    told = read_snapshot(folder, lambda file, sha: any(belongs(t, file, sha) and file == t.file for t in wanted))
    return Side(str(folder), tuple(_document(one.sha256[:16], one.file, one.facts) for one in told))


def _document(doc_id: str, file: str, facts: Facts) -> SideDocument:
    tables = {
        "documents": (_head(facts.head),),
        "tasks": (*_tasks(facts.tasks, "task"), *_tasks(facts.duties, "responsibility")),
        "citations": tuple(
            SideRow((b.number or b.doc_type,), "", b.number, b.number, {"issued_date": str(b.issued_date or "")})
            for b in facts.head.bases
        ),
        "indicators": tuple(
            SideRow((i.label, plain(i.name)), "", i.label, i.name, {"values": "; ".join(map(_target, i.targets))})
            for i in facts.indicators
        ),
    }  # fmt: skip
    return SideDocument(doc_id, file, file, "", tables)


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
