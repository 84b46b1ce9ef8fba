"""Read the annotated decisions back from a published snapshot, as the records they are compared with."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow.lib import ArrowException

from gold.errors import SnapshotError
from gold.load import rule_key
from gold.records import Basis, Due, Facts, Head, Indicator, Target, Task, Told, Unit
from normalize.errors import located

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Row = dict[str, Any]
Rows = dict[str, dict[str, list[Row]]]  # table -> document -> its rows, in order

COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": (
        "doc_id", "source_path", "source_sha256", "number", "doc_type", "issuer_text", "issuer_unit_id",
        "issued_place", "issued_date", "title", "signer_title", "signer_name", "is_draft",
    ),
    "pages": ("doc_id", "page_no", "text_seen", "text"),
    "tasks": (
        "doc_id", "task_id", "ordinal", "kind", "label", "parent_task_id", "annex", "group_label", "title",
        "product", "lead_text", "coordinator_text",
    ),
    "task_units": ("task_id", "ordinal", "role", "text", "name", "unit_id"),
    "task_deadlines": ("task_id", "ordinal", "kind", "due_date", "rrule"),
    "units": ("unit_id", "name"),
    "citations": ("doc_id", "ordinal", "role", "number", "doc_type", "issued_date"),
    "indicators": ("doc_id", "ordinal", "label", "name", "year", "target_value", "target_unit"),
}  # fmt: skip
"""What is read of each table."""


def read_snapshot(folder: Path, wanted: Callable[[str, str], bool]) -> tuple[Told, ...]:
    """The documents of a snapshot whose file name and SHA-256 `wanted` accepts, by file name.

    Args:
        folder: a snapshot, or the folder of snapshots, of which `latest` is read.
        wanted: called with the name of the source file and its SHA-256 in hexadecimal.

    Raises:
        SnapshotError: there is no snapshot, a table cannot be read, or nothing wanted is in it.
    """
    with located(str(folder)):
        if not folder.is_dir():
            raise SnapshotError("there is no such folder", "publish one with `congbao run PATH --out DIR`")
        root = folder / "latest" if (folder / "latest").is_dir() else folder
        if not (root / "documents").is_dir():
            remedy = "give a published one, such as data/parquet/latest"
            raise SnapshotError("not a snapshot: it has no documents table", remedy)
        documents = [d for d in read_table(root, "documents") if wanted(_name(d), d["source_sha256"])]
        if not documents:
            remedy = "run `congbao run` on the files of the annotations first"
            raise SnapshotError("none of the annotated decisions is in it", remedy)
        ids = sorted({d["doc_id"] for d in documents})
        rows = {t: _by_document(read_table(root, t, ids)) for t in COLUMNS if t != "units"}
        names = {u["unit_id"]: u["name"] or "" for u in read_table(root, "units")}
    return tuple(_told(d, rows, names) for d in sorted(documents, key=_name))


def read_table(root: Path, table: str, ids: Sequence[str] | None = None) -> list[Row]:
    """The rows of a table, of these documents only if `ids` are given; none where no part was published.

    Raises:
        SnapshotError: a part cannot be read or lacks a column.
    """
    rows: list[Row] = []
    for part in sorted((root / table).rglob("*.parquet")):
        with located(str(part)):
            try:
                present = pq.read_schema(part).names
                lacking = [c for c in COLUMNS[table] if c not in present]
                if lacking:
                    problem = f"the table {table} lacks the column {lacking[0]}"
                    raise SnapshotError(problem, "publish the snapshot again with this version")
                # One file is read as it is: the partition folder adds a column that is not wanted here.
                some = pq.ParquetFile(part).read(columns=list(COLUMNS[table]))
                rows += (some if ids is None else _of(some, ids)).to_pylist()
            except (ArrowException, OSError) as error:
                problem = f"cannot be read ({type(error).__name__})"
                raise SnapshotError(problem, "publish the snapshot again") from error
    return rows


def _of(some: Any, ids: Sequence[str]) -> Any:
    """The rows of these documents; the key of a task starts with the 16 characters of its document."""
    own = "doc_id" in some.column_names
    keys = some["doc_id"] if own else pc.utf8_slice_codeunits(some["task_id"], 0, 16)
    return some.filter(pc.is_in(keys, value_set=pa.array(ids, pa.string())))


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by document, each document's in order."""
    kept: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kept[row["doc_id"] if "doc_id" in row else row["task_id"][:16]].append(row)
    for group in kept.values():
        group.sort(key=lambda r: (r.get("task_id") or "", r.get("page_no") or r.get("ordinal") or 0))
    return kept


