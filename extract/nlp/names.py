"""Phrase patterns of the registry: the names by which a text may mention a unit."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.unit_index import head_of
from extract.unit_words import general_abbreviations, key

if TYPE_CHECKING:
    from extract.registry import Registry, Unit

_PLACES = ("tỉnh", "thành phố")  # alone they name a place, not who governs it
_MIN_ACRONYM = 3
_SHORTENED = ("UBND", "HĐND", "MTTQ", "BHXH", "KH&CN", "GD&ĐT", "TN&MT")


def patterns(registry: Registry) -> list[dict[str, str]]:
    """Patterns of spaCy's `SpanRuler`, one a name, in a stable order; the label is `unit`."""
    names = {name for unit in registry.units for name in _names(unit)}
    return [{"label": "unit", "pattern": name} for name in sorted(names | _shortened(names))]


def _names(unit: Unit) -> list[str]:
    """The names of a unit that cannot be taken for something else in running text."""
    names = (name for name in (unit.name, unit.short_name, *unit.aliases) if name)
    return [name for name in names if _is_named(name) or _is_acronym(name)]


def _is_named(name: str) -> bool:
    head = head_of(key(name))
    return bool(head) and head not in _PLACES and " " in name


def _is_acronym(name: str) -> bool:
    return name.isupper() and name.isalpha() and len(name) >= _MIN_ACRONYM


def _shortened(names: set[str]) -> set[str]:
    """The names with what drafters shorten in them: "UBND tỉnh Lào Cai", "Sở KH&CN"."""
    forms = _forms()
    return {
        re.sub(re.escape(full), short, name, flags=re.IGNORECASE)
        for name in names
        for short, full in forms.items()
        if full in name.lower()
    }


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    known = general_abbreviations()
    return {short: known[short] for short in _SHORTENED if short in known}
