"""A ruled table that goes on over pages as a word processor's does: header again, rows split where the page ends.

reportlab's own split of rows repeats the header in the middle of a page, so pages are cut here.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from reportlab.lib import colors
from reportlab.platypus import Flowable
from reportlab.platypus import Table as Tabular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph

Row = tuple["Paragraph", ...]

PADDING = 3.5  # points, left and right of a cell
MIN_PIECE = 36.0  # points; a smaller piece of a row goes to the next page as a whole


class Ruled(Flowable):
    """Rows of paragraphs in a grid; a row with two paragraphs has its second over all the other columns.

    Args:
        header: one paragraph a column, repeated on each page.
        rows: as many paragraphs as the header, or two.
        widths: points, one a column.
    """

    def __init__(self, header: Row, rows: Sequence[Row], widths: Sequence[float]) -> None:
        super().__init__()
        self._header, self._rows, self._widths = header, tuple(rows), tuple(widths)
        self._table = self._build()

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size of the whole table."""
        size: tuple[float, float] = self._table.wrap(width, height)
        return size

    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 reportlab's names
        """Draw the rows that are left in this piece."""
        self._table.drawOn(canvas, x, y, _sW)

    def split(self, width: float, height: float) -> list[Flowable]:
        """What fits into `height`, and the rest under the header again; [] where not even one row fits."""
        self._table.wrap(width, height)
        ends = list(accumulate(self._table._rowHeights))  # noqa: SLF001 reportlab has no public row heights
        whole = sum(end <= height for end in ends) - 1  # rows under the header that fit whole
        above, rest = list(self._rows[: max(whole, 0)]), list(self._rows[max(whole, 0) :])
        if whole >= 0 and rest and height - ends[whole] >= MIN_PIECE:
            pieces = self._cut(rest[0], height - ends[whole])
            if pieces:
                above, rest = [*above, pieces[0]], [pieces[1], *rest[1:]]
        if not above or not rest:
            return []
        return [Ruled(self._header, above, self._widths), Ruled(self._header, rest, self._widths)]

    def _cut(self, row: Row, height: float) -> tuple[Row, Row] | None:
        """The row's part that fits into `height`, and its rest; None where a group row or nothing to cut."""
        if len(row) < len(self._header):
            return None
        top: list[Paragraph] = []
        bottom: list[Paragraph] = []
        for cell, column in zip(row, self._widths, strict=True):
            room = column - 2 * PADDING
            empty = type(cell)("", cell.style)
            if cell.wrap(room, height)[1] <= height - 2 * PADDING:
                pieces = [cell, empty]
            else:
                pieces = cell.split(room, height - 2 * PADDING)
            if len(pieces) < 2:
                return None
            top.append(pieces[0])
            bottom.append(pieces[1])
        return tuple(top), tuple(bottom)

    def _build(self) -> Tabular:
        span = len(self._header) - 1
        groups = [number for number, row in enumerate(self._rows, start=1) if len(row) <= span]
        style = [
            ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            *(("SPAN", (1, number), (-1, number)) for number in groups),
        ]
        rows = [self._header, *((*row, *[""] * (span + 1 - len(row))) for row in self._rows)]
        return Tabular(rows, colWidths=self._widths, style=style)
