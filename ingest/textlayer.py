"""A PDF page's text layer: its words that are seen, its drawn lines, and whether they can be trusted to be the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.layout import lines_of, with_note
from ingest.letters import quality, words_of
from ingest.pose import Pose
from ingest.records import Box, Page, Ruling, Word
from ingest.rulings import merge_rulings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfplumber.page import Page as PlumberPage

MIN_LETTERS = 20  # fewer on a page is a page number or a stamp, not the page's text
MIN_QUALITY = 0.75  # share of the layer's words that can be Vietnamese syllables; names and codes are the rest
MIN_MARKED = 0.2  # share of words with a mark; in running Vietnamese text it is about 0.7
FEW = 3  # words; so few tell nothing of their quality
THIN = 3.0  # points; a filled rectangle thinner than this is a drawn line


@dataclass(frozen=True, slots=True)
class Layer:
    """A page's text layer as seen; lengths in points on the page as read, `pose` leads to the page as shown.

    Attributes:
        words: those that a reader of the page sees.
        rulings: drawn lines and thin rectangles, merged.
        pictures: places of pictures, cut to the page.
        unseen: words of a layer that is not seen: what another program read in the picture above it.
        notes: words of notes put on the page.
    """

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    pose: Pose
    pictures: tuple[Box, ...] = ()
    unseen: tuple[str, ...] = ()
    notes: tuple[Word, ...] = ()

    @property
    def cover(self) -> float:
        """Share of the page under pictures, 0..1."""
        size = self.pose.width * self.pose.height
        area = sum((box.right - box.left) * (box.bottom - box.top) for box in self.pictures)
        return min(1.0, area / size) if size else 0.0


def layer_of(page: PlumberPage, unseen: Sequence[Box] = (), notes: Sequence[dict[str, Any]] = ()) -> Layer:
    """The text layer of a page.

    Args:
        page: as pdfplumber has it.
        unseen: places of text that is not seen, on the page as shown.
        notes: letters of notes put on the page.

    Raises whatever pdfminer stumbles over in a damaged page.
    """
    left, top = float(page.bbox[0]), float(page.bbox[1])
    width, height = float(page.width), float(page.height)
    chars = [_moved(char, left, top) for char in page.chars]
    hidden = [_is_in(char, unseen) for char in chars]
    seen = [char for char, is_hidden in zip(chars, hidden, strict=True) if not is_hidden]
    lettering = words_of(seen, width, height)
    noted = words_of(notes, width, height).words
    pose = Pose(height, width, lettering.rotation_deg) if lettering.rotation_deg % 180 else Pose(width, height)
    pose = Pose(pose.width, pose.height, lettering.rotation_deg)
    under = words_of([char for char, is_hidden in zip(chars, hidden, strict=True) if is_hidden], width, height)
    return Layer(
        words=lettering.words,
        rulings=merge_rulings(_turned(line, pose) for line in _drawn_lines(page, left, top)),
        pose=pose,
        pictures=tuple(pose.to_read(box) for box in _pictures(page, left, top)),
        unseen=tuple(word.text for word in under.words),
        notes=tuple(Word(word.text, pose.to_read(word.box)) for word in noted),
    )


def layer_fault(layer: Layer) -> str:
    """Why the layer's words cannot be taken for the page's, a short phrase; "" where they can."""
    if sum(character.isalpha() for word in layer.words for character in word.text) < MIN_LETTERS:
        return "a text layer that is not seen" if len(layer.unseen) > FEW else "no text layer"
    return garbled([word.text for word in layer.words])


def garbled(texts: Sequence[str]) -> str:
    """How words betray that a program garbled them, a short phrase; "" where they do not, or are few."""
    share, marked = quality(texts)
    if len(texts) <= FEW or not share + marked:
        return ""
    if share < MIN_QUALITY:
        return f"garbled text layer: {share:.0%} of its words can be Vietnamese"
    if len(texts) < MIN_LETTERS:
        return ""
    return f"text layer without marks: {marked:.0%} of its words have one" if marked < MIN_MARKED else ""


def page_from_layer(layer: Layer, number: int, remark: str = "") -> Page:
    """The page as its text layer has it."""
    share, _ = quality([word.text for word in layer.words])
    reason = f"{share:.0%} of its words can be Vietnamese" + (f"; {remark}" if remark else "")
    return Page(
        number=number,
        source="text_layer",
        source_reason=reason,
        lines=with_note(lines_of(layer.words, layer.rulings), layer.notes),
        rulings=layer.rulings,
        width=layer.pose.width,
        height=layer.pose.height,
        rotation_deg=layer.pose.rotation_deg,
    )


def _moved(char: dict[str, Any], left: float, top: float) -> dict[str, Any]:
    box = _box(char, left, top)
    return {**char, "x0": box.left, "top": box.top, "x1": box.right, "bottom": box.bottom, "doctop": box.top}


def _is_in(char: dict[str, Any], places: Sequence[Box]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in places)


def _turned(line: Ruling, pose: Pose) -> Ruling:
    box = pose.to_read(Box(line.x0, line.y0, line.x1, line.y1))
    return Ruling(box.left, box.top, box.right, box.bottom)


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


def _pictures(page: PlumberPage, left: float, top: float) -> Iterator[Box]:
    """Places of the pictures, cut to the page."""
    for picture in page.images:
        box = _box(picture, left, top)
        cut = Box(
            max(0.0, box.left),
            max(0.0, box.top),
            min(float(page.width), box.right),
            min(float(page.height), box.bottom),
        )
        if cut.left < cut.right and cut.top < cut.bottom:
            yield cut
