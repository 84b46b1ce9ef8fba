"""Blocks to a PDF as an office sets it (Nghị định 30/2020/NĐ-CP, Phụ lục I): A4, 13 to 14 pt, Times metrics."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.lib import pagesizes
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Tabular

from gold.simulate.blocks import Block, Columns, Heading, NewPage, Paragraph, Table, is_group
from gold.simulate.ruled import Ruled
from ingest.errors import MissingProgramError
from pipeline.doctor import find_font, missing_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

FAMILY = "LiberationSerif"
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
MARGINS = (2 * cm, 1.5 * cm, 2 * cm, 3 * cm)  # top, right, bottom, left

_FRAME_PADDING = 6  # points; reportlab adds it inside the margins


def typeset(blocks: Sequence[Block], landscape: bool = False) -> bytes:
    """A PDF of the blocks, byte for byte the same each time.

    Raises MissingProgramError when the font is not installed or lacks Vietnamese letters.
    """
    register_fonts()
    top, right, bottom, left = (margin - _FRAME_PADDING for margin in MARGINS)
    size = pagesizes.landscape(pagesizes.A4) if landscape else pagesizes.A4
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=size, topMargin=top, rightMargin=right, bottomMargin=bottom, leftMargin=left, invariant=1
    )
    story = [flowable for block in blocks for flowable in _flowables(block, size[0] - MARGINS[1] - MARGINS[3])]
    document.build(story, onLaterPages=_page_number)
    return out.getvalue()


def register_fonts() -> None:
    """Make the four faces known to reportlab; raises MissingProgramError as `typeset` does."""
    for face in FACES:
        pdfmetrics.registerFont(TTFont(f"{FAMILY}-{face}", str(vietnamese_font(f"{FAMILY}-{face}.ttf"))))
    pdfmetrics.registerFontFamily(FAMILY, *(f"{FAMILY}-{face}" for face in FACES))


def vietnamese_font(name: str, find: Callable[[str], Path | None] = find_font) -> Path:
    """The font file `name`, known to have a glyph for every Vietnamese letter.

    Raises MissingProgramError, naming the letters that the font lacks.
    """
    path = find(name)
    if path is None:
        raise MissingProgramError(f"the font {name} is not installed", "apt-get install fonts-liberation2")
    missing = missing_letters(path)
    if missing:
        raise MissingProgramError(
            f"the font {path} lacks {len(missing)} Vietnamese letters: {missing}",
            "apt-get install fonts-liberation2",
        )
    return path


def _style(size: float, align: int, face: str = "Regular", **more: float) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}{align}{face}", fontName=f"{FAMILY}-{face}", fontSize=size, leading=size * 1.22, alignment=align, **more
    )


def _flowables(block: Block, width: float) -> list[Flowable]:
    match block:
        case Heading(lines):
            style = _style(14, TA_CENTER, "Bold")
            return [Spacer(1, 8), *(Text(line, style) for line in lines), Spacer(1, 6)]
        case Columns():
            return [_columns(block, width), Spacer(1, 14)]
        case Paragraph(text):
            return [Text(text, _style(14, TA_JUSTIFY, firstLineIndent=1.0 * cm, spaceBefore=3, spaceAfter=3))]
        case Table():
            return [Spacer(1, 6), _table(block, width), Spacer(1, 10)]
        case NewPage():
            return [PageBreak()]


def _columns(block: Columns, width: float) -> Tabular:
    left = _style(12, TA_CENTER if block.left_align == "center" else TA_LEFT)
    right = _style(12, TA_CENTER)
    cells = [[Text(line, left) for line in block.left], [Text(line, right) for line in block.right]]
    every = ((0, 0), (-1, -1))
    style = [("VALIGN", *every, "TOP"), ("LEFTPADDING", *every, 0), ("RIGHTPADDING", *every, 0)]
    return Tabular([cells], colWidths=[width * 0.4, width * 0.6], style=style)


def _table(block: Table, width: float) -> Ruled:
    head = tuple(Text(f"<b>{text}</b>", _style(13, TA_CENTER)) for text in block.header)
    widths = [width * share / sum(block.widths) for share in block.widths]
    return Ruled(head, [_cells(row) for row in block.rows], widths)


def _cells(row: tuple[str, ...]) -> tuple[Text, ...]:
    centre, left = _style(13, TA_CENTER), _style(13, TA_LEFT)
    if is_group(row):
        return Text(f"<b>{row[0]}</b>", centre), Text(f"<b>{row[1]}</b>", left)
    last = len(row) - 1
    return tuple(Text(text, centre if column in {0, last} else left) for column, text in enumerate(row))


def _page_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(f"{FAMILY}-Regular", 13)
    canvas.drawCentredString(document.pagesize[0] / 2, document.pagesize[1] - 1.3 * cm, str(canvas.getPageNumber()))
