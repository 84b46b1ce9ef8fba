"""All ways to read a line: edges between places in it, each with its readings.

A place is an offset into the line where a unit starts or, inside a glued word, where it may be cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.habits import lean
from normalize.readings import LONGEST, Reader, Readings, is_abbreviation
from normalize.spelling import heed
from normalize.stream import NUMBER
from normalize.syllable import unify_tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from normalize.jobs import Page
    from normalize.sound import Sound
    from normalize.spelling import Spelling
    from normalize.units import Unit

_GLUED = 4  # a word this long may be two
_POOR = -3.0  # best odds of a reading below which a word may be cut or joined
# Log10 odds that a mark behind a word is a mark, not the horn of its last letter (counted in aligned lines).
_REAL = {"’": -1.25, "'": -0.75, "‘": -1.3, "`": -1.3, "?": -2.0, "!": -1.8}
_QUOTES, _UNOPENED = frozenset("’'‘"), 3.0  # log10 odds against a quote that nothing opened
_OPENED = re.compile(r"(?<!\S)[(\[]?[\"'‘’“`]")
_HEARD = -0.7  # log10 odds of a mark from which the tagger is believed that it is none
_DOUBTED = -0.2
PIECES = 10  # readings kept for a part of a cut word


@dataclass(frozen=True, slots=True)
class Edge:
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
class _Spot:
    """A word's unit in its line, the place behind it, and whether it stands among capitals."""

    line: str
    unit: Unit
    after: int
    capital: bool


def bare_edges(line: str, units: Sequence[Unit], reader: Reader, spelling: Spelling | None = None) -> list[Edge]:
    """The lattice of a line that has lost its diacritics and nothing else."""
    heard = [unit for unit in units if unit.name != ""]
    nexts = [*(unit.start for unit in heard[1:]), len(line)][: len(heard)]
    out = [
        Edge(unit.start, after, unit.end, reader.read_bare(line[unit.start : unit.end]), fixed=False)
        if unit.name is None
        else Edge(unit.start, after, unit.end, only(reader, unit.name), fixed=True)
        for unit, after in zip(heard, nexts, strict=True)
    ]
    return out if spelling is None else [_heeding(line, edge, spelling, reader, novel=False) for edge in out]


def clean_edges(line: str, units: Sequence[Unit], reader: Reader, sound: Sound, strange: set[int]) -> list[Edge]:
    """The lattice of a line that reads well: only words that are not sound, or strange where they stand, are open."""
    heard = [unit for unit in units if unit.name != ""]
    nexts = [*(unit.start for unit in heard[1:]), len(line)][: len(heard)]
    out = []
    for unit, after in zip(heard, nexts, strict=True):
        seen = line[unit.start : unit.end]
        if unit.name is None and (unit.start in strange or not sound.word(seen)):
            out.append(Edge(unit.start, after, unit.end, reader.read(seen, capital=seen.isupper()), fixed=False))
        else:
            name = sound.name(seen) if unit.name is None else unit.name
            out.append(Edge(unit.start, after, unit.end, only(reader, name), fixed=True))
    return out


def prepare(lines: Iterable[tuple[str, Sequence[Unit]]], reader: Reader, faithful: bool) -> None:
    """Find at once the readings that the lattices of some garbled lines will ask the reader for."""
    words = {
        (line[unit.start : unit.end], capital)
        for line, units in lines
        for unit, capital in zip(units, _capitals(line, units), strict=True)
        if unit.name is None and not (faithful and reader.is_own(line[unit.start : unit.end]))
    }
    reader.prepare(words)
    poor = [(seen, capital) for seen, capital in words if _is_long(seen) and _is_poor(reader.read(seen, capital))]
    reader.prepare((seen[start:stop], capital) for seen, capital in poor for start, stop in _pieces(len(seen)))


