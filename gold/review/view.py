"""What a page shows, put together for its template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gold.review import queue
from gold.review.candidates import candidates, unit_names
from gold.review.desk import state_of
from gold.review.evidence import place_of
from gold.review.forms import KINDS, ROLES
from pipeline.readings import DUE_FIELDS, FIELDS, UNIT_FIELDS, difference
from pipeline.verdicts import outcome_of

if TYPE_CHECKING:
    from gold.review.desk import Desk, Sheet
    from gold.review.evidence import Place
    from gold.review.picture import Pictures
    from gold.review.store import Row
    from pipeline.readings import Reading
    from pipeline.reviews import Review
    from pipeline.verdicts import Verdict

LABELS = {
    "label": "Label", "annex": "Annex", "group_label": "Group", "group_title": "Group title", "parent": "Part of",
    "title": "Task", "product": "Product", "note": "Note", "deadline_text": "Deadline", "lead_text": "Leads",
    "coordinator_text": "Coordinates", "monitor_text": "Monitors", "units": "Units", "deadlines": "Deadlines as dates",
    "kind": "Kind",
}  # fmt: skip
SAID = {
    "accept": "accepted", "correct": "corrected", "reject": "rejected", "not_a_task": "called no task",
    "split": "split", "merge": "merged", "add": "added", "comment": "wrote", "settle": "settled", "undo": "took back",
}  # fmt: skip
_MARGIN = 24.0  # points around a row on its page
_LEAST = 130.0  # points of height that are shown at least


def row_page(desk: Desk, pictures: Pictures, sheet: Sheet, task_id: str, page_no: int | None = None) -> dict[str, Any]:
    """Everything on the page of one row."""
    task, machine, verdict = sheet.tasks[task_id], sheet.now[task_id], sheet.verdicts.get(task_id)
    whole = verdict is not None and verdict.state == "applied" and len(verdict.outcome) == 1
    shown = verdict.outcome[0] if verdict is not None and whole else machine
    place = place_of(desk.store, sheet.printed(task_id), page_no)
    return {
        "sheet": sheet,
        "document": sheet.document,
        "task": task,
        "machine": full(machine),
        "shown": full(shown),
        "state": sheet.state(task_id),
        "verdict": verdict,
        "votes": [vote_shown(vote.review, vote.machine, machine) for vote in verdict.votes] if verdict else [],
        "doubts": desk.store.query("select kind, message, severity from doubts where task_id = ?", [task_id]),
        "place": place,
        "picture": picture_of(pictures, sheet.document, place),
        "picture_missing": pictures.missing(sheet.document),
        "history": [r for r in sheet.records if task_id in (r.task_id, *r.said.get("with", {}))],
        "neighbours": neighbours(sheet, task_id),
        **form_parts(sheet, shown),
    }


def full(reading: Reading) -> Row:
    """A reading with all its texts, those it does not have as None."""
    return {**dict.fromkeys(FIELDS), **reading}


def form_parts(sheet: Sheet, shown: Reading) -> dict[str, Any]:
    """What the fields of a row need: units by role with candidates for those in doubt, deadlines, choices."""
    return {
        "groups": [(role, field, units_shown(sheet, shown, role)) for role, field in ROLES.items()],
        "approvers": [
            {**dict.fromkeys(UNIT_FIELDS), **unit} for unit in shown.get("units", ()) if unit.get("role") == "approver"
        ],
        **deadline_parts(shown),
    }


def deadline_parts(shown: Reading) -> dict[str, Any]:
    """The deadlines of a reading with all their fields, and what a new one starts from."""
    blank: Row = dict.fromkeys(DUE_FIELDS)
    dues = [{**blank, **due} for due in shown.get("deadlines", [])]
    return {"deadlines": dues, "kinds": KINDS, "blank_due": {**blank, "kind": "date"}}


def units_shown(sheet: Sheet, shown: Reading, role: str) -> list[Row]:
    """The units of one role; one without a link comes with those it may mean."""
    names, blank = unit_names(shown), dict.fromkeys(UNIT_FIELDS)
    found: list[Row] = []
    for unit in shown.get("units", ()):
        if unit.get("role") != role:
            continue
        doubtful = not unit.get("unit_id") and not unit.get("is_collective")
        document = sheet.document
        at = (document["issued_date"], document["issuer_unit_id"], 5)
        maybe = candidates(unit.get("text", ""), *at) if doubtful else []
        name = names.get(unit.get("unit_id") or "", "")
        found.append({**blank, **unit, "name": name, "doubtful": doubtful, "candidates": maybe})
    return found


def picture_of(pictures: Pictures, document: Row, place: Place) -> Row | None:
    """The page's picture and which part of it shows the row, as `left top width height` in points."""
    made = pictures.of(document, place.page_no)
    if made is None:
        return None
    full = f"0 0 {made.width:.1f} {made.height:.1f}"
    top = min((box["top"] for box in place.boxes), default=0.0) - _MARGIN
    bottom = max((box["bottom"] for box in place.boxes), default=made.height) + _MARGIN
    if bottom - top < _LEAST:
        top, bottom = (top + bottom - _LEAST) / 2, (top + bottom + _LEAST) / 2
    top, bottom = max(0.0, top), min(made.height, bottom)
    crop = f"0 {top:.1f} {made.width:.1f} {bottom - top:.1f}" if place.boxes else full
    url = f"/pages/{document['doc_id']}/{place.page_no}.jpg"
    return {"url": url, "width": made.width, "height": made.height, "full": full, "crop": crop}


