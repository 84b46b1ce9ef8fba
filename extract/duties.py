"""Duties (trách nhiệm) from "Tổ chức thực hiện": who must see to what, under a unit's heading or in a sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from extract.assigned import detail_role, given, is_charge, is_row, looks_charged, with_detail
from extract.assigning import after_opener, assigns, is_proper, starts_with_duty
from extract.charge import (
    Charge,
    charge_from,
    charge_of,
    gives_work,
    introduces,
    opens_text,
    subjects,
    with_beside,
)
from extract.formula import is_closing
from extract.letters import SENTENCE_END
from extract.roles import item_role
from extract.zones import charges_all, is_execution, starts_adverbial, zone_of
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.actors import Actors
    from extract.listtasks import Outline
    from extract.records import Assignment, Section

# What a heading is about ("Về thẩm định …:", "Nội dung phối hợp gồm:") is nobody's name; neither is what follows one.
_NO_NAME = re.compile(
    r"^(?:ve|viec|noi dung|nguyen tac|hinh thuc|phuong thuc|thoi gian|kinh phi|muc)\b|(?:gom|sau|sau day)\W*$"
)
_BEHIND_NAME = re.compile(  # "cán bộ chuyên trách tại các cơ quan" are told by whose they are
    r"\s(?:khi|đối với|về việc|theo|(?:trong|tại)(?! (?:các )?(?:cơ quan|đơn vị|tổ chức)\b))\s", re.IGNORECASE
)
_OF = (" của", " CỦA")  # "Trách nhiệm của …", "Quyền và trách nhiệm của …"
_WORKS = re.compile(r"phối hợp\b")
_PARTS = ("part", "chapter")
_GROUP = 4  # words: "tổ chức, cá nhân"
_SHORT = 200  # letters: a longer text above items is no name


def duties(outline: Outline, actors: Actors) -> tuple[Assignment, ...]:
    """Duties in reading order."""
    found: list[Assignment] = []
    told: set[str | None] = set()
    for section in outline.sections:
        before = len(found)
        if section.heading and section.kind != "annex" and _opens_duties(section, outline, actors):
            found += _walk(section, _of_heading(section, outline, actors), outline, actors)
        elif _tells_costs(section, outline):
            found += _paid(section, outline, actors)
        elif section.section_id in told:
            continue  # told already, below "Điều 4. Tổ chức thực hiện"
        elif section.kind == "article" and is_execution(section.text):
            found.append(_duty(section, charge_of(section, Charge(), actors), outline, actors))
        elif _is_ruling(section, outline):
            found += _ruled(section, outline, actors)
        elif _is_closing_part(section, outline) and charges_all(section.text):
            charge = charge_of(section, Charge(), actors)
            found += [_closing_duty(section, charge, outline, actors)] if charge.lead else []
        told.update(duty.section_id for duty in found[before:])
    return tuple(found)


def _is_closing_part(section: Section, outline: Outline) -> bool:
    """Whether a paragraph or clause stands where closing articles do: at the top, in an article, last."""
    above = outline.parent(section)
    may_close = above is None or above.kind == "article" or section.section_id in outline.tail
    return section.kind in ("paragraph", "clause") and not section.annex and may_close


def _closing_duty(section: Section, charge: Charge, outline: Outline, actors: Actors) -> Assignment:
    """The duty of a closing paragraph, which has not the label of the item it stands behind."""
    duty, above = _duty(section, charge, outline, actors), outline.parent(section)
    return duty if above is None or above.kind == "article" or section.label else replace(duty, label="")


def _of_heading(section: Section, outline: Outline, actors: Actors) -> Charge:
    """Who a heading of duties names: "Trách nhiệm của Sở Y tế"; nobody below "Tổ chức thực hiện"."""
    told = actors.headed(section.heading) if _charges(section, outline, actors) else None
    if told:
        return charge_from(told, actors)
    name = after_opener(section.text)
    found = actors.headed(name) or _about(name, actors) if name != section.text else None
    if name == section.text or not section.text[: -len(name)].rstrip(" :").endswith(_OF):
        is_unit = found is not None and actors.is_known(found[0])  # "Trách nhiệm các sở, ngành"
        return charge_from(found, actors) if found and is_unit else Charge()
    lead = found[0] if found and actors.has_unit(found[0]) else _BEHIND_NAME.split(name, 1)[0].rstrip(" .:;")
    return Charge(lead, actors.beside(found[1]) if found else None)


def _about(name: str, actors: Actors) -> tuple[str, str] | None:
    """A group that no verb follows, before what its duties are about: "Trách nhiệm cá nhân trong quản lý …"."""
    group = _BEHIND_NAME.split(name, 1)[0]
    is_group = len(group.split()) <= _GROUP and zone_of(group) is None and actors.is_known(group)
    return (group, "") if is_group else None


def _opens_duties(section: Section, outline: Outline, actors: Actors) -> bool:
    above = (s for s in outline.ancestors(section) if s.heading and s.kind != "annex")
    opens = zone_of(section.heading) == "duties" and not gives_work(section, actors)
    opens = opens or _charges(section, outline, actors)
    return opens and not any(zone_of(s.heading) == "duties" for s in above)


def _charges(section: Section, outline: Outline, actors: Actors) -> bool:
    """Whether an article of a chapter charges a unit by its heading: "Nội dung Sở Y tế có trách nhiệm chủ trì"."""
    above = outline.parent(section)
    if section.kind != "article" or above is None or above.kind not in _PARTS:
        return False
    found = actors.charged(section.heading)
    return bool(found and is_charge(found)) or gives_work(section, actors)


def _is_ruling(section: Section, outline: Outline) -> bool:
    """Whether an article of a chapter rules something: neither scope nor principles, no list of duties above it."""
    above = outline.ancestors(section)
    in_part = section.kind == "article" and bool(above) and all(s.kind in (*_PARTS, "heading", "annex") for s in above)
    zones = [zone_of(s.heading) for s in (section, *above) if s.heading]
    return (
        in_part
        and any(s.kind in _PARTS for s in above)
        and not {"other", "money", "targets", "duties", "tasks"} & set(zones)
    )


def _ruled(section: Section, outline: Outline, actors: Actors) -> Iterator[Assignment]:
    """Duties in an article on something else, where a sentence says so: "2. Các đơn vị có trách nhiệm bảo vệ …"."""
    for child in outline.children[section.section_id]:
        found = actors.charged(child.text)
        is_list = child.text.rstrip().endswith(":") and not child.heading
        if found is None or not (is_charge(found) or _WORKS.match(found[1])) or is_list or item_role(child.text):
            yield from _ruled(child, outline, actors)
        elif child.heading:
            yield from _walk(child, charge_from(found, actors), outline, actors)
        else:
            yield _duty(child, charge_of(child, Charge(), actors), outline, actors)


def _tells_costs(section: Section, outline: Outline) -> bool:
    """Whether a heading tells what all of it costs: it stands below no other that says what it is about."""
    is_money = zone_of(section.heading) == "money" and section.kind != "annex" and not section.annex
    return is_money and not any(zone_of(s.heading) for s in outline.ancestors(section))


def _paid(section: Section, outline: Outline, actors: Actors) -> Iterator[Assignment]:
    """Duties on money, where a sentence gives them to a unit: "Sở Tài chính bố trí kinh phí …"; sources are none."""
    for child in outline.children[section.section_id]:
        first = SENTENCE_END.split(child.text, 1)[0]  # what follows tells more of the sources
        charge = _subject(replace(child, label="", text=first), Charge(), actors)
        is_told = charge.lead is not None and actors.is_known(charge.lead) and zone_of(child.text) != "other"
        if outline.is_leaf(child) and is_told and not item_role(child.text):
            yield _duty(child, charge, outline, actors)
        elif child.heading:
            yield from _paid(child, outline, actors)


def _walk(section: Section, above: Charge, outline: Outline, actors: Actors) -> list[Assignment]:
    """Duties below `section`; a heading that names a unit hands it down."""
    labels = _counted(section, outline)
    made: list[Assignment] = []
    for child in outline.children[section.section_id]:
        if above.lead and introduces(child, outline):
            above = with_beside(above, child, actors)
        elif opens_text(child, outline) and (found := actors.charged(child.text)) and is_charge(found):
            above = charge_from(found, actors)
        elif child.kind == "paragraph" and detail_role(child):
            made[-1:] = [with_detail(row, child) for row in made[-1:]]
        elif item_role(child.text) or is_closing(child, outline, actors):
            continue  # "Đơn vị chủ trì: …" tells of the whole plan; closing paragraphs are told by themselves
        else:
            made += _item(child, above, outline, actors, labels.get(child.section_id))
    return made


def _item(child: Section, above: Charge, outline: Outline, actors: Actors, label: str | None) -> list[Assignment]:
    """The duty that an item is, or those below it; `label`: where it is counted together with its neighbours."""
    charge = _handed_down(child, above, outline, actors)
    if outline.is_leaf(child) or is_row(child, charge, outline, actors):
        named = charge
        charge = _subject(child, above, actors)
        charge = named if charge.lead is None and outline.children[child.section_id] else charge
        duty = _duty(child, charge, outline, actors) if charge.lead else None
        return [replace(duty, label=label or duty.label)] if duty else []
    zone = zone_of(child.heading)
    if zone == "money":
        return list(_paid(child, outline, actors))
    return [] if zone == "other" else _walk(child, replace(charge, own=False), outline, actors)


def _counted(section: Section, outline: Outline) -> dict[str, str]:
    """Labels of what has none of its own, where paragraphs and dashes stand mixed: they are counted together."""
    bare = [child for child in outline.children[section.section_id] if child.kind in ("paragraph", "bullet")]
    if len({child.kind for child in bare}) == 1 or not section.path:
        return {}
    return {child.section_id: f"{section.path}.{count}" for count, child in enumerate(bare, start=1)}


def _handed_down(section: Section, above: Charge, outline: Outline, actors: Actors) -> Charge:
    """Who has the duties below a heading: the units it names; a name that no list knows, where duties follow."""
    named = charge_of(replace(section, heading=section.text), Charge(), actors)
    named = named if named.lead or not section.heading else replace(_of_heading(section, outline, actors), own=True)
    if named.lead:
        return named
    name = after_opener(section.text)
    may_name = above.lead is None and len(section.text) <= _SHORT and not starts_with_duty(name)
    may_name = may_name and not (_NO_NAME.search(fold(section.text)) or _names_a_part(section.text))
    is_name = may_name and looks_charged(section, outline)
    return Charge(name, own=True) if is_name else above


def _names_a_part(heading: str) -> bool:
    """Whether a heading tells what stands below, and nobody's name: "Trách nhiệm thực hiện", "Kinh phí thực hiện"."""
    return zone_of(heading) is not None and after_opener(heading) == heading


