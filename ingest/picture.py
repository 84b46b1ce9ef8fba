"""A page as people see it: the picture of a PDF's or an image's page, with the way from points to dots."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest import detect
from ingest.errors import UnsupportedTypeError
from ingest.limits import check_page, check_picture_size
from ingest.read import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ingest.records import Box

SHOWN_DPI = 150
"""Enough to read small print on a screen."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a viewer shows it: /Rotate and the orientation that a camera noted are applied, skew is not taken out.

    Attributes:
        pixels: height x width x 3, red green blue.
        dpi: dots per inch; points map to dots by dpi / 72, origin top left, as in `table_cells`.
        width: points.
        height: points.
    """

    pixels: NDArray[np.uint8]
    dpi: float
    width: float
    height: float

    def dots(self, box: Box) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in whole dots, within the picture; at least one dot each way."""
        high, wide = self.pixels.shape[:2]
        scale = self.dpi / 72
        left, top = min(wide - 1, max(0, int(box.left * scale))), min(high - 1, max(0, int(box.top * scale)))
        right, bottom = min(wide, round(box.right * scale)), min(high, round(box.bottom * scale))
        return left, top, max(left + 1, right), max(top + 1, bottom)

    def crop(self, box: Box, margin: float = 0.0) -> NDArray[np.uint8]:
        """The part of the picture under `box`, with so many points around it where the page has them."""
        from ingest.records import Box

        wider = Box(box.left - margin, box.top - margin, box.right + margin, box.bottom + margin)
        left, top, right, bottom = self.dots(wider)
        return self.pixels[top:bottom, left:right]

    def png(self) -> bytes:
        """The picture as a PNG file."""
        return png(self.pixels, self.dpi)


def png(pixels: NDArray[np.uint8], dpi: float) -> bytes:
    """Any picture (grey, or red green blue) as a PNG file that says its resolution."""
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def page_image(path: Path, page_no: int, dpi: float = SHOWN_DPI) -> Picture:
    """The picture of one page, counted from 1, of a PDF or an image file.

    Raises:
        NoSuchPageError: the file has fewer pages.
        UnsupportedTypeError: the file's pages have no picture (text, HTML, office files).
        ReadError: it cannot be read, as `ingest.read.read_source` says it.
    """
    data = read_bytes(path)
    kind = detect.media_type(data)
    if kind == detect.PDF:
        return _of_pdf(path, page_no, dpi)
    if kind in detect.PICTURES:
        return _of_image(data, page_no, dpi)
    raise UnsupportedTypeError(f"pages of {kind} have no picture", "look at the file itself")


def _of_pdf(path: Path, page_no: int, dpi: float) -> Picture:
    from ingest.pdf import open_pdf, picture_of

    document = open_pdf(path)
    try:
        check_page(page_no, len(document))
        page = picture_of(document, page_no, dpi)
        width, height = document[page_no - 1].get_size()
    finally:
        document.close()
    return Picture(page, dpi, width, height)


def _of_image(data: bytes, page_no: int, dpi: float) -> Picture:
    from PIL import Image

    from ingest.images import frame

    pixels, native, _ = frame(data, page_no)
    high, wide = (side / native for side in pixels.shape[:2])  # inches
    size = (max(1, round(wide * dpi)), max(1, round(high * dpi)))
    check_picture_size(*size)
    how = Image.Resampling.BOX if dpi < native else Image.Resampling.BICUBIC
    image = Image.fromarray(pixels).convert("RGB").resize(size, how)
    return Picture(np.asarray(image, dtype=np.uint8), dpi, wide * 72, high * 72)
