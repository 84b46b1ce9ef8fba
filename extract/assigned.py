"""Tasks that a directive or resolution gives to a unit: under the unit's heading, or in a sentence of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.actors import starts_with_duty
from extract.listtasks import item
from extract.zones import is_about_this, is_execution, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.actors import Actors
    from extract.listtasks import Outline
    from extract.records import Assignment, Section

_CLOSED = frozenset({"duties", "targets", "other"})  # headings below which nothing is a task of this kind
_KINDS = ("heading", "article", "clause", "point", "bullet")


@dataclass(frozen=True, slots=True)
class Charge:
    """Who leads and who coordinates what stands below a heading, as written; `own`: the heading itself says so."""

    lead: str | None = None
    beside: str | None = None
    own: bool = False


def assigned_tasks(outline: Outline, actors: Actors) -> tuple[Assignment, ...]:
    """Tasks in reading order: items below a unit's heading, sentences that begin with a unit, closing sentences."""
    charge = Charge()
    found: list[Assignment] = []
    for top in outline.children[None]:
        if top.kind in ("preamble", "paragraph"):
            charge = opening(top, actors) or charge
            found += _closing(top, outline, actors)
        elif top.kind in (*_KINDS, "annex"):
            found += _walk(top, Charge() if top.kind == "annex" else charge, outline, actors)
    return tuple(found)


def opening(section: Section, actors: Actors) -> Charge | None:
    """Who a paragraph over a list gives the list to: "Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành …:"."""
    found = actors.opened(section.text)
    return Charge(found[0], actors.beside(found[1])) if found else None


def charge_of(section: Section, above: Charge, actors: Actors) -> Charge:
    """Who a section gives work to: the units it names, else those of the heading above."""
    found = actors.headed(section.text) if section.heading else actors.charged(section.text)
    return Charge(found[0], actors.beside(found[1]), own=True) if found else above


def _walk(section: Section, above: Charge, outline: Outline, actors: Actors) -> Iterator[Assignment]:
    """Tasks of a section and below; the unit of the nearest heading that names one leads."""
    if zone_of(section.heading) in _CLOSED or is_execution(section.text):
        return
    charge = above if section.kind == "annex" else charge_of(section, above, actors)
    if section.kind != "annex" and outline.is_leaf(section):
        if charge.lead:
            yield given(section, charge, outline, actors)
        for child in outline.children[section.section_id]:
            yield from _closing(child, outline, actors)
        return
    for child in outline.children[section.section_id]:
        if child.kind == "paragraph":
            charge = opening(child, actors) or charge
            yield from _closing(child, outline, actors)
        elif child.kind in _KINDS:
            yield from _walk(child, charge, outline, actors)


def given(section: Section, charge: Charge, outline: Outline, actors: Actors) -> Assignment:
    """The task of an item with its further paragraphs, those left out that give work of their own."""
    whole = outline.whole(section, lambda child: not is_closing(child, actors))
    beside = actors.beside(whole.text) or charge.beside
    return replace(item(whole), lead_text=charge.lead, coordinator_text=beside)


def is_closing(section: Section, actors: Actors) -> bool:
    """Whether a paragraph gives work by itself: it begins so and speaks of the document as a whole ("Chỉ thị này")."""
    return section.kind == "paragraph" and is_about_this(section.text) and actors.charged(section.text) is not None


def _closing(section: Section, outline: Outline, actors: Actors) -> Iterator[Assignment]:
    """A paragraph behind the items that charges units with the whole: "Văn phòng … theo dõi … Nghị quyết này"."""
    if is_closing(section, actors) and not is_execution(section.text):
        charge = charge_of(section, Charge(), actors)
        yield replace(given(section, charge, outline, actors), source_kind="prose")


def looks_charged(section: Section, outline: Outline) -> bool:
    """Whether most items below a short heading start with a verb of duty: then the heading names who has it."""
    items = [leaf.text for leaf in outline.leaves(section)]
    return bool(items) and 2 * sum(map(starts_with_duty, items)) > len(items)
