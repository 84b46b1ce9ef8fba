"""What a person sees on a terminal: progress, summaries, the data dictionary."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from pipeline.descriptor import field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pipeline.batch import Report
    from pipeline.doctor import Check
    from pipeline.schema import TableSpec
    from pipeline.worker import Result

console = Console(stderr=True)
_COUNTS = ("pages", "tasks", "issues", "seconds")
_WIDTH = 120  # plain output is as wide everywhere


def _out() -> Console:
    return Console() if sys.stdout.isatty() else Console(width=_WIDTH)


@contextmanager
def progress(total: int, *, quiet: bool) -> Iterator[Callable[[Result], None]]:
    """A progress bar on a terminal, a plain line a file elsewhere; yields what to call for each file."""
    if quiet or not console.is_terminal:
        yield (lambda _: None) if quiet else _plain_line
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("reading", total=total)

        def advance(result: Result) -> None:
            if result.message:
                bar.console.print(result.message, style="red", markup=False, highlight=False, soft_wrap=True)
            bar.advance(task)

        yield advance


def _plain_line(result: Result) -> None:
    said = result.message or f"{result.path}: done, {result.pages} pages in {result.seconds:.1f} s"
    print(said, file=sys.stderr, flush=True)  # noqa: T201  # the log of a run without a terminal


def print_report(report: Report, out: Path) -> None:
    """The end of a run: counts, faults, where to look next."""
    screen = _out()
    if not report.fresh:
        for result in report.results:
            if result.message:
                screen.print(result.message, markup=False, highlight=False, soft_wrap=True)
        screen.print(f"all {len(report.results)} files are up to date", highlight=False)
    screen.print(_result_table(report.results))
    counts = ", ".join(f"{report.count(name)} {name}" for name in ("done", "partial", "failed"))
    said = "published" if report.is_new else "unchanged"
    screen.print(f"{len(report.results)} files: {counts}. Snapshot {report.snapshot} {said}.", highlight=False)
    screen.print(f"Tables: {out}/latest/<table>/ · what each column means: congbao schema", highlight=False)
    screen.print(f"Doubts to settle: {out}/latest/issues/ · file by file: congbao status {out}", highlight=False)


def _result_table(results: Iterable[Result]) -> Table:
    table = Table(
        Column("file", overflow="fold", min_width=30),
        "status",
        *(Column(name, justify="right") for name in _COUNTS),
        "problem",
    )
    for result in results:
        problem = result.message.removeprefix(f"{result.path}: ")
        counts = (result.pages, result.tasks, result.issues, f"{result.seconds:.1f}")
        table.add_row(result.path, result.status, *map(str, counts), problem)
    return table


def print_status(results: Iterable[Result], out: Path) -> None:
    """The last result of each file, then the counts."""
    known = sorted(results, key=lambda result: result.path)
    screen = _out()
    screen.print(_result_table(known))
    counts = {name: sum(r.status == name for r in known) for name in ("done", "partial", "failed")}
    screen.print(
        f"{out}: {len(known)} files, " + ", ".join(f"{n} {name}" for name, n in counts.items()),
        highlight=False,
    )


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
