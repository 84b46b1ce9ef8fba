"""Duties (trách nhiệm) from "Tổ chức thực hiện": who must see to what, under a unit's heading or in a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from extract.listtasks import item
from extract.zones import is_execution, starts_adverbial, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extract.listtasks import Outline
    from extract.records import Assignment, Section

    LeadingUnit = Callable[[str], tuple[str, str] | None]

_VERB = "có trách nhiệm"  # a heading that is nothing but a unit's name reads as "… has the duty"
_ADVERBIAL = 300  # a phrase before the subject ends within so many letters


def duties(outline: Outline, leading_unit: LeadingUnit) -> tuple[Assignment, ...]:
    """Duties in reading order; `leading_unit` parts a text that starts with units into (units, rest)."""
    found: list[Assignment] = []
    for section in outline.sections:
        if section.heading and section.kind != "annex" and _opens_duties(section, outline):
            found += _walk(section, None, outline, leading_unit)
        elif section.kind == "article" and is_execution(section.text):
            unit = leading_unit(section.text)
            found.append(_duty(section, unit[0] if unit else ""))
    return tuple(found)


def _opens_duties(section: Section, outline: Outline) -> bool:
    above = (s for s in outline.ancestors(section) if s.heading and s.kind != "annex")
    return zone_of(section.heading) == "duties" and not any(zone_of(s.heading) == "duties" for s in above)


def _walk(section: Section, unit: str | None, outline: Outline, leading_unit: LeadingUnit) -> Iterator[Assignment]:
    """Duties below `section`; a heading that names a unit hands it down."""
    for child in outline.children[section.section_id]:
        if outline.is_leaf(child):
            subject = unit or _subject(child.text, leading_unit)
            if subject:
                yield _duty(outline.whole(child), subject)
        elif zone_of(child.heading) != "other":
            named = leading_unit(child.text) or (leading_unit(f"{child.heading} {_VERB}") if child.heading else None)
            yield from _walk(child, named[0] if named else unit, outline, leading_unit)


def _subject(text: str, leading_unit: LeadingUnit) -> str | None:
    """The units a sentence starts with, perhaps after a phrase such as "Hàng năm," or "Trên cơ sở …,"."""
    commas = (at + 1 for at, letter in enumerate(text[:_ADVERBIAL]) if letter == ",")
    starts = [0, *commas] if starts_adverbial(text) else [0]
    for at in starts:
        found = leading_unit(text[at:].lstrip())
        if found:
            return found[0]
    return None


def _duty(section: Section, unit: str) -> Assignment:
    source_kind: Literal["list", "prose"] = "list" if section.label else "prose"
    lead = unit.rstrip(" ,:;") or None
    return replace(item(section), kind="responsibility", source_kind=source_kind, lead_text=lead)
