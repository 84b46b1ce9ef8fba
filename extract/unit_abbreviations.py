"""Abbreviations that a document defines itself, by words or by its list of addressees."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extract.unit_index import head_of
from extract.unit_words import bare, general_abbreviations, key, phrases, tokens
from normalize.datafile import read_tsv

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.unit_words import Token

_ACTS = Path(__file__).parent / "data" / "doc_types.tsv"
_CALLED = re.compile(
    r"\((?:sau đây |dưới đây )?(?:được )?(?:gọi|viết)(?: tắt| chung)*(?: là)?:?\s*([^()]{1,60})\)", re.IGNORECASE
)
_BRACKETED = re.compile(r"\(([A-ZĐ][\w&-]{1,14})\)")
_ITEM = re.compile(r"\s*(?:\d{1,3}[.)]|[-+•])\s*(\S.*)")
_SHORT = re.compile(r"[A-ZĐ](?<![\w&-].)[A-ZĐ]+(?:[&-][A-ZĐ]{2,})*(?![\w&-])")
_LEVEL = " cấp "
_NEAR = 40  # code points: the two words before a short form stand in them
_START = re.compile(r"[;:.(]|\bcủa |\bvới |\bcho |\btại ")


def find_abbreviations(lines: Iterable[str]) -> dict[str, str]:
    """Short forms and what they stand for in this document.

    Reads "Bộ Khoa học và Công nghệ (sau đây gọi là Bộ)", "trí tuệ nhân tạo (TTNT)", and short forms that a
    list of full unit names of the same document spells out ("Danh sách đầu mối": KT-KT, QG).
    """
    whole = list(lines)
    found: dict[str, str] = {}
    for line in whole:
        if "(" not in line:
            continue
        for match in _CALLED.finditer(line):
            short = bare(match[1].strip("“”\"'"))
            full = _named_before(line[: match.start()], short)
            if _may_call(short):
                _add(found, short, full)
        for match in _BRACKETED.finditer(line):
            _add(found, match[1], _spelled_before(line[: match.start()], match[1]))
    items = (item[1].rstrip(" .;") for line in whole if (item := _ITEM.match(line)))
    listed = [item for item in items if head_of(key(item))]
    _spell_out(found, listed, whole)
    return found


def _add(found: dict[str, str], short: str, full: str) -> None:
    if short and full and len(short) < len(full):
        found.setdefault(short, full)


def _may_call(short: str) -> bool:
    """Whether a short form may stand for a unit, not for the act that the unit has made, nor for a whole level.

    "Phê duyệt Kế hoạch … của Bộ trưởng Bộ Y tế (sau đây gọi tắt là Kế hoạch)" calls the plan so, not the minister;
    "các xã, phường (gọi chung là UBND cấp xã)" is an open group under either name, and so is "(gọi là cấp xã)"; "đặc
    khu" is a kind of place.
    """
    called = key(short)
    is_place = called in phrases("collectives.tsv", "place")
    return not (is_place or f"{called} ".startswith(_acts()) or _LEVEL in f" {called} ")


@cache
def _acts() -> tuple[str, ...]:
    """Keys of the kinds of documents."""
    return tuple(f"{key(row['name'])} " for row in read_tsv(_ACTS, ("name", "letters", "is_law"), key="name"))


def _named_before(text: str, short: str) -> str:
    """The unit named at the end of the text, for "(sau đây gọi là …)"; "" if no unit is.

    One that begins with the short form itself is meant rather than one before it: "Ban Tổ chức Hội thi … (Hội thi)".
    """
    clause = _START.split(text)[-1]
    starts = [match.start() for match in re.finditer(r"(?<!\w)[A-ZĐƯÔÂÊỦ]", clause)]
    named = [clause[at:] for at in starts if head_of(key(clause[at:]))]
    own = [name for name in named if key(name).startswith(f"{key(short)} ")]
    return bare((own or named or [""])[0])


def _spelled_before(text: str, short: str) -> str:
    """The last words of the text whose initials are the short form."""
    words = list(re.finditer(r"\w+", text))
    parts = tokens(short)
    for size in range(2, min(len(words), 2 * len(short)) + 1):
        tail = [word[0].lower() for word in words[-size:]]
        if tail[0] != "và" and spells(parts, tail, known=False):
            return " ".join(text[words[-size].start() :].split())
    return ""


def _spell_out(found: dict[str, str], listed: Sequence[str], lines: Sequence[str]) -> None:
    """Short forms that stand, after the same words, where a listed name has the full ones."""
    if not listed:
        return
    names = [list(re.finditer(r"\w+", name)) for name in listed]
    lowered = [[word[0].lower() for word in words] for words in names]
    behind = _places(lowered)
    known = general_abbreviations()
    for line in lines:
        for match in _SHORT.finditer(line):
            if match[0] in found or match[0] in known:
                continue
            near = line[max(0, match.start() - _NEAR) : match.start()]
            before = tuple([word for part in tokens(near)[-2:] for word in part.words][-2:])
            fulls = {
                listed[number][names[number][at].start() : names[number][end - 1].end()]
                for number, at in behind.get(before, ())
                for end in range(at + 2, len(lowered[number]) + 1)
                if spells(tokens(match[0]), lowered[number][at:end], known=False)
            }
            if len({full.lower() for full in fulls}) == 1:
                _add(found, match[0], min(fulls))


def _places(names: Sequence[Sequence[str]]) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    """For each word, and each two words in a row, of names where they end: the name's number and the next word's."""
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, words in enumerate(names):
        for size in (1, 2):
            for at in range(size, len(words)):
                places[tuple(words[at - size : at])].append((number, at))
    return places


def spells(parts: Sequence[Token], words: Sequence[str], known: bool = True) -> bool:
    """Whether tokens are the words of a name, upper-case ones by their initials; "và" may be left out.

    `known`: abbreviations that were written out count as their words.
    """
    pattern: list[tuple[str, bool]] = []
    for part in parts:
        if part.text.isupper() and len(part.text) > 1 and not (known and part.is_short):
            pattern += [(letter.lower(), True) for letter in part.text if letter.isalpha()]
        else:
            pattern += [(word, False) for word in part.words]
    return _fits(tuple(pattern), tuple(words))


def _fits(pattern: tuple[tuple[str, bool], ...], words: tuple[str, ...]) -> bool:
    if not pattern or not words:
        return not pattern and not words
    (wanted, initial), word = pattern[0], words[0]
    same = word == wanted or (initial and word.startswith(wanted))
    return (same and _fits(pattern[1:], words[1:])) or (word == "và" and _fits(pattern, words[1:]))
