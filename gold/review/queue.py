"""What comes next: rows and documents in the order of risk, chosen by state, issuer, year and kind of doubt."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from gold.review.risk import ORDER, SETTLED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gold.review.store import Row, Store

PAGE = 50
MANY = 5000
"""Rows that are counted; beyond, a page says "more than"."""
_COUNTS = {
    "todo": "total - settled", "conflict": "conflicts", "reopened": "reopened", "settled": "settled", "all": "total",
}  # fmt: skip
STATES = {
    "todo": "to settle",
    "conflict": "in conflict",
    "reopened": "open again",
    "second": "for a second look",
    "settled": "settled",
    "all": "all",
}
"""What a queue may hold, with its name; `second` are rows that others settled and this reviewer has not seen."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reviewer wants to see; "" means any. With `doc` rows come in the order of the document."""

    state: str = "todo"
    issuer: str = ""
    year: str = ""
    doubt: str = ""
    doc: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """What the query of an address asks for; unknown states mean the usual one."""
        made = cls(**{f.name: str(query.get(f.name, f.default)) for f in fields(cls)})
        return made if made.state in STATES else replace(made, state="todo")

    def query(self, **more: Any) -> str:
        """As the query of an address, what is usual left out."""
        usual = Wanted()
        own = {f.name: v for f in fields(self) if (v := getattr(self, f.name)) != getattr(usual, f.name)}
        return urlencode({**own, **{name: value for name, value in more.items() if value}})

    def states(self) -> tuple[str, ...]:
        """States in the order in which they come."""
        match self.state:
            case "conflict" | "reopened":
                return (self.state,)
            case "second" | "settled":
                return SETTLED
            case "all":
                return (*ORDER, *SETTLED)
        return tuple(ORDER)

    @property
    def table(self) -> str:
        """The table to look in; rows with doubts are few and have an index of their own."""
        return "queue indexed by queue_doubts" if self.doubt and not self.doc else "queue"

    def documents(self) -> tuple[list[str], list[str]]:
        """Conditions on the document of a row, and their values; `queue` and `files` name its columns alike."""
        wanted = {"issuer": self.issuer, "year": self.year, "doc_id": self.doc}
        chosen = {column: value for column, value in wanted.items() if value}
        return ["1", *(f"{column} = ?" for column in chosen)], list(chosen.values())

    def where(self, me: str) -> tuple[str, list[str]]:
        """Condition on a row of `queue`, without its state."""
        parts, values = self.documents()
        if self.doubt:
            parts.append("doubts != ',' and instr(doubts, ?) > 0")
            values.append(f",{self.doubt},")
        if self.state == "second":
            parts.append("instr(people, ?) = 0")
            values.append(f",{me},")
        return " and ".join(parts), values


def rows(store: Store, wanted: Wanted, me: str, skip: int = 0, count: int = PAGE) -> list[Row]:
    """Rows in the order in which they are to be looked at."""
    where, values = wanted.where(me)
    if wanted.doc:
        marks = ", ".join("?" * len(wanted.states()))
        sql = f"select * from queue where state in ({marks}) and {where} order by ordinal limit ? offset ?"  # noqa: S608
        return store.query(sql, [*wanted.states(), *values, count, skip])
    found: list[Row] = []
    for state in wanted.states():
        sql = f"select * from {wanted.table} where state = ? and {where} order by risk desc, task_id limit ?"  # noqa: S608
        found += store.query(sql, [state, *values, skip + count - len(found)])
        if len(found) >= skip + count:
            break
    return found[skip:]


def size(store: Store, wanted: Wanted, me: str) -> int:
    """How many rows the queue holds; where they have to be counted one by one, at most one more than `MANY`."""
    counted = _COUNTS.get(wanted.state)
    if counted and not wanted.doubt:
        where, values = _document_filter(wanted)
        return int(store.query(f"select coalesce(sum({counted}), 0) as n from files where {where}", values)[0]["n"])  # noqa: S608
    where, values = wanted.where(me)
    marks = ", ".join("?" * len(wanted.states()))
    found = f"select 1 from {wanted.table} where state in ({marks}) and {where} limit {MANY + 1}"  # noqa: S608
    sql = f"select count(*) as n from ({found})"  # noqa: S608
    return int(store.query(sql, [*wanted.states(), *values])[0]["n"])


def after(store: Store, wanted: Wanted, me: str, task_id: str) -> str | None:
    """The row that comes after this one in its queue, then again from the start; None if there is no other."""
    own = store.query("select * from queue where task_id = ?", [task_id])
    for row in _following(store, wanted, me, own[0] if own else None):
        if row["task_id"] != task_id:
            return str(row["task_id"])
    return None


def _following(store: Store, wanted: Wanted, me: str, own: Row | None) -> Iterator[Row]:
    where, values = wanted.where(me)
    if own and wanted.doc:
        marks = ", ".join("?" * len(wanted.states()))
        sql = f"select task_id from queue where state in ({marks}) and {where} and ordinal > ? order by ordinal limit 1"  # noqa: S608
        yield from store.query(sql, [*wanted.states(), *values, own["ordinal"]])
    elif own:
        states = wanted.states()
        here = states.index(own["state"]) if own["state"] in states else -1
        for state in states[max(here, 0) :]:
            later = " and (risk < ? or (risk = ? and task_id > ?))" if own["state"] in (state, *SETTLED) else ""
            here_on = f"where state = ? and {where}{later} order by risk desc, task_id limit 1"
            sql = f"select task_id from {wanted.table} {here_on}"  # noqa: S608
            keys = [own["risk"], own["risk"], own["task_id"]] if later else []
            yield from store.query(sql, [state, *values, *keys])
    yield from rows(store, wanted, me, count=2)


def documents(store: Store, wanted: Wanted, skip: int = 0, count: int = PAGE) -> list[Row]:
    """Documents, those with the most faults to expect first."""
    where, values = _document_filter(wanted)
    sql = f"select * from files where {where} order by conflicts > 0 desc, reopened > 0 desc, risk desc, doc_id limit ? offset ?"  # noqa: S608, E501
    return store.query(sql, [*values, count, skip])


def document_count(store: Store, wanted: Wanted) -> int:
    """How many documents the filters leave."""
    where, values = _document_filter(wanted)
    return int(store.query(f"select count(*) as n from files where {where}", values)[0]["n"])  # noqa: S608


def _document_filter(wanted: Wanted) -> tuple[str, list[str]]:
    parts, values = wanted.documents()
    if wanted.doubt:
        parts.append("instr(',' || kinds || ',', ?) > 0")
        values.append(f",{wanted.doubt},")
    return " and ".join(parts), values


def progress(store: Store) -> Row:
    """How far the snapshot is settled: documents, rows, settled, conflicts, reopened."""
    sql = """select count(*) as documents, coalesce(sum(total), 0) as total, coalesce(sum(settled), 0) as settled,
        coalesce(sum(conflicts), 0) as conflicts, coalesce(sum(reopened), 0) as reopened from files"""
    return store.query(sql)[0]


@lru_cache(maxsize=8)
def choices(store: Store) -> dict[str, list[str]]:
    """Values that the filters offer."""

    def column(sql: str) -> list[str]:
        return [row["v"] for row in store.query(sql) if row["v"]]

    doubts = column("select distinct kind as v from doubts order by 1")
    return {
        "issuer": column("select issuer as v from files group by 1 order by count(*) desc, 1 limit 300"),
        "year": column("select distinct year as v from files order by 1 desc"),
        "doubt": sorted({"low_confidence", *doubts}),
    }
