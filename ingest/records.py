"""What stands in a file and where. Pages count from 1; lengths are PDF points, origin top left, y down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

PageSource = Literal["text_layer", "ocr", "plain", "docx", "html"]
Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points (1/72 inch), origin top left of the page as it is read, y grows down."""

    left: float
    top: float
    right: float
    bottom: float

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of one or more."""
        lefts, tops, rights, bottoms = zip(*((box.left, box.top, box.right, box.bottom) for box in boxes), strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a word came to be read that the engine of the page did not read.

    Attributes:
        engine: that read it.
        what: it is, such as the `day` of the head's date.
        others: what else may stand there, likeliest first.
    """

    engine: str
    what: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the engine saw it; text is NFC.

    Attributes:
        confidence: 0..1; None where no engine spoke.
        line: number of the line on which the engine saw it; None where it saw none.
        evidence: None where the engine of the page read it.
    """

    text: str
    box: Box
    confidence: float | None = None
    line: int | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight drawn line from (x0, y0) to (x1, y1), x0 <= x1 and y0 <= y1, horizontal or vertical."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One line of text that does not cross a vertical ruling.

    Attributes:
        text: NFC, no line end; leading and inner tabs of plain text are kept.
        box: None where the file has no geometry.
        confidence: mean of its words, 0..1; None where no engine spoke.
        words: from left to right; empty where the file has no geometry.
        covered: of a table's row, the columns from 0 into which a merged cell of the row above reaches down.
    """

    text: str
    box: Box | None = None
    confidence: float | None = None
    words: tuple[Word, ...] = ()
    covered: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page, read by its best source.

    Attributes:
        number: from 1.
        source: where the text came from.
        source_reason: why that source, a short phrase.
        lines: in reading order; blank lines of plain text are kept as "".
        rulings: empty where the file has no geometry.
        width: points, of the page as read; None where the file has no geometry.
        height: points, of the page as read; None where the file has no geometry.
        rotation_deg: clockwise turn applied to the picture before reading: 0, 90, 180 or 270.
        skew_deg: small turn taken out of the picture before reading.
        ocr_confidence: mean over the words, 0..1; None where no engine spoke.
    """

    number: int
    source: PageSource
    source_reason: str
    lines: tuple[SeenLine, ...]
    rulings: tuple[Ruling, ...] = ()
    width: float | None = None
    height: float | None = None
    rotation_deg: int = 0
    skew_deg: float = 0.0
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """A doubt or a fault, to be settled by a person.

    Attributes:
        kind: a short stable name such as `unknown_unit`.
        message: what is wrong; what to do.
        page_no: from 1, None where no page is concerned.
        subject: table and key of the row it is about, such as `tasks 2.1`; "" for the document.
        evidence: the words it rests on.
    """

    kind: str
    severity: Severity
    message: str
    page_no: int | None = None
    subject: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its pages and what was odd about them.

    Attributes:
        sha256: hex digest of the file's bytes.
        media_type: by content, not by name.
    """

    sha256: str
    media_type: str
    pages: tuple[Page, ...]
    issues: tuple[Issue, ...] = ()