def vote_shown(review: Review, then: Reading | None, now: Reading | None) -> Row:
    """One decision: who said what, what it changes, and how the machine's reading has changed since."""
    outcome = outcome_of(review)
    rows = [changes(review.machine or {}, row) for row in outcome]
    return {
        "review": review,
        "said": SAID[review.action],
        "rows": rows,
        "since": changes(then or {}, now or {}) if then is not None and now is not None else [],
    }


def changes(before: Reading, after: Reading) -> list[tuple[str, str, str]]:
    """Fields that differ, as label, before and after in words."""
    return [
        (LABELS[name], in_words(name, before.get(name)), in_words(name, after.get(name)))
        for name in (*FIELDS, "units", "deadlines")
        if name in difference(before, after)
    ]


def in_words(name: str, value: Any) -> str:
    """A value of a reading for people."""
    if not value:
        return "–"
    if name == "units":
        return "; ".join(f"{unit.get('role')}: {name_of(unit)}" for unit in value)
    if name == "deadlines":
        return "; ".join(due_of(due) for due in value)
    return str(value)


def name_of(unit: Row) -> str:
    """The linked unit's name, else the words as written."""
    name = unit_names({"units": [unit]}).get(unit.get("unit_id") or "")
    return name or str(unit.get("text", ""))


def due_of(due: Row) -> str:
    """A deadline in a few words: its day, else its rule, else its kind."""
    day, kind = due.get("due_date"), due.get("kind", "")
    if day:
        return f"{day} {kind}" if kind != "date" else str(day)
    rule = str(due.get("rrule") or "").removeprefix("FREQ=").lower()
    return rule or str(kind)


def neighbours(sheet: Sheet, task_id: str) -> dict[str, str | None]:
    """The rows before and after in the document."""
    keys = list(sheet.now)
    at = keys.index(task_id)
    return {"previous": keys[at - 1] if at else None, "next": keys[at + 1] if at + 1 < len(keys) else None}


def document_page(desk: Desk, sheet: Sheet) -> dict[str, Any]:
    """All rows of a document, what people added, and what is loose."""
    doc_id = sheet.document["doc_id"]
    queued = {row["task_id"]: row for row in queue.rows(desk.store, queue.Wanted("all", doc=doc_id), "", 0, 100_000)}
    return {
        "sheet": sheet,
        "document": sheet.document,
        "rows": [line_of(sheet, key, queued.get(key, {})) for key in sheet.now],
        "missed": [missed_of(verdict) for verdict in sheet.missed],
        "lost": [missed_of(verdict) for verdict in sheet.lost],
        "loose": desk.store.query(
            "select i.* from issues i where i.doc_id = ? and i.kind not in ('review_reopened', 'review_conflict') "
            "and i.subject not in (select 'tasks ' || ordinal from tasks where doc_id = ?)",
            [doc_id, doc_id],
        ),
    }


def line_of(sheet: Sheet, task_id: str, queued: Row) -> Row:
    """One row of the document's table."""
    verdict = sheet.verdicts.get(task_id)
    whole = verdict is not None and verdict.state == "applied" and verdict.outcome
    shown = verdict.outcome[0] if verdict is not None and whole else sheet.now[task_id]
    return {
        "task_id": task_id,
        "shown": full(shown),
        "state": sheet.state(task_id),
        "parts": len(verdict.outcome) if verdict is not None and whole else 1,
        "confidence": sheet.tasks[task_id]["confidence"],
        "doubts": [kind for kind in (queued.get("doubts") or "").split(",") if kind],
        "people": sorted({vote.review.who for vote in verdict.votes}) if verdict else [],
        "leads": [name_of(unit) for unit in shown.get("units", ()) if unit.get("role") == "lead"],
        "dues": [due_of(due) for due in shown.get("deadlines", ())],
    }


def missed_of(verdict: Verdict) -> Row:
    """What people said of a row that the machine does not read."""
    votes = [vote_shown(vote.review, None, None) for vote in verdict.votes]
    first = verdict.votes[0]
    row = first.review.said.get("row") or first.machine or {}
    state = state_of(verdict, None)
    return {"row": full(row), "state": "added" if state == "corrected" else state, "votes": votes, "verdict": verdict}
