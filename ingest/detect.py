"""What a file is, by its content, not by its name."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from ingest.encodings import CONTROL, legacy_name, unicode_name
from ingest.errors import EmptyFileError, UnsupportedTypeError

if TYPE_CHECKING:
    from pathlib import Path

PDF = "application/pdf"
TEXT = "text/plain"
HTML = "text/html"
XML = "application/xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
DOC = "application/msword"
RTF = "application/rtf"
LOCKED = "application/x-encrypted-office"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
PNG, JPEG, TIFF, WEBP = "image/png", "image/jpeg", "image/tiff", "image/webp"

PICTURES = frozenset({PNG, JPEG, TIFF, WEBP})

# Magic numbers: file(1) database and the formats' own specifications.
_MAGIC = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),  # an archive without entries
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),  # BigTIFF
    (b"MM\x00+", TIFF),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", RTF),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x7fELF", "application/x-executable"),
    (b"MIME-Version:", "multipart/related"),
)
_SUFFIXES = {
    PDF: {".pdf"},
    TEXT: {".txt", ".text", ".md", ".markdown", ""},
    HTML: {".html", ".htm", ".xhtml"},
    DOCX: {".docx", ".docm", ".dotx", ".dotm"},
    ODT: {".odt", ".ott"},
    DOC: {".doc", ".dot"},
    RTF: {".rtf"},
    PNG: {".png"},
    JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"},
    TIFF: {".tif", ".tiff"},
    WEBP: {".webp"},
}
_PDF_HEADER_REACH = 1024  # readers accept junk before the header within the first KiB (ISO 32000-1, annex H)
_HEAD = 4096  # bytes that show whether text is text, and of what kind
_WORD_MAIN = re.compile(rb"wordprocessingml|ms-word\.(document|template)", re.IGNORECASE)
_PREAMBLE = r"(?:\s|<\?xml[^>]*>|<!--.*?-->)*"
_HTML = re.compile(_PREAMBLE + r"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE | re.DOTALL)
_HTML_PART = re.compile(_PREAMBLE + r"<(?:table|div|p|h[1-6]|section|article)\b[^<]*>", re.IGNORECASE | re.DOTALL)


def media_type(data: bytes) -> str:
    """Media type of the content.

    A truncated DOCX is still a DOCX, so that its reader can say what is wrong with it.

    Raises:
        EmptyFileError: no bytes.
        UnsupportedTypeError: bytes that are no known format and no text.
    """
    if not data:
        raise EmptyFileError("the file is empty (0 bytes)", "fetch it again or delete it")
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), "")
    if kind in {ZIP, OLE}:
        return _in_zip(data) if kind == ZIP else _in_ole(data)
    if kind:
        return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if b"%PDF-" in data[:_PDF_HEADER_REACH]:
        return PDF
    if unicode_name(data) or not _is_binary(data) or legacy_name(data[:_HEAD]):
        return _text_kind(data)
    raise UnsupportedTypeError("the content is of no known type", "convert it to PDF, DOCX or UTF-8 text")


def name_disagrees(path: Path, kind: str) -> bool:
    """Whether the file's ending promises another type than its content has."""
    known = _SUFFIXES.get(kind)
    return known is not None and path.suffix.lower() not in known


def _is_binary(data: bytes) -> bool:
    head = data[:_HEAD]
    control = sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\f\x0b\x1b")
    return control > len(head) * CONTROL


def _in_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _by_entries(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return _by_first_entry(data)


def _by_entries(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return DOCX
    if "mimetype" in names and archive.open("mimetype").read(100).strip() == ODT.encode():
        return ODT
    if "[Content_Types].xml" in names:
        types = archive.open("[Content_Types].xml").read(1 << 20)
        return DOCX if _WORD_MAIN.search(types) else ZIP
    return ZIP


def _by_first_entry(data: bytes) -> str:
    """What a zip without a readable directory was: the names of its entries stand before their bytes too."""
    if b"mimetype" + ODT.encode() in data[:_HEAD]:
        return ODT
    return DOCX if data[30:49] == b"[Content_Types].xml" or b"word/document.xml" in data else ZIP


def _in_ole(data: bytes) -> str:
    """By the names of the streams, which an OLE directory holds in UTF-16 (MS-CFB 2.6)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return LOCKED
    return DOC if "WordDocument".encode("utf-16-le") in data else OLE


def _text_kind(data: bytes) -> str:
    """HTML, other XML or plain text; tags are ASCII in every encoding that text comes in."""
    head = data[: 4 * _HEAD].decode(unicode_name(data) or "latin-1", errors="ignore").removeprefix("\u00ef\u00bb\u00bf")
    if _HTML.match(head) or (_HTML_PART.match(head) and data.rstrip(b"\0\r\n\t ").endswith(b">")):
        return HTML
    return XML if head.startswith("<?xml") else TEXT