def _name(document: Row) -> str:
    return PurePath(document["source_path"]).name


def _told(document: Row, tables: Rows, names: Mapping[str, str]) -> Told:
    rows = {table: by_document.get(document["doc_id"], []) for table, by_document in tables.items()}
    units, deadlines = _by_task(rows["task_units"]), _by_task(rows["task_deadlines"])

    def of_kind(kind: str) -> tuple[Task, ...]:
        chosen = [r for r in rows["tasks"] if r["kind"] == kind]
        order = {r["task_id"]: i for i, r in enumerate(chosen)}
        return tuple(
            _task(r, order, _units(units[r["task_id"]], names), _dues(deadlines[r["task_id"]])) for r in chosen
        )

    facts = Facts(
        head=_head(document, rows["citations"], names),
        tasks=of_kind("task"),
        duties=of_kind("responsibility"),
        indicators=_indicators(rows["indicators"]),
    )
    return Told(
        file=_name(document),
        sha256=document["source_sha256"],
        facts=facts,
        text="\n".join(p["text"] or "" for p in rows["pages"]),
        seen="\n".join(p["text_seen"] or "" for p in rows["pages"]),
    )


def _by_task(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["task_id"]].append(row)
    return found


def _units(rows: Iterable[Row], names: Mapping[str, str]) -> dict[str, tuple[Unit, ...]]:
    """Units of a task by role; one that is not linked goes by its words, abbreviations written out."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for row in rows:
        name, text = names.get(row["unit_id"] or "", "") or row["name"] or "", row["text"] or ""
        found[row["role"]].append(Unit(name or text, text, row["unit_id"] is not None))
    return {role: tuple(units) for role, units in found.items()}


def _dues(rows: Iterable[Row]) -> tuple[Due, ...]:
    return tuple(Due(r["kind"], r["due_date"], rule_key(r["rrule"])) for r in rows if r["kind"] != "none")


def _task(row: Row, order: Mapping[str, int], units: Mapping[str, tuple[Unit, ...]], due: tuple[Due, ...]) -> Task:
    above = row["parent_task_id"]
    return Task(
        label=row["label"] or "",
        title=row["title"] or "",
        annex=row["annex"] or "",
        group_label=row["group_label"] or "",
        parent=order.get(above, -1) if above else None,
        leads=units.get("lead", ()),
        lead_text=row["lead_text"] or "",
        coordinators=units.get("coordinator", ()),
        coordinator_text=row["coordinator_text"] or "",
        product=row["product"] or "",
        deadlines=due,
    )


def _head(document: Row, citations: Iterable[Row], names: Mapping[str, str]) -> Head:
    number = document["number"] or ""
    issuers = (names.get(document["issuer_unit_id"] or "", ""), document["issuer_text"] or "")
    return Head(
        # A draft prints the number without its figure: `/QĐ-TTg` is no number yet.
        number=number if any(c.isdigit() for c in number) else "",
        doc_type=document["doc_type"] or "",
        issuers=tuple(filter(None, issuers)),
        place=document["issued_place"] or "",
        issued_date=document["issued_date"],
        title=document["title"] or "",
        signer_title=document["signer_title"] or "",
        signer_name=document["signer_name"] or "",
        is_draft=bool(document["is_draft"]),
        bases=tuple(
            Basis(c["number"] or "", c["doc_type"] or "", c["issued_date"])
            for c in citations
            if c["role"] == "legal_basis"
        ),
    )


def _indicators(rows: Iterable[Row]) -> tuple[Indicator, ...]:
    """Rows of one label and name are the targets of one indicator."""
    found: dict[tuple[str, str], list[Target]] = {}
    for row in rows:
        target = Target(row["year"], row["target_value"], row["target_unit"] or "")
        found.setdefault((row["label"] or "", row["name"] or ""), []).append(target)
    return tuple(Indicator(label, name, tuple(targets)) for (label, name), targets in found.items())
