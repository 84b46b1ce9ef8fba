"""What a file is, by its first bytes, not by its name."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from ingest.errors import EmptyFileError, UnsupportedTypeError

if TYPE_CHECKING:
    from pathlib import Path

PDF = "application/pdf"
TEXT = "text/plain"
# Magic numbers: file(1) database and the formats' own specifications.
_MAGIC = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x7fELF", "application/x-executable"),
)
_SUFFIXES = {PDF: {".pdf"}, TEXT: {".txt", ".text", ".md", ".markdown", ""}}
_PDF_HEADER_REACH = 1024  # readers accept junk before the header within the first KiB (ISO 32000-1, annex H)


def media_type(data: bytes) -> str:
    """Media type of the content.

    Raises:
        EmptyFileError: no bytes.
        UnsupportedTypeError: bytes that are no known format and no text.
    """
    if not data:
        raise EmptyFileError("the file is empty (0 bytes)", "fetch it again or delete it")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if b"%PDF-" in data[:_PDF_HEADER_REACH]:
        return PDF
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not _is_binary(data):
        return TEXT
    raise UnsupportedTypeError("the content is of no known type", "convert it to PDF or UTF-8 text")


def _is_binary(data: bytes) -> bool:
    head = data[:4096]
    control = sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\f\x0b\x1b")
    return control > len(head) // 100


def name_disagrees(path: Path, kind: str) -> bool:
    """Whether the file's ending promises another type than its content has."""
    known = _SUFFIXES.get(kind)
    return known is not None and path.suffix.lower() not in known
