"""The words of a unit's name: tokens, abbreviations written out, and the word lists of `data/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self

from extract.letters import UPPER
from extract.registry import DATA
from normalize.datafile import read_tsv
from normalize.syllable import unify_tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SEPARATORS = frozenset({",", ";", "/", "\n", "+", "•", "và", "cùng", "hoặc"})

_WORD = re.compile(r"\w+")
_new = tuple.__new__  # a named tuple's own constructor takes three times as long


class Token(NamedTuple):
    """A word or a mark of a text; there are many, and a tuple is made four times as fast as another frozen record.

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
    """Phrases by their first word, in the order in which they are tried.

    Attributes:
        reach: the most tokens one takes.
        closed: the same as `by_first`, each phrase as it may stand in a text: with what may come right behind it.
    """

    by_first: Mapping[str, tuple[str, ...]]
    reach: int
    closed: Mapping[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Self:
        """Phrases in this order; commas and semicolons may follow their words."""
        found: dict[str, list[str]] = {}
        for phrase in phrases:
            found.setdefault(re.split(r"[ ,;]", phrase, maxsplit=1)[0], []).append(phrase)
        reach = max((len(re.findall(r"\w+|[^\w\s]", words)) for group in found.values() for words in group), default=0)
        closed = {first: tuple((f"{p} ", f"{p},", f"{p};") for p in group) for first, group in found.items()}
        return cls({first: tuple(group) for first, group in found.items()}, reach, closed)

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
def titles_by_word() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Titles of office holders by their first word, longest first."""
    return {
        first: tuple(title for title in titles() if title[0] == first) for first in {title[0] for title in titles()}
    }


@cache
def head_phrases() -> Phrases:
    """The words that names of units begin with, longest first."""
    return Phrases.of(heads())


@cache
def title_phrases() -> Phrases:
    """Titles of office holders, longest first."""
    return Phrases.of(" ".join(title) for title in titles())


def first_words(*more: Phrases) -> frozenset[str]:
    """The first words of names of units, of titles of office holders, and of more phrases."""
    return frozenset(first for group in (head_phrases(), title_phrases(), *more) for first in group.by_first)


@cache
def phrases(name: str, group: str) -> Phrases:
    """Word lists of a class in `collectives.tsv` or `unit_verbs.tsv`, longest first."""
    rows = read_tsv(DATA / name, ("class", "words"))
    found = {unify_tone(row["words"]) for row in rows if row["class"] == group}
    return Phrases.of(sorted(found, key=lambda words: (-len(words), words)))


def size_at(parts: Sequence[Token], at: int, phrase: str) -> int:
    """How many tokens a phrase that stands at a token takes; an abbreviation is several of its words."""
    words = len(phrase.replace(",", " ,").split())
    size = 0
    while words > 0 and at + size < len(parts):
        words -= max(len(parts[at + size].words), 1)
        size += 1
    return size


def phrase_at(parts: Sequence[Token], at: int, choices: Phrases) -> str:
    """The first of the phrases that stands at a token, commas and all; "" if none does."""
    if at >= len(parts):
        return ""
    likely = choices.closed.get(parts[at].low.partition(" ")[0])
    if likely is None:
        return ""
    here = ""
    for part in parts[at : at + choices.reach + 1]:  # and the mark behind it
        here += part.low if part.text in ",;" or not here else f" {part.low}"
    here += " "
    for closed in likely:
        if here.startswith(closed):
            return closed[0][:-1]
    return ""


def behind(parts: Sequence[Token], at: int, choices: Phrases) -> int:
    """Index behind the phrase that stands at a token; `at` itself where none does."""
    return at + size_at(parts, at, phrase_at(parts, at, choices))


class _Reader:
    """Cuts texts into tokens with the abbreviations of one document and those known generally."""

    def __init__(self, abbreviations: tuple[tuple[str, str], ...]) -> None:
        self.known = {**general_abbreviations(), **dict(abbreviations)}
        self.pattern = re.compile(f"({_pattern(self.known)})")
        self.own = {short: _goes_on(short, full) for short, full in abbreviations if _begins_with(full, short)}
        self.read = lru_cache(maxsize=1 << 14)(self._read)

    def _read(self, seen: str) -> tuple[str, tuple[str, ...], str, str]:
        """Text, words, full and low of the token that is printed like this."""
        full = self.known.get(seen, seen)
        words = _words_of(full)
        mark = "\n" if seen.startswith("\n") else seen
        return mark, words, full if words else mark, " ".join(words) or mark

    def is_whole(self, seen: str, text: str, end: int, found: Sequence[Token]) -> bool:
        """Whether words are a name, not what the document calls one of them: "Bộ" in "Bộ Y tế", "các bộ"."""
        plural = bool(found) and found[-1].low in phrases("collectives.tsv", "start")
        return plural or self.own[seen].match(text, end) is not None


def _begins_with(full: str, short: str) -> bool:
    return full.lower().startswith(f"{short.lower()} ")


def _goes_on(short: str, full: str) -> re.Pattern[str]:
    """What follows the first words of a name where they are no short form of it: its next word, a name, an office.

    So "Chi cục", short for "Chi cục Kiểm lâm", is none in "Chi cục Kiểm lâm", "Chi cục Thủy sản", "Chi cục trưởng".
    """
    after = full[len(short) :].split(maxsplit=1)[0]
    return re.compile(rf"[ \t]+(?:{re.escape(after)}(?!\w)|trưởng(?!\w)|[{UPPER}])")


@lru_cache(maxsize=4)
def _reader(abbreviations: tuple[tuple[str, str], ...]) -> _Reader:
    return _Reader(abbreviations)


def _pattern(short_forms: Iterable[str]) -> str:
    """Words and marks; of the short forms only those that are no word by themselves ("TP.", "LĐ-TB&XH") need naming."""
    odd = [form for form in sorted(short_forms, key=len, reverse=True) if not _WORD.fullmatch(form)]
    forms = "|".join(rf"{re.escape(form)}(?![\w&])" for form in odd)
    begins = re.escape("".join({form[0] for form in odd}))
    named = rf"(?<!\w)(?=[{begins}])(?:{forms})|" if odd else ""
    return rf"{named}{_WORD.pattern}|\n+|[^\w\s]"


@lru_cache(maxsize=1024)  # the words of an item are asked for again and again: who leads, who coordinates, who else
def tokens(text: str, abbreviations: tuple[tuple[str, str], ...] = ()) -> tuple[Token, ...]:
    """Words and marks of a text, abbreviations known generally or from its document written out."""
    reader = _reader(abbreviations)
    found: list[Token] = []
    end = 0
    pieces = reader.pattern.split(text)  # what stands between tokens, a token, and so on
    for between, seen in zip(pieces[::2], pieces[1::2], strict=False):
        start = end + len(between)
        end = start + len(seen)
        if seen in reader.own and reader.is_whole(seen, text, end, found):
            found += (_new(Token, (p.text, p.start + start, p.end + start, *p[3:])) for p in tokens(seen))
            continue
        mark, words, full, low = reader.read(seen)
        found.append(_new(Token, (mark, start, end, words, full, low)))
    return tuple(found)


@lru_cache(maxsize=16384)
def _words_of(text: str) -> tuple[str, ...]:
    """Words in lower case and one tone style."""
    return tuple(_WORD.findall(unify_tone(text.lower())))


def key(text: str) -> str:
    """What two spellings of one name share: lower case, one tone style, no marks, no doubled space."""
    return " ".join(_WORD.findall(unify_tone(text.lower()).replace("&", " và ")))


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
