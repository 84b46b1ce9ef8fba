"""A PDF to pages: each page by its text layer or by reading its picture, whichever can be trusted."""

from __future__ import annotations

import re
from contextlib import ExitStack, closing
from statistics import mean
from typing import TYPE_CHECKING

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from ingest.colour import text_channel
from ingest.errors import DamagedFileError, EmptyFileError, EncryptedFileError, ReadError, TooLargeError
from ingest.frames import frames_of
from ingest.layout import lines_of
from ingest.limits import MAX_PAGES
from ingest.ocr import best_model, orientation, read_words
from ingest.records import Issue, Page
from ingest.relook import look_again
from ingest.rulings import find_rulings
from ingest.scan import READ_DPI, Scan, despeckle, render, straighten, turn
from ingest.textlayer import Layer, layer_fault, layer_of, page_from_layer
from normalize.errors import located

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from ingest.records import Ruling, Word

LOW_CONFIDENCE = 0.6  # mean over a page, below which it may lie on its side, and a person should look

_NOISE = re.compile(r"[|_.,:;'`‘’\"~^°·\\]{1,2}")  # specks and remains of rules; leader dots are longer


def read_pages(path: Path) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """All pages of a PDF, each by its best source, and what was odd about them.

    Raises, with the page stamped where one is concerned:
        EncryptedFileError: a password is needed (an empty one is tried).
        DamagedFileError: the file cannot be parsed.
        EmptyFileError: it has no pages.
        TooLargeError: more than `MAX_PAGES` pages, or a page too large to be rendered.
        MissingProgramError: a page must be read by Tesseract, and it or its model is missing.
    """
    pages: list[Page] = []
    issues: list[Issue] = []
    with ExitStack() as stack:
        pictures = stack.enter_context(closing(open_pdf(path)))
        layers = _open_layers(path, stack)
        for number in range(1, len(pictures) + 1):
            with located("", number):
                layer = _layer(layers, number)
                pages.append(_read_page(pictures, layer, number))
            issues += _doubts(pages[-1], layer)
    return tuple(pages), tuple(issues)


def page_from_picture(grey: NDArray[np.uint8], dpi: float, number: int, reason: str) -> Page:
    """The page as Tesseract reads its picture (grey, 255 is paper), turned upright and straightened first.

    Boxes are points on the straightened page; `skew_deg` about its middle leads back to the scan.
    Raises MissingProgramError, DamagedFileError as `ingest.ocr.read_words` does.
    """
    model = best_model()
    scan, words, rulings = _read_scan(straighten(grey, dpi), model)
    if words and _confidence(words) < LOW_CONFIDENCE and (degrees := orientation(grey, dpi)):
        straight = straighten(turn(grey, degrees), dpi)
        scan, words, rulings = _read_scan(Scan(straight.grey, dpi, straight.skew_deg, degrees), model)
    height, width = scan.grey.shape
    return Page(
        number=number,
        source="ocr",
        source_reason=reason,
        lines=lines_of(words, rulings),
        rulings=rulings,
        width=width * 72 / dpi,
        height=height * 72 / dpi,
        rotation_deg=scan.rotation_deg,
        skew_deg=scan.skew_deg,
        ocr_confidence=_confidence(words) if words else None,
    )


def _read_scan(scan: Scan, model: str) -> tuple[Scan, tuple[Word, ...], tuple[Ruling, ...]]:
    """The scan without specks and rulings, its words, its rulings."""
    ruled = find_rulings(scan.grey, scan.dpi)
    clean = Scan(despeckle(ruled.clean, scan.dpi), scan.dpi, scan.skew_deg, scan.rotation_deg)
    words = [word for word in read_words(clean.grey, scan.dpi, model) if not _NOISE.fullmatch(word.text)]
    return clean, look_again(clean, words, frames_of(ruled.rulings), model), ruled.rulings


def _confidence(words: Sequence[Word]) -> float:
    return mean(word.confidence or 0.0 for word in words)


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    """The PDF, to be closed by the caller. Raises as `read_pages` does, without a page."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _fault(path) from error
    count = len(document)
    if count <= MAX_PAGES:
        return document
    document.close()
    raise TooLargeError(f"the PDF has {count} pages, the limit is {MAX_PAGES}", "split it")


def _fault(path: Path) -> ReadError:
    """Why a PDF cannot be opened. pdfminer is asked: of a file without pages PDFium gives any reason."""
    try:
        with pdfplumber.open(path) as document:
            pages = len(document.pages)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect | PDFEncryptionError):
            return EncryptedFileError("the PDF needs a password", "save a copy without password")
        pages = -1
    except (ValueError, TypeError, KeyError):
        pages = -1
    remedy = "get a fresh copy of the file"
    return (
        EmptyFileError("the PDF has no pages", remedy)
        if pages == 0
        else DamagedFileError("the PDF cannot be parsed", remedy)
    )


def _open_layers(path: Path, stack: ExitStack) -> pdfplumber.pdf.PDF | None:
    """The text layers, None where only the pictures can be had: then every page is read as a picture."""
    try:
        return stack.enter_context(pdfplumber.open(path))
    except (PdfminerException, ValueError, TypeError, KeyError):
        return None


def _layer(layers: pdfplumber.pdf.PDF | None, number: int) -> Layer | None:
    if layers is None:
        return None
    try:
        page = layers.pages[number - 1]
        layer = layer_of(page)
        page.close()
    except Exception:  # noqa: BLE001 pdfminer raises whatever a damaged page makes it stumble over
        return None
    return layer


def _read_page(pictures: pypdfium2.PdfDocument, layer: Layer | None, number: int) -> Page:
    fault = "the text layer cannot be parsed" if layer is None else layer_fault(layer)
    if layer is not None and not fault:
        return page_from_layer(layer, number)
    return page_from_picture(text_channel(picture_of(pictures, number, READ_DPI), READ_DPI), READ_DPI, number, fault)


def picture_of(document: pypdfium2.PdfDocument, number: int, dpi: float) -> NDArray[np.uint8]:
    """One page, counted from 1, height x width x 3, red green blue. Raises DamagedFileError, TooLargeError."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise DamagedFileError("the page cannot be parsed", "get a fresh copy of the file") from error
    return render(page, dpi)


def _doubts(page: Page, layer: Layer | None) -> list[Issue]:
    """What a person should know about the page."""
    doubts = []
    if layer is None:
        message = "its text layer cannot be parsed, so its picture was read; compare with the file"
        doubts.append(Issue("damaged_layer", "warning", message, page.number))
    if page.ocr_confidence is not None and page.ocr_confidence < LOW_CONFIDENCE:
        message = f"read with a confidence of only {page.ocr_confidence:.0%}; look at the page"
        doubts.append(Issue("low_confidence", "warning", message, page.number))
    return doubts
