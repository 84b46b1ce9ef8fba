"""One file to a `Source`: detect what it is, let its reader read it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ingest import detect
from ingest.errors import ReadError, TooLargeError, UnsupportedTypeError
from ingest.records import Issue, Source
from ingest.text import read_text

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 512 * 2**20


def read_source(path: Path) -> Source:
    """Read one decision file.

    Raises:
        ReadError: a leaf of it says what is wrong and what to do.
    """
    data = read_bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    kind = detect.media_type(data)
    issues = _name_issue(path, kind)
    if kind == detect.PDF:
        from ingest.pdf import read_pages  # brings OCR and image libraries along: a second that text need not wait

        pages, found = read_pages(path)
        return Source(digest, kind, pages, (*issues, *found))
    if kind == detect.TEXT:
        return Source(digest, kind, read_text(data), issues)
    raise UnsupportedTypeError(f"files of type {kind} are not read yet", "convert it to PDF or UTF-8 text")


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
