"""A scorecard as one page with pictures: accuracy by stage, the reliability curve, documents from the worst on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gold import bands
from gold.metrics import BLOCKS, METRICS
from gold.report import SET, percent, worst_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gold.records import Rate, RowResult, Scorecard
    from gold.versus import Step

STAGES = (
    ("Text as seen", "text.seen"), ("Text repaired", "text.exact"), ("Head", "head.fields"),
    ("Tasks found", "tasks.found"),
    ("Fields of tasks", "tasks.fields"), ("Duties found", "duties.found"), ("Fields of duties", "duties.fields"),
    ("Units linked", "units.recall"), ("Links right", "units.precision"), ("Legal bases", "bases.found"),
    ("Fields of indicators", "indicators.fields"),
)  # fmt: skip
"""Bars of the first picture, in the order of the work."""


def as_html(card: Scorecard, steps: Sequence[Step] = ()) -> str:
    """The page; it needs nothing else, and all text is escaped."""
    folder = Path(__file__).parent
    made = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters["percent"] = percent
    rows = [row for document in card.documents for row in document.rows]
    return made.get_template("score.html").render(
        card=card,
        set=SET,
        style=(folder / "diff" / "diff.css").read_text(encoding="utf-8"),
        stages=[(name, card.overall[key]) for name, key in STAGES if key in card.overall],
        bands=[_band(band, some) for band, some in bands.by_band(rows).items()],
        kinds=[(kind, _sums(some)) for kind, some in bands.by_kind(rows).items()],
        documents=worst_first(card.documents),
        blocks=BLOCKS,
        metrics=METRICS,
        steps=steps,
    )


def _sums(rows: Sequence[RowResult]) -> dict[str, Rate | int]:
    return {
        "rows": len(rows),
        "right": bands.wholly_right(rows),
        "fields": bands.fields_right(rows),
        "invented": sum(row.invented for row in rows),
    }


def _band(band: tuple[float, float], rows: Sequence[RowResult]) -> dict[str, object]:
    return {"low": band[0], "high": band[1], "said": bands.mean_confidence(rows), **_sums(rows)}
