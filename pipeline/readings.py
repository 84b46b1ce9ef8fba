"""A task with its units and deadlines as one reading: what the machine said, or what a person said.

A reading is a dictionary that JSON can hold; what is missing or empty is left out, so that two readings
say the same if and only if they are equal. Dates are ISO strings, text is NFC.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Reading = dict[str, Any]

FIELDS = (
    "kind", "label", "annex", "group_label", "group_title", "parent", "title", "product", "note",
    "deadline_text", "lead_text", "coordinator_text", "monitor_text",
)  # fmt: skip
"""Texts of a reading; `parent` is the label of the task above, or its title where it has none."""
UNIT_FIELDS = ("role", "text", "unit_id", "is_collective")
DUE_FIELDS = ("kind", "text", "due_date", "start_date", "rrule", "qualifier", "condition")
_PLACE = ("kind", "annex", "group_label", "label")
_ALIKE = 60.0  # per cent, as rows are matched in the scores


def readings(
    tasks: Sequence[Mapping[str, Any]], units: Iterable[Mapping[str, Any]], deadlines: Iterable[Mapping[str, Any]]
) -> dict[str, Reading]:
    """Readings of the tasks of one document by `task_id`, in the order of the tasks."""
    above = {task["task_id"]: task.get("label") or task.get("title") for task in tasks}
    named, due = _by_task(units), _by_task(deadlines)
    return {
        task["task_id"]: tidy(
            {
                **task,
                "parent": above.get(task.get("parent_task_id") or ""),
                "units": named[task["task_id"]],
                "deadlines": due[task["task_id"]],
            }
        )
        for task in tasks
    }


def _by_task(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["task_id"], row["ordinal"])):
        found[row["task_id"]].append(row)
    return found


def tidy(raw: Mapping[str, Any]) -> Reading:
    """The fields of a reading alone, in their order; deadlines of kind `none` without words are left out."""
    made: Reading = {name: text for name in FIELDS if (text := _plain(raw.get(name)))}
    units = [_part(unit, UNIT_FIELDS) for unit in raw.get("units") or ()]
    dues = [_part(due, DUE_FIELDS) for due in raw.get("deadlines") or ()]
    dues = [due for due in dues if due.get("kind", "none") != "none" or due.get("text")]
    return made | ({"units": units} if units else {}) | ({"deadlines": dues} if dues else {})


def _part(raw: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name in names if (value := _plain(raw.get(name)))}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


def changed(machine: Reading, said: Mapping[str, Any]) -> Reading:
    """The machine's reading with what a person changed; a field set to null is emptied."""
    return tidy({**machine, **said})


def difference(machine: Reading, said: Reading) -> dict[str, Any]:
    """What a person changed; `changed` makes their reading of it again."""
    names = (*FIELDS, "units", "deadlines")
    return {name: said.get(name) for name in names if said.get(name) != machine.get(name)}


def place(reading: Reading) -> tuple[str, ...]:
    """Where a row stands, by its own words: kind, annex, group and label; the title where it has no label."""
    words = tuple(str(reading.get(name, "")).casefold() for name in _PLACE)
    return words if words[-1] else (*words, reading.get("title", "").casefold())


def nearest(wanted: Reading, ordinal: int, found: Mapping[str, Reading]) -> str | None:
    """The row that a reading which is no longer there stands for: at the same place, else with a like title."""
    same = [key for key, reading in found.items() if place(reading) == place(wanted)]
    if same:
        return min(same, key=lambda key: abs(ordinal_of(key) - ordinal))
    title = wanted.get("title", "")
    scored = [(fuzz.ratio(title, reading.get("title", "")), key) for key, reading in found.items()]
    score, best = max(scored, key=lambda s: (s[0], -abs(ordinal_of(s[1]) - ordinal)), default=(0.0, ""))
    return best if score >= _ALIKE else None


def ordinal_of(task_id: str) -> int:
    """The ordinal in a task's id; 0 where there is none."""
    tail = task_id.rpartition("-")[2]
    return int(tail) if tail.isdigit() else 0
