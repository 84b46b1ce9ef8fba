"""A sudden change between two snapshots: a table that shrank, units that no longer link, text that reads worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.partition import FileEntry

FEWER_ROWS = 0.20  # share of a table's rows, from which their loss is reported
FEWER_LINKS = 0.10  # of all units
WORSE_TEXT = 0.05  # of mean quality, 0..1
_NOT_COMPARED = frozenset({"runs", "issues", "edits"})  # fewer doubts and edits are no loss


def figures(entries: Iterable[FileEntry]) -> dict[str, float]:
    """Rows of each table as `rows <table>`, the share of linked units, the mean quality of documents."""
    rows: dict[str, float] = {}
    sums: dict[str, float] = {}
    for entry in entries:
        table = entry.path.split("/")[0]
        rows[table] = rows.get(table, 0) + entry.rows
        for name, value in entry.sums.items():
            sums[name] = sums.get(name, 0) + value
    found = {f"rows {table}": count for table, count in rows.items() if table not in _NOT_COMPARED}
    if rows.get("task_units"):
        found["linked"] = sums.get("linked", 0) / rows["task_units"]
    if sums.get("quality_known"):
        found["quality"] = sums["quality"] / sums["quality_known"]
    return found


def sudden(before: Mapping[str, float], after: Mapping[str, float]) -> Sequence[str]:
    """A line for each figure that fell by more than is usual."""
    lines = []
    for name, old in sorted(before.items()):
        new = after.get(name, 0.0)
        if name.startswith("rows ") and old - new >= FEWER_ROWS * old > 0:
            lines.append(f"{name.removeprefix('rows ')}: {new:.0f} rows, {old:.0f} before ({(new - old) / old:+.0%})")
        elif name == "linked" and old - new >= FEWER_LINKS:
            lines.append(f"units linked: {new:.0%}, {old:.0%} before")
        elif name == "quality" and old - new >= WORSE_TEXT:
            lines.append(f"mean quality of documents: {new:.2f}, {old:.2f} before")
    return lines
