from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import DamagedFileError, EmptyFileError
from ingest.paging import is_page_number
from ingest.text import decode, read_text

PARAGRAPH = "Dòng một của trang\nDòng hai của trang\nDòng ba của trang"


def page_starts(text: str) -> list[str]:
    return [next(line.text for line in page.lines if line.text.strip()) for page in read_text(text.encode())]


def test_form_feeds_mark_pages() -> None:
    assert page_starts("một\fhai\n\n\n\n\nvẫn hai\fba") == ["một", "hai", "ba"]


def test_several_blank_lines_mark_pages_and_one_does_not() -> None:
    assert page_starts(f"{PARAGRAPH}\n\n{PARAGRAPH}\n\n\n\nTrang hai\n{PARAGRAPH}") == [
        "Dòng một của trang",
        "Trang hai",
    ]


def test_the_blank_space_of_a_signature_is_no_page_end() -> None:
    text = f"{PARAGRAPH}\nKT. BỘ TRƯỞNG\n\n\n\nNguyễn Văn A\n\n\n\n{PARAGRAPH}"

    pages = read_text(text.encode())

    assert "Nguyễn Văn A" in [line.text for line in pages[0].lines]


def test_a_page_number_starts_its_page() -> None:
    assert page_starts(f"{PARAGRAPH}\n\n\n\n2\n\n{PARAGRAPH}") == ["Dòng một của trang", "2"]


def test_page_numbers_alone_mark_pages_at_the_top_or_at_the_foot() -> None:
    top = f"{PARAGRAPH}\n\n2\n\n{PARAGRAPH}\n\n- 3 -\n\n{PARAGRAPH}"
    foot = f"{PARAGRAPH}\n\n1\n\n{PARAGRAPH}\n\n2\n\n{PARAGRAPH}"
    figures = f"{PARAGRAPH}\n\n30\n\n{PARAGRAPH}\n\n2024\n\n{PARAGRAPH}"

    assert page_starts(top) == ["Dòng một của trang", "2", "- 3 -"]
    assert page_starts(foot) == ["Dòng một của trang"] * 3
    assert page_starts(figures) == ["Dòng một của trang"]


def test_empty_table_cells_are_no_blank_lines() -> None:
    text = f"{PARAGRAPH}\n" + "\t\n" * 9 + f"\t1\n{PARAGRAPH}"

    assert len(read_text(text.encode())) == 1


@pytest.mark.parametrize(
    "data",
    [
        "Quyết định".encode(),
        codecs.BOM_UTF8 + "Quyết định".encode(),
        "Quyết định".encode("utf-16"),
        unicodedata.normalize("NFD", "Quyết định").encode(),
        b"Quy\xe1\xba\xbft \xc4\x91\xe1\xbb\x8bnh",
    ],
)
def test_text_comes_out_as_nfc(data: bytes) -> None:
    assert decode(data) == "Quyết định"


def test_line_ends_of_all_systems_are_one() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


def test_bytes_that_are_no_text_are_damage() -> None:
    with pytest.raises(DamagedFileError, match="byte 3 is not utf-8; save the file as UTF-8"):
        decode(b"abc\xff\xfe\xfa")


@pytest.mark.parametrize("data", [b"", b" \n\t\n", codecs.BOM_UTF8])
def test_white_space_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(EmptyFileError):
        decode(data)


@pytest.mark.parametrize(
    ("line", "is_number"), [("2", True), ("- 12 -", True), (" 3 ", True), ("2.", False), ("", False)]
)
def test_page_numbers(line: str, is_number: bool) -> None:
    assert is_page_number(line) is is_number


@given(st.text(alphabet="ab \n\f\t1", min_size=1).filter(lambda text: text.strip()))
def test_pages_together_hold_every_word_in_order(text: str) -> None:
    words = [word for page in read_text(text.encode()) for line in page.lines for word in line.text.split()]

    assert words == text.split()
