"""Facts found in a decision. Text is NFC and repaired; `seen` is what the engine printed. Pages count from 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from ingest.records import Box, Issue

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

    `line_no` counts from 1 on its page; `box` is None where the file has no geometry; `covered` are the
    columns, from 0, of a table's row into which a merged cell of the row above reaches down.
    """

    page_no: int
    line_no: int
    seen: str
    text: str
    box: Box | None = None
    covered: tuple[int, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled item or paragraph in the tree of the document.

    Attributes:
        section_id: `s` and four digits, unique in its document.
        ordinal: position in the document, from 1.
        level: depth in the tree, from 1.
        label: as printed (`Điều 1`, `III`, `2.1`, `a`, `-`); "" for a paragraph.
        path: the printed labels that lead here, joined by dots, bullets by their count: `IV.1.a`, `III.1.2`.
        heading: the text where it is a heading of other sections, else "".
        text: without the label.
        annex: printed label of the annex it stands in ("Phụ lục 1"), or None.
        first: index of its first line among the document's lines.
        last: index of its last line, inclusive.
    """

    section_id: str
    parent_id: str | None
    ordinal: int
    level: int
    kind: SectionKind
    label: str
    path: str
    heading: str
    text: str
    page_no: int
    annex: str | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a whole table: texts by role, header and repeated headers left out.

    `values` maps a column's role to the text of its cell; several columns of one role are joined by a line break.
    """

    row_no: int
    page_no: int
    values: tuple[tuple[str, str], ...]

    def get(self, role: str) -> str:
        """Text of the cell with that role, "" if there is none."""
        return next((text for known, text in self.values if known == role), "")


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell in a whole table: `row_no` and `col_no` count from 0; a row split by a page has cells on both."""

    row_no: int
    col_no: int
    role: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table stitched over its pages.

    Attributes:
        table_no: from 1 in its document.
        annex: printed label of the annex it stands in, or None.
        kind: what its rows are.
        roles: meaning of each column, "other" where unknown.
        issues: doubts about its rows, such as a row that may be the rest of the one above.
    """

    table_no: int
    annex: str | None
    kind: Literal["tasks", "other"]
    roles: tuple[str, ...]
    rows: tuple[TableRow, ...]
    cells: tuple[PlacedCell, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """Head and foot of a decision, laid out as Nghị định 30/2020/NĐ-CP says. None where it is not given.

    `is_number_blank`: its letters are printed with nothing before them. `superior_text` is the body printed above the
    issuer, to which it belongs.

    `number` is normalized (`1412/QĐ-BKHCN`), None in drafts; `number_seq` is its leading figure; `near_date` is the
    last day that a date with an unreadable day or month can be, None where the date is whole or no year is given.
    """

    number: str | None = None
    number_seq: int | None = None
    is_number_blank: bool = False
    doc_type: str | None = None
    issuer_text: str | None = None
    superior_text: str | None = None
    issued_place: str | None = None
    issued_date: dt.date | None = None
    near_date: dt.date | None = None
    effective_text: str | None = None
    effective_date: dt.date | None = None
    title: str | None = None
    signer_title: str | None = None
    signer_name: str | None = None
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure to reach. `target_value` is in `target_unit`; `comparator` is eq, ge, le, gt or lt."""

    label: str
    group_title: str | None
    name: str
    year: int | None
    target_text: str | None
    target_value: float | None
    target_unit: str | None
    comparator: str | None
    measure: str | None
    page_no: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """A task or duty as written, before its names and dates are linked.

    Attributes:
        label: as printed: `2.1`, `(117)`, `IV.1.a`.
        parent: index of the assignment it is part of, among the document's assignments.
        issues: doubts about this row found while parsing.
    """

    kind: Literal["task", "responsibility"]
    label: str
    title: str
    source_kind: Literal["table", "list", "prose", "flattened_table"]
    page_no: int
    parent: int | None = None
    annex: str | None = None
    group_label: str | None = None
    group_title: str | None = None
    product: str | None = None
    note: str | None = None
    lead_text: str | None = None
    coordinator_text: str | None = None
    monitor_text: str | None = None
    approver_text: str | None = None
    deadline_text: str | None = None
    section_id: str | None = None
    table_no: int | None = None
    row_no: int | None = None


@dataclass(frozen=True, slots=True)
class TaskUnit:
    """A unit in its role for a task."""

    role: UnitRole
    mention: UnitMention


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment with its units and deadlines linked; `ordinal` counts from 1, `confidence` is 0..1."""

    ordinal: int
    assignment: Assignment
    units: tuple[TaskUnit, ...]
    deadlines: tuple[Deadline, ...]
    confidence: float
