"""Closing paragraphs that charge somebody with the document as a whole: "Trên đây là Kế hoạch …, đề nghị các sở …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.assigning import assigns
from extract.charge import Charge, charge_from, joined, subjects
from extract.letters import SENTENCE_END
from extract.textend import LAST
from extract.zones import is_about_this, is_execution, opens_closing

if TYPE_CHECKING:
    from extract.actors import Actors
    from extract.listtasks import Outline
    from extract.records import Section


def is_closing(section: Section, outline: Outline, actors: Actors) -> bool:
    """Whether a paragraph gives work by itself: to units, and with the document as a whole ("Chỉ thị này")."""
    return closing_charge(section, outline, actors) is not None


def closing_charge(section: Section, outline: Outline, actors: Actors) -> Charge | None:
    """Who a closing paragraph charges; None for any other section."""
    text = section.text
    if section.kind != "paragraph" or section.annex or is_execution(text):
        return None
    if text.rstrip().endswith(":") and LAST not in text:
        return None  # it opens a list; behind the last mark of the text only scraps of the recipients stand
    if is_about_this(text) and not _is_body(section, outline, actors) and (found := actors.charged(text)):
        return charge_from(found, actors, own=True)
    if section.section_id == outline.last_id and assigns(text) and (found := actors.charged(text)):
        return charge_from(found, actors, own=True)
    asks = section.section_id in outline.tail and (
        opens_closing(text) or actors.asked(text) is not None or (LAST in text and _asks_within(text))
    )
    return _formula(text, actors) if asks else None


def _asks_within(text: str) -> bool:
    """Whether a sentence behind the first asks for something: "… là nhiệm vụ cấp bách. Đề nghị các sở …"."""
    return any(map(assigns, SENTENCE_END.split(text)[1:]))


def _is_body(section: Section, outline: Outline, actors: Actors) -> bool:
    """Whether a paragraph is what a heading gives to the unit it names: "7. Các sở, ngành" over "Trên cơ sở …"."""
    above = outline.parent(section)
    is_first = above is not None and outline.children[above.section_id][0] is section
    return above is not None and is_first and bool(above.heading) and actors.named(above.heading) is not None


def _formula(text: str, actors: Actors) -> Charge | None:
    """Whom a formula asks ("…, đề nghị các sở …, yêu cầu …"), else who acts in it ("…, các đơn vị báo cáo")."""
    asked = actors.requested(text)
    if asked:
        return Charge(joined(*(found[0] for found in asked)), None, own=True)
    told = (actors.charged(text[at:].lstrip()) for at in subjects(text))
    found = next((charged for charged in told if charged and actors.is_known(charged[0])), None)
    return charge_from(found, actors, own=True) if found else None
