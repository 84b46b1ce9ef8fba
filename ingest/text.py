"""Plain text: bytes to pages. Form feeds mark pages; without them, several blank lines do."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from ingest.errors import DamagedFileError, EmptyFileError
from ingest.markup import strip_lines
from ingest.records import Page, SeenLine

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE_GAP = 3  # this many blank lines in a row end a page where a file has no form feed
SHORT_PAGE = 3  # a block with fewer lines of text is no page of its own (a signature's blank space)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PAGE_NUMBER = re.compile(r"\s*[-–—]?\s*\d{1,4}\s*[-–—]?\s*")


def decode(data: bytes) -> str:
    """The text of a plain text file as NFC, its line ends as line feeds.

    Raises:
        DamagedFileError: if the bytes are neither UTF-8 nor UTF-16 with a byte order mark.
        EmptyFileError: if there is no text but white space.
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not {encoding}"
        raise DamagedFileError(problem, "save the file as UTF-8") from error
    if not text.strip():
        raise EmptyFileError("the file has no text", "check that the export worked")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return unicodedata.normalize("NFC", text)


def read_text(data: bytes) -> tuple[Page, ...]:
    """Pages of a plain text file, numbered from 1; their lines together are the file's lines.

    Raises:
        DamagedFileError, EmptyFileError: see `decode`.
    """
    text = decode(data)
    if "\f" in text:
        reason, blocks = "form feeds mark the pages", [part.split("\n") for part in text.split("\f")]
    else:
        blocks = _split_at_gaps(text.split("\n"))
        reason = "blank lines mark the pages" if len(blocks) > 1 else "one page without page marks"
    return tuple(
        Page(number, "plain", reason, tuple(SeenLine(line) for line in strip_lines(block)))
        for number, block in enumerate((b for b in blocks if any(s.strip() for s in b)), start=1)
    )


def _split_at_gaps(lines: list[str]) -> list[list[str]]:
    """Blocks that end with a gap of `PAGE_GAP` blank lines; short blocks join the block before."""
    blocks: list[list[str]] = [[]]
    blank = 0
    for line in lines:
        filled = bool(line.strip(" \xa0"))  # a line that holds a tab holds an empty table cell
        if filled and blank >= PAGE_GAP:
            blocks.append([])
        blank = 0 if filled else blank + 1
        blocks[-1].append(line)
    return _join_short(blocks)


def _join_short(blocks: Iterable[list[str]]) -> list[list[str]]:
    joined: list[list[str]] = []
    for block in blocks:
        if joined and (_is_short(block) or _is_short(joined[-1])) and not _starts_numbered(block):
            joined[-1] += block
        else:
            joined.append(list(block))
    return joined


def _is_short(block: list[str]) -> bool:
    return sum(1 for line in block if line.strip()) < SHORT_PAGE


def _starts_numbered(block: list[str]) -> bool:
    first = next((line for line in block if line.strip()), "")
    return is_page_number(first)


def is_page_number(line: str) -> bool:
    """A line that holds nothing but a number, perhaps between dashes: `2`, `- 2 -`."""
    return bool(line.strip()) and _PAGE_NUMBER.fullmatch(line) is not None
