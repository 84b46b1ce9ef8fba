"""Parts of a page read as a sheet of their own, one below the other: cells of tables, lines in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.ocr import BLOCK, read_words
from ingest.records import Box, Word
from ingest.scan import scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.scan import Scan

MARGIN = 9.0  # points of paper around a part; Tesseract loses text at an edge
DARK = 126  # of 255; ink is as dark
_WHITE = 255


@dataclass(frozen=True, slots=True)
class Part:
    """A place on a page, in dots, and the height at which it stands on the sheet."""

    left: int
    top: int
    right: int
    bottom: int
    sheet_top: int


def parts_of(scan: Scan, boxes: Sequence[Box]) -> list[Part | None]:
    """The places of boxes of the page on one sheet, in their order; None for a box without ink.

    Paper above and below the ink is left out.
    """
    dots = scan.dpi / 72
    parts: list[Part | None] = []
    sheet_top = round(MARGIN * dots)
    for box in boxes:
        left, top, right, bottom = dots_of(box, scan)
        rows = np.flatnonzero((scan.grey[top:bottom, left:right] <= DARK).any(axis=1))
        if not len(rows):
            parts.append(None)
            continue
        top, bottom = top + int(rows[0]), top + int(rows[-1]) + 1
        parts.append(Part(left, top, right, bottom, sheet_top))
        sheet_top += bottom - top + round(MARGIN * dots)
    return parts


def dots_of(box: Box, scan: Scan) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a box in dots of the picture, within it."""
    scale, (height, width) = scan.dpi / 72, scan.grey.shape
    left, right = (min(width, max(0, round(value * scale))) for value in (box.left, box.right))
    top, bottom = (min(height, max(0, round(value * scale))) for value in (box.top, box.bottom))
    return left, top, right, bottom


def read_parts(scan: Scan, parts: Sequence[Part | None], model: str, dpi: float) -> list[list[Word]]:
    """The words of each part, read at `dpi` in one call, in points of the page. Raises as `read_words` does."""
    placed = [part for part in parts if part is not None]
    found: dict[Part | None, list[Word]] = {part: [] for part in placed}
    dots, margin = scan.dpi / 72, round(MARGIN * scan.dpi / 72)
    for word in read_words(*scaled(_sheet(scan, placed, margin), scan.dpi, dpi), model, BLOCK) if placed else ():
        part = _part_at(placed, (word.box.top + word.box.bottom) / 2 * dots)
        found[part].append(_moved(word, (part.left - margin) / dots, (part.top - part.sheet_top) / dots))
    return [found.get(part, []) for part in parts]


def _sheet(scan: Scan, parts: Sequence[Part], margin: int) -> NDArray[np.uint8]:
    width = max(part.right - part.left for part in parts) + 2 * margin
    height = max(part.sheet_top + part.bottom - part.top for part in parts) + margin
    sheet = np.full((height, width), _WHITE, dtype=np.uint8)
    for part in parts:
        cut = scan.grey[part.top : part.bottom, part.left : part.right]
        sheet[part.sheet_top : part.sheet_top + cut.shape[0], margin : margin + cut.shape[1]] = cut
    return sheet


def _part_at(parts: Sequence[Part], height: float) -> Part:
    """The part on the sheet at that height, or the nearest one."""

    def distance(part: Part) -> float:
        return max(part.sheet_top - height, height - (part.sheet_top + part.bottom - part.top), 0.0)

    return min(parts, key=distance)


def _moved(word: Word, right: float, down: float) -> Word:
    box = word.box
    return Word(word.text, Box(box.left + right, box.top + down, box.right + right, box.bottom + down), word.confidence)
