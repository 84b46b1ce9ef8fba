"""What speaks for and against a way of reading a table whose columns run together, as `unweave_weights.tsv` says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from normalize.datafile import read_tsv

_FILE = Path(__file__).parent / "data" / "unweave_weights.tsv"


@dataclass(slots=True)
class Weights:
    """A field for each row of the data file, which says what it means.

    Not frozen: `benchmarks/tables/cuts.py` reads with other weights.
    """

    rule: float
    start_low: float
    start_high: float
    after_stop: float
    seen_before: float
    capital: float
    segment: float
    per_letter: float
    closes: float
    early: float
    nearly: float
    in_names: float
    no_name: float
    head: float
    no_head: float
    linked: float
    open_group: float
    unlinked: float
    odd: float
    wordy: float
    dated: float
    undated: float
    off_date: float
    figure: float
    no_figure: float
    second: float
    no_cell: float
    empty_title: float
    empty_lead: float
    empty_deadline: float
    in_dates: float
    like_a_date: float
    not_in_dates: float
    short: float
    centre: float
    label: float
    group_label: float
    elsewhere: float
    ruled_label: float
    row: float
    group: float
    group_labelled: float
    low_group: float
    again: float
    counts_on: float
    no_label: float
    jumps: float
    backwards: float
    restarts: float
    gap: float
    page_turn: float


@cache
def weights() -> Weights:
    """The weights of the data file.

    Raises:
        DataFileError: if the data file breaks its rules.
    """
    return Weights(**{row["id"]: float(row["value"]) for row in read_tsv(_FILE, ("id", "value", "what"), key="id")})
