"""What is compared and what is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class SideRow:
    """A row of one side.

    Attributes:
        key: natural key inside its document, never a row number.
        place: what kind of row may stand for it where the key is not found; rows of other places never do.
        where: how a reader finds it.
        text: what it is about; rows without a common key are matched on it.
        fields: what is compared, as words; "" where there is nothing.
        row_id: `task_id` of a task, "" else.
    """

    key: tuple[str, ...]
    place: str
    where: str
    text: str
    fields: dict[str, str]
    row_id: str = ""


@dataclass(frozen=True, slots=True)
class SideDocument:
    """A document of one side with its rows by table, in their order."""

    doc_id: str
    name: str
    path: str
    decision_key: str
    tables: dict[str, tuple[SideRow, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Side:
    """A snapshot or the annotations."""

    name: str
    documents: tuple[SideDocument, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row that differs; a row that is only on one side has the field "".

    Attributes:
        table: the published table the field stands in.
        document: name of the document.
        before: in words; for a removed row what it was about; `after` likewise.
        row_id: `task_id` on the newer side, else on the older one; "" for rows that are no tasks.
    """

    table: str
    kind: Kind
    document: str
    where: str
    field: str
    before: str
    after: str
    row_id: str = ""
    doc_id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that are the same change in many rows; `before` and `after` are what the change is, in words."""

    table: str
    kind: Kind
    field: str
    before: str
    after: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs between two sides; `rows` counts the rows compared, by table."""

    before: str
    after: str
    changes: tuple[Change, ...]
    rows: dict[str, tuple[int, int]]