def edges(line: str, units: Sequence[Unit], reader: Reader, page: Page, spelling: Spelling | None = None) -> list[Edge]:
    """Every edge of a garbled line's lattice, ordered by place.

    Readings lean to the habits of the `page` and, where the tagger was asked about this line, to its `spelling`.
    """
    out: list[Edge] = []
    heard = [unit for unit in units if unit.name != ""]
    capitals = _capitals(line, heard)
    nexts = [*(unit.start for unit in heard[1:]), len(line)][: len(heard)]
    for at, (unit, after) in enumerate(zip(heard, nexts, strict=True)):
        if unit.name is not None:
            out.append(Edge(unit.start, after, unit.end, only(reader, unit.name), fixed=True))
            continue
        seen = line[unit.start : unit.end]
        if page.faithful and reader.is_own(seen):
            out.append(Edge(unit.start, after, unit.end, only(reader, unify_tone(seen).lower()), fixed=True))
            continue
        capital = capitals[at]
        whole = lean(seen, reader.read(seen, capital), page.habits, reader)
        real = _real(line, unit.end, spelling)
        if real:
            whole = Readings(whole.ids, whole.odds + np.float32(real), whole.forms, whole.stays, whole.hints)
        out.append(Edge(unit.start, after, unit.end, whole, fixed=False))
        swallows = at + 1 < len(heard) and heard[at + 1].start == unit.end
        spot = _Spot(line, unit, after, capital)
        if real < _DOUBTED:
            out += _tailed(spot, nexts[at + 1] if swallows else after, reader)
        if seen[:2].isdigit():
            out += _numbered(spot, reader)
        elif _is_long(seen) and (_is_poor(whole) or (spelling and _parted(spot, spelling))):
            out += _cut(spot, reader)
        if at + 1 < len(heard):
            joins = spelling is not None and spelling.joins(unit.end)
            out += _joined(spot, heard[at + 1], nexts[at + 1], reader, joins)
    if spelling is not None:
        out = [_heeding(line, edge, spelling, reader) for edge in out]
    return sorted(out, key=lambda edge: (edge.start, edge.end))


def _real(line: str, at: int, spelling: Spelling | None) -> float:
    """Log10 odds that what stands behind a word is a mark, not a part of its last letter; 0 where there is no doubt."""
    mark = line[at : at + 1]
    if not mark or mark.isalnum() or mark.isspace():
        return 0.0
    odds = _REAL.get(mark, 0.0)
    if mark in _QUOTES and not _OPENED.search(line, 0, at):
        odds -= _UNOPENED
    heard = 0.0 if spelling is None else spelling.marked(at)
    return min(odds, heard) if heard < _HEARD else odds


def _parted(spot: _Spot, spelling: Spelling) -> bool:
    """Whether the tagger makes more than one word of a word."""
    return any(spelling.parts(at) for at in range(spot.unit.start + 1, spot.unit.end))


def _heeding(line: str, edge: Edge, spelling: Spelling, reader: Reader, novel: bool = True) -> Edge:
    """The edge with odds that lean to what the tagger says; a cut where it sees none has nothing from it."""
    if edge.fixed:
        return edge
    seen = line[edge.start : edge.stop]
    inside = edge.end < len(line) and edge.end == edge.stop and line[edge.end].isalnum()
    ways = {} if inside and not spelling.parts(edge.end) else spelling.ways(edge.start, edge.stop)
    readings = heed(seen, edge.readings, ways, reader, novel)
    return Edge(edge.start, edge.end, edge.stop, readings, fixed=False)


def _capitals(line: str, heard: Sequence[Unit]) -> list[bool]:
    """For each unit, whether it stands among capitals: its whole line, or the word before or behind it."""
    if sum(map(str.isupper, line)) > 0.7 * sum(map(str.isalpha, line)):
        return [True] * len(heard)
    words = [line[unit.start : unit.end] if unit.name is None else "" for unit in heard]
    high = [
        len(word) > 2 and sum(map(str.isupper, word)) > len(word) / 2 and not is_abbreviation(word) for word in words
    ]
    near = [any(high[max(0, at - 1) : at] + high[at + 1 : at + 2]) for at in range(len(words))]
    return [near[at] and word[:1].isupper() and len(word) > 1 for at, word in enumerate(words)]


