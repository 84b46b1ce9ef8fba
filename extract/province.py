"""Which province a decision is about: whose bodies it means where it names them without their place."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from extract.registry import PROVINCE_KIND
from extract.unit_words import key, tokens

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from extract.records import Citation, Header
    from extract.registry import Registry, Unit

_SORTS = frozenset({"tỉnh", "phố", "ủy"})  # the last words of "tỉnh", "thành phố", "Tỉnh ủy", "Thành ủy"
_LONGEST = 4  # words of a place


def home_of(issuer: str | None, registry: Registry) -> str | None:
    """The people's committee above a body of a province: its council (HĐND) and its departments name each other."""
    unit = registry.by_id.get(issuer or "")
    above = registry.by_id.get(unit.parent_unit_id or "") if unit and unit.level == "province" else None
    return above.unit_id if above and above.kind == PROVINCE_KIND else None


def completed(header: Header, cited: Iterable[Citation], day: dt.date | None, registry: Registry) -> str | None:
    """The body of a province that a head names without its place: "ỦY BAN NHÂN DÂN TỈNH" over "… tỉnh Bến Tre".

    The place is that of the signing, else the one province of the title, else the one whose bodies issued what the
    decision rests on ("Nghị quyết … của Hội đồng nhân dân tỉnh Tây Ninh").
    """
    named = " ".join(word for part in tokens(header.issuer_text or "") for word in part.words)
    if not named or named.split()[-1] not in _SORTS:
        return None
    provinces = _provinces(registry)
    signed = {key(header.issued_place or "")} & provinces.keys()
    of_issuers = {_province_of(act.issuer_unit_id, registry) for act in cited if act.role == "legal_basis"} - {None}
    for places in (signed, _places(header.title or "", provinces), of_issuers):
        if len(places) == 1:
            homes = {home.unit_id for home in provinces[places.pop() or ""]}
            near = [unit for unit in registry.units if homes & {unit.unit_id, unit.parent_unit_id}]
            own = [unit for unit in near if _is_so_named(unit, named) and unit.is_valid(day)]
            return own[0].unit_id if own else None
    return None


def _is_so_named(unit: Unit, named: str) -> bool:
    return unit.level == "province" and key(unit.short_name) == named


def _province_of(unit_id: str | None, registry: Registry) -> str | None:
    """The name of the place whose body it is."""
    committee = registry.by_id.get(home_of(unit_id, registry) or unit_id or "")
    is_one = committee is not None and committee.kind == PROVINCE_KIND and committee.level == "province"
    return key(committee.aliases[-1]) if committee and is_one else None


def subject_of(
    issuer: str | None, header: Header, lines: Iterable[str], day: dt.date | None, registry: Registry
) -> str | None:
    """The people's committee of the one province that a decision is about, where its issuer is of none.

    Told by the title ("… buổi làm việc với Thường trực Tỉnh ủy Thanh Hóa"), and where nobody knows who issued it and
    it has no title, or the people's committee of some province did, by the text, if that names one province alone.
    """
    unit = registry.by_id.get(issuer or "")
    is_provincial = unit is None and _of_some_province(header, registry)
    if unit.level == "province" if unit else header.issuer_text and not is_provincial:
        return None  # a body of a district or commune that the registry does not know has offices of its own
    named = _places(header.title or "", _provinces(registry))
    if not named and unit is None and (is_provincial or not header.title):
        named = {place for text in lines for place in _places(text, _provinces(registry))}
    today = [province for place in named for province in _provinces(registry)[place] if province.is_valid(day)]
    return today[0].unit_id if len(today) == 1 else None  # one that has gone is told beside the one it went into


def _of_some_province(header: Header, registry: Registry) -> bool:
    """Whether a head tells only that a people's committee issued it: "Ủy ban nhân dân tỉnh", "79/2025/QĐ-UBND"."""
    if header.issuer_text is None:
        return (header.number or "").endswith("-UBND")
    short = key(header.issuer_text)
    return any(key(unit.short_name) == short for units in _provinces(registry).values() for unit in units)


def _places(text: str, provinces: Mapping[str, tuple[Unit, ...]]) -> set[str]:
    """Provinces named with their sort: "tỉnh Thanh Hóa", "Tỉnh ủy Thanh Hóa"."""
    words = key(text).split()
    found = set()
    for at, word in enumerate(words):
        if word in _SORTS:
            sizes = range(_LONGEST, 0, -1)
            names = (" ".join(words[at + 1 : at + 1 + size]) for size in sizes)
            found |= {name for name in [next((name for name in names if name in provinces), "")] if name}
    return found


@lru_cache(maxsize=4)
def _provinces(registry: Registry) -> Mapping[str, tuple[Unit, ...]]:
    """People's committees by the name of their place."""
    found: dict[str, tuple[Unit, ...]] = {}
    for unit in registry.units:
        if unit.kind == PROVINCE_KIND and unit.level == "province":
            place = key(unit.aliases[-1])
            found[place] = (*found.get(place, ()), unit)
    return found
