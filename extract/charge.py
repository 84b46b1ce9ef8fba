"""Who has the work that stands below a heading, behind a paragraph or in an item of its own sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from extract.assigning import after_opener, assigns
from extract.letters import UPPER
from extract.roles import names_detail
from extract.unit_words import heads, phrases
from extract.zones import starts_adverbial

if TYPE_CHECKING:
    from extract.actors import Actors
    from extract.listtasks import Outline
    from extract.records import Section

_ADVERBIAL = 300  # letters: a phrase before the subject ends within so many
_GROUP = 30  # letters: the first of a list of groups ("các cơ quan, đơn vị") is no longer
_BEFORE_OTHERS = frozenset(
    {"do", "của", "cho", "với", "từ", "tại"}
)  # "dự án do các cơ quan, tổ chức đề nghị": no subject
_NEEDS = ("cần ", "phải ")
_LINE = 200  # letters: a longer paragraph over a list tells of something else


@dataclass(frozen=True, slots=True)
class Charge:
    """Who leads and who coordinates what stands below a heading, as written; `own`: the item itself names who leads."""

    lead: str | None = None
    beside: str | None = None
    own: bool = False


def charge_from(found: tuple[str, str], actors: Actors, own: bool = False) -> Charge:
    """Who is charged by what `Actors` found: the units, and with whom the rest says they work."""
    return Charge(found[0], actors.beside(found[1]), own)


def opening(section: Section, actors: Actors) -> Charge | None:
    """Who a paragraph over a list gives the list to: "Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành …:", "Bộ Y tế:"."""
    found = actors.opened(section.text) or _named_over(section, actors) or _needed_over(section, actors)
    return charge_from(found, actors) if found else None


def over_list(section: Section, outline: Outline, actors: Actors) -> Charge | None:
    """The units that a short paragraph over a list is about; the issuer, and whom it asks, are told otherwise."""
    may_open = actors.context.issuer_unit_id is not None and section.kind == "paragraph"
    if len(section.text) > _LINE or not (actors.directs or may_open) or not introduces(section, outline):
        return None
    found = actors.named(section.text)
    is_told = found is None or actors.is_issuer(found[0]) or after_opener(found[1]) != found[1]
    return None if found is None or is_told else charge_from(found, actors)


def _named_over(section: Section, actors: Actors) -> tuple[str, str] | None:
    """The units that a short paragraph inside an item is about, a list below it; not who issues the document."""
    text = section.text
    if section.kind != "paragraph" or not section.parent_id or len(text) > _LINE or not text.rstrip().endswith(":"):
        return None
    found = actors.named(text)
    return found if found and not actors.is_issuer(found[0]) else None


def _needed_over(section: Section, actors: Actors) -> tuple[str, str] | None:
    """The units that a paragraph over a list tells what they need to do: "Để …, tỉnh Đắk Lắk cần tập trung …:"."""
    text = section.text
    if not text.rstrip().endswith(":") or not starts_adverbial(text):
        return None
    told = (actors.charged(text[at:].lstrip()) for at in subjects(text))
    return next((found for found in told if found and found[1].startswith(_NEEDS) and actors.is_known(found[0])), None)


def handed(section: Section, above: Charge, outline: Outline, actors: Actors) -> Charge:
    """Who has what stands in a section, also where it names units alone, whatever mark is behind them: "7. Báo … ;"."""
    if section.kind == "annex" or names_detail(section.text):
        return above
    charge = charge_of(section, above, actors)
    if charge.own or section.heading or len(section.text) > _LINE or not outline.children[section.section_id]:
        return charge
    found = actors.named(section.text)
    return charge_from(found, actors, own=True) if found else charge


def charge_of(section: Section, above: Charge, actors: Actors) -> Charge:
    """Who a section gives work to: the units it names, else those of the heading above."""
    found = actors.headed(section.text) if section.heading else actors.charged(section.text)
    if found is None and above.lead is None and section.label and not section.heading:
        found = actors.charged_later(section.text)
    if found is None:
        return replace(above, own=False)
    return Charge(found[0], joined(above.beside, actors.beside(found[1])), own=True)


def gives_work(section: Section, actors: Actors) -> bool:
    """Whether a heading gives work in so many words: "Giao Ban Quản lý tổ chức thực hiện một số nhiệm vụ sau:"."""
    return assigns(section.heading) and actors.headed(section.heading) is not None


def introduces(section: Section, outline: Outline) -> bool:
    """Whether a paragraph below a heading only opens the list after it: "Chủ trì, phối hợp với …:" over a), b), c)."""
    if section.kind not in ("paragraph", "preamble") or not section.text.rstrip().endswith(":"):
        return False
    beside = outline.children[section.parent_id]
    after = beside[beside.index(section) + 1 :]
    return bool(after) and bool(after[0].label)


def opens_text(section: Section, outline: Outline) -> bool:
    """Whether a paragraph only opens those after it: "Chi cục trưởng có trách nhiệm:" over plain paragraphs."""
    if section.kind != "paragraph" or section.heading or not section.text.rstrip().endswith(":"):
        return False
    beside = outline.children[section.parent_id]
    after = beside[beside.index(section) + 1 :]
    return bool(after) and after[0].kind == "paragraph"


def with_beside(charge: Charge, section: Section, actors: Actors) -> Charge:
    """The charge with the units that a paragraph over a list names to work with."""
    return replace(charge, beside=joined(charge.beside, actors.beside(section.text)))


def opens_next(section: Section, actors: Actors) -> bool:
    """Whether a paragraph hands the list behind its item to a unit: "Giao Sở Nội vụ có nhiệm vụ:" below c), over a)."""
    return (
        section.text.rstrip().endswith(":")
        and (actors.directs or after_opener(section.text) != section.text)
        and bool(opening(section, actors))
    )


def handed_on(section: Section, outline: Outline, actors: Actors) -> Charge | None:
    """Who the last paragraph below an item gives the next list to."""
    below = outline.children[section.section_id]
    if not below:
        return None
    last = below[-1]
    if last.kind == "paragraph":
        return opening(last, actors) if opens_next(last, actors) else None
    return handed_on(last, outline, actors)


def subjects(text: str) -> list[int]:
    """Where the subject of a sentence may begin behind a phrase before it: after a comma, at a group that one ends.

    "Trong quá trình thực hiện, nếu có vướng mắc các cơ quan, đơn vị …" has no comma before "các cơ quan".
    """
    places: list[int] = []
    for comma in (at for at, letter in enumerate(text[:_ADVERBIAL]) if letter == ","):
        group = text.rfind(" các ", max(0, comma - _GROUP), comma)
        begins = group > (places[-1] if places else 0) and text[:group].rpartition(" ")[2].lower() not in _BEFORE_OTHERS
        places += [group + 1] if begins else []
        if not _reported().search(text, places[-1] if places else 0, comma):
            places.append(comma + 1)
    return places


@cache
def _reported() -> re.Pattern[str]:
    """The end of a clause on whom something is told, the list of whom goes on: "tổng hợp báo cáo Bộ Quốc phòng, …"."""
    verbs, names = "|".join(phrases("unit_verbs.tsv", "tells")), "|".join(re.escape(head) for head in heads())
    return re.compile(rf"(?<!khi )(?<!\w)(?:{verbs})\s(?=[{UPPER}])(?i:{names})(?!\w)[^,;:.]*$")


def joined(*units: str | None) -> str | None:
    """Lists of units as one, each unit once; None where all are empty."""
    return "; ".join(dict.fromkeys(part for text in units if text for part in text.split("; "))) or None
