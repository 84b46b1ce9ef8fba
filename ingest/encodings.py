"""Bytes to text: Unicode with or without a mark, and the legacy Vietnamese encodings.

A legacy encoding announces itself nowhere, so the one whose result reads most like Vietnamese is taken, if it reads
like Vietnamese at all.
"""

from __future__ import annotations

import codecs
import unicodedata

from ingest.errors import DamagedFileError
from normalize.legacy import capital_line, translated, vietnamese_share

LEGACY = ("tcvn3", "vni", "viscii", "tcvn1", "windows-1258")  # where two read as well, the first
MIN_SHARE = 0.7  # share of the words with marks that must be syllables; names and debris are the rest
SAMPLE = 100_000  # bytes that are tried; the head of a decision is Vietnamese
UTF16_ZEROS = 0.4  # share of high bytes that are zero in UTF-16: in Vietnamese about three quarters
CONTROL = 0.01  # share of control characters from which data is no text

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
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
    text = translated(data.decode("latin-1"), name)
    if name == "tcvn3":
        text = "\n".join(map(capital_line, text.split("\n")))
    return unicodedata.normalize("NFC", text)


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
    decoded = unicodedata.normalize("NFC", translated(western, name))
    better = vietnamese_share(decoded) >= vietnamese_share(text)
    chosen = decoded if better and not any("\u0100" <= c < "\u2000" for c in western) else text
    return chosen.upper() if name == "tcvn3" and folded.endswith("h") else chosen


def _utf16_order(head: bytes) -> str:
    low, high = head[0::2], head[1::2]
    if len(high) < 4:
        return ""
    zeros_low, zeros_high = low.count(0) / len(low), high.count(0) / len(high)
    if zeros_high >= UTF16_ZEROS and zeros_low <= CONTROL:
        return "utf-16-le"
    return "utf-16-be" if zeros_low >= UTF16_ZEROS and zeros_high <= CONTROL else ""
