"""What PDFium knows of a page that a text layer does not tell: which text is not seen, and notes put on the page."""

from __future__ import annotations

import ctypes
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.records import Box

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Char = dict[str, Any]

COVERING = 0.5  # share of the page from which an opaque picture over text is the page
_UNSEEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_NOTES = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)  # not the box that tells of a digital signature


def unseen_boxes(page: pypdfium2.PdfPage) -> list[Box]:
    """Where text stands that a reader does not see: drawn with no ink, or under a picture of the whole page.

    Points, origin top left of the page as shown.
    """
    objects = list(page.get_objects())
    covers = {at: thing.get_bounds() for at, thing in enumerate(objects) if _covers(thing, page)}
    texts = ((at, thing) for at, thing in enumerate(objects) if thing.type == pdfium.FPDF_PAGEOBJ_TEXT)
    unseen = {
        _address(thing.raw)
        for at, thing in texts
        if any(at < cover and _lies_in(thing, bounds) for cover, bounds in covers.items())
        or pdfium.FPDFTextObj_GetTextRenderMode(thing.raw) in _UNSEEN_MODES
    }
    if not unseen:
        return []
    runs: dict[int, list[Box]] = {}
    with closing(page.get_textpage()) as text:
        for at in range(text.count_chars()):
            owner = pdfium.FPDFText_GetTextObject(text.raw, at)
            if owner and _address(owner) in unseen:
                runs.setdefault(_address(owner), []).append(_shown(page, text.get_charbox(at, loose=True)))
    return [Box.around(boxes) for boxes in runs.values()]


def note_chars(path: Path, number: int) -> list[Char]:
    """Letters of typed notes and stamps that lie on a page (counted from 1), as pdfplumber would give them.

    They are no part of the page's text layer. PDFium draws them into the page of a copy; what that adds is theirs.
    """
    with closing(pypdfium2.PdfDocument(path)) as document:
        page = document[number - 1]
        places = _note_places(page)
        if not places:
            return []
        before = {_key(char) for char in _chars(page)}
        if pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
            return []
        page.close()
        added = (char for char in _chars(document[number - 1]) if _key(char) not in before)
        return [char for char in added if any(_is_in(char, place) for place in places)]


def without_text(page: pypdfium2.PdfPage) -> pypdfium2.PdfPage:
    """The page with its own text taken out of what is drawn; text inside forms stays."""
    for thing in list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)):
        page.remove_obj(thing)
    return page


def _covers(thing: pypdfium2.PdfObject, page: pypdfium2.PdfPage) -> bool:
    if thing.type != pdfium.FPDF_PAGEOBJ_IMAGE or pdfium.FPDFPageObj_HasTransparency(thing.raw):
        return False
    left, bottom, right, top = thing.get_bounds()
    wide, high = page.get_size()
    return bool((right - left) * (top - bottom) >= COVERING * wide * high)


def _lies_in(thing: pypdfium2.PdfObject, bounds: tuple[float, float, float, float]) -> bool:
    """Whether the middle of something drawn lies in bounds; a running header stands beside the picture of a page."""
    left, bottom, right, top = thing.get_bounds()
    return bool(bounds[0] <= (left + right) / 2 <= bounds[2] and bounds[1] <= (bottom + top) / 2 <= bounds[3])


def _note_places(page: pypdfium2.PdfPage) -> list[Box]:
    """Where notes and stamps lie on the page as shown."""
    places = []
    for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
        bounds = pdfium.FS_RECTF()
        if pdfium.FPDFAnnot_GetSubtype(annotation) in _NOTES and pdfium.FPDFAnnot_GetRect(annotation, bounds):
            places.append(_shown(page, (bounds.left, bounds.bottom, bounds.right, bounds.top)))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return places


def _is_in(char: Char, place: Box) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(place.left <= x <= place.right and place.top <= y <= place.bottom)


def _chars(page: pypdfium2.PdfPage) -> Iterator[Char]:
    with closing(page.get_textpage()) as text:
        said = text.get_text_range() if text.count_chars() else ""
        if len(said) != text.count_chars():  # letters beyond the basic plane; none is Vietnamese
            said = "".join(chr(pdfium.FPDFText_GetUnicode(text.raw, at)) for at in range(text.count_chars()))
        for at, letter in enumerate(said):
            box = _shown(page, text.get_charbox(at, loose=True))
            place = {"x0": box.left, "x1": box.right, "top": box.top, "bottom": box.bottom, "doctop": box.top}
            if letter.isprintable():
                yield {"text": letter, "fontname": "", "upright": True, "matrix": (1, 0, 0, 1, 0, 0), **place}


def _key(char: Char) -> tuple[str, int, int]:
    return char["text"], round(char["x0"]), round(char["top"])


def _shown(page: pypdfium2.PdfPage, bounds: tuple[float, float, float, float]) -> Box:
    """PDF's own left, bottom, right, top as a box on the page as shown, its /Rotate applied."""
    left, bottom, right, top = page.get_cropbox()
    x0, y0, x1, y1 = bounds
    turned = {
        0: Box(x0 - left, top - y1, x1 - left, top - y0),
        90: Box(y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: Box(right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: Box(top - y1, right - x1, top - y0, right - x0),
    }
    return turned[page.get_rotation() % 360]


def _address(thing: Any) -> int:
    return ctypes.addressof(thing.contents)
