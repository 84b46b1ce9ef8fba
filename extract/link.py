"""Parts to facts: names to units of the registry, deadline words to dates, each doubt an issue."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract import deadlines, units
from extract.confidence import task_confidence
from extract.records import Task, TaskUnit
from ingest.records import Issue

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from extract.parse import Parts
    from extract.records import Assignment, Citation, Deadline, Header, UnitRole
    from extract.registry import Registry
    from extract.units import LinkContext

    _Naming = Callable[[str], tuple[units.UnitMention, ...]]

_PLACES = frozenset({"tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn", "khu"})  # the last words of their kinds
_LONG_PAST = 366  # days
_ABOUT = re.compile(r"^Về\s[^:]*:\s+(?=\w)")  # what an answer is about: "Về kiến nghị bố trí vốn trong năm 2025: …"
_ROLES: tuple[tuple[UnitRole, str], ...] = (
    ("lead", "lead_text"),
    ("coordinator", "coordinator_text"),
    ("monitor", "monitor_text"),
    ("approver", "approver_text"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a decision after linking."""

    header: Header
    issuer_unit_id: str | None
    tasks: tuple[Task, ...]
    citations: tuple[Citation, ...]
    issues: tuple[Issue, ...]


def link(parts: Parts, registry: Registry, quality: Mapping[int, float]) -> Facts:
    """Link the names and dates of one document. `quality` is that of each page's text, 0..1, by page number."""

    def name(text: str) -> tuple[units.UnitMention, ...]:
        return units.link_list(text, registry, parts.context)

    tasks = tuple(
        _task(ordinal, assignment, parts.context, name, quality.get(assignment.page_no, 1.0))
        for ordinal, assignment in enumerate(parts.assignments, start=1)
    )
    issues = [issue for task in tasks for issue in _doubts(task)]
    return Facts(
        header=_named_issuer(parts.header, parts.context, registry),
        issuer_unit_id=parts.context.issuer_unit_id,
        tasks=tasks,
        citations=tuple(_issued_by(citation, registry) for citation in parts.citations),
        issues=(*parts.issues, *issues),
    )


def _task(ordinal: int, assignment: Assignment, context: LinkContext, name: _Naming, quality: float) -> Task:
    texts = [(role, getattr(assignment, field)) for role, field in _ROLES]
    named = _each_unit_once([TaskUnit(role, mention) for role, text in texts if text for mention in name(text)])
    assignment, due = _due(assignment, context)
    return Task(ordinal, assignment, named, due, task_confidence(assignment, named, due, quality))


def _each_unit_once(named: Sequence[TaskUnit]) -> tuple[TaskUnit, ...]:
    """Units by role, one that two sentences of a row name told once."""
    kept: dict[tuple[str, str], TaskUnit] = {}
    for unit in named:
        kept.setdefault((unit.role, unit.mention.unit_id or unit.mention.name.lower()), unit)
    return tuple(kept.values())


def _due(assignment: Assignment, context: LinkContext) -> tuple[Assignment, tuple[Deadline, ...]]:
    """Deadlines from the deadline's own words, else, for items that are whole sentences, from the sentence."""
    if assignment.deadline_text or assignment.source_kind == "table":
        return assignment, deadlines.parse(assignment.deadline_text or "", context.issued)
    told = _ABOUT.sub("", assignment.title)  # days of a request are none of what is answered
    found = _each_once(deadlines.find_in_prose(told, context.issued), context.issued)
    if not found:
        return assignment, deadlines.parse("", context.issued)
    words = " … ".join(dict.fromkeys(deadline.text for deadline in found))
    return replace(assignment, deadline_text=words), found


def _each_once(found: Sequence[Deadline], issued: dt.date | None) -> tuple[Deadline, ...]:
    """Deadlines of a sentence, each once; a day long before the decision is of something else."""
    kept: dict[Deadline, Deadline] = {}
    for deadline in found:
        if issued and deadline.due_date and (issued - deadline.due_date).days > _LONG_PAST:
            continue
        kept.setdefault(replace(deadline, text=""), deadline)
    return tuple(kept.values())


def _doubts(task: Task) -> list[Issue]:
    """An unknown unit keeps its text; a deadline that no rule reads keeps its words: each asks for a person."""
    subject, page_no = f"tasks {task.ordinal}", task.assignment.page_no
    doubts = [
        Issue(
            "unknown_unit",
            "warning",
            "the unit is not in the registry; link or add it",
            page_no,
            subject,
            u.mention.text,
        )
        for u in task.units
        if u.mention.unit_id is None and not u.mention.is_collective
    ]
    words = task.assignment.deadline_text
    if words and all(deadline.kind == "none" for deadline in task.deadlines):
        message = "no rule reads this deadline; set it by hand"
        doubts.append(Issue("unparsed_deadline", "warning", message, page_no, subject, words))
    return doubts


def _named_issuer(header: Header, context: LinkContext, registry: Registry) -> Header:
    """The issuer by its registered name; a name in capitals that is not registered in sentence case."""
    if context.issuer_unit_id:
        return replace(header, issuer_text=registry.get(context.issuer_unit_id).name)
    text = header.issuer_text
    return replace(header, issuer_text=_in_small_letters(text)) if text and text.isupper() else header


def _in_small_letters(name: str) -> str:
    """A name in capitals as it is written in texts: "Ủy ban nhân dân huyện Yên Mỹ"."""
    words = name.capitalize().split()
    places = [at for at, word in enumerate(words) if word in _PLACES and at + 1 < len(words)]
    last = places[-1] if places else len(words)
    return " ".join(word.capitalize() if at > last else word for at, word in enumerate(words))


def _issued_by(citation: Citation, registry: Registry) -> Citation:
    if not citation.issuer_text:
        return citation
    context = units.LinkContext(citation.issued_date, None, {})
    return replace(citation, issuer_unit_id=units.link(citation.issuer_text, registry, context).unit_id)
