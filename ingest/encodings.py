"""Bytes to text: Unicode with or without a mark, and the legacy Vietnamese encodings.

What a byte means is data (`ingest/data/encodings.tsv`). A legacy encoding announces itself nowhere, so the one
whose result reads most like Vietnamese is taken, if it reads like Vietnamese at all.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache
from pathlib import Path

from ingest.errors import DamagedFileError
from normalize.datafile import read_tsv
from normalize.syllable import is_syllable

LEGACY = ("tcvn3", "vni", "viscii", "tcvn1", "windows-1258")  # where two read as well, the first
MIN_SHARE = 0.7  # share of the words with marks that must be syllables; names and debris are the rest
SAMPLE = 100_000  # bytes that are tried; the head of a decision is Vietnamese
UTF16_ZEROS = 0.4  # share of high bytes that are zero in UTF-16: in Vietnamese about three quarters
CONTROL = 0.01  # share of control characters from which data is no text

_TABLE = Path(__file__).parent / "data" / "encodings.tsv"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WORDS = re.compile(r"[^\W\d_]+")
_WINDOWS = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
_FONTS = (("vni-", "vni"), (".vn", "tcvn3"))  # how fonts of a legacy encoding are named, folded


def decode_bytes(data: bytes) -> str:
    """The text of `data`, as NFC: by its byte order mark, as UTF-16, as UTF-8, else in a legacy encoding.

    Bytes that are UTF-8 are never taken for anything else.

    Raises:
        DamagedFileError: if no encoding makes Vietnamese of them.
    """
    name = unicode_name(data) or "utf-8"
    try:
        return unicodedata.normalize("NFC", data.decode(name))
    except UnicodeDecodeError as error:
        legacy = legacy_name(data) if name == "utf-8" else ""
        if legacy:
            return decode_as(data, legacy)
        raise DamagedFileError(f"byte {error.start} is not {name}", "save the file as UTF-8") from error


def unicode_name(data: bytes) -> str:
    """Python's name of the Unicode encoding that a byte order mark or zero bytes give away; "" without either."""
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), "")
    return marked or _utf16_order(data[:4096])


def legacy_name(data: bytes) -> str:
    """The legacy encoding in which `data` reads most like Vietnamese; "" if in none it does."""
    sample = data[:SAMPLE]
    shares = {name: vietnamese_share(decode_as(sample, name)) for name in LEGACY}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= MIN_SHARE else ""


def decode_as(data: bytes, name: str) -> str:
    """`data` in the legacy encoding `name`, as NFC; a byte that has no meaning there is as in Windows-1252."""
    if name == "windows-1258":
        return unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    text = _translated(data.decode("latin-1"), name)
    return unicodedata.normalize("NFC", _with_capitals(text) if name == "tcvn3" else text)


def decode_font(text: str, font: str) -> str:
    """`text` set in a legacy font (`.VnTime`, `VNI-Times`), whose letters pose as Western ones; else as given.

    Symbol fonts keep their codes in the private area from U+F000. The capitals of a `.Vn…H` font are small
    letters in the file. Text that reads better as it is, because only its font is old, is left alone.
    """
    folded = font.casefold()
    name = next((name for start, name in _FONTS if folded.startswith(start)), "")
    if not name:
        return text
    western = "".join(chr(ord(c) - 0xF000) if 0xF020 <= ord(c) <= 0xF0FF else c for c in text)
    decoded = unicodedata.normalize("NFC", _translated(western, name))
    better = vietnamese_share(decoded) >= vietnamese_share(text)
    chosen = decoded if better and not any("\u0100" <= c < "\u2000" for c in western) else text
    return chosen.upper() if name == "tcvn3" and folded.endswith("h") else chosen


def vietnamese_share(text: str) -> float:
    """Share of the words with a letter beyond ASCII that can be Vietnamese syllables, 0..1; 0 without any."""
    words = [word for word in _WORDS.findall(text) if not word.isascii()]
    strays = sum(
        unicodedata.category(character) in {"Cc", "Co", "Cn"} for character in text if character not in "\t\n\r\f"
    )
    return sum(map(is_syllable, words)) / (len(words) + strays) if words else 0.0


def table(name: str) -> dict[str, str]:
    """What the bytes of a legacy encoding mean: one or two bytes, as Latin-1 characters, to a letter."""
    return dict(_tables()[name])


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for row in read_tsv(_TABLE, ("encoding", "bytes", "letter")):
        code = bytes.fromhex(row["bytes"]).decode("latin-1")
        tables.setdefault(row["encoding"], {})[code] = row["letter"]
    return tables


@cache
def _pattern(name: str) -> re.Pattern[str]:
    codes = sorted(_tables()[name], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, codes)) + "|[\x80-\x9f]")


def _translated(text: str, name: str) -> str:
    letters = _tables()[name]

    def letter(match: re.Match[str]) -> str:
        code = match[0]
        return letters.get(code) or _WINDOWS.get(ord(code)) or code

    return _pattern(name).sub(letter, text)


def _with_capitals(text: str) -> str:
    """Lines in capitals as they were printed: TCVN3 has no capitals with a tone mark, a font of capitals shows them."""
    return "\n".join(_capital_line(line) for line in text.split("\n"))


def _capital_line(line: str) -> str:
    plain = [character for character in line if character.isascii() and character.isalpha()]
    if len(plain) >= 3 and all(character.isupper() for character in plain):
        return line.upper()
    return _WORDS.sub(lambda word: word[0].upper() if _is_capital_word(word[0]) else word[0], line)


def _is_capital_word(word: str) -> bool:
    """ĐịNH: a capital behind a small letter, and every small letter one that lacks its capital in TCVN3."""
    small = [character for character in word if character.islower()]
    return bool(small) and not any(map(str.isascii, small)) and word[-1].isupper()


def _utf16_order(head: bytes) -> str:
    low, high = head[0::2], head[1::2]
    if len(high) < 4:
        return ""
    zeros_low, zeros_high = low.count(0) / len(low), high.count(0) / len(high)
    if zeros_high >= UTF16_ZEROS and zeros_low <= CONTROL:
        return "utf-16-le"
    return "utf-16-be" if zeros_low >= UTF16_ZEROS and zeros_high <= CONTROL else ""
