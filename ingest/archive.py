"""An office file is a zip of XML: both are checked before any library unpacks them, and read without side effects."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from ingest import limits
from ingest.errors import DamagedFileError, EncryptedFileError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Sequence

FRESH = "get a fresh copy of the file"
_SUSPECT = "it may be made to exhaust the reader; do not open it"
_DECLARATION = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
_ENCODING = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""", re.IGNORECASE)
_UNICODE = {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii"}
_LOCKED = 0x1  # general purpose bit 0: the entry is encrypted


def check_archive(data: bytes, *, document_types: bool = False) -> None:
    """Check an office file's zip by its directory, then every XML part for declarations.

    The sizes in the directory can be trusted: Python's zipfile never unpacks more than they say. Old ODT files
    name document types, which `document_types` allows; entities are allowed nowhere.

    Raises:
        DamagedFileError: no readable zip, a wrong checksum, or XML that declares entities (forbidden by ECMA-376).
        EncryptedFileError: an entry needs a password.
        TooLargeError: more entries or bytes than `ingest.limits` allows, or packed suspiciously tightly.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    check_xml(archive.read(entry), entry.filename, _ENTITY if document_types else _DECLARATION)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise DamagedFileError("the file is a truncated or broken zip archive", FRESH) from error
    except zlib.error as error:
        raise DamagedFileError("a part of the file cannot be unpacked", FRESH) from error


def _check_entries(entries: Sequence[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.MAX_ENTRIES:
        raise TooLargeError(f"the archive holds {len(entries)} files, the limit is {limits.MAX_ENTRIES}", _SUSPECT)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.MAX_UNPACKED:
        problem = f"unpacked the file has {unpacked >> 20} MiB, the limit is {limits.MAX_UNPACKED >> 20} MiB"
        raise TooLargeError(problem, _SUSPECT)
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & _LOCKED:
        raise EncryptedFileError("the file needs a password", "save a copy without password")
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > limits.RATIO_FROM and ratio > limits.MAX_RATIO:
        raise TooLargeError(f"{entry.filename} unpacks to {ratio:.0f} times its size", _SUSPECT)
    if entry.file_size > limits.MAX_PART and entry.filename.lower().endswith((".xml", ".rels")):
        raise TooLargeError(f"{entry.filename} unpacks to {entry.file_size >> 20} MiB", "split the file")


def check_xml(part: bytes, name: str, forbidden: re.Pattern[str] = _DECLARATION) -> None:
    """Raise DamagedFileError if an XML part declares what is forbidden, or may hide it by its encoding."""
    wide = part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:4]
    text = part.decode("utf-16" if wide else "latin-1", errors="ignore")
    declared = _ENCODING.search(text[:200])
    if declared and declared[1].lower() not in _UNICODE:
        raise DamagedFileError(f"{name} is in {declared[1]}, which office files are not", "save the file anew")
    if forbidden.search(text):
        raise DamagedFileError(f"{name} declares XML entities, which office files do not", _SUSPECT)


def parse_xml(part: bytes, name: str) -> Any:
    """The root element of an XML part (lxml); nothing is fetched, no entity is resolved.

    Raises:
        DamagedFileError: if it is not well-formed, or nested more deeply than libxml2 follows.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFileError(f"{name} is no well-formed XML", FRESH) from error
