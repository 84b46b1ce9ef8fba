"""What a document to be typeset is made of. Texts carry `<b>` and `<i>` only, `&` and `<` escaped as in XML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """Centred bold lines, each set on a line of its own (and broken further where too long)."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns side by side without rules: the head of a decision, or recipients beside the signature.

    `left_align` is "center" for a head, "left" for the list of recipients.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    left_align: str = "center"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A justified paragraph with a first-line indent."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; the header is repeated on each page and rows may split over a page.

    Attributes:
        header: one text a column.
        rows: as many texts as the header; a row with only a label and a title is a group row and
            is set in bold, its title over all the other columns.
        widths: shares of the text width, one a column.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows starts on a new page."""


Block = Heading | Columns | Paragraph | Table | NewPage


def is_group(row: tuple[str, ...]) -> bool:
    """A row with a label, a title and nothing else."""
    return len(row) > 2 and all(row[:2]) and not any(row[2:])
