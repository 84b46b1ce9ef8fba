"""Read a snapshot or the annotations as one side of a comparison."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
from pyarrow.lib import ArrowException

from gold.diff.records import Side, SideDocument, SideRow
from gold.errors import SnapshotError
from normalize.errors import located

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Row = dict[str, Any]

_FIELDS: dict[str, tuple[str, ...]] = {
    "documents": (
        "number", "doc_type", "issuer_text", "issuer_unit_id", "issued_place", "issued_date", "effective_date", "title",
        "signer_title", "signer_name", "is_draft", "page_count", "status", "is_primary", "quality_seen", "quality",
    ),
    "pages": ("source", "rotation_deg"),
    "sections": ("heading", "text"),
    "tasks": (
        "kind", "label", "annex", "group_label", "group_title", "title", "product", "note", "deadline_text",
        "lead_text", "coordinator_text", "monitor_text", "source_kind", "confidence", "review",
    ),
    "citations": ("doc_type", "issued_date", "issuer_text", "title", "cited_doc_id"),
    "indicators": ("group_title", "target_text", "target_value", "target_unit", "comparator", "measure"),
    "issues": ("severity", "message"),
}  # fmt: skip
_MORE: dict[str, tuple[str, ...]] = {
    "documents": ("doc_id", "source_path", "decision_key"),
    "pages": ("doc_id", "page_no", "text"),
    "sections": ("doc_id", "section_id", "parent_id", "ordinal", "kind", "label"),
    "tasks": ("task_id", "doc_id", "ordinal", "parent_task_id"),
    "citations": ("doc_id", "ordinal", "role", "number"),
    "indicators": ("doc_id", "ordinal", "label", "name", "year"),
    "issues": ("doc_id", "ordinal", "kind", "subject", "page_no", "evidence"),
    "task_units": ("task_id", "ordinal", "role", "text", "unit_id"),
    "task_deadlines": ("task_id", "ordinal", "kind", "text", "due_date", "start_date", "rrule", "qualifier"),
}
TABLES = ("documents", "tasks", "citations", "indicators", "sections", "pages", "issues")
"""What is compared; units and deadlines are compared with their task, edits and cells follow from pages."""
_REVIEWED = ("review_conflict", "review_reopened")


def read_side(folder: Path, tables: Sequence[str] = TABLES) -> Side:
    """A snapshot (or the folder of snapshots, of which `latest` is read) as a side.

    Raises:
        SnapshotError: there is none, or a table cannot be read.
    """
    with located(str(folder)):
        root = folder / "latest" if (folder / "latest").is_dir() else folder
        if not (root / "documents").is_dir():
            raise SnapshotError("holds no snapshot", "give a published one, such as data/parquet/latest")
    read = {name: _read(root, name) for name in ("documents", *(t for t in tables if t != "documents"))}
    if "tasks" in tables:
        read["task_units"], read["task_deadlines"] = _read(root, "task_units"), _read(root, "task_deadlines")
    rows = {name: _by_document(some) for name, some in read.items()}
    documents = [_document(row, rows, tables) for row in sorted(read["documents"], key=lambda r: r["source_path"])]
    return Side(str(folder), tuple(documents))


def _read(root: Path, table: str) -> list[Row]:
    names = [*_MORE[table], *(name for name in _FIELDS.get(table, ()) if name not in _MORE[table])]
    rows: list[Row] = []
    for part in sorted((root / table).rglob("*.parquet")):
        with located(str(part)):
            try:
                file = pq.ParquetFile(part)
                there = [name for name in names if name in file.schema_arrow.names]
                rows += file.read(columns=there).to_pylist()
            except (ArrowException, OSError) as error:
                raise SnapshotError(f"cannot be read ({type(error).__name__})", "publish the snapshot again") from error
    return rows


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["doc_id"] if "doc_id" in row else row["task_id"][:16]].append(row)
    for some in found.values():
        some.sort(key=lambda row: (row.get("task_id", ""), row.get("ordinal") or row.get("page_no") or 0))
    return found


def _document(row: Row, rows: Mapping[str, Mapping[str, list[Row]]], tables: Sequence[str]) -> SideDocument:
    doc_id = row["doc_id"]
    own = {table: some.get(doc_id, []) for table, some in rows.items()}
    made = {table: tuple(_BUILDERS[table](own)) for table in tables}
    name = PurePath(row["source_path"]).name
    return SideDocument(doc_id, name, row["source_path"], row["decision_key"] or "", made)


def words_of(value: Any) -> str:
    """A value as it is compared and shown."""
    if value is None:
        return ""
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _fields(table: str, row: Row) -> dict[str, str]:
    return {name: words_of(row.get(name)) for name in _FIELDS[table]}


def _heads(own: Mapping[str, list[Row]]) -> Iterable[SideRow]:
    for row in own["documents"]:
        yield SideRow(("document",), "", "head", row["title"] or "", _fields("documents", row))


def _tasks(own: Mapping[str, list[Row]]) -> Iterable[SideRow]:
    units, dues = _by_task(own["task_units"]), _by_task(own["task_deadlines"])
    labels = {row["task_id"]: words_of(row["label"] or row["title"]) for row in own["tasks"]}
    for row in own["tasks"]:
        key = row["task_id"]
        place = (row["annex"] or "", row["group_label"] or "", row["label"] or "")
        fields = _fields("tasks", row)
        fields["part of"] = labels.get(row["parent_task_id"] or "", "")
        for role in ("lead", "coordinator", "monitor", "approver"):
            fields[f"task_units.{role}"] = "; ".join(_unit(u) for u in units[key] if u["role"] == role)
        fields["task_deadlines.deadlines"] = "; ".join(_due(due) for due in dues[key] if due["kind"] != "none")
        natural = (row["kind"], *(part.casefold() for part in place), "" if row["label"] else row["title"])
        yield SideRow(
            natural, row["kind"], " ".join(filter(None, place)) or row["title"][:40], row["title"], fields, key
        )


def _by_task(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["task_id"]].append(row)
    return found


def _unit(unit: Row) -> str:
    return f"{unit['text']} → {unit['unit_id'] or '?'}"


def _due(due: Row) -> str:
    parts = (due["kind"], due["start_date"], due["due_date"], due["rrule"], due["qualifier"])
    return " ".join(words_of(part) for part in parts if part)


def _sections(own: Mapping[str, list[Row]]) -> Iterable[SideRow]:
    paths: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for row in own["sections"]:
        above = paths.get(row["parent_id"] or "", "")
        label = row["label"] or row["kind"]
        # Bullets and paragraphs have no label of their own: what they say tells them apart.
        own_words = "" if row["label"] and row["label"] not in "-+–•*" else (row["text"] or "")[:60].casefold()
        path = f"{above} › {label}" if above else label
        counted[path] += 1
        paths[row["section_id"]] = path
        yield SideRow((row["kind"], path, own_words), row["kind"], path, row["text"], _fields("sections", row))


def _citations(own: Mapping[str, list[Row]]) -> Iterable[SideRow]:
    for row in own["citations"]:
        name = row["number"] or row["title"] or ""
        yield SideRow((row["role"], name), row["role"], f"{row['role']} {name}", name, _fields("citations", row))


def _indicators(own: Mapping[str, list[Row]]) -> Iterable[SideRow]:
    for row in own["indicators"]:
        key = (row["label"] or "", row["name"], words_of(row["year"]))
        yield SideRow(key, "", " ".join(filter(None, key[::2])), row["name"], _fields("indicators", row))


def _issues(own: Mapping[str, list[Row]]) -> Iterable[SideRow]:
    for row in own["issues"]:
        if row["kind"] in _REVIEWED:
            continue
        key = (row["kind"], row["evidence"])
        place = f"{row['kind']}, page {row['page_no'] or '–'}"
        yield SideRow(key, row["kind"], place, f"{row['kind']}: {row['evidence']}", _fields("issues", row))


def _pages(own: Mapping[str, list[Row]]) -> Iterable[SideRow]:
    """A page, then its lines: a line is found by what it says, and by what it is like."""
    for row in own["pages"]:
        page = words_of(row["page_no"])
        yield SideRow(("page", page), "page", f"page {page}", f"page {page}", _fields("pages", row))
        for number, line in enumerate(row["text"].split("\n"), start=1):
            if line.strip():
                words = " ".join(line.split())
                where = f"page {page}, line {number}"
                yield SideRow(("line", words), "line", where, words, {"text": words})


_BUILDERS: dict[str, Callable[[Mapping[str, list[Row]]], Iterable[SideRow]]] = {
    "documents": _heads, "tasks": _tasks, "sections": _sections, "citations": _citations,
    "indicators": _indicators, "issues": _issues, "pages": _pages,
}  # fmt: skip
