"""Which units a name may mean, and why one of them was chosen: what `congbao units find` shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from extract import units
from extract.unit_index import index
from extract.unit_words import key

if TYPE_CHECKING:
    from extract.records import UnitMention
    from extract.registry import Registry, Unit
    from extract.units import LinkContext

_SHORTLIST = 60  # rapidfuzz ratio, 0..100, below which a name is no candidate


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a name may mean; `likeness` of its nearest name is 0..1, `chosen` the one linked, and `why`."""

    unit: Unit
    name: str
    likeness: float
    chosen: bool
    why: str


def search(
    text: str, registry: Registry, context: LinkContext, limit: int = 10
) -> tuple[UnitMention, tuple[Candidate, ...]]:
    """The mention as the pipeline links it, and the candidates, the chosen one first, then the most alike."""
    mention = units.link(text, registry, context)
    names = index(registry).units
    near = process.extract(key(mention.name), names.keys(), scorer=fuzz.ratio, score_cutoff=_SHORTLIST, limit=4 * limit)
    best: dict[str, tuple[str, float]] = {}
    for name, ratio, _ in [(key(mention.name), 100.0, 0), *near]:
        for unit in names.get(name, ()):
            best.setdefault(unit.unit_id, (name, ratio / 100))
    if mention.unit_id:
        best.setdefault(mention.unit_id, (key(mention.name), mention.link_score))
    found = [_candidate(registry.get(unit_id), *at, mention, context) for unit_id, at in best.items()]
    found.sort(key=lambda c: (not c.chosen, not c.unit.is_valid(context.issued), -c.likeness, c.unit.unit_id))
    return mention, tuple(found[:limit])


def _candidate(unit: Unit, name: str, likeness: float, mention: UnitMention, context: LinkContext) -> Candidate:
    chosen = unit.unit_id == mention.unit_id
    return Candidate(unit, name, likeness, chosen, _why(unit, mention, context, chosen=chosen, likeness=likeness))


_METHODS = {
    "exact": "its own name",
    "alias": "another name or an abbreviation of it",
    "context": "the name is shared; it is the issuer's, or the only one of its time and rank",
    "fuzzy": "its name with letters misread",
    "none": "",
}


def _why(unit: Unit, mention: UnitMention, context: LinkContext, *, chosen: bool, likeness: float) -> str:
    day = context.issued.isoformat() if context.issued else "today"
    if chosen:
        return _METHODS[mention.link_method]
    if not unit.is_valid(context.issued):
        return f"did not exist on {day}" if context.issued else "does not exist any more"
    if likeness < 1:
        return "the name differs"
    return "the name is shared with others" if mention.unit_id is None else "another unit is nearer to the issuer"
