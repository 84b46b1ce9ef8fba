"""HTML to one page: blocks as lines, tables as lines with tabs. Nothing is run, nothing is fetched."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import Any

from ingest.encodings import decode_as, legacy_name, unicode_name
from ingest.errors import DamagedFileError, EmptyFileError
from ingest.htmltree import lines_of
from ingest.limits import check_text_size
from ingest.records import Page
from ingest.tablelines import seen_line

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096  # bytes within which a page declares its encoding (HTML 5, 4.2.5.4, has 1024)


def read_html(data: bytes) -> tuple[Page, ...]:
    """The one page of an HTML file, its lines as a browser would break them.

    Scripts, styles, hidden elements and pictures are left out; links stay as their words.

    Raises:
        DamagedFileError: in no known encoding, or nested too deeply.
        EmptyFileError: no text is shown.
        TooLargeError: over `limits.MAX_TEXT_BYTES`.
    """
    check_text_size(data)
    text, encoding = _decoded(data)
    try:
        lines = tuple(map(seen_line, lines_of(_parsed(text))))
    except RecursionError as error:
        raise DamagedFileError("elements are nested too deeply", "save the page anew") from error
    if not any(line.text.strip() for line in lines):
        raise EmptyFileError("the page shows no text", "save the page from a browser once it is shown in full")
    return (Page(1, "html", f"one page, encoded in {encoding}", lines),)


def _decoded(data: bytes) -> tuple[str, str]:
    """Text and encoding: by mark, else as UTF-8, else as it reads like Vietnamese, else as declared."""
    marked = unicode_name(data) or "utf-8"
    with suppress(UnicodeDecodeError):
        return data.decode(marked), marked
    if marked == "utf-8" and (legacy := legacy_name(data)):
        return decode_as(data, legacy), legacy
    declared = _declared(data)
    try:
        return data.decode(declared), declared
    except (UnicodeDecodeError, LookupError) as error:
        raise DamagedFileError("the page is in no known encoding", "save it as UTF-8") from error


def _declared(data: bytes) -> str:
    found = _CHARSET.search(data[:_HEAD])
    name = found[1].decode("ascii", errors="ignore") if found else "utf-8"
    try:
        known = codecs.lookup(name)
    except LookupError:
        return "utf-8"
    return known.name if known._is_text_encoding else "utf-8"  # noqa: SLF001 hex and zip are codecs too


def _parsed(text: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFileError("the page cannot be parsed", "save it anew from a browser") from error
    if root is None:
        raise EmptyFileError("the page shows no text", "save the page from a browser once it is shown in full")
    return root
