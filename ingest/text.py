"""Plain text: bytes to pages. Form feeds mark pages; without them, several blank lines do."""

from __future__ import annotations

from ingest.encodings import decode_bytes
from ingest.errors import EmptyFileError
from ingest.limits import check_text_size
from ingest.markup import strip_lines
from ingest.paging import split_pages
from ingest.records import Page, SeenLine


def decode(data: bytes) -> str:
    """The text of a plain text file as NFC, its line ends as line feeds.

    Raises:
        DamagedFileError: if the bytes are no Unicode and in no legacy Vietnamese encoding either.
        EmptyFileError: if there is no text but white space.
        TooLargeError: over `limits.MAX_TEXT_BYTES`.
    """
    check_text_size(data)
    text = decode_bytes(data)
    if not text.strip():
        raise EmptyFileError("the file has no text", "check that the export worked")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def read_text(data: bytes) -> tuple[Page, ...]:
    """Pages of a plain text file, numbered from 1; their lines together are the file's lines.

    Raises:
        DamagedFileError, EmptyFileError: see `decode`.
    """
    blocks, reason = split_pages(decode(data))
    return tuple(
        Page(number, "plain", reason, tuple(SeenLine(line) for line in strip_lines(block)))
        for number, block in enumerate((b for b in blocks if any(s.strip() for s in b)), start=1)
    )
