"""What a form says, as a record: readings from its fields, and the decision they make."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gold.errors import FormError
from gold.review.candidates import read_deadlines, read_units
from pipeline.readings import FIELDS, difference, tidy
from pipeline.reviews import Review

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.datastructures import FormData

    from gold.review.desk import Sheet
    from pipeline.readings import Reading

EDITABLE = tuple(name for name in FIELDS if name != "kind")
ROLES = {"lead": "lead_text", "coordinator": "coordinator_text", "monitor": "monitor_text"}
_DUE = {"kind": "due_kind", "text": "due_text", "due_date": "due_date", "start_date": "due_start", "rrule": "due_rrule",
        "qualifier": "due_qualifier", "condition": "due_condition"}  # fmt: skip
_UNIT = {"role": "unit_role", "text": "unit_text", "unit_id": "unit_id", "is_collective": "unit_collective"}
KINDS = ("date", "month", "quarter", "year", "ongoing", "recurring", "conditional", "none")


def reading_of(form: FormData, kind: str) -> Reading:
    """The reading that the fields of a row say."""
    texts = {name: " ".join(str(form.get(name, "")).split()) for name in EDITABLE}
    units = [
        {**unit, "is_collective": unit["is_collective"] == "1", "unit_id": unit["unit_id"] or None}
        for unit in _table(form, _UNIT)
        if unit["text"] or unit["unit_id"]
    ]
    dues = [due for due in _table(form, _DUE) if any(value and value != "none" for value in due.values())]
    return tidy({**texts, "kind": str(form.get("kind") or kind), "units": units, "deadlines": dues})


def _table(form: FormData, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Repeated fields as rows.

    Raises:
        FormError: the columns are not of one length.
    """
    columns = {name: [str(value).strip() for value in form.getlist(field)] for name, field in names.items()}
    if len({len(column) for column in columns.values()}) > 1:
        raise FormError("the form is torn", "load the page again")
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def base(sheet: Sheet, who: str, action: str, task_id: str = "", **more: Any) -> Review:
    """A record about a row of a document, with where it stands; not stamped yet."""
    document = sheet.document
    task = sheet.tasks.get(task_id, {})
    span = {name: task[name] for name in ("table_no", "row_no", "section_id") if task.get(name) is not None}
    made = Review(
        review_id="", when="", who=who, action=action, doc_id=document["doc_id"],
        source_sha256=document["source_sha256"], file=document["source_path"],
        decision_key=document["decision_key"], task_id=task_id, page_no=task.get("page_no"),
        span=span, machine=sheet.now.get(task_id),
    )  # fmt: skip
    return replace(made, **more)


def decided(sheet: Sheet, who: str, task_id: str, form: FormData) -> Review:
    """The decision that a form on a row makes; saving without a change accepts.

    Raises:
        FormError: the form asks for what there is not.
    """
    action = str(form.get("action", ""))
    comment = str(form.get("comment", "")).strip()
    machine = sheet.now[task_id]
    match action:
        case "accept" | "reject" | "not_a_task":
            return base(sheet, who, action, task_id, comment=comment)
        case "save":
            said = difference(machine, reading_of(form, machine.get("kind", "task")))
            return base(sheet, who, "correct" if said else "accept", task_id, said=said, comment=comment)
        case "split":
            return base(sheet, who, action, task_id, said={"rows": _parts(form, machine, sheet)}, comment=comment)
        case "merge":
            others = [key for key in form.getlist("with") if key in sheet.now and key != task_id]
            if not others:
                raise FormError("no other row is chosen", "choose the rows to merge with")
            row = reading_of(form, machine.get("kind", "task"))
            said = {"with": {str(key): sheet.now[str(key)] for key in others}, "row": row}
            return base(sheet, who, action, task_id, said=said, comment=comment)
        case "comment":
            if not comment:
                raise FormError("there is no comment", "write one first")
            return base(sheet, who, action, task_id, comment=comment)
    raise FormError(f"the action {action!r} is not known", "load the page again")


def agreed(sheet: Sheet, who: str, form: FormData) -> Review:
    """The word of another taken over as one's own; `settle` sets the words of all who differ aside.

    Raises:
        FormError: there is no such record.
    """
    known = {review.review_id: review for review in sheet.records}
    other = known.get(str(form.get("review_id", "")))
    if other is None:
        raise FormError("the decision is not there", "load the page again")
    over = tuple(str(key) for key in form.getlist("settles") if str(key) in known and key != other.review_id)
    return replace(other, review_id="", when="", who=who, comment=str(form.get("comment", "")), settles=over)


def refused(sheet: Sheet, who: str, form: FormData) -> Review:
    """A rejection of a row that another added."""
    other = {review.review_id: review for review in sheet.records}.get(str(form.get("review_id", "")))
    if other is None:
        raise FormError("the decision is not there", "load the page again")
    return replace(other, review_id="", when="", who=who, action="reject", comment="", settles=())


def added(sheet: Sheet, who: str, form: FormData) -> Review:
    """A task that the machine missed.

    Raises:
        FormError: it has no title.
    """
    row = relinked(reading_of(form, "task"), {}, sheet)
    if not row.get("title"):
        raise FormError("the task has no title", "write what is to be done")
    page = str(form.get("page_no", "1"))
    return base(sheet, who, "add", said={"row": row}, page_no=int(page) if page.isdigit() else 1)


def _parts(form: FormData, machine: Reading, sheet: Sheet) -> list[Reading]:
    """The rows that a split makes: each is the row with what its part says."""
    names = {
        name: f"part_{name}" for name in ("label", "title", "product", "lead_text", "coordinator_text", "deadline_text")
    }
    parts = [part for part in _table(form, names) if part["title"]]
    if len(parts) < 2:
        raise FormError("a split needs two titles", "write what each part is about")
    return [relinked(tidy({**machine, **part}), machine, sheet) for part in parts]


def relinked(reading: Reading, machine: Reading, sheet: Sheet) -> Reading:
    """A reading whose units and deadlines follow its words, where those are not the machine's."""
    day, issuer = sheet.document["issued_date"], sheet.document["issuer_unit_id"]
    made = dict(reading)
    for role, field in ROLES.items():
        if reading.get(field) != machine.get(field):
            rest = [unit for unit in made.get("units", []) if unit.get("role") != role]
            made["units"] = [*read_units(role, reading.get(field, ""), day, issuer), *rest]
    if reading.get("deadline_text") != machine.get("deadline_text"):
        made["deadlines"] = read_deadlines(reading.get("deadline_text", ""), day)
    return tidy(made)


def last_word(records: Sequence[Review], who: str) -> Review | None:
    """The last decision of a person that is not taken back yet."""
    undone = {review.undoes for review in records if review.who == who and review.action == "undo"}
    own = [r for r in records if r.who == who and r.action != "undo" and r.review_id not in undone]
    return max(own, key=lambda review: review.order, default=None)
