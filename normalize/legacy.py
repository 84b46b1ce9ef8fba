"""The legacy Vietnamese encodings: what their bytes mean, and how Vietnamese the text is that they make.

What a byte means is data (`normalize/data/encodings.tsv`), keyed by the Latin-1 characters of one or two bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

from normalize.datafile import read_tsv
from normalize.syllable import is_syllable

WINDOWS = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
"""What the bytes that Latin-1 keeps for control characters mean in Windows-1252; "" where nothing."""

_TABLE = Path(__file__).parent / "data" / "encodings.tsv"
_WORDS = re.compile(r"[^\W\d_]+")


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


def translated(text: str, name: str) -> str:
    """The letters that Latin-1 characters stand for in a legacy encoding; others are as in Windows-1252."""
    letters = _tables()[name]

    def letter(match: re.Match[str]) -> str:
        code = match[0]
        return letters.get(code) or WINDOWS.get(ord(code)) or code

    return _pattern(name).sub(letter, text)


def vietnamese_share(text: str) -> float:
    """Share of the words with a letter beyond ASCII that can be Vietnamese syllables, 0..1; 0 without any."""
    words = [word for word in _WORDS.findall(text) if not word.isascii()]
    strays = sum(
        times
        for character, times in Counter(text).items()
        if character not in "\t\n\r\f" and unicodedata.category(character) in {"Cc", "Co", "Cn"}
    )
    return sum(map(is_syllable, words)) / (len(words) + strays) if words else 0.0


def capital_line(line: str) -> str:
    """A line as it was printed: TCVN3 has no capitals with a tone mark, a font of capitals shows them."""
    plain = [character for character in line if character.isascii() and character.isalpha()]
    if len(plain) >= 3 and all(character.isupper() for character in plain):
        return line.upper()
    return _WORDS.sub(lambda word: word[0].upper() if _is_capital_word(word[0]) else word[0], line)


def _is_capital_word(word: str) -> bool:
    """ĐịNH: a capital behind a small letter, and every small letter one that lacks its capital in TCVN3."""
    small = [character for character in word if character.islower()]
    return bool(small) and not any(map(str.isascii, small)) and word[-1].isupper()
