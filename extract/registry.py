"""The registry of units (cơ quan, đơn vị): who they are, under whom, from when to when, who came after them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from normalize.datafile import read_tsv
from normalize.errors import DataFileError

DATA = Path(__file__).parent / "data"
UNIT_COLUMNS = (
    "unit_id", "name", "short_name", "aliases", "kind", "level", "parent_unit_id",
    "valid_from", "valid_to", "successor_unit_id", "source", "source_date",
)  # fmt: skip
DEPARTMENT_COLUMNS = ("key", "name", "aliases", "kind", "valid_from", "valid_to", "successor", "source", "source_date")
PROVINCE_KIND = "people_committee"

Level = Literal["central", "ministry_department", "province", "commune", "other"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in one stretch of its life.

    Attributes:
        unit_id: stable and readable, such as `bo-khoa-hoc-va-cong-nghe` or `bkhcn/vu-phap-che`.
        name: canonical Vietnamese name, NFC.
        short_name: how it is called inside its own province or as an abbreviation; "" if it has none.
        aliases: other names that mean this unit.
        parent_unit_id: the unit that it belongs to; None for the highest.
        valid_from: first day, None where not known or always.
        valid_to: last day, None where not known or still there.
        successor_unit_id: the unit that took over, None where there is none.
        source: the act or document that the row rests on.
    """

    unit_id: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    kind: str
    level: Level
    parent_unit_id: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    successor_unit_id: str | None
    source: str

    def is_valid(self, day: dt.date | None) -> bool:
        """Whether it existed on that day; without a day, whether it exists now."""
        if day is None:
            return self.valid_to is None
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """All units; find them by id."""

    units: tuple[Unit, ...]
    by_id: dict[str, Unit] = field(repr=False)

    @classmethod
    def load(cls, path: Path | None = None) -> Registry:
        """The shipped registry, or another one of the same shape.

        Args:
            path: a folder with `units.tsv` and `provincial_departments.tsv`; None for the shipped one.

        Raises:
            DataFileError: a row with a wrong date, level, parent or successor.
        """
        return _load(path or DATA)

    def get(self, unit_id: str) -> Unit:
        """The unit with that id.

        Raises:
            KeyError: no such unit.
        """
        return self.by_id[unit_id]


@lru_cache(maxsize=4)
def _load(folder: Path) -> Registry:
    rows = read_tsv(folder / "units.tsv", UNIT_COLUMNS, key="unit_id")
    units = [_unit(row) for row in rows]
    rules = read_tsv(folder / "provincial_departments.tsv", DEPARTMENT_COLUMNS, key="key")
    provinces = [unit for unit in units if unit.kind == PROVINCE_KIND]
    units += [unit for province in provinces for rule in rules for unit in _department(province, rule)]
    by_id = {unit.unit_id: unit for unit in units}
    for unit in units:
        for other in (unit.parent_unit_id, unit.successor_unit_id):
            if other is not None and other not in by_id:
                raise DataFileError(f"{unit.unit_id} names the unit {other}, which is not there")
    return Registry(tuple(by_id.values()), by_id)


def _unit(row: dict[str, str]) -> Unit:
    level = row["level"]
    if level not in ("central", "ministry_department", "province", "commune", "other"):
        raise DataFileError(f"{row['unit_id']} has the unknown level {level!r}")
    return Unit(
        unit_id=row["unit_id"],
        name=row["name"],
        short_name=row["short_name"],
        aliases=tuple(alias for alias in row["aliases"].split("; ") if alias),
        kind=row["kind"],
        level=level,  # type: ignore[arg-type]  # checked above
        parent_unit_id=row["parent_unit_id"] or None,
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to"),
        successor_unit_id=row["successor_unit_id"] or None,
        source=f"{row['source']} ({row['source_date']})",
    )


def _day(row: dict[str, str], column: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(row[column]) if row[column] else None
    except ValueError as problem:
        raise DataFileError(f"{column} of {next(iter(row.values()))}: {problem}") from problem


def _called(rule: dict[str, str], place: str, sort: str) -> list[str]:
    """What else a department of a province is called: by itself, with its place, with the sort of that."""
    others = filter(None, rule["aliases"].split("; "))
    return [name for other in others for name in (other, f"{other} {place}", f"{other} {sort}")]


def _department(province: Unit, rule: dict[str, str]) -> list[Unit]:
    """A department that every province has by law (sở, ban, ngành), in the time that both exist."""
    first = max(filter(None, (province.valid_from, _day(rule, "valid_from"))), default=None)
    last = min(filter(None, (province.valid_to, _day(rule, "valid_to"))), default=None)
    if first and last and first > last:
        return []
    place, *_, bare_place = province.aliases  # "tỉnh Quảng Ngãi", …, "Quảng Ngãi"
    sort = place.removesuffix(f" {bare_place}")
    names = rule["name"].split("|")  # "Tỉnh ủy|Thành ủy"
    own = (names[-1] if sort == "thành phố" else names[0]).removesuffix(" …")
    by_itself = not rule["name"].endswith("…")
    full, other = (f"{own} {place}", f"{own} {bare_place}")[:: -1 if len(names) > 1 else 1]
    stem = province.unit_id.removeprefix("ubnd/")
    ends_itself = last is not None and last == _day(rule, "valid_to")
    ends_with_province = last is not None and last == province.valid_to and province.successor_unit_id
    heir_stem = (province.successor_unit_id or "").removeprefix("ubnd/") if ends_with_province else stem
    heir = rule["successor"] if ends_itself else rule["key"] if ends_with_province else ""
    return [
        Unit(
            unit_id=f"{stem}/{rule['key']}",
            name=full,
            short_name=own if by_itself else "",
            aliases=(other, f"{own} {sort}", *_called(rule, place, sort)),
            kind=rule["kind"],
            level="province",
            parent_unit_id=province.unit_id,
            valid_from=first,
            valid_to=last,
            successor_unit_id=f"{heir_stem}/{heir}" if heir else None,
            source=f"{rule['source']} ({rule['source_date']})",
        )
    ]
