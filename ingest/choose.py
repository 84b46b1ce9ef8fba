"""Which source reads a PDF's page best: its text layer, its picture, or the layer's frame with the picture's body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.colour import text_channel
from ingest.drawn import without_text
from ingest.reading import confidence, page_of, read_picture
from ingest.scan import READ_DPI, render
from ingest.textlayer import garbled, layer_fault, page_from_layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pypdfium2
    from numpy.typing import NDArray

    from ingest.doubt import Judge
    from ingest.reading import Reading
    from ingest.records import Box, Page, Word
    from ingest.textlayer import Layer

PART = 0.05  # share of the page; a smaller picture is a logo, a stamp or a signature
LOOK_DPI = 72.0  # enough to see ink
DARK = 160  # of 255; ink is darker
WRITTEN = 0.004  # share of a picture that is ink outside the layer's words, from which it may hold text
OVER_INK = 0.5  # share of the layer's words that must lie over ink
MIN_WORDS, MIN_SURE = 5, 0.6  # words and their mean confidence that make a picture's text


def read_page(page: pypdfium2.PdfPage, layer: Layer | None, number: int, judge: Judge | None = None) -> Page:
    """The page, counted from 1, by its best source; `source_reason` says why.

    `page` is changed: read it once. `judge` tells which of two readings of a doubtful word is likelier.
    Raises TooLargeError, and as `ingest.reading.read_picture` does.
    """
    if layer is None:
        grey = text_channel(render(page, READ_DPI), READ_DPI)
        return page_of(read_picture(grey, READ_DPI, judge), number, _UNREADABLE)
    look = text_channel(render(page, LOOK_DPI), LOOK_DPI)
    fault = layer_fault(layer) or _off_ink(layer, look)
    bodies = [box for box in _large(layer) if _may_hold_text(box, layer, look)]
    if not fault and not bodies:
        return page_from_layer(layer, number)
    return _from_picture(page, layer, number, (fault, bodies), judge)


_UNREADABLE = "the text layer cannot be parsed"


def _from_picture(
    page: pypdfium2.PdfPage, layer: Layer, number: int, why: tuple[str, Sequence[Box]], judge: Judge | None
) -> Page:
    """The page by its picture, the words of a layer that can be trusted kept; by the layer if no text is in it.

    `why` the picture is read: what is wrong with the layer, and the pictures that may hold text.
    """
    fault, bodies = why
    trusted = bool(bodies) and not garbled([word.text for word in layer.words]) and "ink" not in fault
    known = _as_shown(layer, layer.words) if trusted else []
    notes = _as_shown(layer, layer.notes)
    shown = render(without_text(page) if trusted else page, READ_DPI, notes=not notes)
    reading = read_picture(text_channel(shown, READ_DPI), READ_DPI, judge)
    inside = _inside(reading, [layer.pose.to_shown(box) for box in bodies])
    if not fault and not _is_text(inside):
        return page_from_layer(layer, number, f"a picture without text covers {layer.cover:.0%} of the page")
    reason = f"{fault}; a picture covers {layer.cover:.0%} of the page" if bodies and fault else fault
    if known or (notes and bodies):
        reason = f"a picture covers {layer.cover:.0%} of the page, {_told(layer, known)}"
    made = page_of(reading, number, reason, known, notes)
    return replace(made, source="text_layer") if not fault and len(known) > len(inside) else made


def _as_shown(layer: Layer, words: Sequence[Word]) -> list[Word]:
    return [replace(word, box=layer.pose.to_shown(word.box)) for word in words]


def _told(layer: Layer, known: Sequence[Word]) -> str:
    """What of the page is known without reading it."""
    parts = [f"{len(known)} words are the text layer's"] * bool(known)
    parts += [f"{len(layer.notes)} words are a note's"] * bool(layer.notes)
    return " and ".join(parts)


def _off_ink(layer: Layer, look: NDArray[np.uint8]) -> str:
    """Whether the words lie over no ink: white on white, off the page, or under something."""
    over = sum(bool((_cut(look, layer.pose.to_shown(word.box)) < DARK).any()) for word in layer.words)
    return "" if over >= OVER_INK * len(layer.words) else "the text layer lies over no ink"


def _large(layer: Layer) -> list[Box]:
    """Pictures that cover some of the page, each alone or, cut into strips, all together."""
    size = PART * layer.pose.width * layer.pose.height
    if layer.cover * layer.pose.width * layer.pose.height < size:
        return []
    large = [box for box in layer.pictures if (box.right - box.left) * (box.bottom - box.top) >= size]
    return large or list(layer.pictures)


def _may_hold_text(box: Box, layer: Layer, look: NDArray[np.uint8]) -> bool:
    """Whether the picture has ink that is not the layer's words."""
    ink = look < DARK
    for word in layer.words:
        _cut(ink, layer.pose.to_shown(word.box))[:] = False
    part = _cut(ink, layer.pose.to_shown(box))
    return bool(part.size) and float(np.mean(part)) >= WRITTEN


def _cut(look: NDArray[Any], box: Box) -> NDArray[Any]:
    """The part of a picture of `LOOK_DPI`, a dot a point, under a box, with a dot around it."""
    left, top = max(0, int(box.left) - 1), max(0, int(box.top) - 1)
    return look[top : max(0, int(box.bottom) + 2), left : max(0, int(box.right) + 2)]


def _inside(reading: Reading, places: Sequence[Box]) -> list[Word]:
    """Words that stand in one of the places, which are on the page as shown."""
    found = []
    for word in reading.words:
        box = reading.pose.to_shown(word.box)
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        if any(place.left <= x <= place.right and place.top <= y <= place.bottom for place in places):
            found.append(word)
    return found


def _is_text(words: Sequence[Word]) -> bool:
    return len(words) >= MIN_WORDS and confidence(words) >= MIN_SURE
