"""The console script `congbao`: thin commands over the functions that do the work.

Each command imports what it needs: worker processes load this module too, and need not wait for all of it.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import entry_points
from pathlib import Path  # noqa: TC003  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from normalize.errors import DecisionError
from pipeline.errors import Exit, UsageError, exit_code
from pipeline.options import (
    CORES,
    REVIEWS,
    Detail,
    Engine,
    Jobs,
    Json,
    LogJson,
    MaxFailed,
    Memory,
    Missing,
    Recycle,
    Reviews,
    Scheduler,
    Stall,
    Strict,
    Timeout,
    Wait,
    limits,
    one_of,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.batch import Report

app = typer.Typer(
    name="congbao",
    help="Vietnamese government decisions into Parquet task tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

units_app = typer.Typer(help="The registry of units.", no_args_is_help=True, add_completion=False)
app.add_typer(units_app, name="units")


@app.command()
def run(  # noqa: PLR0913  # one argument an option
    paths: Annotated[list[str], typer.Argument(help="Files, folders or s3:// addresses with decisions.")],
    out: Annotated[str, typer.Option("--out", help="Folder or s3:// address for the published tables.")],
    jobs: Jobs = CORES,
    only: Annotated[str, typer.Option("--only", help="Read only files whose name matches this glob.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Read files again that are up to date.")] = False,
    timeout: Timeout = 7200.0,
    stall: Stall = 600.0,
    memory: Memory = "2G",
    recycle: Recycle = 500,
    max_failed: MaxFailed = "100%",
    keep_missing: Missing = False,
    strict: Strict = False,
    wait: Wait = False,
    engine: Engine = "local",
    scheduler: Scheduler = "",
    reviews: Reviews = REVIEWS,
    watch: Annotated[bool, typer.Option("--watch", help="Go on: read files as they arrive.")] = False,
    log_json: LogJson = False,
    verbose: Detail = False,
    as_json: Json = False,
) -> None:
    """Read decisions and publish their task tables.

    Example: congbao run data/raw --out data/parquet
    """
    from pipeline.batch import Settings, collect, run_batch
    from pipeline.logs import logging_to
    from pipeline.watch import watch as watch_folders

    settings = Settings(
        jobs=jobs,
        force=force,
        limits=limits(timeout, stall, memory, recycle),
        max_failed=share(max_failed),
        keep_missing=keep_missing,
        strict=strict,
        wait=wait,
        engine=one_of("--engine", engine, ("local", "dask")),
        scheduler=scheduler,
        reviews=reviews,
    )
    files = () if watch else collect(paths, only)
    with _interruptible(), logging_to(as_json=log_json, detail=verbose, quiet=as_json and not log_json) as listener:
        if watch:
            if not (as_json or log_json):
                typer.echo(f"watching {', '.join(paths)}; Ctrl-C ends it", err=True)
            for report in watch_folders(paths, only, out, settings, listener):
                _say_report(report, out, as_json=as_json)
        report = run_batch(files, out, settings, listener)
    _say_report(report, out, as_json=as_json)
    raise typer.Exit(Exit.PARTIAL if report.count("done") < report.total else Exit.DONE)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Say what comes next where the user stops a run."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("interrupted; the same command goes on where it stopped", err=True)
        raise typer.Exit(Exit.INTERRUPTED) from None


def _say_report(report: Report, out: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({**asdict(report), "out": out}))
        return
    from pipeline.show import print_report

    print_report(report, out)


@app.command()
def retry(  # noqa: PLR0913  # one argument an option
    out: Annotated[str, typer.Argument(help="Output folder of a run.")],
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Kinds of failure, such as timeout; passing (default), lasting or all."),
    ] = None,
    jobs: Jobs = CORES,
    timeout: Timeout = 7200.0,
    stall: Stall = 600.0,
    memory: Memory = "2G",
    reviews: Reviews = REVIEWS,
    log_json: LogJson = False,
    verbose: Detail = False,
    as_json: Json = False,
) -> None:
    """Read files again that failed, and publish.

    Passing failures may not come again: time, memory, a missing program. Lasting ones will: damaged, encrypted.

    Example: congbao retry data/parquet --only timeout --timeout 20000
    """
    from pipeline.batch import Settings
    from pipeline.logs import logging_to
    from pipeline.retry import PASSING_ONLY, no_failure, retry_failed

    settings = Settings(jobs=jobs, limits=limits(timeout, stall, memory, 500), reviews=reviews)
    with _interruptible(), logging_to(as_json=log_json, detail=verbose, quiet=as_json and not log_json) as listener:
        report = retry_failed(out, only or [PASSING_ONLY], settings, listener)
    if report is None:
        typer.echo(f"{out}: {no_failure(out, only or [PASSING_ONLY])}")
        raise typer.Exit(Exit.DONE)
    _say_report(report, out, as_json=as_json)
    raise typer.Exit(Exit.PARTIAL if report.count("done") < report.total else Exit.DONE)


@app.command()
def status(
    out: Annotated[str, typer.Argument(help="Output folder of a run.")],
    as_json: Json = False,
) -> None:
    """Show how a run stands, also while it goes on: counts, rate, time left, the slowest, the failed and why.

    Example: congbao status data/parquet
    """
    from pipeline.status import json_lines, slowest, standing, troubled

    if as_json:
        for line in json_lines(out):
            typer.echo(line)
        return
    from pipeline.show import print_status

    print_status(standing(out), out, troubled(out), slowest(out))


@app.command()
def prune(
    out: Annotated[str, typer.Argument(help="Output folder of a run.")],
    keep: Annotated[int, typer.Option("--keep", min=1, help="Snapshots to keep, the newest ones.")] = 3,
) -> None:
    """Delete old snapshots, and what was kept of files and versions that are no more.

    Example: congbao prune data/parquet --keep 3
    """
    from pipeline.prune import prune as prune_folder
    from pipeline.status import open_state
    from pipeline.workspace import Workspace

    open_state(out).close()  # an error if there never was a run
    gone = prune_folder(Workspace(out), keep)
    names = ", ".join(gone.snapshots) or "none"
    typer.echo(f"{out}: snapshots deleted: {names}; kept results deleted: {gone.results}")


@app.command()
def repair(  # one argument an option
    file: Annotated[
        Path | None, typer.Argument(help="Text file in UTF-8; - or nothing for standard input.")
    ] = None,  # typer evaluates it
    edits: Annotated[Path | None, typer.Option("--edits", help="Write every edit to this file as JSON lines.")] = None,
    min_gain: Annotated[float | None, typer.Option("--min-gain", help="Log10 odds an edit must reach.")] = None,
    tone_style: Annotated[
        str, typer.Option("--tone-style", help="Tone of new words: early (hòa), late (hoà); else as the text.")
    ] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Show the candidates of each word instead.")] = False,
) -> None:
    """Repair garbled Vietnamese text, one output line for each input line.

    Example: congbao repair garbled.txt --edits edits.jsonl
    """
    from pipeline.mend import explain_text, read_lines, repair_text

    lines = read_lines(file)
    if explain:
        typer.echo(explain_text(lines))
        return
    if tone_style not in ("", "early", "late"):
        raise UsageError(f"--tone-style {tone_style!r} is none", "write early or late")
    repaired = repair_text(lines, min_gain, tone_style)
    for line in repaired:
        sys.stdout.write(line.text + "\n")
    if edits:
        made = ((no, edit) for no, line in enumerate(repaired, start=1) for edit in line.edits)
        rows = (json.dumps({"line_no": no, **asdict(edit)}, ensure_ascii=False) for no, edit in made)
        edits.write_text("".join(row + "\n" for row in rows), encoding="utf-8")


@units_app.command("find")
def units_find(
    text: Annotated[str, typer.Argument(help="A unit's name as a document writes it.")],
    on: Annotated[str, typer.Option("--on", help="Day of the document, such as 2024-05-03; today if left out.")] = "",
    issuer: Annotated[str, typer.Option("--issuer", help="Name or unit_id of who issued the document.")] = "",
    as_json: Json = False,
) -> None:
    """Show which unit a name means: candidates, scores, validity and why.

    Example: congbao units find "Sở Tài nguyên và Môi trường" --on 2024-05-03 --issuer "UBND tỉnh Lào Cai"
    """
    from pipeline.unitsearch import as_rows, find, print_units

    mention, candidates = find(text, on, issuer)
    if as_json:
        typer.echo(json.dumps(as_rows(mention, candidates), ensure_ascii=False))
    else:
        print_units(mention, candidates)
    raise typer.Exit(Exit.DONE if mention.unit_id or mention.is_collective else Exit.PARTIAL)


@app.command()
def tables(
    file: Annotated[Path, typer.Argument(help="A decision.")],
    html: Annotated[Path, typer.Option("--html", help="Write the page to this file.")],
) -> None:
    """Show the tables of a decision, stitched over its pages, beside the pictures of these pages.

    Example: congbao tables decision.pdf --html tables.html
    """
    from pipeline.kit import load_kit
    from pipeline.run import read_decision
    from pipeline.tablesheet import tables_page

    decision = read_decision(file, load_kit())
    try:
        html.write_text(tables_page(file, decision), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{html} cannot be written ({error.strerror})", "give another --html") from error
    rows = sum(len(table.rows) for table in decision.parts.tables)
    typer.echo(f"{file}: {len(decision.parts.tables)} tables with {rows} rows, shown in {html}")


@app.command()
def page(
    file: Annotated[Path, typer.Argument(help="A PDF or image file.")],
    number: Annotated[int, typer.Argument(min=1, help="The page, counted from 1.")],
    png: Annotated[Path, typer.Option("--png", help="Write the drawing to this file.")],
    dpi: Annotated[float, typer.Option("--dpi", min=20, max=600, help="Dots per inch of the drawing.")] = 150.0,
) -> None:
    """Draw a page with the words, rulings and table regions found on it, and say which source was read and why.

    Example: congbao page scan.pdf 2 --png page2.png
    """
    from ingest.draw import draw_page
    from ingest.picture import png as as_png
    from normalize.errors import located

    with located(str(file)):
        found, pixels = draw_page(file, number, dpi)
    try:
        png.write_bytes(as_png(pixels, dpi))
    except OSError as error:
        raise UsageError(f"{png} cannot be written ({error.strerror})", "give another --png") from error
    words = sum(len(line.words) for line in found.lines)
    typer.echo(f"{file}, page {number}: {found.source}, {found.source_reason}; {words} words, drawn in {png}")


@app.command()
def schema(
    table: Annotated[Optional[str], typer.Argument(help="A table; all tables if left out.")] = None,  # noqa: UP045
    as_json: Json = False,
) -> None:
    """Print the data dictionary.

    Example: congbao schema tasks
    """
    from pipeline.schema import TABLES
    from pipeline.schema import table as table_named
    from pipeline.show import print_schema

    try:
        chosen = TABLES if table is None else (table_named(table),)
    except KeyError as error:
        raise UsageError(str(error.args[0]), "see `congbao schema`") from error
    print_schema(chosen, as_json=as_json)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check that all the job needs is installed, and what each Tesseract model can read.

    Example: congbao doctor
    """
    from pipeline.doctor import checks
    from pipeline.show import print_checks

    found = checks()
    if as_json:
        typer.echo(json.dumps([asdict(check) for check in found], ensure_ascii=False))
    else:
        print_checks(found)
    raise typer.Exit(Exit.DONE if all(check.ok for check in found) else Exit.USAGE)


def main() -> None:
    """Run the command line; the only place that turns errors into exit codes."""
    for command in entry_points(group="congbao.commands"):
        loaded = command.load()
        if isinstance(loaded, typer.Typer):
            app.add_typer(loaded, name=command.name)
        else:
            app.command(command.name)(loaded)
    try:
        app()
    except DecisionError as error:
        typer.secho(str(error), fg="red", err=True)
        sys.exit(exit_code(error))


if __name__ == "__main__":
    main()
