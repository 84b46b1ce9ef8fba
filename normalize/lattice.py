"""All ways to read a line: edges between places in it, each with its readings.

A place is an offset into the line where a unit starts or, inside a glued word, where it may be cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from normalize.horns import DOUBTED, real
from normalize.readings import LONGEST, Readings
from normalize.spelling import Said, heed
from normalize.stream import NUMBER
from normalize.wordbook import ALL, PIECES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from normalize.jobs import Stretch
    from normalize.readings import Reader
    from normalize.sound import Sound
    from normalize.spelling import Spelling
    from normalize.units import Unit
    from normalize.wordbook import Word, Wordbook

_BY_PLACE = attrgetter("start", "end")
_JOINED, _SHORT = 8, 3  # letters of two chunks that may be one word, and of the shorter one


class Edge(NamedTuple):
    """One piece of the line read as one word, number, code or stop.

    Attributes:
        start: place it leaves from, an offset into the line.
        end: place it leads to: the start of the next unit, or inside a word.
        stop: where the piece itself ends.
        readings: what it may be.
        fixed: it stays as it stands.
    """

    start: int
    end: int
    stop: int
    readings: Readings
    fixed: bool


@dataclass(frozen=True, slots=True)
class _Text:
    """A garbled text, cut.

    Attributes:
        line: the text.
        heard: the units that the language model sees, in order.
        nexts: the place behind each.
        capitals: whether each stands among capitals.
        words: what the page makes of each; None for what is no word.
        book: what the reader makes of any.
        spelling: what the tagger makes of the text, if it was asked.
    """

    line: str
    heard: Sequence[Unit]
    nexts: Sequence[int]
    capitals: Sequence[bool]
    words: Sequence[Word | None]
    book: Wordbook
    spelling: Spelling | None


def bare_edges(one: Stretch, book: Wordbook) -> list[Edge]:
    """The lattice of a text that has lost its diacritics and nothing else."""
    line, read, only = one.passage.text, book.reader.read_bare, book.only
    out = [
        Edge(start, after, end, read(line[start:end]), fixed=False)
        if name is None
        else Edge(start, after, end, only(name), fixed=True)
        for (start, end, name), after in zip(one.heard, _nexts(one), strict=True)
    ]
    spelling = one.spelling
    return out if spelling is None else [_heeding(line, edge, spelling, book.reader, novel=False) for edge in out]


def clean_edges(one: Stretch, book: Wordbook, sound: Sound) -> list[Edge]:
    """The lattice of a text that reads well: only words that are not sound, or strange where they stand, are open."""
    out = []
    for (start, end, name), after in zip(one.heard, _nexts(one), strict=True):
        seen = one.passage.text[start:end]
        if name is None and (start in one.strange or not sound.word(seen)):
            out.append(Edge(start, after, end, book.reader.read(seen, capital=seen.isupper()), fixed=False))
        else:
            out.append(Edge(start, after, end, book.only(sound.name(seen) if name is None else name), fixed=True))
    return out


def edges(one: Stretch, words: Callable[[str, bool], Word], book: Wordbook) -> list[Edge]:
    """Every edge of a garbled text's lattice, ordered by place.

    `words` says what the page makes of a word, see `Wordbook.on_page`, `book` what its reader makes of any.
    """
    line, spelling = one.passage.text, one.spelling
    spots = zip(one.heard, one.capitals, strict=True)
    met = [words(line[start:end], capital) if name is None else None for (start, end, name), capital in spots]
    text = _Text(line, one.heard, _nexts(one), one.capitals, met, book, spelling)
    out = [edge for at in range(len(text.heard)) for edge in _ways(text, at)]
    return out if spelling is None else [_heeding(line, edge, spelling, book.reader) for edge in out]


def _nexts(one: Stretch) -> list[int]:
    """The place behind each unit."""
    return [*(unit.start for unit in one.heard[1:]), len(one.passage.text)][: len(one.heard)]


def _ways(text: _Text, at: int) -> list[Edge]:
    """The edges that start in a unit, ordered by place."""
    start, stop, name = text.heard[at]
    word = text.words[at]
    if word is None:
        return [Edge(start, text.nexts[at], stop, text.book.only(name or ""), fixed=True)]
    if word.fixed:
        return [Edge(start, text.nexts[at], stop, word.readings, fixed=True)]
    odds = 0.0 if text.line[stop : stop + 1] == " " else real(text.line, stop, text.spelling)
    if odds:
        word = word.shifted(odds)
    out = [Edge(start, text.nexts[at], stop, word.readings, fixed=False)]
    if odds < DOUBTED:
        out += _tailed(text, at)
    if word.long and (word.poor or (text.spelling is not None and _parted(text.spelling, start, stop))):
        out += _cut(text, at)
    elif text.line[start : min(start + 2, stop)].isdigit():
        out += _numbered(text, at)
    if at + 1 < len(text.heard):
        out += _joined(text, at, word)
    return sorted(out, key=_BY_PLACE) if len(out) > 1 else out


def _parted(spelling: Spelling, start: int, stop: int) -> bool:
    """Whether the tagger makes more than one word of a word."""
    return any(map(spelling.parts, range(start + 1, stop)))


def _heeding(line: str, edge: Edge, spelling: Spelling, reader: Reader, novel: bool = True) -> Edge:
    """The edge with odds that lean to what the tagger says; a cut where it sees none has nothing from it."""
    if edge.fixed:
        return edge
    seen = line[edge.start : edge.stop]
    inside = edge.end < len(line) and edge.end == edge.stop and line[edge.end].isalnum()
    ways = {} if inside and not spelling.parts(edge.end) else spelling.ways(edge.start, edge.stop)
    readings = heed(seen, edge.readings, Said(ways, spelling.weight), reader, novel)
    return Edge(edge.start, edge.end, edge.stop, readings, fixed=False)


def _tailed(text: _Text, at: int) -> list[Edge]:
    """A mark that touches the word may be part of its last letter: `cơ` seen as `co’`."""
    start, stop, _ = text.heard[at]
    if stop - start >= LONGEST:
        return []
    after = text.nexts[at]
    if after == stop and at + 1 < len(text.heard):  # the mark is a unit
        after = text.nexts[at + 1]
    readings = text.book.part(text.line[start : stop + 1], text.capitals[at], 0.0, ALL)
    return [Edge(start, after, stop + 1, readings, fixed=False)] if len(readings.ids) else []


def _cut(text: _Text, at: int) -> list[Edge]:
    """A glued word: every part of it that reads well."""
    start, end, _ = text.heard[at]
    seen, after = text.line[start:end], text.nexts[at]
    return [
        Edge(
            start + part.start,
            after if part.stop == len(seen) else start + part.stop,
            start + part.stop,
            part.readings,
            fixed=False,
        )
        for part in text.book.parts(seen, text.capitals[at])
    ]


def _numbered(text: _Text, at: int) -> list[Edge]:
    """A number glued to the word behind it: `06ndm`."""
    line, (start, end, _) = text.line, text.heard[at]
    middle = start
    while middle < end and line[middle].isdigit():
        middle += 1
    if end - middle < 2 or not line[middle].isalpha():
        return []
    word = text.book.part(line[middle:end], text.capitals[at], text.book.reader.tuning.joint, ALL)
    number = text.book.only(NUMBER)
    return [Edge(start, middle, middle, number, fixed=True), Edge(middle, text.nexts[at], end, word, fixed=False)]


def _joined(text: _Text, at: int, word: Word) -> list[Edge]:
    """Two chunks that may be one word: `trié n`."""
    (start, stop, _), (second, end, name) = text.heard[at], text.heard[at + 1]
    if name is not None or second != stop + 1 or end - start > _JOINED + 1:
        return []
    if (stop - start > _SHORT and end - second > _SHORT) or text.line[stop] != " ":
        return []
    joins = text.spelling is not None and text.spelling.joins(stop)
    if not (joins or word.lame or _is_lame(text, at + 1, text.capitals[at])):
        return []
    joined = text.line[start:stop] + text.line[second:end]
    readings = text.book.part(joined, text.capitals[at], text.book.reader.tuning.joint, PIECES)
    return [Edge(start, text.nexts[at + 1], end, readings, fixed=False)] if len(readings.ids) else []


def _is_lame(text: _Text, at: int, capital: bool) -> bool:
    """Whether a word reads badly, as the word before it stands among capitals."""
    word = text.words[at]
    if word is not None and not word.fixed and text.capitals[at] == capital:
        return word.lame
    start, stop, _ = text.heard[at]
    return text.book.word(text.line[start:stop], capital).poor
