"""The console script `congbao`: thin commands over the functions that do the work.

Each command imports what it needs: worker processes load this module too, and need not wait for all of it.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from importlib.metadata import entry_points
from pathlib import Path  # noqa: TC003  # typer reads the annotations
from typing import Annotated, Optional

import typer

from normalize.errors import DecisionError
from pipeline.errors import Exit, UsageError, exit_code

app = typer.Typer(
    name="congbao",
    help="Vietnamese government decisions into Parquet task tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

units_app = typer.Typer(help="The registry of units.", no_args_is_help=True, add_completion=False)
app.add_typer(units_app, name="units")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")]


@app.command()
def run(  # noqa: PLR0913  # one argument an option
    paths: Annotated[list[Path], typer.Argument(help="Files or folders with decisions.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the published tables.")],
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Worker processes; default: one a core.")] = os.cpu_count()
    or 1,
    only: Annotated[str, typer.Option("--only", help="Read only files whose name matches this glob.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Read files again that are up to date.")] = False,
    timeout: Annotated[float, typer.Option("--timeout", min=1, help="Seconds a file may take.")] = 900.0,
    max_failed: Annotated[
        str, typer.Option("--max-failed", help="Publish nothing if more fail, such as 10%.")
    ] = "100%",
    as_json: Json = False,
) -> None:
    """Read decisions and publish their task tables.

    Example: congbao run data/raw --out data/parquet
    """
    from pipeline.batch import Settings, collect, run_batch
    from pipeline.show import print_report, progress

    settings = Settings(jobs, only, force, timeout, _share(max_failed))
    files = collect(paths, only)
    with progress(len(files), quiet=as_json) as advance:
        report = run_batch(files, out, settings, advance)
    if as_json:
        typer.echo(json.dumps({**asdict(report), "out": str(out)}, ensure_ascii=False))
    else:
        print_report(report, out)
    raise typer.Exit(Exit.PARTIAL if report.count("done") < len(report.results) else Exit.DONE)


@app.command()
def status(
    out: Annotated[Path, typer.Argument(help="Output folder of a run.")],
    as_json: Json = False,
) -> None:
    """Show what was done, file by file.

    Example: congbao status data/parquet
    """
    from pipeline.show import print_status
    from pipeline.workspace import read_journal

    if not (out / ".work").is_dir():
        error = UsageError("holds no run", "give the --out folder of a run")
        error.file = str(out)
        raise error
    results = {result.path: result for result in read_journal(out)}
    if as_json:
        for result in results.values():
            typer.echo(json.dumps(asdict(result), ensure_ascii=False))
    else:
        print_status(results.values(), out)


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


def _share(text: str) -> float:
    """`10%` or `0.1` as 0.1.

    Raises:
        UsageError: if it is neither.
    """
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UsageError(f"--max-failed {text!r} is no share", "write 10% or 0.1")
    return value


def main() -> None:
    """Run the command line; the only place that turns errors into exit codes."""
    for command in entry_points(group="congbao.commands"):
        app.command(command.name)(command.load())
    try:
        app()
    except DecisionError as error:
        typer.secho(str(error), fg="red", err=True)
        sys.exit(exit_code(error))
    except KeyboardInterrupt:
        typer.echo("interrupted; the same command goes on where it stopped", err=True)
        sys.exit(Exit.INTERRUPTED)


if __name__ == "__main__":
    main()
