"""One file to a `Source`: detect what it is, let its reader read it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ingest import detect
from ingest.errors import EncryptedFileError, ReadError, TooLargeError, UnsupportedTypeError
from ingest.limits import MAX_BYTES
from ingest.pipes import without_pipes
from ingest.records import Issue, Source
from ingest.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ingest.doubt import Judge
    from ingest.records import Page

    Read = tuple[tuple[Page, ...], tuple[Issue, ...]]


def read_source(path: Path, judge: Judge | None = None) -> Source:
    """Read one decision file; `judge` tells which of two readings of a doubtful word in a scan is likelier.

    Raises:
        ReadError: a leaf of it says what is wrong and what to do.
        MissingProgramError: Tesseract or LibreOffice is needed and not installed.
    """
    data = read_bytes(path)
    kind = detect.media_type(data)
    if kind == detect.LOCKED:
        raise EncryptedFileError("the office file needs a password", "save a copy without password")
    reader = _READERS.get(kind)
    if reader is None:
        raise UnsupportedTypeError(f"files of type {kind} are not read", "convert it to PDF, DOCX or UTF-8 text")
    pages, issues = reader(path, data, judge)
    return Source(hashlib.sha256(data).hexdigest(), kind, pages, (*_name_issue(path, kind), *issues))


# Readers bring their libraries along when they are called: a second or more that text need not wait.


def _pdf(path: Path, _: bytes, judge: Judge | None) -> Read:
    from ingest.pdf import read_pages

    return read_pages(path, None, judge)


def _text(_: Path, data: bytes, __: Judge | None) -> Read:
    return read_text(without_pipes(data)), ()


def _docx(_: Path, data: bytes, __: Judge | None) -> Read:
    from ingest.docx import read_docx

    return read_docx(data), ()


def _doc(_: Path, data: bytes, __: Judge | None) -> Read:
    from ingest.office import read_doc

    return read_doc(data), ()


def _rtf(_: Path, data: bytes, __: Judge | None) -> Read:
    from ingest.office import read_rtf

    return read_rtf(data), ()


def _odt(_: Path, data: bytes, __: Judge | None) -> Read:
    from ingest.office import read_odt

    return read_odt(data), ()


def _html(_: Path, data: bytes, __: Judge | None) -> Read:
    from ingest.html import read_html

    return read_html(data), ()


def _images(_: Path, data: bytes, judge: Judge | None) -> Read:
    from ingest.images import read_images

    return read_images(data, None, judge)


_READERS: dict[str, Callable[[Path, bytes, Judge | None], Read]] = {
    detect.PDF: _pdf,
    detect.TEXT: _text,
    detect.DOCX: _docx,
    detect.DOC: _doc,
    detect.RTF: _rtf,
    detect.ODT: _odt,
    detect.HTML: _html,
    **dict.fromkeys(detect.PICTURES, _images),
}


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file.

    Raises:
        ReadError: if it is missing, not a regular file or not readable.
        TooLargeError: if it has more than `MAX_BYTES`.
    """
    try:
        if not path.is_file():
            raise ReadError("not a regular file", "give a file that can be read")
        if path.stat().st_size > MAX_BYTES:
            raise TooLargeError(f"the file has more than {MAX_BYTES >> 20} MiB", "split it")
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror})", "check its permissions") from error


def _name_issue(path: Path, kind: str) -> tuple[Issue, ...]:
    if not detect.name_disagrees(path, kind):
        return ()
    message = f"the content is {kind}, not what the ending {path.suffix!r} says; rename the file"
    return (Issue("extension_mismatch", "warning", message, evidence=path.suffix),)
