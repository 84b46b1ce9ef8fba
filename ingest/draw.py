"""A page drawn for people: its picture with the words, rulings and table regions that were found, and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ingest import detect
from ingest.errors import UnsupportedTypeError
from ingest.frames import frames_of
from ingest.picture import SHOWN_DPI, page_image
from ingest.pose import pose_of
from ingest.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from ingest.picture import Picture
    from ingest.pose import Pose
    from ingest.records import Box, Page, Word

    Colour = tuple[int, int, int, int]

SURE, DOUBTFUL = 0.93, 0.75
"""Confidence of a word from which it is nearly always right (of 70 wrong words on three pages, 20), and below
which it is wrong as often as not."""

_GIVEN: Colour = (0, 90, 200, 255)  # blue: from the text layer
_READ: tuple[Colour, Colour, Colour] = ((0, 140, 60, 255), (230, 140, 0, 255), (220, 0, 0, 255))  # green, orange, red
_RULING: Colour = (200, 0, 160, 255)
_REGION: Colour = (255, 220, 0, 60)
_CAPTION = 26  # dots high


def read_one(path: Path, page_no: int) -> Page:
    """One page, counted from 1, of a PDF or an image file. Raises as `page_image` and the readers do."""
    from ingest.images import read_images
    from ingest.pdf import read_pages

    data = read_bytes(path)
    kind = detect.media_type(data)
    if kind != detect.PDF and kind not in detect.PICTURES:
        raise UnsupportedTypeError(f"pages of {kind} have no picture", "look at the file itself")
    pages, _ = read_pages(path, page_no) if kind == detect.PDF else read_images(data, page_no)
    return pages[0]


def draw_page(path: Path, page_no: int, dpi: float = SHOWN_DPI) -> tuple[Page, NDArray[np.uint8]]:
    """The page, counted from 1, as read, and its picture (height x width x 3) with what was found on it.

    Words from a text layer are blue; words that were read are green, orange or red as their confidence falls;
    rulings are violet, the regions of tables yellow. A line above the page says its source and why.
    Raises as `read_one` does.
    """
    picture = page_image(path, page_no, dpi)
    page = read_one(path, page_no)
    return page, drawn(picture, page)


def drawn(picture: Picture, page: Page) -> NDArray[np.uint8]:
    """The picture of a page with what was found on it, see `draw_page`."""
    pose = pose_of(page)
    base = Image.fromarray(picture.pixels).convert("RGBA")
    marks = Image.new("RGBA", base.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(marks)
    scale = picture.dpi / 72
    if pose is not None:
        for frame in frames_of(page.rulings):
            for region in frame.regions:
                pen.polygon(_outline(region.box, pose, scale), fill=_REGION, outline=(200, 160, 0, 255))
        for word in _words(page):
            pen.polygon(_outline(word.box, pose, scale), outline=_colour(word))
        for line in page.rulings:
            ends = (pose.point_to_shown(line.x0, line.y0), pose.point_to_shown(line.x1, line.y1))
            pen.line([(x * scale, y * scale) for x, y in ends], fill=_RULING, width=2)
    return _captioned(Image.alpha_composite(base, marks).convert("RGB"), page)


def _words(page: Page) -> Iterable[Word]:
    return (word for line in page.lines for word in line.words)


def _colour(word: Word) -> Colour:
    if word.confidence is None:
        return _GIVEN
    return _READ[0 if word.confidence >= SURE else 1 if word.confidence >= DOUBTFUL else 2]


def _outline(box: Box, pose: Pose, scale: float) -> list[tuple[float, float]]:
    """Corners in dots of a box of the page as read, on the page as shown."""
    corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    return [(x * scale, y * scale) for x, y in (pose.point_to_shown(*corner) for corner in corners)]


def _captioned(image: Image.Image, page: Page) -> NDArray[np.uint8]:
    said = [f"page {page.number}", page.source, page.source_reason]
    if page.ocr_confidence is not None:
        said.append(f"confidence {page.ocr_confidence:.0%}")
    if page.rotation_deg or page.skew_deg:
        said.append(f"turned by {page.rotation_deg} degrees, skew {page.skew_deg:.2f}")
    sheet = Image.new("RGB", (image.width, image.height + _CAPTION), "white")
    sheet.paste(image, (0, _CAPTION))
    pen = ImageDraw.Draw(sheet)
    pen.text((6, 4), " | ".join(said), fill=(0, 0, 0), font=ImageFont.load_default(16))
    return np.asarray(sheet, dtype=np.uint8)
