"""A scorecard for people, in tables of at most 100 columns, and for machines, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from gold.metrics import BLOCKS, METRICS
from gold.records import Rate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from gold.metrics import Block, Metric
    from gold.records import DocumentScore, Scorecard

SET = "development set"
"""The annotated decisions were used while the stages were made: they are no test set."""
WIDTH = 100


def show(card: Scorecard, console: Console, *, faults: bool = False) -> None:
    """Print every rate as hits/n, a row a file and a row for all of them.

    Args:
        card: what was scored.
        console: where to; tables fit `WIDTH` columns.
        faults: also list every verdict that was not as it should be.
    """
    console.print(f"Scores of {card.snapshot} on the {SET}, {len(card.documents)} files.", highlight=False)
    console.print("Each cell is hits/n; a heading with ! counts faults.", highlight=False)
    for document in card.documents:
        if not document.in_snapshot:
            console.print(f"{document.file}: not in the snapshot, counted as missed", style="yellow")
    for block in BLOCKS:
        if any(m.key in card.overall for m in _columns(block)):
            console.print(_table(block, card))
    if faults:
        for document in card.documents:
            _show_faults(document, console)


def _columns(block: Block) -> tuple[Metric, ...]:
    return (*block.metrics, block.total) if block.total else block.metrics


def _table(block: Block, card: Scorecard) -> Table:
    """One block: its metrics as columns, those that were not counted anywhere left out."""
    metrics = [m for m in _columns(block) if m.key in card.overall]
    gap = 1 if len(metrics) < 9 else 0  # besides the one column that the box takes
    table = Table(title=block.title, title_justify="left", box=SIMPLE_HEAD, padding=(0, gap, 0, 0))
    table.add_column("file", no_wrap=True, max_width=26)
    for metric in metrics:
        table.add_column(metric.heading + ("!" if metric.bad else ""), justify="right", overflow="fold")
    for document in card.documents:
        if any(m.key in document.rates for m in metrics):
            table.add_row(document.file, *_cells(document.rates, metrics))
    table.add_section()
    table.add_row("all", *_cells(card.overall, metrics), style="bold")
    table.add_row("all, %", *(percent(card.overall[m.key]) for m in metrics), style="bold")
    return table


def _cells(rates: Mapping[str, Rate], metrics: Sequence[Metric]) -> list[str]:
    found = [rates.get(m.key, Rate()) for m in metrics]
    return [f"{r.hits}/{r.n}" if r.n or r.hits else "–" for r in found]


def percent(rate: Rate) -> str:
    """The rate in per cent with one decimal; never rounded up to 100 or down to 0."""
    if rate.value is None:
        return "–"
    shown = f"{100 * rate.value:.1f}"
    if shown == "100.0" and rate.hits < rate.n:
        return "99.9"
    return "0.1" if shown == "0.0" and rate.hits else shown


def _show_faults(document: DocumentScore, console: Console) -> None:
    if document.faults:
        console.print(f"\n{document.file}", style="bold", markup=False, highlight=False)
    for fault in document.faults:
        line = f"  {fault.metric}  {fault.where}: wanted {fault.wanted!r}, told {fault.told!r}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def as_json(card: Scorecard) -> str:
    """The scorecard as one JSON object: rates by metric with hits, n and rate, and the faults."""
    report = {
        "set": SET,
        "snapshot": card.snapshot,
        "overall": _plain(card.overall),
        "documents": [
            {
                "decision": d.decision,
                "file": d.file,
                "in_snapshot": d.in_snapshot,
                "metrics": _plain(d.rates),
                "faults": [
                    {"metric": f.metric, "where": f.where, "wanted": f.wanted, "told": f.told} for f in d.faults
                ],
            }
            for d in card.documents
        ],
        "metrics": {key: {"meaning": m.meaning, "hit_is_fault": m.bad} for key, m in METRICS.items()},
    }
    return json.dumps(report, ensure_ascii=False, indent=1)


def _plain(rates: Mapping[str, Rate]) -> dict[str, Any]:
    return {k: {"hits": r.hits, "n": r.n, "rate": r.value} for k, r in rates.items() if k in METRICS}
