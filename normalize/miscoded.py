"""Text whose bytes were read by the wrong table: `Quyáº¿t Ä‘á»‹nh`, `QuyÕt ®Þnh`, `Quyeát ñònh`, `Quy&#7871;t`.

No engine misread these letters: each stands for exactly one other, and comes back by the table, not by odds. Which
table it was is told by the text: the one that makes Vietnamese of it. Every word that changes is an edit.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, reduce
from typing import TYPE_CHECKING, TypeAlias

from normalize.compose import compose
from normalize.legacy import WINDOWS, capital_line, table, vietnamese_share
from normalize.records import Edit, Repaired, replay
from normalize.syllable import LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Repair = Callable[[Sequence[str]], Sequence[Repaired]]
    Judge = Callable[[str], float]

UTF8 = "utf-8"
WAYS = ((UTF8,), (UTF8, UTF8), ("tcvn3",), ("vni",), ("viscii",), ("windows-1258",))
"""What a text may be that was read as Windows-1252 or Latin-1, once or twice; where two read as well, the first."""

_READ_AS = ("cp1252", "latin-1", "cp1258")  # how UTF-8 is misread
_WESTERN = "".join(WINDOWS.get(code) or chr(code) for code in range(0x80, 0x100))
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SUSPECT = re.compile(r"[\x80-ÿŒœŠšŽžŸƒˆ˜‚„†‡‰‹›€™]")  # what Windows-1252 and Latin-1 have beyond ASCII
_PROPER = re.compile(r"[ăđĩũơưạ-ỹĂĐĨŨƠƯẠ-Ỹ]")  # what they have not: Vietnamese letters that no bytes pose as
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_FEW, _SAMPLE = 4, 200  # words that must speak for a table, and lines that are looked at
_RIGHT, _BETTER = 0.95, 0.8  # share of syllables as it stands at most, and as the table has it at least
_GAINED = 0.3  # how much more Vietnamese the text must read, 0..1
_GAIN, _CONFIDENCE = 3.0, 0.99


@dataclass(frozen=True, slots=True)
class _Code:
    """A table that a text may have been misread by: what stands in the text, to the letter that was meant."""

    name: str
    letters: Mapping[str, str]
    pattern: re.Pattern[str]


Way: TypeAlias = tuple[_Code, ...]


def around(repair: Repair, lines: Sequence[str], judge: Judge) -> list[Repaired]:
    """The lines repaired, after those whose bytes were read by the wrong table were read by the right one."""
    read = recoded(lines, judge)
    if read is None:
        return list(repair(lines))
    return [compose(*both) for both in zip(read, repair([one.text for one in read]), strict=True)]


def recoded(lines: Sequence[str], judge: Judge) -> list[Repaired] | None:
    """The lines of a text with what their bytes mean, each change an edit; None where nothing was misread.

    `judge` tells how Vietnamese a text is, 0..1.
    """
    suspects = [line for line in lines if _SUSPECT.search(line) and not _PROPER.search(line)]
    way = _way("\n".join(suspects[:_SAMPLE]), judge) if suspects else ()
    if not way and not any("&" in line and _ENTITY.search(line) for line in lines):
        return None
    return [_line(unicodedata.normalize("NFC", line), way) for line in lines]


def _way(text: str, judge: Judge) -> Way:
    """The tables that make Vietnamese of a text, one after the other; () where it is that already, or none does."""
    marked = [word for word in re.findall(r"\w+", text) if not word.isascii()]
    if len(marked) < _FEW or vietnamese_share(text) >= _RIGHT:
        return ()
    ways = [tuple(_codes()[name] for name in names) for names in WAYS]
    texts = [reduce(_read, way, text) for way in ways]
    shares = [vietnamese_share(read) for read in texts]
    best = shares.index(max(shares))
    return ways[best] if shares[best] >= _BETTER and judge(texts[best]) >= judge(text) + _GAINED else ()


def _read(text: str, code: _Code) -> str:
    return code.pattern.sub(lambda match: code.letters[match[0]], text)


def _line(line: str, way: Way) -> Repaired:
    """One line read by the tables, and without entities."""
    done = Repaired(line, line)
    for code in () if _PROPER.search(line) else way:
        done = compose(done, _reread(done.text, code))
    if "&" not in done.text:
        return done
    named = ((match, html.unescape(match[0])) for match in _ENTITY.finditer(done.text))
    found = [(*match.span(), letter) for match, letter in named if not letter.endswith(";") or match[0] == "&semi;"]
    return compose(done, _written(done.text, found, "entity"))


def _reread(line: str, code: _Code) -> Repaired:
    found = [(*match.span(), code.letters[match[0]]) for match in code.pattern.finditer(line)]
    done = _written(line, found, "encoding")
    capitals = capital_line(done.text) if code.name == "tcvn3" else done.text
    if len(capitals) != len(done.text):
        return done
    found = [(at, at + 1, new) for at, (old, new) in enumerate(zip(done.text, capitals, strict=True)) if old != new]
    return compose(done, _written(done.text, found, "encoding"))


def _written(line: str, found: Sequence[tuple[int, int, str]], rule: str) -> Repaired:
    """The line with letters replaced, an edit a word."""
    edits = tuple(
        Edit(start, end, line[start:end], after, rule, _GAIN, _CONFIDENCE)
        for start, end, after in _by_word(line, found)
        if line[start:end] != after
    )
    return Repaired(line, replay(line, edits), edits)


def _by_word(line: str, found: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The replacements of each word together, with the whole word around them."""
    start = end = -1
    text = ""
    for first, last, after in found:
        if start >= 0 and not re.search(r"\s", line[end:first]):
            text += line[end:first] + after
        else:
            if start >= 0:
                yield _whole(line, start, end, text)
            start, text = first, after
        end = last
    if start >= 0:
        yield _whole(line, start, end, text)


