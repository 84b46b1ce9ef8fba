"""DOCX to pages: text as Word shows it, labels of automatic lists included, tables as lines with tabs."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from ingest.archive import FRESH, check_archive, parse_xml
from ingest.docxbody import PAGE_END, Body
from ingest.errors import DamagedFileError, EmptyFileError
from ingest.limits import check_page_count
from ingest.numbering import Numbering, roman
from ingest.records import Page
from ingest.tablelines import seen_line
from ingest.wordml import Styles, attribute, child, name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def read_docx(data: bytes, origin: str = "") -> tuple[Page, ...]:
    """Pages of a DOCX, numbered from 1: as its page breaks part them, or as Word last did.

    Headers, footers, comments, tracked deletions and hidden text are left out; footnotes and endnotes stand
    at the end of the last page as `[1] …` and `[i] …`. `origin` goes before the reason ("converted from …").
    Nothing outside the file is opened, no macro and no embedded object is read.

    Raises:
        DamagedFileError: a broken zip or XML, or no document inside.
        EncryptedFileError, TooLargeError: see `check_archive`.
        EmptyFileError: no text.
    """
    check_archive(data)
    try:
        blocks = list(_pages(_lines(_parts(data))))
    except RecursionError as error:
        raise DamagedFileError("elements are nested too deeply", FRESH) from error
    if not blocks:
        raise EmptyFileError("the document has no text", "if it holds pictures of pages, save it as PDF")
    check_page_count(len(blocks))
    reason = "page breaks mark the pages" if len(blocks) > 1 else "one page without page breaks"
    reason = f"{origin}: {reason}" if origin else reason
    return tuple(Page(at, "docx", reason, tuple(map(seen_line, block))) for at, block in enumerate(blocks, start=1))


def _parts(data: bytes) -> dict[str, Any]:
    """Roots of the main part ("document") and of the parts it refers to ("styles", "numbering", "footnotes" …)."""
    from docx.opc.exceptions import OpcError
    from docx.opc.package import OpcPackage
    from lxml import etree

    try:
        package = OpcPackage.open(io.BytesIO(data))
        main = next(_related(package.rels.values(), "officeDocument"))
        roots = {"document": parse_xml(main.blob, "word/document.xml")}
        for kind in ("styles", "numbering", "footnotes", "endnotes"):
            for part in _related(main.rels.values(), kind):
                roots.setdefault(kind, parse_xml(part.blob, f"word/{kind}.xml"))
    except (OpcError, etree.XMLSyntaxError, StopIteration, KeyError, ValueError, TypeError, AttributeError) as error:
        raise DamagedFileError("the file is a DOCX without a document inside", FRESH) from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
        raise DamagedFileError("a picture or another part of the file is broken", FRESH) from error
    return roots


def _related(relations: Iterable[Any], kind: str) -> Iterator[Any]:
    """Parts inside the file that a relationship of this kind leads to; never one outside."""
    for relation in relations:
        if relation.reltype.rpartition("/")[2] == kind and not relation.is_external:
            yield relation.target_part


def _lines(parts: dict[str, Any]) -> Iterator[str]:
    styles = Styles(parts.get("styles"))
    document = child(parts["document"], "body")
    if document is None:
        raise DamagedFileError("the DOCX has no body", FRESH)
    body = Body(styles, Numbering(parts.get("numbering"), styles), _section_types(document))
    yield from body.lines(document)
    referred = list(dict.fromkeys(body.notes))
    yield from [""] if referred else []
    for kind, sign in (("footnote", str), ("endnote", roman)):
        yield from _notes(body, parts.get(f"{kind}s"), kind, [key for of, key in referred if of == kind], sign)


def _notes(body: Body, root: Any, kind: str, keys: list[str], sign: Any) -> Iterator[str]:
    """One line a note: `[1]` and its text."""
    notes = {attribute(note, "id"): note for note in (() if root is None else root) if name(note) == kind}
    for at, key in enumerate(keys, start=1):
        if key in notes:
            text = " ".join(line for line in body.lines(notes[key]) if line not in {PAGE_END, ""})
            yield f"[{sign(at)}] {text}".rstrip()


def _section_types(document: Any) -> list[str]:
    """How each section starts, in order: "nextPage" unless it says otherwise."""
    sections = [section for section in document.iter() if name(section) == "sectPr"]
    return [attribute(child(section, "type")) or "nextPage" for section in sections]


def _pages(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines between page ends; a page without text is none."""
    page: list[str] = []
    for line in (*lines, PAGE_END):
        if line != PAGE_END:
            page.append(line)
            continue
        if any(text.strip() for text in page):
            yield page
        page = []
