"""Annotations, and a writer of small snapshots in the published form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gold.load import read_gold
from gold.records import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gold.records import Task, Truth

ROOT = Path(__file__).parents[2]
TEXT, INT, DAY, REAL, FLAG = pa.string(), pa.int32(), pa.date32(), pa.float64(), pa.bool_()
SCHEMAS = {
    "documents": {
        "doc_id": TEXT, "source_path": TEXT, "source_sha256": TEXT, "number": TEXT, "doc_type": TEXT,
        "issuer_text": TEXT, "issuer_unit_id": TEXT, "issued_place": TEXT, "issued_date": DAY, "title": TEXT,
        "signer_title": TEXT, "signer_name": TEXT, "is_draft": FLAG, "status": TEXT,
    },
    "pages": {"doc_id": TEXT, "page_no": INT, "text_seen": TEXT, "text": TEXT},
    "tasks": {
        "task_id": TEXT, "doc_id": TEXT, "ordinal": INT, "kind": TEXT, "label": TEXT, "parent_task_id": TEXT,
        "annex": TEXT, "group_label": TEXT, "group_title": TEXT, "title": TEXT, "product": TEXT,
        "lead_text": TEXT, "coordinator_text": TEXT,
    },
    "task_units": {"task_id": TEXT, "ordinal": INT, "role": TEXT, "text": TEXT, "name": TEXT, "unit_id": TEXT},
    "task_deadlines": {"task_id": TEXT, "ordinal": INT, "kind": TEXT, "due_date": DAY, "rrule": TEXT},
    "units": {"unit_id": TEXT, "name": TEXT},
    "citations": {
        "doc_id": TEXT, "ordinal": INT, "role": TEXT, "number": TEXT, "doc_type": TEXT, "issued_date": DAY,
    },
    "indicators": {
        "doc_id": TEXT, "ordinal": INT, "label": TEXT, "name": TEXT, "year": INT, "target_value": REAL,
        "target_unit": TEXT,
    },
}  # fmt: skip


@pytest.fixture(scope="session")
def decisions() -> Path:
    return ROOT / "gold" / "decisions"


@pytest.fixture(scope="session")
def truths(decisions: Path) -> tuple[Truth, ...]:
    return read_gold(decisions)


@pytest.fixture(scope="session")
def perfect(truths: tuple[Truth, ...]) -> tuple[Told, ...]:
    """What a snapshot without a fault tells."""
    text = ["\n".join(t.lines) or "Số: 1\nQUYẾT ĐỊNH" for t in truths]
    return tuple(Told(t.file, t.sha256, t.facts, s, s) for t, s in zip(truths, text, strict=True))


@pytest.fixture(scope="session")
def publish() -> Callable[[Path, Sequence[Told]], Path]:
    return write_snapshot


def write_snapshot(root: Path, told: Sequence[Told]) -> Path:
    """Write documents in the published form: a folder a table, a part a year of issue."""
    registry: dict[str, str] = {}
    for document in told:
        rows = _rows(document, registry)
        day = document.facts.head.issued_date
        for table, some in rows.items():
            _write(root / table / f"issued_year={day.year if day else 0}", table, some)
    _write(root / "units" / "issued_year=0", "units", [{"unit_id": i, "name": n} for n, i in registry.items()])
    return root


def _write(folder: Path, table: str, rows: list[dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "part-0.parquet"
    before = pq.ParquetFile(part).read().to_pylist() if part.exists() else []
    pq.write_table(pa.Table.from_pylist(before + rows, schema=pa.schema(SCHEMAS[table].items())), part)


def _rows(told: Told, registry: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    doc, head = told.sha256[:16], told.facts.head
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in SCHEMAS if table != "units"}
    rows["documents"].append({
        "doc_id": doc, "source_path": f"data/raw/{told.file}", "source_sha256": told.sha256,
        "number": head.number or None, "doc_type": head.doc_type, "issuer_text": "".join(head.issuers),
        "issued_place": head.place or None, "issued_date": head.issued_date, "title": head.title,
        "signer_title": head.signer_title or None, "signer_name": head.signer_name or None,
        "is_draft": head.is_draft, "status": "done",
    })  # fmt: skip
    for no, (seen, text) in enumerate(zip(told.seen.split("\f"), told.text.split("\f"), strict=True), start=1):
        rows["pages"].append({"doc_id": doc, "page_no": no, "text_seen": seen, "text": text})
    for n, basis in enumerate(head.bases):
        rows["citations"].append({
            "doc_id": doc, "ordinal": n, "role": "legal_basis", "number": basis.number or None,
            "doc_type": basis.doc_type, "issued_date": basis.issued_date,
        })  # fmt: skip
    for indicator in told.facts.indicators:
        for target in indicator.targets:
            rows["indicators"].append({
                "doc_id": doc, "ordinal": len(rows["indicators"]), "label": indicator.label,
                "name": indicator.name, "year": target.year, "target_value": target.value,
                "target_unit": target.unit or None,
            })  # fmt: skip
    _add_tasks(rows, told, registry)
    return rows


def _add_tasks(rows: dict[str, list[dict[str, Any]]], told: Told, registry: dict[str, str]) -> None:
    doc = told.sha256[:16]
    for kind, tasks in (("task", told.facts.tasks), ("responsibility", told.facts.duties)):
        start = len(rows["tasks"])
        for n, task in enumerate(tasks):
            above = None if task.parent is None else f"{doc}-{start + task.parent:04d}"
            rows["tasks"].append({
                "task_id": f"{doc}-{start + n:04d}", "doc_id": doc, "ordinal": start + n, "kind": kind,
                "label": task.label, "parent_task_id": above, "annex": task.annex or None,
                "group_label": task.group_label or None, "title": task.title, "product": task.product or None,
                "lead_text": task.lead_text or None, "coordinator_text": task.coordinator_text or None,
            })  # fmt: skip
            _add_details(rows, f"{doc}-{start + n:04d}", task, registry)


def _add_details(rows: dict[str, list[dict[str, Any]]], task_id: str, task: Task, registry: dict[str, str]) -> None:
    roles = [("lead", u) for u in task.leads] + [("coordinator", u) for u in task.coordinators]
    for n, (role, unit) in enumerate(roles):
        key = registry.setdefault(unit.name, f"u{len(registry)}") if unit.linked else None
        rows["task_units"].append(
            {"task_id": task_id, "ordinal": n, "role": role, "text": unit.text, "name": unit.name, "unit_id": key}
        )
    for n, due in enumerate(task.deadlines):
        rows["task_deadlines"].append(
            {
                "task_id": task_id,
                "ordinal": n,
                "kind": due.kind,
                "due_date": due.due_date,
                "rrule": due.rrule or None,
            }
        )
