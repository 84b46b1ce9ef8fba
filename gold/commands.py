"""Commands that this package adds to the console script; imports wait for the call, as in `pipeline.cli`."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from normalize.errors import DecisionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from gold.records import Scorecard, Truth

TROUBLE = 2


def diff(  # noqa: PLR0913  # one argument an option
    before: Annotated[Path, typer.Argument(help="A snapshot, or the folder of the annotated decisions.")],
    after: Annotated[Path, typer.Argument(help="Another snapshot, or the folder of the annotated decisions.")],
    html: Annotated[Optional[Path], typer.Option("--html", help="Write one page that needs nothing else.")] = None,  # noqa: UP045
    parquet: Annotated[Optional[Path], typer.Option("--parquet", help="Write every change as a table.")] = None,  # noqa: UP045
    as_json_: Annotated[bool, typer.Option("--json", help="Print counts and changes as JSON.")] = False,
    whole: Annotated[bool, typer.Option("--all", help="List every group of changes.")] = False,
) -> None:
    """Show what differs between two snapshots, or a snapshot and the annotations: exit 0 same, 1 different, 2 trouble.

    Example: congbao diff data/parquet/v000001 data/parquet/latest --html changes.html
    """
    from gold.diff.against import read_sides
    from gold.diff.compare import compare
    from gold.diff.html import as_html
    from gold.diff.show import as_json, show, write_parquet

    with trouble():
        found = compare(*read_sides(before, after))
        if html:
            html.write_text(as_html(found), encoding="utf-8")
        if parquet:
            write_parquet(found, parquet)
    if as_json_:
        typer.echo(as_json(found))
    else:
        show(found, _console(), most=0 if whole else 40)
    raise typer.Exit(1 if found.changes else 0)


def review(  # one argument an option
    out: Annotated[Path, typer.Argument(help="Folder of snapshots, as `congbao run --out` wrote it.")],
    port: Annotated[int, typer.Option("--port", help="Port to listen on; 0 for any free one.")] = 8017,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; others than this machine need a token.")
    ] = ("127.0.0.1"),
    reviews: Annotated[Path, typer.Option("--reviews", help="Folder of the decisions.")] = Path("gold/reviews"),
    reviewer: Annotated[str, typer.Option("--reviewer", help="Who reviews; default: the user's name.")] = "",
) -> None:
    """Open the review page on this machine: settle what the machine was not sure of.

    Example: congbao review data/parquet --port 8017
    """
    from gold.review.serve import serve

    with trouble():
        serve(out, reviews, host, port, reviewer)


def _console() -> Console:
    """A console that is never narrower than the tables need."""
    from rich.console import Console

    from gold.report import WIDTH

    console = Console()
    return console if console.is_terminal and console.width >= WIDTH else Console(width=WIDTH)


@contextmanager
def trouble() -> Iterator[None]:
    """What goes wrong is one line on stderr, and status 2."""
    try:
        yield
    except DecisionError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(TROUBLE) from error
    except OSError as error:
        typer.echo(f"{error.filename}: {error.strerror}; name a file that can be read or written", err=True)
        raise typer.Exit(TROUBLE) from error


def score(  # noqa: PLR0913  # one argument an option
    snapshot: Annotated[Path, typer.Argument(help="A published snapshot, or the folder of snapshots.")],
    gold: Annotated[Path, typer.Option(help="Folder of the annotated decisions.")] = Path("gold/decisions"),
    as_json_: Annotated[bool, typer.Option("--json", help="Print the rates as JSON.")] = False,
    copies: Annotated[
        list[str] | None, typer.Option("--as", help="FILE=DECISION: a further copy of an annotated decision.")
    ] = None,
    faults: Annotated[bool, typer.Option("--faults", help="List every field that is wrong.")] = False,
    against: Annotated[Optional[Path], typer.Option("--against", help="An earlier snapshot to compare with.")] = None,  # noqa: UP045
    html: Annotated[Optional[Path], typer.Option("--html", help="Write one page with pictures.")] = None,  # noqa: UP045
) -> None:
    """Measure a snapshot against the annotated decisions; every rate is printed with its n.

    Example: congbao score data/parquet/latest --gold gold/decisions --json
    """
    from gold.load import read_gold
    from gold.report import as_json, show, show_steps
    from gold.report_html import as_html
    from gold.score import with_copies
    from gold.versus import steps

    with trouble():
        truths = with_copies(read_gold(gold), copies or ())
        card = _scored(truths, snapshot)
        moved = steps(_scored(truths, against), card) if against else ()
        if html:
            html.write_text(as_html(card, moved), encoding="utf-8")
    if as_json_:
        typer.echo(as_json(card, moved))
        return
    console = _console()
    show(card, console, faults=faults)
    if moved:
        show_steps(moved, console)


def _scored(truths: Sequence[Truth], snapshot: Path) -> Scorecard:
    from gold.score import belongs, score_all
    from gold.snapshot import read_snapshot

    told = read_snapshot(snapshot, lambda file, sha: any(belongs(t, file, sha) for t in truths))
    return score_all(truths, told, str(snapshot))
