"""What a person sees on a terminal at the end: summaries, the data dictionary."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from pipeline.logs import many
from pipeline.sources import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.batch import Report
    from pipeline.doctor import Check
    from pipeline.result import Result
    from pipeline.schema import TableSpec
    from pipeline.status import Standing

_COUNTS = ("pages", "tasks", "issues", "seconds")
_WIDTH = 120  # plain output is as wide everywhere
_FEW = 50  # files that are shown one by one without being asked for
_MIB = 1 << 20


def _out() -> Console:
    return Console() if sys.stdout.isatty() else Console(width=_WIDTH)


def print_report(report: Report, out: str) -> None:
    """The end of a run: counts, faults, what changed suddenly, where to look next."""
    screen = _out()
    if not report.fresh:
        screen.print(f"all {many(report.total, 'file')} are up to date; --force reads them again", highlight=False)
    elif report.troubled:
        screen.print(_result_table(report.troubled[:_FEW]))
        if len(report.troubled) > _FEW:
            screen.print(f"… and {len(report.troubled) - _FEW} more, see congbao status {out}", highlight=False)
    if report.fresh:
        screen.print(_summary(report))
    counts = ", ".join(f"{count} {name}" for name, count in report.files.items())
    said = "published" if report.is_new else "unchanged"
    screen.print(f"{many(report.total, 'file')}: {counts}. Snapshot {report.snapshot} {said}.", highlight=False)
    for line in report.changes:
        screen.print(f"sudden change: {line}", style="red", highlight=False, markup=False)
    screen.print(f"Tables: {out}/latest/<table>/ · what each column means: congbao schema", highlight=False)
    screen.print(f"Doubts to settle: {out}/latest/issues/ · file by file: congbao status {out}", highlight=False)


def _summary(report: Report) -> Table:
    """What was read in this run, and how fast."""
    names = ("files read", "pages", "seconds", "files/s", "pages/s", "most memory of a worker")
    table = Table(*(Column(name, justify="right") for name in names))
    took = max(report.seconds, 1e-6)
    memory = f"{report.memory / _MIB:.0f} MiB" if report.memory else "–"
    rates = (f"{report.fresh / took:.1f}", f"{report.pages / took:.1f}")
    table.add_row(str(report.fresh), str(report.pages), f"{report.seconds:.1f}", *rates, memory)
    return table


def _result_table(results: Iterable[Result]) -> Table:
    table = Table(
        Column("file", overflow="fold", min_width=30),
        "status",
        *(Column(name, justify="right") for name in _COUNTS),
        "problem",
    )
    for result in results:
        problem = result.message.removeprefix(f"{shown(result.path)}: ")
        counts = (result.pages, result.tasks, result.issues, f"{result.seconds:.1f}")
        table.add_row(*map(escape, (shown(result.path), result.status, *map(str, counts), problem)))
    return table


def print_status(now: Standing, out: str, troubled: Sequence[Result], slow: Sequence[Result]) -> None:
    """How a run stands: what is being read, what failed and why, what took longest, the counts."""
    screen = _out()
    if troubled:
        screen.print(_result_table(troubled[:_FEW]))
    if len(troubled) > _FEW:
        screen.print(f"… and {len(troubled) - _FEW} more; --json prints all", highlight=False)
    if slow:
        longest = ", ".join(f"{shown(result.path)} {result.seconds:.1f} s" for result in slow)
        screen.print(f"slowest: {longest}", highlight=False, markup=False)
    for file in now.under_way:
        place = shown(file["path"]) + (f", page {file['page']}" if file.get("page") else "")
        screen.print(f"reading: {place} ({file.get('stage') or 'begun'}, {file['seconds']:.0f} s)", highlight=False)
    if now.failures:
        kinds = ", ".join(f"{code} {count}" for code, count in now.failures.items())
        screen.print(f"failed by kind: {kinds}; congbao retry {out} --only KIND tries again", highlight=False)
    counts = ", ".join(f"{count} {name}" for name, count in now.counts.items())
    total = sum(now.counts.values())
    held = f"{many(total, 'file')}, {counts}; {many(now.pages, 'page')}; snapshot {now.snapshot or 'none yet'}"
    screen.print(f"{out}: {held}", highlight=False)
    if now.running:
        screen.print(f"a run goes on: {_pace(now)}", highlight=False)
    elif now.outcome == "cut off":
        read = f"{now.read} of {many(now.to_read, 'file')} read" if now.to_read else "nothing had to be read"
        said = f"the last run was cut off: {read}, not published; the same command goes on where it stopped"
        screen.print(said, style="red", highlight=False)
    elif now.outcome not in ("", "published", "unchanged"):
        screen.print(f"the last run stopped: {now.outcome}", style="red", highlight=False, markup=False)


def _pace(now: Standing) -> str:
    if now.read == now.to_read:
        return "all files are read, their tables are being published"
    if not now.rate or now.seconds_left is None:
        return f"{now.read} of {now.to_read} files read"
    left = int(now.seconds_left)
    pace = f"{now.rate:.1f} files/s, {left // 3600}:{left // 60 % 60:02d}:{left % 60:02d} left"
    return f"{now.read} of {now.to_read} files read, {pace}"


def print_schema(tables: Sequence[TableSpec], *, as_json: bool) -> None:
    """The data dictionary as tables or as JSON."""
    if as_json:
        print(json.dumps([_as_dict(spec) for spec in tables], ensure_ascii=False, indent=2))  # noqa: T201  # output
        return
    screen = _out()
    for spec in tables:
        shown = Table(
            "column",
            "type",
            "null",
            "meaning",
            title=f"{spec.name}: {spec.description}",
            title_justify="left",
        )
        for column in spec.columns:
            mark = " (key)" if column.name in spec.key else ""
            shown.add_row(column.name + mark, str(column.type), "yes" if column.nullable else "", column.description)
        screen.print(shown)


def _as_dict(spec: TableSpec) -> dict[str, object]:
    from pipeline.descriptor import field

    fields = [field(c.name, c.type, c.description, c.nullable) | {"arrow": str(c.type)} for c in spec.columns]
    return {
        "name": spec.name,
        "description": spec.description,
        "primaryKey": list(spec.key),
        "fields": fields,
    }


def print_checks(checks: Sequence[Check]) -> None:
    """One line a check; what to do where one fails."""
    screen = _out()
    shown = Table("check", "ok", "found", "what to do")
    for check in checks:
        shown.add_row(check.name, "yes" if check.ok else "NO", check.detail, "" if check.ok else check.remedy)
    screen.print(shown)
