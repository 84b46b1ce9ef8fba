"""What is compared: the same records hold the annotated truth and what a snapshot tells.

Text is NFC; the empty string stands for "nothing there". Indexes count from 0 inside their tuple.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

Spot: TypeAlias = tuple[str, int, str]
"""One field of one row: table of the annotation file (`head`, `tasks`, …), row index, field name."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as it is compared; `rrule` is RFC 5545 with its parts in alphabetical order."""

    kind: str
    due_date: dt.date | None = None
    rrule: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit charged with something.

    Attributes:
        name: canonical name; where a snapshot has no link, the text of the mention.
        text: as written in the document.
        linked: truth: a registry is expected to know it; snapshot: it has a unit_id.
    """

    name: str
    text: str
    linked: bool


@dataclass(frozen=True, slots=True)
class Task:
    """A task or a duty (`responsibility`), whose text is its title and whose unit is its only lead.

    Attributes:
        parent: index of the row it stands below; None for a top row, -1 for a parent that does not exist.
        lead_text: all leads as written; `coordinator_text` likewise.
        deadlines: empty where nothing is due.
        source_kind: what a snapshot read it from (table, list, prose, flattened_table), "" in an annotation.
        confidence: 0..1, None in an annotation.
    """

    label: str
    title: str
    annex: str = ""
    group_label: str = ""
    parent: int | None = None
    leads: tuple[Unit, ...] = ()
    lead_text: str = ""
    coordinators: tuple[Unit, ...] = ()
    coordinator_text: str = ""
    product: str = ""
    deadlines: tuple[Due, ...] = ()
    source_kind: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator must reach by the end of `year`; `value` is None for a goal without a figure."""

    year: int | None
    value: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with its targets, one a year or a figure."""

    label: str
    name: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """A document in the preamble that this one rests on."""

    number: str
    doc_type: str
    issued_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Head:
    """Head of a decision; `issuers` are the readings of its issuer that are as good as each other."""

    number: str = ""
    doc_type: str = ""
    issuers: tuple[str, ...] = ()
    place: str = ""
    issued_date: dt.date | None = None
    title: str = ""
    signer_title: str = ""
    signer_name: str = ""
    is_draft: bool = False
    bases: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is compared row by row."""

    head: Head
    tasks: tuple[Task, ...] = ()
    duties: tuple[Task, ...] = ()
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """A fault of the original: either reading is right, in whatever field it turns up."""

    printed: str
    likely: str


@dataclass(frozen=True, slots=True)
class Truth:
    """An annotated decision.

    Attributes:
        file: name of the source file, `sha256` its content.
        renderings: names of further files of the same decision.
        lines: the restored text, line by line with the source; empty where the source is clean.
        unsure_lines: numbers, from 1, of the lines left out of the rates.
        unsure: fields left out of the rates.
        also_due: other sets of deadlines that are as right, by field; `also_units` likewise for units of
            measure, `also_names` for the names in a cell of units.
        scanned: its source is an image: what an engine saw of it is not known to be right.
        kept: its source is kept in this repository, so a snapshot without it has missed it.
        by_hand: keys of the head that are written by hand on paper, which print engines are not made to read; they
            count as all others do, and once more apart.
        annexes: tables annotated in part: the annexes whose rows are annotated, none of them for a table
            that is not annotated at all; a table that is not named here is annotated in whole.
    """

    decision: str
    file: str
    sha256: str
    renderings: tuple[str, ...]
    facts: Facts
    lines: tuple[str, ...] = ()
    unsure_lines: frozenset[int] = frozenset()
    unsure: frozenset[Spot] = frozenset()
    slips: tuple[Slip, ...] = ()
    also_due: Mapping[Spot, tuple[tuple[Due, ...], ...]] = field(default_factory=dict)
    also_units: Mapping[Spot, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    also_names: Mapping[Spot, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    scanned: bool = False
    kept: bool = True
    by_hand: frozenset[str] = frozenset()
    annexes: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """One document of a snapshot: its facts, its repaired text and the text as the engine saw it."""

    file: str
    sha256: str
    facts: Facts
    text: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many; rates of several documents add up."""

    hits: int = 0
    n: int = 0

    @property
    def value(self) -> float | None:
        """`hits / n`; None where nothing was counted."""
        return self.hits / self.n if self.n else None

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.hits + other.hits, self.n + other.n)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing counted by one metric.

    Attributes:
        hit: it counts among the metric's hits (which are faults for metrics such as `tasks.invented`).
        where: the row, as a reader finds it: `II 10`, `Phụ lục 1 I 3`.
        wanted: what the annotation says; `told` what the snapshot says.
    """

    metric: str
    hit: bool
    where: str
    wanted: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class RowResult:
    """How a row that a snapshot tells came out: its fields that are right; one that stands for nothing has none."""

    source_kind: str
    confidence: float
    fields: Rate
    invented: bool

    @property
    def is_right(self) -> bool:
        """Whether all its fields are right."""
        return not self.invented and self.fields.hits == self.fields.n


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """The rates of one file, by metric, every verdict that was not as it should be, and its rows one by one."""

    decision: str
    file: str
    in_snapshot: bool
    rates: Mapping[str, Rate]
    faults: tuple[Verdict, ...] = ()
    rows: tuple[RowResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All files and their sum; a metric that was not counted anywhere is absent."""

    snapshot: str
    documents: tuple[DocumentScore, ...]
    overall: Mapping[str, Rate]
