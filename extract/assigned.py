"""Tasks that a directive or resolution gives to a unit: under the unit's heading, or in a sentence of its own.

A row is the smallest labelled item that gives work to someone: an item below a heading that names who, or an item whose
own sentence does. A list inside such an item belongs to it, with all its words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.assigning import after_opener, starts_with_duty
from extract.charge import (
    Charge,
    charge_from,
    charge_of,
    gives_work,
    handed,
    handed_on,
    introduces,
    joined,
    opening,
    opens_next,
    over_list,
    with_beside,
)
from extract.formula import closing_charge, is_closing
from extract.listtasks import item
from extract.roles import item_role
from extract.wordless import lists_things
from extract.zones import is_execution, is_formula, is_request, tells_past, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.actors import Actors
    from extract.listtasks import Outline
    from extract.records import Assignment, Section

_CLOSED = frozenset({"duties", "targets", "money", "other"})  # headings below which nothing is a task of this kind
_KINDS = ("heading", "article", "clause", "point", "bullet")
_PROSE = ("preamble", "paragraph")
_CHARGES = re.compile(r"chủ trì\b|có trách nhiệm\b|chịu trách nhiệm\b|có nhiệm vụ\b")
_OPENS = re.compile(r"(?::|\bsau(?: đây)?)\W*$")  # the colon before a list may be lost
_OPENS_TASKS = re.compile(r"(?:nhiệm vụ|trách nhiệm|nội dung|công việc|hoạt động|quyền hạn)[^.;]*$")
_SENTENCE = 5  # words behind the unit from which on they say what it does
_NAMES = 3  # items: a shorter list of names is judged name by name
_SUBJECTS = ("annex", "heading", "article")  # they head lists, whoever has the tasks


def assigned_tasks(outline: Outline, actors: Actors) -> tuple[Assignment, ...]:
    """Tasks in reading order."""
    charge = Charge()
    found: list[Assignment] = []
    for top in outline.children[None]:
        if top.kind in _PROSE:
            charge = opening(top, actors) or over_list(top, outline, actors) or charge
            found += _told(top, outline, actors)
        elif top.kind in (*_KINDS, "annex"):
            found += _walk(top, Charge() if top.kind == "annex" else charge, outline, actors)
            charge = handed_on(top, outline, actors) or charge
    return tuple(found)


def _told(section: Section, outline: Outline, actors: Actors, under: Section | None = None) -> Iterator[Assignment]:
    """The task of a paragraph that gives work in so many words: "Giao các Bộ: Công an, Tài chính có ý kiến …".

    Below a labelled item that asks for something ("5. Về kiến nghị …:") also one that begins with a known unit.
    """
    text = section.text
    is_told = after_opener(text) != text and not text.rstrip().endswith(":")
    if under is None and not is_told:
        is_told = not _OPENS.search(text) and (actors.asked(text) is not None or _is_directed(section, actors))
    elif under is not None and not is_told:
        found = actors.charged(text)
        wanted = is_request(under.text) or (under.heading and is_charge(found))
        opens_list = introduces(section, outline)
        is_told = bool(wanted) and not opens_list and found is not None and actors.is_known(found[0])
    if is_told and not is_closing(section, outline, actors) and not is_execution(section.text):
        asked = actors.asked(text) if under is None else None
        charge = charge_from(asked, actors) if asked else charge_of(section, Charge(), actors)
        if charge.lead:
            yield replace(given(section, charge, outline, actors), source_kind="prose")


def _is_directed(section: Section, actors: Actors) -> bool:
    """Whether a paragraph of a directive begins with a unit that is to do something: "Bộ Y tế chủ trì …"."""
    found = actors.charged(section.text) if actors.directs and section.kind in _PROSE else None
    if found is None or not section.text.startswith(found[0]) or tells_past(section.text):
        return False
    return actors.is_known(found[0]) and not actors.is_issuer(found[0])


def is_charge(found: tuple[str, str] | None) -> bool:
    """Whether a sentence says that a unit leads or answers for something: no report of what it does."""
    return found is not None and bool(_CHARGES.match(found[1]))


def detail_role(section: Section) -> bool:
    """Whether a line gives the deadline, the product or the coordinators of what stands above it, by name."""
    found = item_role(section.text) if section.kind in ("paragraph", "bullet") else None
    return found is not None and found[0] in ("deadline", "product", "coordinator") and bool(found[1])


def _walk(section: Section, above: Charge, outline: Outline, actors: Actors) -> Iterator[Assignment]:
    """Tasks of a section and below; the unit of the nearest heading that names one leads."""
    zone = zone_of(section.heading)
    is_list = section.kind == "annex" and zone == "duties"  # "PHỤ LỤC: PHÂN CÔNG NHIỆM VỤ"
    closed = zone in _CLOSED and not is_list and not gives_work(section, actors)
    if closed or is_execution(section.text):
        return
    charge = handed(section, above, outline, actors)
    if is_row(section, charge, outline, actors):
        if charge.own or not actors.is_name(section.text):
            yield given(section, charge, outline, actors)
        for child in outline.children[section.section_id]:
            yield from _told(child, outline, actors) if _is_directed(child, actors) else ()
        return
    if lists_names_only(section, outline, actors) or lists_things(section, outline, actors):
        return
    made: list[Assignment] = []
    for child in outline.children[section.section_id]:
        if detail_role(child):
            made[-1:] = [with_detail(row, child) for row in made[-1:]]
        elif child.kind in _PROSE:
            told, charge = _paragraph(child, section, charge, outline, actors)
            made += told
        elif child.kind in _KINDS:
            made += _walk(child, charge, outline, actors)
            charge = handed_on(child, outline, actors) or charge
    yield from made


def _paragraph(
    child: Section, section: Section, charge: Charge, outline: Outline, actors: Actors
) -> tuple[list[Assignment], Charge]:
    """The tasks of a paragraph below a section, and who has what follows it."""
    opened = opening(child, actors)
    if charge.own and not opened and introduces(child, outline):
        return [], with_beside(charge, child, actors)
    if charge.own and section.heading and not opened and not is_closing(child, outline, actors):
        return [given(child, replace(charge, own=False), outline, actors)], charge
    told = [] if charge.lead else list(_told(child, outline, actors, under=section))
    return told, opened or charge


def lists_names_only(section: Section, outline: Outline, actors: Actors) -> bool:
    """Whether most items of a list are nothing but names: members, subsidiaries, who is to receive something."""
    items = [child.text for child in outline.children[section.section_id] if child.label and outline.is_leaf(child)]
    return len(items) >= _NAMES and 2 * sum(map(actors.is_name, items)) > len(items)


def is_row(section: Section, charge: Charge, outline: Outline, actors: Actors) -> bool:
    """Whether a section is a task as a whole: somebody has it, and what stands below does not tell who has what."""
    if section.kind == "annex" or not charge.lead:
        return False
    if outline.is_leaf(section):
        return True
    lists = any(child.kind != "paragraph" for child in outline.children[section.section_id])
    names_a_subject = bool(section.heading) and lists and not starts_with_duty(section.text)
    if charge.own and _lists_objects(section, outline, actors):
        return True
    return not charge.own and section.kind not in _SUBJECTS and not names_a_subject


def _lists_objects(section: Section, outline: Outline, actors: Actors) -> bool:
    """Whether a sentence on a unit ends in what it acts on: "Sở Tài chính quyết định đối với: a) Nhà, đất …"."""
    found = actors.charged(section.text) if section.kind in ("clause", "point") else None
    if found is None or len(found[1].split()) < _SENTENCE or not section.text.rstrip().endswith(":"):
        return False
    if _OPENS_TASKS.search(found[1]):
        return False
    items = [leaf.text for leaf in outline.leaves(section)]
    return not any(starts_with_duty(text) or actors.charged(text) for text in items)


def given(section: Section, charge: Charge, outline: Outline, actors: Actors) -> Assignment:
    """The task of an item with all below it, paragraphs left out that give work of their own."""
    whole = outline.full(section, lambda child: _is_part(child, outline, actors))
    lead = joined(charge.lead, *actors.further(whole.text, charge.lead or ""))
    beside = joined(charge.beside, actors.beside(whole.text))
    row = replace(item(whole), lead_text=lead, coordinator_text=beside)
    for detail in _details(section, outline, actors):
        row = with_detail(row, detail)
    return row


def _details(section: Section, outline: Outline, actors: Actors) -> Iterator[Section]:
    """Lines that tell details by name, of an item and of the lists inside it."""
    for child in outline.children[section.section_id]:
        if detail_role(child):
            yield child
        elif _is_part(child, outline, actors):
            yield from _details(child, outline, actors)


def _is_part(child: Section, outline: Outline, actors: Actors) -> bool:
    """Whether a section below an item goes on with it: no detail by name, no closing of the whole document."""
    if child.section_id in outline.past:
        return False
    says = any(map(str.isalpha, child.text))  # a rule at the end of a part says nothing
    closes = child.kind == "paragraph" and (not says or is_formula(child.text) or opens_next(child, actors))
    return not (closes or is_closing(child, outline, actors) or detail_role(child) or _is_directed(child, actors))


def with_detail(row: Assignment, detail: Section) -> Assignment:
    """The row with what a line below it adds by name: "Thời gian hoàn thành: Tháng 12/2025."."""
    role, value = item_role(detail.text) or ("", "")
    field = {"deadline": "deadline_text", "product": "product", "coordinator": "coordinator_text"}[role]
    return replace(row, **{field: joined(getattr(row, field), value)})  # type: ignore[arg-type]  # all three are texts


def closings(outline: Outline, actors: Actors) -> tuple[Assignment, ...]:
    """Duties from paragraphs that charge units with the whole: "Văn phòng … theo dõi … Nghị quyết này"."""
    found = ((section, closing_charge(section, outline, actors)) for section in outline.sections)
    return tuple(_closing(section, charge, outline, actors) for section, charge in found if charge)


def _closing(section: Section, charge: Charge, outline: Outline, actors: Actors) -> Assignment:
    """The duty of a closing paragraph, with the label of its article or heading; none behind the items of a list."""
    above, beside = outline.parent(section), outline.children[section.parent_id]
    is_text = above is not None and (above.kind == "article" or (bool(above.heading) and beside[0] is section))
    label = section.path if is_text and all(child.kind == "paragraph" for child in beside) else ""
    row = given(section, charge, outline, actors)
    return replace(row, kind="responsibility", source_kind="prose", label=label)


def looks_charged(section: Section, outline: Outline) -> bool:
    """Whether most items below a short heading start with a verb of duty: then the heading names who has it."""
    items = [leaf.text for leaf in outline.leaves(section)]
    return bool(items) and 2 * sum(map(starts_with_duty, items)) > len(items)
