"""A diff for people on a terminal, as JSON, and as a Parquet table."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from gold.diff.compare import grouped, summary
from gold.diff.words import marked, shortened

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from gold.diff.records import Diff, Group

WIDTH = 120
_STYLES = {"same": "", "removed": "red", "added": "green"}


def show(diff: Diff, console: Console, most: int = 40) -> None:
    """The summary by table and field, then the largest groups of changes.

    Args:
        diff: what was found.
        console: where to.
        most: groups that are listed; 0 for all.
    """
    console.print(f"{diff.before} → {diff.after}", highlight=False, markup=False)
    if not diff.changes:
        console.print("no difference", highlight=False)
        return
    table = Table("table", "field", "what", box=None, padding=(0, 2, 0, 0))
    table.add_column("changes", justify="right")
    table.add_column("rows before / after", justify="right")
    for name, field, kind, count in summary(diff):
        before, after = diff.rows.get(name, (0, 0))
        rows = f"{before} / {after}" if name in diff.rows else ""
        table.add_row(name, field, kind, str(count), rows)
    console.print(table)
    groups = grouped(diff.changes)
    shown = groups[:most] if most else groups
    for group in shown:
        _show_group(group, console)
    if len(shown) < len(groups):
        rest = sum(len(group.changes) for group in groups[len(shown) :])
        console.print(f"… and {rest} changes in {len(groups) - len(shown)} more groups (--all, --html, --parquet)")


def _show_group(group: Group, console: Console) -> None:
    first = group.changes[0]
    count = len(group.changes)
    times = f" × {count}" if count > 1 else ""
    head = f"{group.table}{f'.{group.field}' if group.field else ''} {group.kind}{times}"
    where = f"{first.document}: {first.where}" + (f" and {count - 1} more" if count > 1 else "")
    console.print(Text.assemble((head, "bold"), "  ", (where, "dim")))
    console.print(Text.assemble("  ", *_line(first.before, first.after)), soft_wrap=True)


def _line(before: str, after: str) -> list[tuple[str, str]]:
    """Marks as styled text; without colour the older words stand in [-…-], the newer in {+…+}."""
    made: list[tuple[str, str]] = []
    last = "same"
    brackets = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
    for mark in (*shortened(marked(before, after)), None):
        op = mark.op if mark else "same"
        if op != last and last in brackets:
            made.append((brackets[last][1], _STYLES[last]))
        if op != last and op in brackets:
            made.append((brackets[op][0], _STYLES[op]))
        if mark:
            made.append((mark.text, _STYLES[op] + (" bold underline" if mark.strong else "")))
        last = op
    return made


def as_json(diff: Diff) -> str:
    """Counts and every change as one JSON object."""
    counts = [{"table": t, "field": f, "kind": k, "changes": n} for t, f, k, n in summary(diff)]
    report = {
        "before": diff.before,
        "after": diff.after,
        "same": not diff.changes,
        "rows": {table: {"before": a, "after": b} for table, (a, b) in diff.rows.items()},
        "summary": counts,
        "changes": [asdict(change) for change in diff.changes],
    }
    return json.dumps(report, ensure_ascii=False, indent=1)


def write_parquet(diff: Diff, file: Path) -> None:
    """One row a change, with the number of its group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {**asdict(change), "group_no": number, "group_size": len(group.changes)}
        for number, group in enumerate(grouped(diff.changes), start=1)
        for change in group.changes
    ]
    text, count = pa.string(), pa.int32()
    names = ("table", "kind", "document", "where", "field", "before", "after", "row_id", "doc_id")
    schema = pa.schema([*((name, text) for name in names), ("group_no", count), ("group_size", count)])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file, compression="zstd")
