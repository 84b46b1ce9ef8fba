"""Read the annotations of `gold/decisions`; their format is described in the README there."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from gold.errors import GoldError
from gold.records import Basis, Due, Facts, Head, Indicator, Slip, Spot, Target, Task, Truth, Unit
from normalize.errors import located

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
KEPT = "development"
"""The set of the decisions whose sources are kept in this repository."""
ROW = "row"
FIELDS: dict[str, frozenset[str]] = {
    "head": frozenset({"number", "doc_type", "issuer", "place", "issued_date", "title", "signer_title",
                       "signer_name", "is_draft", "legal_bases"}),
    "tasks": frozenset({ROW, "title", "leads", "coordinators", "product", "deadlines", "group_label", "parent"}),
    "responsibilities": frozenset({ROW, "title", "unit", "deadlines"}),
    "indicators": frozenset({ROW, "name", "values", "units", "years", "target_text", "measure"}),
}  # fmt: skip
"""Fields that a path may name, by table; `ROW` is the row itself, with all its fields."""
_PATH = re.compile(r"(?P<table>\w+)(?:\[(?P<where>[^\]]+)\])?\.(?P<field>\w+)")


def read_gold(folder: Path) -> tuple[Truth, ...]:
    """All annotated decisions below a folder, by name.

    Raises:
        GoldError: the folder holds none, or a file breaks the format.
    """
    with located(str(folder)):
        if not folder.is_dir():
            raise GoldError("there is no such folder", "give the folder of the annotations with --gold")
        files = sorted(folder.glob("*/truth.json"))
        if not files:
            raise GoldError("no annotation in it", "give a folder that holds DECISION/truth.json files")
    return tuple(read_truth(file) for file in files)


def read_truth(file: Path) -> Truth:
    """One annotation with, where it stands beside it, its restored text.

    Raises:
        GoldError: naming the file and what it breaks.
    """
    with located(str(file)):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            if data["format"] != FORMAT:
                raise GoldError(f"format {data['format']} is not known", f"write it in format {FORMAT}")
            text = file.with_name("text.txt")
            lines = tuple(text.read_text(encoding="utf-8").split("\n")) if text.exists() else ()
            return _truth(data, lines)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            reason = f"not in the annotation format ({type(error).__name__}: {error})"
            raise GoldError(reason, "see gold/decisions/README.md") from error


def _truth(data: dict[str, Any], lines: tuple[str, ...]) -> Truth:
    collective = frozenset(data["collective_units"])
    spans = [u["lines"] for u in data["uncertain"] if u["path"] == "text"]
    for first, last in spans:
        if not 1 <= first <= last <= len(lines):
            raise GoldError(f"lines {first}-{last} do not exist in text.txt", "correct the uncertain list")
    places = [u["path"] for u in data["uncertain"] if u["path"] != "text"]
    for slip in data["source_slips"]:
        if slip["path"] != "text":
            spots(slip["path"], data)  # raises where it leads nowhere
    due, units, names = _also_right(data)
    return Truth(
        decision=data["decision"],
        file=data["source"]["file"],
        sha256=data["source"]["sha256"],
        renderings=tuple(data["renderings"]),
        facts=Facts(
            head=_head(data["head"]),
            tasks=tuple(_task(row, data["tasks"], collective) for row in data["tasks"]),
            duties=tuple(_duty(row) for row in data["responsibilities"]),
            indicators=tuple(_indicator(row) for row in data["indicators"]),
        ),
        lines=lines,
        unsure_lines=frozenset(n for first, last in spans for n in range(first, last + 1)),
        unsure=frozenset(part for path in places for spot in spots(path, data) for part in _parts(spot)),
        slips=tuple(Slip(s["printed"], s["likely"]) for s in data["source_slips"]),
        also_due=due,
        also_units=units,
        also_names=names,
        scanned=data["source"].get("scanned", False),
        kept=data["set"] == KEPT,
        by_hand=frozenset(spot[2] for path in data.get("by_hand", ()) for spot in spots(path, data)),
        annexes={table: frozenset(some) for table, some in data.get("scope", {}).items() if some != "all"},
    )


Others: TypeAlias = dict[Spot, tuple[tuple[Any, ...], ...]]


def _also_right(data: dict[str, Any]) -> tuple[Others, Others, Others]:
    """Other readings of deadlines, units of measure and names, by field."""
    due: Others = {}
    units: Others = {}
    names: Others = {}
    for other in data["also_right"]:
        for spot in spots(other["path"], data):
            kind = {"deadlines": due, "leads": names, "coordinators": names}.get(spot[2], units)
            value = _dues(other["value"]) if kind is due else tuple(other["value"])
            kind[spot] = (*kind.get(spot, ()), value)
    return due, units, names


def spots(path: str, data: dict[str, Any]) -> tuple[Spot, ...]:
    """The fields that a path such as `tasks[label=8,annex=Phụ lục 1].product` names.

    Raises:
        GoldError: it is not a path, or it leads to no row or to a field that does not exist.
    """
    found = _PATH.fullmatch(path)
    if not found or found["field"] not in FIELDS.get(found["table"], ()):
        raise GoldError(f"the path {path!r} names no field", "see gold/decisions/README.md")
    table, field = found["table"], found["field"]
    if table == "head":
        return ((table, 0, field),)
    where = [part.split("=", 1) for part in (found["where"] or "").split(",") if part]
    hits = [i for i, row in enumerate(data[table]) if all(str(row[k]) == v for k, v in where)]
    if not hits:
        raise GoldError(f"the path {path!r} leads to no row", "correct its selectors")
    return tuple((table, i, field) for i in hits)


def _parts(spot: Spot) -> tuple[Spot, ...]:
    """The fields that a spot stands for: those of the row where it names the row."""
    table, index, field = spot
    return tuple((table, index, f) for f in FIELDS[table]) if field == ROW else (spot,)


def rule_key(rrule: str | None) -> str:
    """An RFC 5545 rule with its parts in alphabetical order, without defaults; "" for None."""
    parts = (rrule or "").upper().removeprefix("RRULE:").strip(";").split(";")
    return ";".join(sorted(p for p in parts if p and p != "INTERVAL=1"))


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _dues(rows: list[dict[str, Any]]) -> tuple[Due, ...]:
    return tuple(Due(r["kind"], _date(r["due_date"]), rule_key(r["rrule"])) for r in rows)


def _head(row: dict[str, Any]) -> Head:
    bases = tuple(Basis(b["number"] or "", b["doc_type"] or "", _date(b["issued_date"])) for b in row["legal_bases"])
    return Head(
        number=row["number"] or "",
        doc_type=row["doc_type"] or "",
        issuers=(row["issuer"],) if row["issuer"] else (),
        place=row["place"] or "",
        issued_date=_date(row["issued_date"]),
        title=row["title"] or "",
        signer_title=row["signer_title"] or "",
        signer_name=row["signer_name"] or "",
        is_draft=row["is_draft"],
        bases=bases,
    )


def _task(row: dict[str, Any], rows: list[dict[str, Any]], collective: frozenset[str]) -> Task:
    def units(names: list[str]) -> tuple[Unit, ...]:
        return tuple(Unit(name, name, name not in collective) for name in names)

    return Task(
        label=row["label"],
        title=row["title"],
        annex=row["annex"] or "",
        group_label=row["group_label"] or "",
        parent=_parent(row, rows),
        leads=units(row["leads"]),
        lead_text=row["leads_as_written"] or "",
        coordinators=units(row["coordinators"]),
        coordinator_text=row["coordinators_as_written"] or "",
        product=row["product"] or "",
        deadlines=_dues(row["deadlines"]),
    )


def _parent(row: dict[str, Any], rows: list[dict[str, Any]]) -> int | None:
    """Index of the row that carries the parent label in the same annex and group."""
    if row["parent_label"] is None:
        return None
    place = (row["annex"], row["group_label"], row["parent_label"])
    return [(r["annex"], r["group_label"], r["label"]) for r in rows].index(place)


def _duty(row: dict[str, Any]) -> Task:
    unit = row["unit"]
    return Task(
        label=row["label"],
        title=row["text"],
        leads=(Unit(unit, unit, linked=False),),
        lead_text=unit,
        deadlines=_dues(row["deadlines"]),
    )


def _indicator(row: dict[str, Any]) -> Indicator:
    targets = tuple(Target(t["year"], t["value"], t["unit"] or "") for t in row["targets"])
    return Indicator(row["label"], row["name"], targets)
