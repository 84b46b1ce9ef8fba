"""Units that a name may mean, best first; and what a reviewer's words are read as."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from extract import deadlines, units
from extract.registry import Registry
from normalize.syllable import fold

if TYPE_CHECKING:
    from extract.registry import Unit
    from pipeline.readings import Reading

_MANY = 60  # names that are looked at before dates and issuer are weighed
_OUT_OF_DATE = 8.0  # per cent taken off a unit that did not exist on the day
_OWN = 6.0  # per cent added to a unit of the issuer
_BARE = 0.3  # share of the score that ignores diacritics


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit of the registry with how well it fits, 0..100; `valid` on the day of the decision."""

    unit: Unit
    score: float
    valid: bool

    @property
    def above(self) -> str:
        """Name of the unit it belongs to, "" for the highest."""
        parent = self.unit.parent_unit_id
        return Registry.load().get(parent).name if parent else ""


@lru_cache(maxsize=1)
def _names() -> tuple[list[str], list[Unit]]:
    """Every name in lower case without diacritics, and the unit it means."""
    pairs = [
        (fold(name.casefold()), unit)
        for unit in Registry.load().units
        for name in (unit.name, unit.short_name, *unit.aliases)
        if name
    ]
    return [name for name, _ in pairs], [unit for _, unit in pairs]


def candidates(text: str, day: str | None = None, issuer: str | None = None, count: int = 8) -> list[Candidate]:
    """Units whose names are like `text`, typed with or without diacritics; `day` is an ISO date."""
    words = " ".join(text.split()).casefold()
    if not words:
        return []
    names, owners = _names()
    when = dt.date.fromisoformat(day) if day else None
    best: dict[str, Candidate] = {}
    for _, score, at in process.extract(fold(words), names, scorer=fuzz.WRatio, limit=_MANY):
        unit = owners[at]
        exact = max(fuzz.ratio(words, name.casefold()) for name in (unit.name, unit.short_name, *unit.aliases) if name)
        valid = unit.is_valid(when)
        weighed = _BARE * score + (1 - _BARE) * max(exact, 0.9 * fuzz.ratio(fold(words), names[at]))
        weighed += _OWN * (issuer in (unit.unit_id, unit.parent_unit_id)) - _OUT_OF_DATE * (not valid)
        found = Candidate(unit, round(min(weighed, 100.0), 1), valid)
        if unit.unit_id not in best or best[unit.unit_id].score < found.score:
            best[unit.unit_id] = found
    return sorted(best.values(), key=lambda c: (-c.score, c.unit.name))[:count]


def read_units(role: str, text: str, day: str | None, issuer: str | None) -> list[dict[str, Any]]:
    """The units that a cell names, as parts of a reading."""
    context = units.LinkContext(dt.date.fromisoformat(day) if day else None, issuer)
    found = units.link_list(text, Registry.load(), context) if text.strip() else ()
    return [{"role": role, "text": u.text, "unit_id": u.unit_id, "is_collective": u.is_collective} for u in found]


def read_deadlines(text: str, day: str | None) -> list[dict[str, Any]]:
    """The deadlines in these words, as parts of a reading."""
    found = deadlines.parse(text, dt.date.fromisoformat(day) if day else None) if text.strip() else ()
    return [
        {
            "kind": due.kind,
            "text": due.text,
            "due_date": due.due_date.isoformat() if due.due_date else None,
            "start_date": due.start_date.isoformat() if due.start_date else None,
            "rrule": due.rrule,
            "qualifier": due.qualifier,
            "condition": due.condition,
        }
        for due in found
    ]


def unit_names(reading: Reading) -> dict[str, str]:
    """Names of the units a reading links, by id."""
    known = Registry.load().by_id
    ids = [unit["unit_id"] for unit in reading.get("units", ()) if unit.get("unit_id")]
    return {unit_id: known[unit_id].name for unit_id in ids if unit_id in known}
