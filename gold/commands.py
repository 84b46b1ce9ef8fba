"""Commands that this package adds to the console script; imports wait for the call, as in `pipeline.cli`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from normalize.errors import DecisionError

TROUBLE = 2


def score(
    snapshot: Annotated[Path, typer.Argument(help="A published snapshot, or the folder of snapshots.")],
    gold: Annotated[Path, typer.Option(help="Folder of the annotated decisions.")] = Path("gold/decisions"),
    as_json_: Annotated[bool, typer.Option("--json", help="Print the rates as JSON.")] = False,
    copies: Annotated[
        list[str] | None, typer.Option("--as", help="FILE=DECISION: a further copy of an annotated decision.")
    ] = None,
    faults: Annotated[bool, typer.Option("--faults", help="List every field that is wrong.")] = False,
) -> None:
    """Measure a snapshot against the annotated decisions; every rate is printed with its n.

    Example: congbao score data/parquet/latest --gold gold/decisions --json
    """
    from rich.console import Console

    from gold.load import read_gold
    from gold.report import WIDTH, as_json, show
    from gold.score import belongs, score_all, with_copies
    from gold.snapshot import read_snapshot

    try:
        truths = with_copies(read_gold(gold), copies or ())
        told = read_snapshot(snapshot, lambda file, sha: any(belongs(t, file, sha) for t in truths))
        card = score_all(truths, told, str(snapshot))
    except DecisionError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(TROUBLE) from error
    if as_json_:
        typer.echo(as_json(card))
        return
    console = Console()
    if not console.is_terminal or console.width < WIDTH:
        console = Console(width=WIDTH)
    show(card, console, faults=faults)