def _whole(line: str, start: int, end: int, text: str) -> tuple[int, int, str]:
    before = re.search(r"\S*\Z", line[:start])
    after = re.match(r"\S*", line[end:])
    left, right = before[0] if before else "", after[0] if after else ""
    return start - len(left), end + len(right), left + text + right


@cache
def _codes() -> dict[str, _Code]:
    made = {UTF8: dict(_utf8()), "windows-1258": dict(_decomposed())}
    names = dict.fromkeys(name for way in WAYS for name in way)
    tables = {name: made.get(name) or _posing(table(name)) for name in names}
    return {name: _Code(name, letters, _pattern(letters)) for name, letters in tables.items()}


def _pattern(letters: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(letters, key=len, reverse=True))))


def _letters() -> list[str]:
    small = sorted(letter for letter in LETTERS if not letter.isascii())
    return [*small, *map(str.upper, small)]


def _utf8() -> Iterator[tuple[str, str]]:
    """What the bytes of a letter look like in each table that UTF-8 is misread by."""
    for letter in (*_letters(), *_WESTERN, *map(chr, WINDOWS)):
        for name in _READ_AS:
            yield "".join(_read_as(bytes([byte]), name) for byte in letter.encode()), letter
    yield "Ã ", "à"  # a no-break space is a space to many editors


def _read_as(byte: bytes, name: str) -> str:
    try:
        return byte.decode(name)
    except UnicodeDecodeError:
        return byte.decode("latin-1")


def _decomposed() -> Iterator[tuple[str, str]]:
    """Windows-1258, which sets the tone behind the letter, misread as Windows-1252."""
    for letter in _letters():
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in _TONES), "")
        coded = (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")
        code = "".join(_read_as(bytes([byte]), "cp1252") for byte in coded)
        if code != letter:
            yield code, letter


def _posing(letters: Mapping[str, str]) -> dict[str, str]:
    """A legacy table as its bytes look in Windows-1252."""
    return {"".join(WINDOWS.get(ord(c)) or c for c in code): letter for code, letter in letters.items()}
