"""A scorecard for people, in tables of at most 100 columns, and for machines, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from gold import bands
from gold.metrics import BLOCKS, METRICS
from gold.records import Rate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

    from gold.metrics import Block, Metric
    from gold.records import DocumentScore, RowResult, Scorecard
    from gold.versus import Step

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
    for document in worst_first(card.documents):
        if not document.in_snapshot:
            console.print(f"{document.file}: not in the snapshot, counted as missed", style="yellow")
    for block in BLOCKS:
        if any(m.key in card.overall for m in _columns(block)):
            console.print(_table(block, card))
    _show_rows(card, console)
    if faults:
        for document in worst_first(card.documents):
            _show_faults(document, console)


def worst_first(documents: Iterable[DocumentScore]) -> list[DocumentScore]:
    """Documents by the share of their rows and fields that are right, least first; then by name."""

    def share(document: DocumentScore) -> float:
        keys = ("tasks.found", "tasks.fields", "duties.found", "duties.fields", "head.fields")
        rate = sum((document.rates.get(key, Rate()) for key in keys), Rate())
        return rate.value if rate.value is not None else 1.0

    return sorted(documents, key=lambda document: (share(document), document.file))


def _show_rows(card: Scorecard, console: Console) -> None:
    """Rows by how sure they were and by what they were read from; nothing where a snapshot does not say."""
    rows = [row for document in card.documents for row in document.rows]
    groups = {"Rows by confidence": [(f"{a:g}–{b:g}", some) for (a, b), some in bands.by_band(rows).items()]}
    groups["Rows by source"] = list(bands.by_kind(rows).items())
    for title, found in groups.items():
        if not rows:
            return
        table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
        table.add_column("")
        for heading in ("confidence said", "rows wholly right", "%", "fields right", "%", "invented!"):
            table.add_column(heading, justify="right")
        for name, some in found:
            right, fields = bands.wholly_right(some), bands.fields_right(some)
            said = f"{bands.mean_confidence(some):.2f}"
            cells = (f"{right.hits}/{right.n}", percent(right), f"{fields.hits}/{fields.n}", percent(fields))
            table.add_row(name, said, *cells, str(sum(row.invented for row in some)))
        console.print(table)


def show_steps(steps: Sequence[Step], console: Console) -> None:
    """Before and after, metric by metric, with the interval of the difference in points."""
    table = Table(title="Before and after", title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("metric")
    for heading in ("before", "%", "after", "%", "points", "95 % interval", "files"):
        table.add_column(heading, justify="right")
    table.add_column("says")
    for step in steps:
        sides = [text for r in (step.before, step.after) for text in (f"{r.hits}/{r.n}", percent(r))]
        points = f"{100 * step.difference:+.2f}"
        between = f"{100 * step.low:+.2f} … {100 * step.high:+.2f}" if step.low == step.low else "–"  # nan
        table.add_row(step.metric, *sides, points, between, str(step.documents), step.verdict)
    console.print(table)


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
    for document in worst_first(card.documents):
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


def _rows_plain(found: Iterable[tuple[object, Sequence[RowResult]]]) -> list[dict[str, Any]]:
    return [
        {
            "group": list(name) if isinstance(name, tuple) else name,
            "confidence": bands.mean_confidence(some),
            "rows_right": _rate(bands.wholly_right(some)),
            "fields_right": _rate(bands.fields_right(some)),
            "invented": sum(row.invented for row in some),
        }
        for name, some in found
    ]


def as_json(card: Scorecard, steps: Sequence[Step] = ()) -> str:
    """The scorecard as one JSON object: rates by metric with hits, n and rate, the faults, rows by group, and steps."""
    rows = [row for document in card.documents for row in document.rows]
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
        "by_confidence": _rows_plain(bands.by_band(rows).items()),
        "by_source": _rows_plain(bands.by_kind(rows).items()),
        "steps": [
            {
                "metric": s.metric,
                "before": _rate(s.before),
                "after": _rate(s.after),
                "difference": s.difference,
                "interval": [s.low, s.high] if s.low == s.low else None,  # nan
                "says": s.verdict,
            }
            for s in steps
        ],
        "metrics": {key: {"meaning": m.meaning, "hit_is_fault": m.bad} for key, m in METRICS.items()},
    }
    return json.dumps(report, ensure_ascii=False, indent=1)


def _plain(rates: Mapping[str, Rate]) -> dict[str, Any]:
    return {k: _rate(r) for k, r in rates.items() if k in METRICS}


def _rate(rate: Rate) -> dict[str, Any]:
    return {"hits": rate.hits, "n": rate.n, "rate": rate.value}
