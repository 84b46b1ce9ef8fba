"""The whole simulator in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gold.simulate.degrade import Grade, degrade, rasterise
from gold.simulate.typeset import typeset
from gold.simulate.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gold.simulate.blocks import Block


def simulate(blocks: Sequence[Block], grade: Grade, seed: int, landscape: bool = False) -> bytes:
    """A scan of the typeset blocks as an image-only PDF; the same arguments give the same bytes.

    Raises MissingProgramError when the font is missing or lacks letters.
    """
    return rescan(typeset(blocks, landscape), grade, seed)


def rescan(pdf: bytes, grade: Grade, seed: int) -> bytes:
    """A scan of any PDF: print it, put it on the glass. Every page gets its own skew and dust."""
    pages = (degrade(page, grade, seed * 1000 + number) for number, page in enumerate(rasterise(pdf, grade.dpi)))
    return wrap(pages, grade.dpi)