def only(reader: Reader, name: str) -> Readings:
    """The reading of a piece that stays as it stands."""
    return Readings(np.array([reader.numbers[name]]), np.zeros(1, np.float32), np.zeros(1, np.int64))


def _is_poor(readings: Readings) -> bool:
    """Whether a word reads badly, so that it may be cut or joined."""
    if len(readings.ids) > 1 and readings.odds[0] >= _POOR:
        return False
    return bool(readings.odds[:-1].max(initial=-99.0) < _POOR)


def _shift(readings: Readings, odds: float, most: int = 99) -> Readings:
    """The likeliest readings without the word as seen, at other odds."""
    best = slice(min(most, len(readings.ids) - 1))
    return Readings(readings.ids[best], readings.odds[best] + np.float32(odds), readings.forms[best])


def _tailed(spot: _Spot, end: int, reader: Reader) -> list[Edge]:
    """A mark that touches the word may be part of its last letter: `cơ` seen as `co’`."""
    line, unit, stop = spot.line, spot.unit, spot.unit.end
    if stop - unit.start >= LONGEST:
        return []
    readings = _shift(reader.read(line[unit.start : stop + 1], spot.capital), 0.0)
    return [Edge(unit.start, end, stop + 1, readings, fixed=False)] if len(readings.ids) else []


def _is_long(seen: str) -> bool:
    """Whether a word may be two."""
    return len(seen) >= _GLUED and not seen[:2].isdigit()


def _pieces(size: int) -> list[tuple[int, int]]:
    """Where the pieces of a glued word start and stop: from every inner place to every other."""
    spans = [(start, stop) for start in range(size) for stop in range(start + 1, min(size, start + 7) + 1)]
    return [(start, stop) for start, stop in spans if stop - start < size]


def _cut(spot: _Spot, reader: Reader) -> list[Edge]:
    """A glued word: every piece of it that reads well."""
    out, unit = [], spot.unit
    seen = spot.line[unit.start : unit.end]
    reader.prepare((seen[start:stop], spot.capital) for start, stop in _pieces(len(seen)))
    for start, stop in _pieces(len(seen)):
        joint = reader.tuning.joint * (start > 0)
        pieces = _shift(reader.read(seen[start:stop], spot.capital), joint, PIECES)
        if len(pieces.ids) and pieces.odds[0] > 2 * _POOR:
            end = unit.start + stop
            out.append(Edge(unit.start + start, spot.after if stop == len(seen) else end, end, pieces, fixed=False))
    return out


def _numbered(spot: _Spot, reader: Reader) -> list[Edge]:
    """A number glued to the word behind it: `06ndm`."""
    line, unit = spot.line, spot.unit
    at = unit.start
    while at < unit.end and line[at].isdigit():
        at += 1
    if unit.end - at < 2 or not line[at].isalpha():
        return []
    word = _shift(reader.read(line[at : unit.end], spot.capital), reader.tuning.joint)
    number = only(reader, NUMBER)
    return [Edge(unit.start, at, at, number, fixed=True), Edge(at, spot.after, unit.end, word, fixed=False)]


def _joined(spot: _Spot, other: Unit, after: int, reader: Reader, joins: bool) -> list[Edge]:
    """Two chunks that may be one word: `trié n`; `after` is the place behind the second, `joins` the tagger's word."""
    line, unit = spot.line, spot.unit
    gap = line[unit.end : other.start]
    size = other.end - unit.start - len(gap)
    if other.name is not None or gap != " " or size > 8 or min(unit.end - unit.start, other.end - other.start) > 3:
        return []
    parts = [reader.read(line[u.start : u.end], spot.capital) for u in (unit, other)]
    if not joins and not any(map(_is_poor, parts)):
        return []
    joined = line[unit.start : unit.end] + line[other.start : other.end]
    readings = _shift(reader.read(joined, spot.capital), reader.tuning.joint, PIECES)
    return [Edge(unit.start, after, other.end, readings, fixed=False)] if len(readings.ids) else []
