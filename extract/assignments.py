"""All assignments of a document: which lists count as its tasks, which as duties beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from extract.assigned import assigned_tasks, closings, is_charge
from extract.assigning import assigns, is_proper, starts_with
from extract.charge import Charge, charge_of, joined
from extract.duties import duties
from extract.forms import has_blank, in_forms
from extract.listtasks import group_above, labelled_tasks, plain_tasks
from extract.procedures import in_procedures
from extract.rowtasks import final_mark_off, row_tasks
from extract.torn import torn_table
from extract.wordless import says_nothing
from extract.zones import answers_for_this

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from extract.actors import Actors
    from extract.listtasks import Outline
    from extract.records import Assignment, Section, Table
    from ingest.records import Issue

_SENTENCE = 3  # words behind the units from which on a detail is a sentence
_ALIKE = 80  # rapidfuzz ratio, 0..100: from here on two titles tell one task


def find_assignments(
    tables: Sequence[Table], flat: Sequence[Assignment], outline: Outline, actors: Actors
) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
    """Tasks of the tables and labelled lists, all prose only where the document has neither; then duties and closings.

    A plan that has its tasks in a table or in labelled items tells them in prose before: once is enough. What stands
    among such items or in an article is told nowhere else.
    """
    made: list[Assignment] = []
    doubts: list[Issue] = []
    for table in tables:
        if table.kind == "tasks":
            tasks, found = row_tasks(table, len(made))
            torn = torn_table(tasks, actors)
            made += () if torn else tasks
            doubts += (torn,) if torn else found
    made += flat
    made = told_twice(made, plain_tasks(outline))
    labelled = [_with_beside(units_only(task, actors), actors) for task in labelled_tasks(outline)]
    beside = _beside_lists(outline, actors, labelled) if made or labelled else []
    if not made and 2 * _led_count(labelled) <= len(labelled):
        headed = _from_headings(outline, actors)  # the units stand in headings, whatever else is named
        labelled = headed if _led_count(headed) > _led_count(labelled) or not labelled else labelled
    labelled = [_with_subject(_self_led(task, actors), outline, actors) for task in labelled]
    made += sorted([*labelled, *beside], key=lambda task: outline.by_id[_place(task)].ordinal) if beside else labelled
    made = [replace(task, kind="responsibility") if answers_for_this(task.title) else task for task in made]
    told = _once((*made, *duties(outline, actors), *closings(outline, actors)))
    nobodys = in_forms(outline.sections) | in_procedures(outline)
    return tuple(task for task in told if not _is_nobodys(task, nobodys)), tuple(doubts)


def _once(rows: Sequence[Assignment]) -> list[Assignment]:
    """The rows, none that tells with the same words the item of an earlier one; rows of tables may share an item."""
    told = {(row.section_id or str(at), row.title): row for at, row in reversed(list(enumerate(rows)))}
    return [row for at, row in enumerate(rows) if told[row.section_id or str(at), row.title] is row]


def _is_nobodys(task: Assignment, nobodys: frozenset[str]) -> bool:
    """Whether a row is of a form or a procedure, because it stands in one or has blanks itself, or tells no work."""
    if task.source_kind not in ("list", "prose"):
        return False
    return (
        task.section_id in nobodys
        or _is_empty(task)
        or any(map(has_blank, (task.title, task.lead_text or "", task.deadline_text or "")))
    )


def _is_empty(task: Assignment) -> bool:
    """Whether neither the words of a row nor its details tell of work: "Hoạt động 1" with who is to help is a task."""
    return says_nothing(task.title) and not (task.coordinator_text or task.deadline_text or task.product)


def _led_count(tasks: Sequence[Assignment]) -> int:
    return sum(task.lead_text is not None for task in tasks)


def units_only(task: Assignment, actors: Actors) -> Assignment:
    """An item whose detail "Cơ quan thực hiện: Sở Y tế rà soát …; các sở …" tells in a sentence who does what.

    The units of the sentence lead, those that it names to work with coordinate; a plain list stays as it is.
    """
    lead = task.lead_text or ""
    found = actors.charged(lead)
    if found is None or not actors.is_known(found[0]) or len(found[1].split()) < _SENTENCE:
        return task
    if starts_with(found[1], "opening") and actors.is_name(found[1].rpartition(" và ")[2]):
        return task  # "các sở trong phạm vi nhiệm vụ của mình và các cơ quan khác": more names, no verb
    clauses = [clause for clause in re.split(r";\s+", lead) if clause]
    told = [charged[0] if (charged := actors.charged(clause)) else clause for clause in clauses]
    names = "; ".join(dict.fromkeys(told))
    beside = "; ".join(filter(None, (actors.beside(found[1]), task.coordinator_text)))
    return replace(task, lead_text=names, coordinator_text=beside or None)


def _with_beside(task: Assignment, actors: Actors) -> Assignment:
    """The item with the units that its own words name to work with, behind those of its details."""
    return replace(task, coordinator_text=joined(task.coordinator_text, actors.beside(task.title)))


def _beside_lists(outline: Outline, actors: Actors, told: Sequence[Assignment]) -> list[Assignment]:
    """What articles give to units beside the tables annexed to them, or items beside those `told` with details."""
    listed = {_place(task) for task in told}
    given = (task for task in assigned_tasks(outline, actors) if not task.annex)
    named = (task for task in given if assigns(task.title) or actors.is_known(task.lead_text or ""))
    return [task for task in named if _is_beside(task, listed, outline)]


def _is_beside(task: Assignment, listed: Collection[str], outline: Outline) -> bool:
    section = outline.by_id[_place(task)]
    chain = [section, *outline.ancestors(section)]
    lists = {outline.by_id[at].parent_id for at in listed} - {None}
    is_beside = any(s.kind == "article" or (s.label and s.parent_id in lists) for s in chain)
    return is_beside and not _shares(section, listed, outline) and not any(s.section_id in listed for s in chain)


def _shares(section: Section, listed: Collection[str], outline: Outline) -> bool:
    """Whether the details behind a dash may be those of the one before it too: who has that is not told by itself."""
    below = [child for child in outline.children[section.parent_id] if child.kind == "bullet"]
    after = below[below.index(section) + 1 :] if section in below else []
    return bool(after) and after[0].section_id in listed


def _self_led(task: Assignment, actors: Actors) -> Assignment:
    """An item that nobody has by a heading or a detail, with the unit that its own sentence makes answer for it."""
    found = actors.charged(task.title) if task.lead_text is None else None
    if found is None or not is_charge(found):
        return task
    return replace(task, lead_text=found[0], coordinator_text=task.coordinator_text or actors.beside(found[1]))


def told_twice(rows: Sequence[Assignment], items: Sequence[Assignment]) -> list[Assignment]:
    """The rows of tables, each with the section of the body that tells the same task; most alike first, one to one."""
    if not rows or not items:
        return list(rows)
    alike = process.cdist(
        [row.title.lower() for row in rows],
        [item.title.lower() for item in items],
        scorer=fuzz.ratio,
        score_cutoff=_ALIKE,
    )
    pairs = sorted(((-alike[i, j], i, j) for i, j in zip(*alike.nonzero(), strict=True)))
    section_of: dict[int, str | None] = {}
    used: set[int] = set()
    for _, i, j in pairs:
        if i not in section_of and j not in used:
            section_of[i] = items[j].section_id
            used.add(j)
    return [replace(row, section_id=section_of.get(i, row.section_id)) for i, row in enumerate(rows)]


def _from_headings(outline: Outline, actors: Actors) -> list[Assignment]:
    """Items given to a unit, or plain items under headings of tasks where no other list of the document names units."""
    given = {_place(task): task for task in assigned_tasks(outline, actors)}
    plain = {_place(task): task for task in plain_tasks(outline)}
    row_of = {leaf: _row_above(leaf, given, outline) for leaf in plain}
    if given.keys() - set(row_of.values()):
        groups = {row: plain[leaf] for leaf, row in reversed(row_of.items()) if row}
        return [_grouped(task, groups.get(at)) for at, task in given.items()]
    themselves = [leaf for leaf, row in row_of.items() if leaf == row]
    if 2 * len(themselves) > len(plain):  # a conclusion, whose items name their units in their own sentences
        return [_grouped(given[row_of[leaf] or ""], task) if row_of[leaf] else task for leaf, task in plain.items()]
    return [_led(task, given.get(row_of[at] or ""), outline, actors) for at, task in plain.items()]


def _with_subject(task: Assignment, outline: Outline, actors: Actors) -> Assignment:
    """The task grouped by a heading above it that names a subject: one that names who has the work is no group."""
    if not task.group_title or not task.section_id:
        return task
    own = outline.by_id[task.section_id]
    if task.group_title != final_mark_off(own.heading) and not actors.named(task.group_title):
        return task
    group = group_above(own, outline)
    while group and actors.named(group.heading):
        group = group_above(group, outline)
    title = final_mark_off(group.heading) if group else None
    return replace(task, group_label=group.label if group else None, group_title=title)


def _place(task: Assignment) -> str:
    return task.section_id or ""


def _row_above(leaf: str, given: Mapping[str, Assignment], outline: Outline) -> str | None:
    """The given row that an item is, or stands below; None if there is none."""
    section = outline.by_id[leaf]
    chain = [section, *outline.ancestors(section)]
    return next((above.section_id for above in chain if above.section_id in given), None)


def _grouped(task: Assignment, plain: Assignment | None) -> Assignment:
    return replace(task, group_label=plain.group_label, group_title=plain.group_title) if plain else task


def _led(task: Assignment, given: Assignment | None, outline: Outline, actors: Actors) -> Assignment:
    """A plain item with the unit of a heading above it, else with the one that its own sentence says has the duty."""
    if given is None:
        own = charge_of(outline.by_id[_place(task)], Charge(), actors)
        is_told = own.lead is not None and (is_proper(own.lead) or actors.is_known(own.lead))
        return replace(task, lead_text=own.lead, coordinator_text=own.beside) if is_told else task
    if given.lead_text is None or given.title.startswith(given.lead_text):
        return task
    return replace(task, lead_text=given.lead_text)
