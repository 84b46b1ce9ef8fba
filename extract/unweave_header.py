"""The header of a table whose columns run together: which columns it names, and in which order.

A header is itself a row that was cut into lines: "Đơn vị Thời gian | STT Nhiệm vụ chủ trì hoàn thành" is the
column headers "STT", "Nhiệm vụ", "Đơn vị chủ trì" and "Thời gian hoàn thành", each read downwards. A beam search
un-weaves its lines into known headers (`extract/data/unweave_headers.tsv`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from normalize.datafile import read_tsv
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.unweave_lines import Strip, Strips, Word

_HEADERS = Path(__file__).parent / "data" / "unweave_headers.tsv"
_BEAM = 120
_DASHES = frozenset("-–+•")
_MIN_COLUMNS = 3
_MIN_SHARE = 0.75  # of the words of a header's lines that its columns take up
_MOST_LINES = 6
_WORD, _PIECE = re.compile(r"\w+"), re.compile(r"[^\s|¦]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_VOCABULARY = ("*",)  # not a beginning: all words of all headers
_FUZZY_WORD = 4  # letters from which one may be misread
_LEFT_OUT, _OPENED, _UNFINISHED, _TWICE, _OUT_OF_ORDER, _CUT_PHRASE = 1.2, 0.6, 2.5, 3.0, 0.4, 0.3
_MOST_WORDS = 16  # of a line of a header
_MANY = frozenset({"figure"})  # roles that several columns may have


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role, its header as printed, and the year it names."""

    role: str
    text: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A header: its columns from left to right, and the positions of its lines, `last` inclusive."""

    columns: tuple[Column, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _State:
    """Columns so far: for each the words as printed and as they are in the headers known."""

    seen: tuple[tuple[str, ...], ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    at: int = -1  # the column that took the word before, -1 at a line's start
    score: float = 0.0


def find_heads(rows: Strips) -> list[Head]:
    """Headers among the lines, in order; one names at least three columns, one of them the ordinal or the title."""
    found: list[Head] = []
    for at in range(len(rows)):
        if (found and at <= found[-1].last) or not _may_open(rows.text(at)):
            continue
        above = max(at - 2, found[-1].last + 1 if found else 0)
        starts = [start for start in range(above, at + 1) if not any(r.turned for r in rows[start + 1 : at + 1])]
        heads = [head for start in starts if (head := _read(rows, start, at))]
        if heads:
            found.append(max(heads, key=lambda scored: scored[0])[1])
    return found


def _may_open(text: str) -> bool:
    """Whether the line names the ordinal column, or the first words of a title column and more."""
    ordinals, phrases = _openings()
    pieces = _PIECE.findall(text)
    if not ordinals.isdisjoint(map(_bare, pieces[:2])):
        return True
    opens = text.lstrip()[:1]  # quick to tell: sentences that go on and dashes name no columns
    if not _MIN_COLUMNS <= len(pieces) <= _MOST_WORDS or opens.islower() or opens in _DASHES:
        return False
    words = list(map(_bare, pieces))
    if sum(map(_beginnings()[_VOCABULARY].__contains__, words)) < _MIN_COLUMNS:
        return False
    said = " ".join(words)
    return len({role for phrase, role in phrases if phrase in said}) >= _MIN_COLUMNS


@cache
def _openings() -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """Words that name the ordinal column; each known header as one text, with its role."""
    known = known_headers().items()
    ordinals = frozenset(words[0] for words, (role, _) in known if role == "label" and len(words) == 1)
    return ordinals, tuple((" ".join(words), role) for words, (role, _) in known)


@cache
def known_headers() -> dict[tuple[str, ...], tuple[str, int]]:
    """Folded words of a header to its role and usual place.

    Raises:
        DataFileError: if the data file breaks its rules.
    """
    rows = read_tsv(_HEADERS, ("id", "role", "place", "words"), key="id")
    return {tuple(fold(row["words"]).split()): (row["role"], int(row["place"])) for row in rows}


@cache
def _beginnings() -> dict[tuple[str, ...], frozenset[str]]:
    """The words that may follow each beginning of a header."""
    after: dict[tuple[str, ...], set[str]] = {}
    for words in known_headers():
        for size, word in enumerate(words):
            after.setdefault(words[:size], set()).add(word)
    after[_VOCABULARY] = {word for words in known_headers() for word in words}
    return {words: frozenset(following) for words, following in after.items()}


def key_of(word: Word) -> str:
    """The word folded, without marks."""
    return _bare(word.text)


@lru_cache(maxsize=1 << 14)
def _bare(text: str) -> str:
    folded = fold(text)
    return folded if folded.isalpha() else "".join(_WORD.findall(folded))


def _read(rows: Sequence[Strip], start: int, at: int) -> tuple[float, Head] | None:
    """The best header whose lines begin at `start` and go on to `at` or below."""
    beam = [_State()]
    best: tuple[float, Head] | None = None
    taken, total, known = 0, 0, 0
    for last in range(start, min(start + _MOST_LINES, len(rows))):
        if last > at and rows[last].turned:
            break
        total += sum(word.cost is None for word in rows[last].words)
        known += sum(_is_known(key_of(word)) for word in rows[last].words)
        if known < _MIN_SHARE * total - 2:
            break
        for word in rows[last].words:
            beam = _pruned(after for state in beam for after in _with(state, word))
        beam = [_State(s.seen, s.keys, -1, s.score) for s in beam]
        if beam and max(sum(map(len, s.keys)) for s in beam) < _MIN_SHARE * total - 2:
            break
        if last < at or not beam:
            continue
        score, state = max(((_closed(s), s) for s in beam), key=lambda scored: scored[0])
        taken = sum(map(len, state.keys))
        if _is_head(state) and taken >= _MIN_SHARE * total and (best is None or score > best[0]):
            best = (score, Head(_columns(state), start, last))
    return best


def _pruned(states: Iterable[_State]) -> list[_State]:
    best: dict[tuple[object, int], _State] = {}
    for state in states:
        key = (state.keys, state.at)
        if key not in best or best[key].score < state.score:
            best[key] = state
    return sorted(best.values(), key=lambda s: -s.score)[:_BEAM]


def _with(state: _State, word: Word) -> list[_State]:
    """The states after one more word: it goes on in its column or a later one, opens a column, or is left out."""
    out = [_State(state.seen, state.keys, state.at, state.score - (_LEFT_OUT if word.cost is None else word.cost / 2))]
    for key in {_bare(word.text), _bare(word.seen)} - {""}:  # a word alone in its line may have been mended wrongly
        out += _taken(state, word, key)
    return out


def _taken(state: _State, word: Word, key: str) -> list[_State]:
    """The states after a word that is read as `key` and left out nowhere."""
    out: list[_State] = []
    for col in range(max(state.at, 0), len(state.keys)):
        if (col != state.at or not word.ruled) and (said := _next(state.keys[col], key)):
            seen = (*state.seen[:col], (*state.seen[col], word.text), *state.seen[col + 1 :])
            keys = (*state.keys[:col], (*state.keys[col], said), *state.keys[col + 1 :])
            broken = _CUT_PHRASE if col != state.at and state.at >= 0 and _next(state.keys[state.at], key) else 0.0
            out.append(_State(seen, keys, col, state.score + 1 - broken))
    if said := _next((), key):
        for col in range(state.at + 1, len(state.keys) + 1):
            seen = (*state.seen[:col], (word.text,), *state.seen[col:])
            keys = (*state.keys[:col], (said,), *state.keys[col:])
            out.append(_State(seen, keys, col, state.score + 1 - _OPENED))
    return out


@lru_cache(maxsize=1 << 14)
def _is_known(key: str) -> bool:
    """Whether a word may stand in a header, whatever stands before it."""
    return bool(key) and any(_next(words, key) for words in _beginnings())


@lru_cache(maxsize=1 << 16)
def _next(words: tuple[str, ...], key: str) -> str | None:
    following = _beginnings().get(words, frozenset())
    if key in following:
        return key
    if "<year>" in following and _YEAR.fullmatch(key):
        return "<year>"
    if len(key) >= _FUZZY_WORD and key not in _beginnings()[_VOCABULARY]:
        return next((word for word in sorted(following) if Levenshtein.distance(word, key) <= 1), None)
    return None


def _closed(state: _State) -> float:
    """The score with what is unfinished, named twice or in an unusual order counted off."""
    known = [known_headers().get(words) for words in state.keys]
    roles = [entry[0] for entry in known if entry and entry[0] not in _MANY]
    places = [entry[1] for entry in known if entry]
    return (
        state.score
        - _UNFINISHED * known.count(None)
        - _TWICE * (len(roles) - len(set(roles)))
        - _OUT_OF_ORDER * sum(left > right for left, right in pairwise(places))
    )


def _is_head(state: _State) -> bool:
    known = [known_headers().get(words) for words in state.keys]
    roles = {entry[0] for entry in known if entry}
    enough = len(state.keys) >= _MIN_COLUMNS and len(roles) >= _MIN_COLUMNS
    return None not in known and enough and bool(roles & {"title", "target"})


def _columns(state: _State) -> tuple[Column, ...]:
    found: list[Column] = []
    for seen, keys in zip(state.seen, state.keys, strict=True):
        year = next((int(m.group()) for word in seen if (m := _YEAR.search(word))), None)
        found.append(Column(known_headers()[keys][0], " ".join(seen), year))
    return tuple(found)
