"""A PDF to pages: each page by its text layer or by reading its picture, whichever can be trusted."""

from __future__ import annotations

from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from ingest.choose import read_page
from ingest.drawn import note_chars, unseen_boxes
from ingest.errors import DamagedFileError, EmptyFileError, EncryptedFileError, ReadError, TooLargeError
from ingest.limits import MAX_PAGES
from ingest.reading import doubts_of
from ingest.records import Issue
from ingest.scan import render
from ingest.textlayer import layer_of
from normalize.errors import located

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from ingest.doubt import Judge
    from ingest.records import Page
    from ingest.textlayer import Layer


def read_pages(
    path: Path, only: int | None = None, judge: Judge | None = None
) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """All pages of a PDF, or `only` one, each by its best source, and what was odd about them.

    `judge` tells which of two readings of a doubtful word is likelier.

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
        for number in range(1, len(pictures) + 1) if only is None else (only,):
            with located("", number):
                page = _page(pictures, number)
                layer = _layer(layers, path, page, number)
                pages.append(read_page(page, layer, number, judge))
            issues += _doubts(pages[-1], layer)
    return tuple(pages), tuple(issues)


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
        layers = pdfplumber.open(path)
    except (PdfminerException, ValueError, TypeError, KeyError):
        return None
    stack.callback(_close, layers)
    return layers


def _close(layers: pdfplumber.pdf.PDF) -> None:
    """Closing looks at every page once more, and stumbles over the damaged ones again."""
    with suppress(Exception):
        layers.close()
    layers.stream.close()


def _layer(layers: pdfplumber.pdf.PDF | None, path: Path, page: pypdfium2.PdfPage, number: int) -> Layer | None:
    if layers is None:
        return None
    try:
        plumbed = layers.pages[number - 1]
        layer = layer_of(plumbed, unseen_boxes(page), note_chars(path, number))
        plumbed.close()
    except Exception:  # noqa: BLE001 pdfminer raises whatever a damaged page makes it stumble over
        return None
    return layer


def _page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    try:
        return document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise DamagedFileError("the page cannot be parsed", "get a fresh copy of the file") from error


def picture_of(document: pypdfium2.PdfDocument, number: int, dpi: float) -> NDArray[np.uint8]:
    """One page, counted from 1, height x width x 3, red green blue. Raises DamagedFileError, TooLargeError."""
    return render(_page(document, number), dpi)


def _doubts(page: Page, layer: Layer | None) -> list[Issue]:
    """What a person should know about the page."""
    doubts = []
    if layer is None:
        message = "its text layer cannot be parsed, so its picture was read; compare with the file"
        doubts.append(Issue("damaged_layer", "warning", message, page.number))
    return [*doubts, *doubts_of(page)]
