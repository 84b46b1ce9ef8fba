"""Damaged, hostile and oversized Word files are refused with a reason."""

from __future__ import annotations

import io
import socket
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from PIL import Image

from ingest import limits
from ingest.docx import read_docx
from ingest.errors import DamagedFileError, EmptyFileError, EncryptedFileError, TooLargeError
from tests.ingest.wordfiles import RELS, W, lines, p, package, saved, zipped

BOMB = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50}"><!ENTITY b "{"&a;" * 50}"><!ENTITY c "{"&b;" * 50}">]>'


def changed(name: str, content: str | bytes) -> bytes:
    """A good DOCX with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(package(p("Điều 1")))) as archive:
        files: dict[str, str | bytes] = {entry: archive.read(entry) for entry in archive.namelist()}
    return zipped(files | {name: content})


def test_the_good_file_of_these_tests_is_good() -> None:
    assert lines(changed("word/media/x.png", b"x")) == ["Điều 1"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (package(p("Điều 1"))[:300], "truncated or broken zip"),
        (changed("word/document.xml", "<w:document"), "no well-formed XML|without a document"),
        (changed("word/document.xml", "<w/>"), "no body"),
        (changed("word/document.xml", f"{BOMB}<w:document {W}><w:body>&c;</w:body></w:document>"), "XML entities"),
        (changed("word/document.xml", f"{BOMB}<w/>".encode("utf-16")), "XML entities"),
        (changed("word/styles.xml", '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd"><x/>'), "XML entities"),
        (changed("word/document.xml", '<?xml version="1.0" encoding="UTF-7"?><w/>'), "is in UTF-7"),
        (changed("word/document.xml", "<a>" * 5000 + "</a>" * 5000), "no well-formed XML|without a document"),
        (changed("_rels/.rels", "<Relationships/>"), "without a document"),
        (changed("[Content_Types].xml", "<x/>"), "without a document"),
        (zipped({"[Content_Types].xml": "<Types/>"}), "without a document"),
        (zipped({}), "without a document"),
    ],
)
def test_damaged_files_say_so(data: bytes, said: str) -> None:
    with pytest.raises(DamagedFileError, match=said) as caught:
        read_docx(data)

    assert caught.value.remedy


def test_a_flipped_byte_is_found_by_its_checksum() -> None:
    files: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "word/document.xml": "x" * 50}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)

    with pytest.raises(DamagedFileError, match="truncated or broken"):
        read_docx(buffer.getvalue().replace(b"xxxx", b"xyxx", 1))


def test_a_broken_picture_is_damage() -> None:
    picture, buffer = io.BytesIO(), io.BytesIO()
    Image.new("L", (9, 9)).save(picture, "PNG")
    document = Document()
    document.add_picture(picture)
    with zipfile.ZipFile(io.BytesIO(saved(document))) as good, zipfile.ZipFile(buffer, "w") as stored:
        for name in good.namelist():
            stored.writestr(name, good.read(name))

    with pytest.raises(DamagedFileError, match="a picture or another part of the file is broken"):
        read_docx(buffer.getvalue().replace(b"IDAT", b"IDOT", 1))


@pytest.mark.parametrize("depth", [10, 60, 200, 240])
def test_deep_nesting_is_read_or_refused(depth: int) -> None:
    body = "<w:p>" + "<w:smartTag>" * depth + "<w:r><w:t>x</w:t></w:r>" + "</w:smartTag>" * depth + "</w:p>"
    try:
        found = lines(package(body))
    except DamagedFileError:
        assert depth > 100
        return
    assert found == ["x"]


def test_a_document_without_text_is_empty() -> None:
    with pytest.raises(EmptyFileError, match="no text"):
        read_docx(saved(Document()))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = changed("word/media/big.bin", bytes(limits.RATIO_FROM + 1))
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))

    with pytest.raises(TooLargeError, match=r"big.bin unpacks to \d+ times its size"):
        read_docx(bomb)


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("MAX_UNPACKED", 500, "unpacked the file has"),
        ("MAX_ENTRIES", 3, "holds 4 files, the limit is 3"),
        ("MAX_PART", 100, "unpacks to 0 MiB"),
        ("MAX_PAGES", 0, "has 1 pages, the limit is 0"),
    ],
)
def test_limits(monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str) -> None:
    monkeypatch.setattr(limits, limit, value)

    with pytest.raises(TooLargeError, match=said):
        read_docx(package(p("Điều 1")))


def test_an_encrypted_entry_needs_a_password() -> None:
    data = bytearray(package(p("Điều 1")))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(EncryptedFileError, match="needs a password"):
        read_docx(bytes(data))


def test_nothing_outside_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document()
    document.add_paragraph("Điều 1")
    document.part.relate_to("http://192.0.2.1/i.png", f"{RELS}/image", is_external=True)
    document.part.relate_to("http://192.0.2.1/t.dotm", f"{RELS}/attachedTemplate", is_external=True)
    document.part.relate_to("file:///etc/passwd", f"{RELS}/footnotes", is_external=True)
    document.element.body.append(parse_xml(f"<w:altChunk {W}/>"))
    data = saved(document)
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a connection"))

    assert lines(data) == ["Điều 1"]
