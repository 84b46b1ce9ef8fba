"""Word files made by hand, for the tests of what reads them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from docx.oxml.ns import nsdecls

from ingest.docx import read_docx

if TYPE_CHECKING:
    from docx.document import Document

W = nsdecls("w")
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, **parts: str) -> bytes:
    """A DOCX by hand: the body's XML, and the children of the roots of `styles`, `numbering`, `footnotes` …"""
    kinds = ("document", *parts)
    types = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{WML}.{kind}+xml"/>' for kind in parts)
    links = "".join(
        f'<Relationship Id="r{at}" Type="{RELS}/{kind}" Target="{kind}.xml"/>' for at, kind in enumerate(parts)
    )
    head = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    head += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    files = {
        "[Content_Types].xml": f'{head}<Override PartName="/word/document.xml" '
        f'ContentType="{WML}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{relations}<Relationship Id="r1" Type="{RELS}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"{relations}{links}</Relationships>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    files |= {f"word/{kind}.xml": f"<w:{kind} {W}>{parts[kind]}</w:{kind}>" for kind in kinds[1:]}
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def lines(data: bytes) -> list[str]:
    return [line.text for page in read_docx(data) for line in page.lines if line.text]


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def item(level: int, num: int = 1) -> str:
    return f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{num}'/></w:numPr>"


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"
    )


def abstract(*levels: str, key: int = 0) -> str:
    return f"<w:abstractNum w:abstractNumId='{key}'>{''.join(levels)}</w:abstractNum>"


def num(key: int, of: int = 0, more: str = "") -> str:
    return f"<w:num w:numId='{key}'><w:abstractNumId w:val='{of}'/>{more}</w:num>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"
