from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest import detect
from ingest.errors import DamagedFileError, EmptyFileError, ReadError, UnsupportedTypeError
from ingest.read import read_source

if TYPE_CHECKING:
    from pathlib import Path


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