def _subject(section: Section, above: Charge, actors: Actors) -> Charge:
    """Who has a duty: the unit above; else the units a sentence starts with, perhaps after "Trên cơ sở …,".

    Below a heading that names several units, the one that its own sentence starts with.
    """
    own = charge_of(section, Charge(), actors)
    if above.lead and not (own.lead and _may_lead(section.text, own.lead, above.lead, actors)):
        return above
    if own.lead or not starts_adverbial(section.text):
        return own
    text = section.text
    found = (charge_of(replace(section, text=text[at:].lstrip()), Charge(), actors) for at in subjects(text))
    return next((charge for charge in found if charge.lead), own)


def _may_lead(text: str, own: str, above: str, actors: Actors) -> bool:
    """Whether the unit of a sentence leads and not the one above, which may be the one that is to ask it.

    "4. Sở Khoa học và Công nghệ: - Yêu cầu các cơ quan báo chí …" is for the department to see to. Below an open group
    ("Trách nhiệm của các cơ quan, đơn vị") a name that no list knows leads too.
    """
    is_group = not actors.has_unit(above)
    asked = assigns(text) and not is_group and own.lower() not in above.lower()
    return not asked and (actors.is_known(own) or is_proper(own)) and _begins_with(text, own)


def _begins_with(text: str, lead: str) -> bool:
    """Whether a sentence starts with its unit, no phrase before it: "Căn cứ …, Chủ tịch …" tells of something else."""
    return after_opener(text).lstrip().startswith(lead)


def _duty(section: Section, charge: Charge, outline: Outline, actors: Actors) -> Assignment:
    source_kind: Literal["list", "prose"] = "list" if section.label else "prose"
    return replace(given(section, charge, outline, actors), kind="responsibility", source_kind=source_kind)
