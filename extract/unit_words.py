"""The words of a unit's name: tokens, abbreviations written out, and the word lists of `data/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Self

from extract.registry import DATA
from normalize.datafile import read_tsv
from normalize.syllable import unify_tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SEPARATORS = frozenset({",", ";", "/", "\n", "+", "•", "và", "cùng", "hoặc"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of a text.

    Attributes:
        text: as written.
        start: code points into the text.
        end: exclusive.
        words: lower case, one tone style, abbreviations written out; () for a mark.
        full: the text with abbreviations written out, in its own case.
        low: its words joined, or the mark itself.
    """

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    full: str
    low: str

    @property
    def is_short(self) -> bool:
        """Whether it is an abbreviation that was written out."""
        return self.full != self.text


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Phrases by their first word, in the order in which they are tried."""

    by_first: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Self:
        """Phrases in this order; commas and semicolons may follow their words."""
        found: dict[str, list[str]] = {}
        for phrase in phrases:
            found.setdefault(re.split(r"[ ,;]", phrase, maxsplit=1)[0], []).append(phrase)
        return cls({first: tuple(words) for first, words in found.items()})

    def __iter__(self) -> Iterator[str]:
        return (phrase for words in self.by_first.values() for phrase in words)

    def __contains__(self, words: object) -> bool:
        return isinstance(words, str) and words in self.by_first.get(re.split(r"[ ,;]", words, maxsplit=1)[0], ())


@lru_cache(maxsize=1)
def general_abbreviations() -> dict[str, str]:
    """Abbreviations that stand in many documents, short → full."""
    rows = read_tsv(DATA / "abbreviations.tsv", ("short", "full", "uses"), key="short")
    return {row["short"]: row["full"] for row in rows}


@lru_cache(maxsize=1)
def heads() -> dict[str, str]:
    """First words of unit names, lower case, longer ones first → kind of unit."""
    rows = read_tsv(DATA / "unit_heads.tsv", ("word", "kind"), key="word")
    words = {unify_tone(row["word"].lower()): row["kind"] for row in rows}
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))


@lru_cache(maxsize=1)
def titles() -> tuple[tuple[str, ...], ...]:
    """Titles of office holders as words, longest first."""
    rows = read_tsv(DATA / "office_holders.tsv", ("title",), key="title")
    return tuple(sorted((tuple(row["title"].lower().split()) for row in rows), key=len, reverse=True))


@cache
def head_phrases() -> Phrases:
    """The words that names of units begin with, longest first."""
    return Phrases.of(heads())


@cache
def title_phrases() -> Phrases:
    """Titles of office holders, longest first."""
    return Phrases.of(" ".join(title) for title in titles())


@cache
def phrases(name: str, group: str) -> Phrases:
    """Word lists of a class in `collectives.tsv` or `unit_verbs.tsv`, longest first."""
    rows = read_tsv(DATA / name, ("class", "words"))
    found = {unify_tone(row["words"]) for row in rows if row["class"] == group}
    return Phrases.of(sorted(found, key=lambda words: (-len(words), words)))


@lru_cache(maxsize=64)
def _pattern(short_forms: tuple[str, ...]) -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in sorted(short_forms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{forms})(?![\w&])|\w+(?:&\w+)*|\n+|[^\w\s]")


@lru_cache(maxsize=1024)  # the words of an item are asked for again and again: who leads, who coordinates, who else
def tokens(text: str, abbreviations: tuple[tuple[str, str], ...] = ()) -> tuple[Token, ...]:
    """Words and marks of a text, abbreviations known generally or from its document written out."""
    known = {**general_abbreviations(), **dict(abbreviations)}
    found: list[Token] = []
    for match in _pattern(tuple(known)).finditer(text):
        seen = match[0]
        full = known.get(seen, seen)
        words = _words_of(full)
        mark = "\n" if seen.startswith("\n") else seen
        low = " ".join(words) or mark
        found.append(Token(mark, match.start(), match.end(), words, full if words else mark, low))
    return tuple(found)


@lru_cache(maxsize=16384)
def _words_of(text: str) -> tuple[str, ...]:
    """Words in lower case and one tone style."""
    return tuple(re.findall(r"\w+", unify_tone(text.lower())))


def key(text: str) -> str:
    """What two spellings of one name share: lower case, one tone style, no marks, no doubled space."""
    return " ".join(re.findall(r"\w+", unify_tone(text.lower()).replace("&", " và ")))


def written_out(text: str, parts: tuple[Token, ...]) -> str:
    """The text of those tokens with abbreviations written out, white space single, edges bare."""
    if not parts:
        return ""
    pieces: list[str] = []
    at = parts[0].start
    for part in parts:
        pieces.append(text[at : part.start] + _in_case(part))
        at = part.end
    return bare("".join(pieces))


def _in_case(part: Token) -> str:
    return part.full[:1].upper() + part.full[1:] if part.is_short and not part.text[:1].islower() else part.full


def bare(text: str) -> str:
    """White space single, marks and bullets at the edges left out; a closing bracket stays with its opening one."""
    tidy = " ".join(text.split()).strip(" ,;:.-–—+•*/")
    return tidy.strip("() ,;:.-–—+•*/") if tidy.count("(") != tidy.count(")") else tidy
