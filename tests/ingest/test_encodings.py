from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encodings import LEGACY, decode_as, decode_bytes, decode_font, legacy_name, unicode_name
from ingest.errors import DamagedFileError, TooLargeError
from ingest.limits import MAX_TEXT_BYTES
from ingest.text import decode
from normalize.legacy import table

TABLES = [name for name in LEGACY if name != "windows-1258"]
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = [unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
LETTERS = [letter for letter in (*SMALL, *(letter.upper() for letter in SMALL)) if not letter.isascii()]
PARAGRAPH = """Cộng hoà xã hội chủ nghĩa Việt Nam
Độc lập - Tự do - Hạnh phúc
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Uỷ ban nhân dân tỉnh Quảng Ngãi yêu cầu các sở, ban, ngành và Uỷ ban nhân dân các huyện, thành phố
khẩn trương rà soát, bổ sung những nhiệm vụ được giao; kỷ luật nghiêm người vi phạm, cũng như chữ ký giả."""


def encoded(text: str, name: str) -> bytes:
    """The inverse of the table; where a capital is missing its small letter, as a font of capitals has it."""
    codes = {letter: code for code, letter in table(name).items()}
    return "".join(codes.get(c) or codes.get(c.lower(), c) for c in text).encode("latin-1")


@pytest.mark.parametrize("name", TABLES)
def test_every_letter_of_a_table_comes_back(name: str) -> None:
    present = set(table(name).values())
    wanted = LETTERS if name != "tcvn3" else [*SMALL, *"ĂÂÊÔƠƯĐ"]

    assert {letter for letter in wanted if not letter.isascii()} <= present
    for letter in present & set(LETTERS):
        assert decode_as(encoded(letter, name), name) == letter


@pytest.mark.parametrize("name", TABLES)
def test_no_two_codes_are_one_letter(name: str) -> None:
    assert len(set(table(name).values())) == len(table(name))


@pytest.mark.parametrize(
    ("posing", "name"),
    [  # how a text of each encoding looks in a Western editor: known from files, not from the tables
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "tcvn3"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni"),
        ("Cµng hòa xã hµi chü nghîa Vi®t Nam", "viscii"),
    ],
)
def test_a_motto_as_files_have_it(posing: str, name: str) -> None:
    data = posing.encode("latin-1")

    assert legacy_name(data) == name
    assert decode_bytes(data).replace("hoà", "hòa") == "Cộng hòa xã hội chủ nghĩa Việt Nam"


@pytest.mark.parametrize("name", TABLES)
def test_a_paragraph_is_known_and_comes_back(name: str) -> None:
    data = encoded(PARAGRAPH, name)

    assert decode_bytes(data) == PARAGRAPH
    assert legacy_name(data) in {name, "tcvn3"}  # without capitals with tone, tcvn1 is tcvn3


def test_windows_1258_comes_back() -> None:
    marks = unicodedata.normalize("NFD", "Việt Nam, cộng hoà").replace("e\u0323\u0302", "ê\u0323")
    data = marks.replace("o\u0323\u0302", "ô\u0323").encode("cp1258")

    assert decode_bytes(data) == "Việt Nam, cộng hoà"


def test_windows_quotes_stay_in_tcvn3() -> None:
    data = "\x93QuyÕt ®Þnh\x94 \x96 ViÖt Nam".encode("latin-1")

    assert decode_bytes(data) == "“Quyết định” – Việt Nam"


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        ("QUYÕT §ÞNH VÒ VIÖC", "QUYẾT ĐỊNH VỀ VIỆC"),
        ("UBND tØnh ra quyÕt ®Þnh", "UBND tỉnh ra quyết định"),
        ("theo QUYÕT §ÞNH cña tØnh", "theo QUYẾT ĐỊNH của tỉnh"),
        ("Hµ Néi", "Hà Nội"),
    ],
)
def test_capitals_that_tcvn3_lacks(seen: str, shown: str) -> None:
    assert decode_as(seen.encode("latin-1"), "tcvn3") == shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [PARAGRAPH, "Điều 1", "ab cd ef"])
def test_unicode_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_utf16_of_big_endian_with_mark() -> None:
    assert decode(codecs.BOM_UTF16_BE + "Điều 1".encode("utf-16-be")) == "Điều 1"


@pytest.mark.parametrize("data", [PARAGRAPH.encode()[:-1] + b"\xff", PARAGRAPH.encode().replace(b"\xbb", b"", 1)])
def test_broken_utf8_is_damage_and_no_legacy_text(data: bytes) -> None:
    with pytest.raises(DamagedFileError, match="is not utf-8"):
        decode(data)


def test_half_a_character_of_utf16_is_damage() -> None:
    with pytest.raises(DamagedFileError, match="is not utf-16-le"):
        decode(PARAGRAPH.encode("utf-16-le")[:-1])


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0")))
def test_utf8_stays_utf8(text: str) -> None:
    data = text.encode()
    if not unicode_name(data):
        assert decode_bytes(data) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text", ["Le café déjà vu à Montréal, où l'été naît", "Für größere Bücher schön geprüft", "señor año niño"]
)
def test_western_text_is_not_made_vietnamese(text: str) -> None:
    with pytest.raises(DamagedFileError, match="is not utf-8; save the file as UTF-8"):
        decode(text.encode("latin-1"))


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_damage(data: bytes) -> None:
    try:
        text = decode_bytes(data)
    except DamagedFileError:
        return
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        ("QuyÕt ®Þnh", ".VnTime", "Quyết định"),
        ("quyÕt ®Þnh", ".VnTimeH", "QUYẾT ĐỊNH"),
        ("Quyeát ñònh", "VNI-Times", "Quyết định"),
        ("Quy\uf0d5t", ".VnTime", "Quyết"),  # as a symbol font
        ("Quyết định", ".VnTime", "Quyết định"),  # Unicode text, only the font is old
        ("Quyết định", "Times New Roman", "Quyết định"),
        ("café", "Arial", "café"),
    ],
)
def test_legacy_fonts(text: str, font: str, shown: str) -> None:
    assert decode_font(text, font) == shown


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(TooLargeError, match="the limit is 64 MiB"):
        decode(bytes(MAX_TEXT_BYTES + 1))
