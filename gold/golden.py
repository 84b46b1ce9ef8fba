"""`congbao gold …`: from reviewers' decisions to annotations and training pairs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from gold.commands import trouble

if TYPE_CHECKING:
    from gold.agreement import Agreement

gold = typer.Typer(name="gold", help="From reviewers' decisions to annotations.", no_args_is_help=True)

Folder = Annotated[Path, typer.Option("--reviews", help="Folder of the decisions.")]
_REVIEWS = Path("gold/reviews")


@gold.command()
def add(
    out: Annotated[Path, typer.Argument(help="A published snapshot, or the folder of snapshots.")],
    doc: Annotated[str, typer.Argument(help="The document: its id, its number, or the name of its file.")],
    reviews: Folder = _REVIEWS,
    into: Annotated[Path, typer.Option("--gold", help="Folder of the annotated decisions.")] = Path("gold/decisions"),
) -> None:
    """Make an annotation of a document whose rows two people settled alike; prints how far reviewers agree.

    Example: congbao gold add data/parquet 1678/QĐ-BKHCN
    """
    from gold.agreement import agreements
    from gold.promote import promote, records_of

    with trouble():
        file = promote(out, doc, reviews, into)
        found = agreements(records_of(out, doc, reviews))
    typer.echo(f"{file} written; look it over, then commit it")
    _print(found)


@gold.command()
def agreement(
    reviews: Folder = _REVIEWS,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rates as JSON.")] = False,
) -> None:
    """Print how far reviewers agree, field by field, with Cohen's kappa where it fits.

    Example: congbao gold agreement
    """
    from gold.agreement import agreements
    from pipeline.reviews import read_folder

    with trouble():
        found = agreements(read_folder(reviews))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    elif found:
        _print(found)
    else:
        typer.echo("no row was settled by two people yet")


def _print(found: tuple[Agreement, ...]) -> None:
    from gold.report import percent

    typer.echo(f"{'field':20} {'alike':>12} {'%':>6} {'kappa':>6}")
    for one in found:
        kappa = "" if one.kappa is None else f"{one.kappa:.2f}"
        typer.echo(f"{one.field:20} {f'{one.rate.hits}/{one.rate.n}':>12} {percent(one.rate):>6} {kappa:>6}")


@gold.command("export-pairs")
def export_pairs(
    to: Annotated[Optional[Path], typer.Argument(help="File for the JSON lines; standard output if left out.")] = None,  # noqa: UP045
    reviews: Folder = _REVIEWS,
) -> None:
    """Write the words that reviewers corrected, one JSON line a correction, for training.

    Example: congbao gold export-pairs pairs.jsonl
    """
    from gold.pairs import pairs_of
    from pipeline.reviews import read_folder

    with trouble():
        lines = [json.dumps(pair.as_dict(), ensure_ascii=False) for pair in pairs_of(read_folder(reviews))]
        text = "".join(line + "\n" for line in lines)
        if to:
            to.write_text(text, encoding="utf-8")
    typer.echo(f"{len(lines)} corrections in {to}" if to else text, nl=to is not None)
