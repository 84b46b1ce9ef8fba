"""Facts found in a decision. Text is NFC and repaired; `seen` is what the engine printed. Pages count from 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from ingest.records import Box

SectionKind = Literal[
    "part", "chapter", "heading", "article", "clause", "point", "bullet",
    "annex", "preamble", "recipients", "signature", "paragraph",
]  # fmt: skip
DeadlineKind = Literal["date", "month", "quarter", "year", "ongoing", "recurring", "conditional", "none"]
UnitRole = Literal["lead", "coordinator", "monitor", "approver"]
LinkMethod = Literal["exact", "alias", "fuzzy", "context", "none"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, repaired: `text` is what was meant, `seen` what was printed; tabs separate cells in both.

    `line_no` counts from 1 on its page; `box` is None where the file has no geometry.
    """

    page_no: int
    line_no: int
    seen: str
    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: rows and columns count from 0 inside their grid, spans are at least 1."""

    row: int
    col: int
    text: str
    seen: str
    page_no: int
    row_span: int = 1
    col_span: int = 1
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page, or the part of a table that stands on one page, header rows included.

    `first` and `last` are the indexes, into the document's lines, of the lines that it takes up
    (`last` inclusive); `lines` are all indexes taken, for pages whose lines are not in reading order.
    """

    page_no: int
    cells: tuple[Cell, ...]
    first: int
    last: int
    lines: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit as named in a text.

    Attributes:
        text: as written there, repaired.
        name: canonical name where linked, else `text` with known abbreviations written out.
        unit_id: None if not in the registry.
        link_score: 0..1.
        is_collective: an open group such as "các bộ, ngành, địa phương".
    """

    text: str
    name: str
    unit_id: str | None
    link_method: LinkMethod
    link_score: float
    is_collective: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due.

    Attributes:
        text: the words it was read from.
        due_date: last day it may be done; None for ongoing, recurring, conditional, none.
        start_date: first day, where the text names one.
        rrule: RFC 5545 rule for recurring ones, such as `FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30`.
        qualifier: "before" (trước), "after" (sau, từ) or None.
        condition: the event it waits for, for conditional ones.
    """

    text: str
    kind: DeadlineKind
    due_date: dt.date | None = None
    start_date: dt.date | None = None
    rrule: str | None = None
    qualifier: Literal["before", "after"] | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Another legal document named in this one; `number` as normalized, e.g. `95/2017/NĐ-CP`."""

    role: Literal["legal_basis", "mention"]
    number: str | None
    doc_type: str | None
    issued_date: dt.date | None
    issuer_text: str | None
    issuer_unit_id: str | None
    title: str | None
    page_no: int
