"""A PDF page's text layer: its words and drawn lines, and whether it can be trusted to be the page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.layout import lines_of
from ingest.records import Box, Page, Ruling, Word
from ingest.rulings import merge_rulings
from normalize.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfplumber.page import Page as PlumberPage

MIN_LETTERS = 20  # fewer on a page is a page number or a stamp, not the page's text
MIN_COVER = 0.5  # share of the page under pictures from which the picture is the page
FRAMED_COVER = 0.1  # the same where the layer is no more than a running head and a signature
FRAME_WORDS = 60
MIN_QUALITY = 0.75  # share of the layer's words that can be Vietnamese syllables; names and codes are the rest
MIN_MARKED = 0.2  # share of words with a mark; in running Vietnamese text it is about 0.7
THIN = 3.0  # points; a filled rectangle thinner than this is a drawn line

_LETTERS = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Layer:
    """A page's text layer as drawn; lengths in points.

    Attributes:
        rulings: drawn lines and thin rectangles, merged.
        cover: share of the page under pictures, 0..1.
    """

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    width: float
    height: float
    cover: float


def layer_of(page: PlumberPage) -> Layer:
    """The text layer of a page. Raises whatever pdfminer stumbles over in a damaged page."""
    left, top = float(page.bbox[0]), float(page.bbox[1])
    found = page.extract_words(x_tolerance=2, y_tolerance=3, keep_blank_chars=False)
    pictures = sum(_shown_area(page, picture) for picture in page.images)
    size = float(page.width) * float(page.height)
    return Layer(
        words=tuple(
            Word(unicodedata.normalize("NFC", word["text"]), _box(word, left, top)) for word in found if word["text"]
        ),
        rulings=merge_rulings(_drawn_lines(page, left, top)),
        width=float(page.width),
        height=float(page.height),
        cover=min(1.0, pictures / size) if size else 0.0,
    )


def layer_fault(layer: Layer) -> str:
    """Why the layer cannot be taken for the page, a short phrase; "" where it can."""
    if sum(character.isalpha() for word in layer.words for character in word.text) < MIN_LETTERS:
        return "no text layer"
    if layer.cover >= (MIN_COVER if len(layer.words) > FRAME_WORDS else FRAMED_COVER):
        return f"a picture covers {layer.cover:.0%} of the page"
    share, marked = quality([word.text for word in layer.words])
    if share < MIN_QUALITY:
        return f"garbled text layer: {share:.0%} of its words can be Vietnamese"
    return f"text layer without marks: {marked:.0%} of its words have one" if marked < MIN_MARKED else ""


def quality(texts: Sequence[str]) -> tuple[float, float]:
    """Shares of the words that can be Vietnamese syllables and that carry a mark; (0, 0) without words.

    Undecodable glyphs count as wrong words.
    """
    words = [word for text in texts for word in _LETTERS.findall(_BROKEN.sub(" ", text))]
    broken = sum(len(_BROKEN.findall(text)) for text in texts)
    words = [word for word in words if len(word) > 1 or not word.isascii()]
    if not words:
        return 0.0, 0.0
    right = sum(is_syllable(word) or (word.isupper() and len(word) <= 5) for word in words)
    marked = sum(not word.isascii() for word in words)
    return right / (len(words) + broken), marked / len(words)


def page_from_layer(layer: Layer, number: int) -> Page:
    """The page as its text layer has it."""
    share, _ = quality([word.text for word in layer.words])
    return Page(
        number=number,
        source="text_layer",
        source_reason=f"{share:.0%} of its words can be Vietnamese",
        lines=lines_of(layer.words, layer.rulings),
        rulings=layer.rulings,
        width=layer.width,
        height=layer.height,
    )


def _box(thing: dict[str, Any], left: float, top: float) -> Box:
    return Box(
        float(thing["x0"]) - left, float(thing["top"]) - top, float(thing["x1"]) - left, float(thing["bottom"]) - top
    )


def _drawn_lines(page: PlumberPage, left: float, top: float) -> Iterator[Ruling]:
    """Strokes and thin rectangles, horizontal or vertical; sides of larger rectangles only where stroked."""
    for thing in (*page.lines, *page.rects, *page.curves):
        box = _box(thing, left, top)
        wide, high = box.right - box.left, box.bottom - box.top
        if min(wide, high) <= THIN:
            x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            yield Ruling(box.left, y, box.right, y) if wide >= high else Ruling(x, box.top, x, box.bottom)
        elif thing["object_type"] == "rect" and thing.get("stroke"):
            yield Ruling(box.left, box.top, box.right, box.top)
            yield Ruling(box.left, box.bottom, box.right, box.bottom)
            yield Ruling(box.left, box.top, box.left, box.bottom)
            yield Ruling(box.right, box.top, box.right, box.bottom)


def _shown_area(page: PlumberPage, picture: dict[str, Any]) -> float:
    """Square points of the picture that lie on the page."""
    left, top, right, bottom = (float(value) for value in page.bbox)
    wide = min(right, float(picture["x1"])) - max(left, float(picture["x0"]))
    high = min(bottom, float(picture["bottom"])) - max(top, float(picture["top"]))
    return max(0.0, wide) * max(0.0, high)
