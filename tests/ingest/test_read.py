from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from docx import Document

from ingest import detect
from ingest.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    MissingProgramError,
    ReadError,
    TooLargeError,
    UnsupportedTypeError,
)
from ingest.pipes import without_pipes
from ingest.read import read_source

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", detect.PDF),
        (b"\n\n  %PDF-1.4", detect.PDF),
        ("Quyết định".encode(), detect.TEXT),
        ("Quyết định".encode("utf-16"), detect.TEXT),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"PK\x03\x04....", "application/zip"),
    ],
)
def test_the_content_says_the_type(data: bytes, kind: str) -> None:
    assert detect.media_type(data) == kind


def test_text_is_read_whatever_its_name(tmp_path: Path) -> None:
    file = tmp_path / "qd.pdf"
    file.write_text("QUYẾT ĐỊNH", encoding="utf-8")

    source = read_source(file)

    assert source.media_type == detect.TEXT
    assert [issue.kind for issue in source.issues] == ["extension_mismatch"]


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"", EmptyFileError, r"empty \(0 bytes\)"),
        (b"\n \n", EmptyFileError, "no text"),
        (b"%PDF-1.7\nnothing more", DamagedFileError, "PDF"),
        (bytes(range(32)) * 40, UnsupportedTypeError, "no known type"),
        (b"PK\x03\x04" + b"x" * 50, UnsupportedTypeError, "application/zip"),
        (b"GIF89a....", UnsupportedTypeError, "image/gif"),
        (b"MIME-Version: 1.0\n", UnsupportedTypeError, "multipart/related"),
        (OLE + "Workbook".encode("utf-16-le"), UnsupportedTypeError, "application/x-ole-storage"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedFileError, "needs a password"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", DamagedFileError, "truncated or broken zip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), DamagedFileError, "picture"),
        ("Le café déjà vu à Montréal".encode("latin-1"), DamagedFileError, "not utf-8"),
    ],
)
def test_bad_files_say_what_is_wrong(tmp_path: Path, data: bytes, error: type[ReadError], said: str) -> None:
    file = tmp_path / "qd.txt"
    file.write_bytes(data)

    with pytest.raises(error, match=said) as caught:
        read_source(file)

    assert caught.value.remedy


def test_a_folder_or_a_dead_link_is_no_file(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "gone.txt")

    for path in (tmp_path, link):
        with pytest.raises(ReadError, match="not a regular file"):
            read_source(path)


def docx() -> bytes:
    document = Document()
    document.add_paragraph("Điều 1")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind", "source", "issues"),
    [
        ("qd.docx", docx(), detect.DOCX, "docx", []),
        ("qd.doc", docx(), detect.DOCX, "docx", ["extension_mismatch"]),
        ("qd.html", "<html><p>Điều 1</html>".encode(), detect.HTML, "html", []),
        ("qd.doc", "<html><p>Điều 1</html>".encode(), detect.HTML, "html", ["extension_mismatch"]),
        ("qd.txt", "Điều 1".encode("utf-16-le"), detect.TEXT, "plain", []),
        ("qd.docx", "Điều 1".encode(), detect.TEXT, "plain", ["extension_mismatch"]),
    ],
)
def test_each_kind_has_its_reader(
    tmp_path: Path, name: str, data: bytes, kind: str, source: str, issues: list[str]
) -> None:
    file = tmp_path / name
    file.write_bytes(data)

    read = read_source(file)

    assert read.media_type == kind
    assert [line.text for line in read.pages[0].lines] == ["Điều 1"]
    assert read.pages[0].source == source
    assert [issue.kind for issue in read.issues] == issues


def test_old_word_files_need_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    file = tmp_path / "qd.doc"
    file.write_bytes(OLE + "WordDocument".encode("utf-16-le"))

    with pytest.raises(MissingProgramError, match="apt-get install"):
        read_source(file)


def test_a_text_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "qd.txt"
    with file.open("wb") as sparse:
        sparse.truncate(2**30)

    with pytest.raises(TooLargeError, match="more than 512 MiB; split it"):
        read_source(file)


def test_pipe_tables_are_lines_with_tabs(tmp_path: Path) -> None:
    file = tmp_path / "qd.md"
    table = "| TT | Nhiệm vụ | Hạn |\n|---|:---:|---|\n|**I.**| Thể chế<br>và luật | \n| 1 | a \\| b | 2025 |\n"
    file.write_text(f"# Phụ lục\n\n{table}\nA | B không là bảng\n", encoding="utf-8")

    read = read_source(file)

    assert [line.text for line in read.pages[0].lines if line.text.strip()] == [
        "Phụ lục",
        "TT\tNhiệm vụ\tHạn",
        "I.\tThể chế và luật\t",
        "1\ta | b\t2025",
        "A | B không là bảng",
    ]


@pytest.mark.parametrize("text", ["a | b", "|---|", "a | b\n---\n", "a\n|---|---|\n", "Điều 1"])
def test_text_without_a_pipe_table_is_left_alone(text: str) -> None:
    assert without_pipes(text.encode()) == text.encode()


def test_a_reader_brings_its_libraries_only_when_it_is_called() -> None:
    heavy = "docx lxml PIL cv2 pdfplumber pytesseract"
    code = f"import sys, ingest.read; print([name for name in {heavy.split()} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
