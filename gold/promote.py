"""A document that two people settled alike becomes an annotation under `gold/decisions/`."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from extract.registry import Registry
from gold.errors import GoldError
from gold.load import FORMAT, read_truth
from gold.review.desk import machine_readings
from gold.review.store import Store
from normalize.errors import located
from pipeline.reviews import Reviews, read_folder
from pipeline.verdicts import judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pipeline.readings import Reading
    from pipeline.reviews import Review
    from pipeline.verdicts import Verdict

Row = dict[str, Any]
PEOPLE = 2
"""So many people must have said the same of every row."""
_REMARK = (
    "Promoted on {day}: tasks and duties as {people} reviewers settled them; the head is as the machine read it; "
    "indicators were not reviewed."
)


def promote(out: Path, doc: str, reviews: Path, gold: Path) -> Path:
    """Write the annotation of a document, given by its id, its number or the name of its file; returns the file.

    Raises:
        GoldError: there is no such document, it is annotated already, or its rows are not settled alike.
    """
    store = Store.open(out, str(reviews.resolve()))
    document = _find(store, doc)
    with located(document["source_path"]):
        settled = _settled(store, document, reviews)
        name = PurePath(document["source_path"]).stem
        file = gold / _folder(name) / "truth.json"
        if file.exists():
            raise GoldError(f"{file} is there already", "edit it by hand, or delete it first")
        made = annotation(store, document, settled, file.parent.name)
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        read_truth(file)  # what is written can be read, or it is an error now
    return file


def records_of(out: Path, doc: str, reviews: Path) -> list[Review]:
    """The records about a document.

    Raises:
        GoldError: there is no such document.
    """
    document = _find(Store.open(out, str(reviews.resolve())), doc)
    return [review for review in read_folder(reviews) if review.source_sha256 == document["source_sha256"]]


def _find(store: Store, doc: str) -> Row:
    rows = store.query("select * from documents where doc_id = ? or number = ?", [doc, doc])
    rows = rows or [r for r in store.query("select * from documents") if PurePath(r["source_path"]).name == doc]
    if len(rows) != 1:
        problem = f"{len(rows)} documents of the snapshot are {doc!r}"
        raise GoldError(problem, "give the doc_id, as the table documents has it")
    return rows[0]


def _folder(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "decision"


def _settled(store: Store, document: Row, reviews: Path) -> list[Reading]:
    """The rows as people left them, in the order of the document.

    Raises:
        GoldError: naming how many rows fewer than two people settled, or on which they differ.
    """
    doc_id = document["doc_id"]
    now = machine_readings(store, doc_id, store.rows("tasks", doc_id))
    known = Reviews(tuple(read_folder(reviews)), {document["source_sha256"]})
    own, _ = known.of(document["source_sha256"], document["source_path"], document["decision_key"])
    verdicts = judge(now, own, ()).verdicts
    by_row = {verdict.task_id: verdict for verdict in verdicts if verdict.task_id}
    open_rows = [key for key in now if not _is_sure(by_row.get(key))]
    loose = [verdict for verdict in verdicts if not verdict.task_id and not _is_sure(verdict)]
    if not now and not verdicts:
        raise GoldError("nobody has settled a row of it", "review it first with `congbao review`")
    if open_rows or loose:
        problem = (
            f"{len(open_rows) + len(loose)} of {len(now) + len(loose)} rows are not settled alike by {PEOPLE} people"
        )
        raise GoldError(problem, "settle them with `congbao review`, filter “for a second look”")
    rows = [reading for key in now for reading in by_row[key].outcome]
    return rows + [reading for verdict in verdicts if not verdict.task_id for reading in verdict.outcome]


def _is_sure(verdict: Verdict | None) -> bool:
    """Whether two people or more say the same of a row; a settlement after a disagreement counts as well."""
    if verdict is None or verdict.state != "applied":
        return False
    return len(verdict.votes) >= PEOPLE or any(vote.review.settles for vote in verdict.votes)


def annotation(store: Store, document: Row, rows: Sequence[Reading], name: str) -> Row:
    """The annotation in the format of `gold/decisions/README.md`; head and indicators are the machine's."""
    tasks = [row for row in rows if row.get("kind", "task") == "task"]
    duties = [row for row in rows if row.get("kind") == "responsibility"]
    collective = sorted({u["text"] for row in tasks for u in row.get("units", ()) if u.get("is_collective")})
    return {
        "format": FORMAT,
        "decision": name,
        "set": "reviewed",
        "source": {"file": PurePath(document["source_path"]).name, "sha256": document["source_sha256"]},
        "renderings": [],
        "head": _head(store, document),
        "tasks": [_task(row, tasks) for row in tasks],
        "responsibilities": [_duty(row) for row in duties],
        "indicators": [],
        "collective_units": collective,
        "scope": {"head": "all", "tasks": "all", "responsibilities": "all", "indicators": []},
        "uncertain": [],
        "also_right": [],
        "source_slips": [],
        "remarks": [_REMARK.format(day=dt.datetime.now(dt.UTC).date(), people=PEOPLE)],
    }


def _head(store: Store, document: Row) -> Row:
    names = ("number", "doc_type", "issued_date", "title", "signer_title", "signer_name")
    cited = store.query("select * from citations where doc_id = ? and role = 'legal_basis'", [document["doc_id"]])
    basis = ("number", "doc_type", "issued_date", "title")
    return {
        **{name: document[name] for name in names},
        "issuer": document["issuer_text"],
        "place": document["issued_place"],
        "issued_year": int(document["issued_date"][:4]) if document["issued_date"] else None,
        "is_draft": bool(document["is_draft"]),
        "parent": None,
        "legal_bases": [{**{name: row[name] for name in basis}, "issuer": row["issuer_text"]} for row in cited],
    }


def _names(row: Reading, role: str) -> list[str]:
    """Canonical names of the units in a role, in order, each once."""
    known = Registry.load().by_id
    found = [unit for unit in row.get("units", ()) if unit.get("role") == role]
    names = (known[u["unit_id"]].name if u.get("unit_id") in known else u.get("text", "") for u in found)
    return list(dict.fromkeys(name for name in names if name))


def _task(row: Reading, rows: Iterable[Reading]) -> Row:
    same = ("annex", "group_label")
    parent = row.get("parent")
    here = any(other.get("label") == parent and all(other.get(k) == row.get(k) for k in same) for other in rows)
    return {
        "label": row.get("label", ""),
        "parent_label": parent if parent and here else None,
        "annex": row.get("annex"),
        "group_label": row.get("group_label"),
        "group_title": row.get("group_title"),
        "title": row.get("title", ""),
        "leads": _names(row, "lead"),
        "leads_as_written": row.get("lead_text"),
        "coordinators": _names(row, "coordinator"),
        "coordinators_as_written": row.get("coordinator_text"),
        "product": row.get("product"),
        "deadline_text": row.get("deadline_text"),
        "deadlines": _dues(row),
        "notes": [row["note"]] if row.get("note") else [],
    }


def _duty(row: Reading) -> Row:
    return {
        "label": row.get("label", ""),
        "unit": "; ".join(_names(row, "lead")) or row.get("lead_text", ""),
        "text": row.get("title", ""),
        "deadline_text": row.get("deadline_text"),
        "deadlines": _dues(row),
    }


def _dues(row: Mapping[str, Any]) -> list[Row]:
    names = ("kind", "due_date", "rrule", "qualifier")
    return [{name: due.get(name) for name in names} for due in row.get("deadlines", ()) if due.get("kind") != "none"]
