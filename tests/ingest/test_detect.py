from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import detect
from ingest.errors import EmptyFileError, UnsupportedTypeError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "<Types><Override ContentType='application/vnd.openxmlformats-officedocument.{}.main+xml'/></Types>"


def zipped(**parts: str) -> bytes:
    """A zip whose entries are the keyword arguments, `__` for `/`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


DOCX = zipped(**{"[Content_Types].xml": TYPES.format("wordprocessingml.document"), "word/document.xml": "<w/>"})
NO_DOCUMENT = zipped(**{"[Content_Types].xml": TYPES.format("wordprocessingml.document")})
XLSX = zipped(**{"[Content_Types].xml": TYPES.format("spreadsheetml.sheet"), "xl/workbook.xml": "<w/>"})
ODT = zipped(mimetype=detect.ODT, **{"content.xml": "<o/>"})
ODS = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (DOCX, detect.DOCX),
        (DOCX[:60], detect.DOCX),  # truncated
        (NO_DOCUMENT, detect.DOCX),
        (ODT, detect.ODT),
        (ODT[:90], detect.ODT),
        (XLSX, detect.ZIP),
        (ODS, detect.ZIP),
        (zipped(), detect.ZIP),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), detect.DOC),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), detect.OLE),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), detect.LOCKED),
        (b"{\\rtf1\\ansi", detect.RTF),
        (b"\x89PNG\r\n\x1a\n....", detect.PNG),
        (b"\xff\xd8\xff\xe0", detect.JPEG),
        (b"II*\x00" + struct.pack("<I", 8), detect.TIFF),
        (b"MM\x00*" + struct.pack(">I", 8), detect.TIFF),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", detect.WEBP),
        (b"MIME-Version: 1.0\r\n", "multipart/related"),
    ],
)
def test_the_content_says_the_type(data: bytes, kind: str) -> None:
    assert detect.media_type(data) == kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html>\n<html><body>Điều 1</body></html>", detect.HTML),
        ("\n<!-- bản lưu -->\n<HTML lang=vi><p>Điều 1", detect.HTML),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html/>', detect.HTML),
        ("<p>Điều 1</p>\n<p>Điều 2</p>\n", detect.HTML),
        ('<?xml version="1.0"?><w:wordDocument/>', detect.XML),
        ("# Điều 1\n\n| a | b |\n|---|---|\n", detect.TEXT),
        ("<p align=center>Điều 1</p>\n\nmột **hai** ba", detect.TEXT),
        ("Thẻ <html> là gì?", detect.TEXT),
        ("Quyết định", detect.TEXT),
    ],
)
def test_text_is_html_or_xml_or_plain(text: str, kind: str, encoding: str) -> None:
    assert detect.media_type(text.encode(encoding)) == kind


@pytest.mark.parametrize(
    ("name", "kind", "disagrees"),
    [
        ("qd.DOCX", detect.DOCX, False),
        ("qd.doc", detect.DOCX, True),
        ("qd.htm", detect.HTML, False),
        ("qd.doc", detect.HTML, True),
        ("qd.jpg", detect.PNG, True),
        ("qd.tiff", detect.TIFF, False),
        ("qd.md", detect.TEXT, False),
        ("qd.pdf", detect.ODT, True),
    ],
)
def test_names_that_promise_something_else(name: str, kind: str, disagrees: bool) -> None:
    assert detect.name_disagrees(Path(name), kind) is disagrees


def test_tcvn3_is_text() -> None:
    assert detect.media_type("Céng hoµ x· héi chñ nghÜa ViÖt Nam".encode("latin-1")) == detect.TEXT


def test_capitals_that_are_control_characters_make_no_binary() -> None:
    data = b"TH\x11 TR\xa6\x98NG, TH\x04A L\x02T"  # THỨ TRƯỞNG, THỪA LỤT in TCVN 5712 VN1

    assert detect._is_binary(data)
    assert detect.media_type(data) == detect.TEXT


@given(st.binary(max_size=300))
def test_any_bytes_have_a_type_or_an_error(data: bytes) -> None:
    try:
        kind = detect.media_type(data)
    except (EmptyFileError, UnsupportedTypeError):
        return
    assert "/" in kind


@given(st.binary(max_size=200))
def test_any_broken_zip_has_a_type(tail: bytes) -> None:
    assert detect.media_type(DOCX[:-30] + tail) in {detect.DOCX, detect.ZIP}
