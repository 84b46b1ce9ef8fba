"""`congbao units find`: how a unit's name links, for people and for machines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from extract.registry import Registry
from extract.unit_search import search
from extract.units import LinkContext, link
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from extract.records import UnitMention
    from extract.unit_search import Candidate

_WIDTH = 150  # columns where the output is not a terminal


def find(text: str, on: str, issuer: str) -> tuple[UnitMention, tuple[Candidate, ...]]:
    """The mention and its candidates; `on` is an ISO date or "", `issuer` a name, a unit_id or "".

    Raises:
        UsageError: the day is no date, or the issuer is not known.
    """
    registry = Registry.load()
    try:
        day = dt.date.fromisoformat(on) if on else None
    except ValueError as problem:
        raise UsageError(f"--on {on!r} is no date", "write it as 2024-05-03") from problem
    return search(text, registry, LinkContext(day, _issuer(issuer, day, registry), {}))


def _issuer(issuer: str, day: dt.date | None, registry: Registry) -> str | None:
    if not issuer or issuer in registry.by_id:
        return issuer or None
    unit_id = link(issuer, registry, LinkContext(day, None, {})).unit_id
    if unit_id is None:
        raise UsageError(f"--issuer {issuer!r} is not in the registry", "give its full name or its unit_id")
    return unit_id


def as_rows(mention: UnitMention, candidates: tuple[Candidate, ...]) -> dict[str, Any]:
    """What is printed, as JSON can hold it."""
    return {
        "text": mention.text,
        "unit_id": mention.unit_id,
        "link_method": mention.link_method,
        "link_score": mention.link_score,
        "is_collective": mention.is_collective,
        "candidates": [_row(candidate) for candidate in candidates],
    }


def _row(candidate: Candidate) -> dict[str, Any]:
    unit = candidate.unit
    return {
        "unit_id": unit.unit_id,
        "name": unit.name,
        "level": unit.level,
        "likeness": round(candidate.likeness, 3),
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
        "successor_unit_id": unit.successor_unit_id,
        "chosen": candidate.chosen,
        "why": candidate.why,
    }


def print_units(mention: UnitMention, candidates: tuple[Candidate, ...]) -> None:
    """One line on the link, then a table of the candidates."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    console.print(_verdict(mention, candidates), highlight=False)
    if not candidates:
        return
    table = Table("", "unit", "name", "alike", "valid", "now", "why", box=None, header_style="bold")
    for at in (1, 5):
        table.columns[at].overflow = "fold"  # an id is there to be copied
    for row in map(_row, candidates):
        valid = f"{row['valid_from'] or '…'} – {row['valid_to'] or '…'}" if row["valid_from"] or row["valid_to"] else ""
        mark = "→" if row["chosen"] else ""
        alike, now = f"{row['likeness']:.2f}", row["successor_unit_id"] or ""
        table.add_row(mark, row["unit_id"], row["name"], alike, valid, now, row["why"])
    console.print(table)


def _verdict(mention: UnitMention, candidates: tuple[Candidate, ...]) -> str:
    if mention.unit_id:
        return f"{mention.text}: {mention.name} ({mention.link_method}, score {mention.link_score:.2f})"
    if mention.is_collective:
        return f"{mention.text}: an open group of units, no single one"
    if sum(candidate.likeness == 1 for candidate in candidates) > 1:
        return f"{mention.text}: the name of several units; say whose with --issuer"
    return f"{mention.text}: not in the registry"
