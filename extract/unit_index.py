"""Names of the registry, ready to be found in tokens and chosen among by date and issuer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from extract import unit_words
from extract.unit_words import heads
from normalize.syllable import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from extract.registry import Registry, Unit
    from extract.unit_words import Token

_MIN_SHORT_NAME = 3  # "QH" or "CP" alone mean too many things
_INTERNAL = frozenset({"department", "office", "inspectorate", "division"})
_OUTER_LEVELS = frozenset({"central", "other"})


@dataclass(frozen=True, slots=True)
class LinkContext:
    """What a name is read with.

    Attributes:
        issued: date of the decision; None for today's units.
        issuer_unit_id: who issued it; its own departments come first.
        home_unit_id: the people's committee of the province that the issuer is a body of; None for others.
        subject_unit_id: that of the one province that a decision of another body is about, as far as that is told.
        abbreviations: short → full, as defined by this document.
        short_forms: the same in a stable order.
    """

    issued: dt.date | None = None
    issuer_unit_id: str | None = None
    abbreviations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    home_unit_id: str | None = None
    subject_unit_id: str | None = None

    short_forms: tuple[tuple[str, str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "short_forms", tuple(sorted(self.abbreviations.items())))


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Units by each of their names.

    Attributes:
        starts: all beginnings of names, word by word.
        by_head: names by the head word that they begin with.
        folded: names without diacritics, by how many words they have.
        tight: names by what they are without blanks.
    """

    units: dict[str, tuple[Unit, ...]]
    starts: frozenset[str]
    by_head: dict[str, tuple[str, ...]]
    folded: dict[int, dict[str, str]]
    tight: dict[str, str]
    registry: Registry

    def longest(self, parts: Sequence[Token], at: int, prefix: tuple[str, ...] = ()) -> int | None:
        """Index after the longest name that begins at token `at`, marks inside it passed over; None if none does."""
        words = list(prefix)
        end = None
        for number in range(at, len(parts)):
            part = parts[number]
            if not part.words:
                if part.text in ";/()" or number == at:
                    break
                continue
            words += part.words
            name = " ".join(words)
            if name in self.units:
                end = number + 1
            if name not in self.starts:
                break
        return end


@lru_cache(maxsize=4)
def index(registry: Registry) -> Index:
    """The index of a registry, made once."""
    units: dict[str, list[Unit]] = defaultdict(list)
    key = cache(unit_words.key)  # provinces' bodies share their short names
    for unit in registry.units:
        short = unit.short_name if len(unit.short_name) >= _MIN_SHORT_NAME else ""
        for name in dict.fromkeys(key(name) for name in (unit.name, short, *unit.aliases) if name):
            units[name].append(unit)
    starts = {" ".join(words[:size]) for name in units for words in [name.split()] for size in range(1, len(words))}
    by_head: dict[str, list[str]] = defaultdict(list)
    for name in units:
        by_head[head_of(name)].append(name)
    folded: dict[int, dict[str, str]] = defaultdict(dict)
    for name in units:
        folded[name.count(" ") + 1][name] = fold(name)
    return Index(
        {name: tuple(found) for name, found in units.items()},
        frozenset(starts | units.keys()),
        {head: tuple(names) for head, names in by_head.items()},
        folded,
        {name.replace(" ", ""): name for name in units},
        registry,
    )


@lru_cache(maxsize=65536)
def head_of(name: str) -> str:
    """The head word that a name in lower case begins with, "" if it begins with none."""
    found = _heads_by_first_word().get(name.partition(" ")[0], ())
    return next((head for head in found if name == head or name.startswith(f"{head} ")), "")


@lru_cache(maxsize=1)
def _heads_by_first_word() -> Mapping[str, tuple[str, ...]]:
    by_first: dict[str, tuple[str, ...]] = {}
    for head in heads():
        first = head.partition(" ")[0]
        by_first[first] = (*by_first.get(first, ()), head)
    return by_first


def choose(candidates: Iterable[Unit], context: LinkContext) -> tuple[Unit, str, float] | None:
    """The unit that a name means on that day to that issuer, how it was chosen ("exact" or "context"), a score 0..1.

    None where several are as likely, or where the name is one that another body's department bears:
    never a wrong link for a missing one.
    """
    found = list(candidates)
    today = [unit for unit in found if unit.is_valid(context.issued)]
    score = 1.0 if today else 0.8
    found = today or found
    homes = {context.issuer_unit_id, context.home_unit_id} - {None}
    own = [unit for unit in found if not homes.isdisjoint((unit.unit_id, unit.parent_unit_id))]
    if own:
        method = "exact" if len(found) == 1 else "context"
        return _one(own, context, method, score)
    outer = [unit for unit in found if unit.level in _OUTER_LEVELS]
    if outer:
        return _one(outer, context, "exact", score)
    subject = context.subject_unit_id
    about = [unit for unit in found if subject and subject in (unit.unit_id, unit.parent_unit_id)]
    if about and all(unit.level == "province" for unit in found):
        return _one(about, context, "context", 0.9 * score)
    if context.issuer_unit_id is not None and any(unit.kind in _INTERNAL for unit in found):
        return None
    return _one(found, context, "exact", score)


def _one(units: list[Unit], context: LinkContext, method: str, score: float) -> tuple[Unit, str, float] | None:
    """The only one; of several stretches of one life, the last."""
    if len(units) > 1:
        heirs = {unit.successor_unit_id for unit in units}
        last = [unit for unit in units if unit.unit_id in heirs]
        current = [unit for unit in units if unit.valid_to is None] if context.issued is None else last
        units = current if len(current) == 1 else last
    return (units[0], method, score) if len(units) == 1 else None
