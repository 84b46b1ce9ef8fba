"""What is known of a flattened table while it is read: its lines ready to be cut, and the habits of its columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from extract.unweave_cut import CutLine, Floats, Habit, Pair, Tail, fitted, pairs_of, ready
from extract.unweave_labels import label_words
from extract.unweave_score import UNIT_ROLES, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from extract.unweave_fluency import Fluency
    from extract.unweave_lines import Strip
    from extract.unweave_marks import Ordinal
    from extract.unweave_score import Judge

_WIDEST = 0.55  # of the longest line: no column takes up more
_USUAL = 0.75  # of a column's lines, sorted by length: the shorter ones end a cell
_SPREAD = 1.6  # the widest line is no more than so many times the middle one
_WIDER = 3.0  # letters that a line may be wider than these

Piece = tuple[int, int, int]  # position of the line in the region, first word, end
Entry = tuple[int, int, Tail, Piece | None]  # line, column, words last read of the column, and the last piece


@dataclass(frozen=True, slots=True)
class Said:
    """What a column says: folded words side by side in it, and how much it repeats itself, 0..1."""

    pairs: frozenset[Pair] = frozenset()
    share: float = 0.0


_NOTHING: Mapping[str, Said] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Block:
    """A row or the title of a group of rows.

    Attributes:
        first: position of its first line in the region.
        last: inclusive.
        pieces: for each column the words that stand in it, in reading order; for a group its label and its title.
        label: the number read in the label column, None without one.
        group: it is the title of a group.
        score: log10 odds.
    """

    first: int
    last: int
    pieces: tuple[tuple[Piece, ...], ...]
    label: Ordinal | None
    group: bool
    score: float


@dataclass(frozen=True, slots=True)
class Weave:
    """A region ready to be searched.

    Attributes:
        fits: for each line and column what its segments gain by standing there.
        labels: for each line with a row's label its word and its number.
        longest: letters in the longest line.
        row_of: the row (its first line) that each line stood in when the habits were learnt.
        entries: what segments of a line gain by following what was read of a column, remembered.
    """

    rows: tuple[Strip, ...]
    lines: tuple[CutLine, ...]
    judge: Judge
    fluency: Fluency
    habits: tuple[Habit, ...]
    fits: tuple[tuple[Floats, ...], ...]
    labels: Mapping[int, tuple[int, Ordinal]]
    longest: int
    row_of: Mapping[int, int]
    entries: dict[Entry, Floats] = field(default_factory=dict)

    def text(self, pieces: Sequence[Piece]) -> str:
        """The words of some pieces, joined."""
        return " ".join(w.text for line, start, end in pieces for w in self.rows[line].words[start:end] if w.text)


def weave(rows: Sequence[Strip], judge: Judge, fluency: Fluency, elsewhere: Mapping[str, Said] = _NOTHING) -> Weave:
    """The region's lines looked at once; of the habits of its columns only what other tables show is known.

    `elsewhere` tells by role what columns of tables read before say.
    """
    lines = tuple(ready(row.words, fluency) for row in rows)
    longest = max((line.lengths[-1] for line in lines), default=0)
    names, heads = names_of(judge.registry)
    named, plain = Habit(_WIDEST * longest, names=names, heads=heads), Habit(_WIDEST * longest)
    habits = tuple(
        replace(named if column.role in UNIT_ROLES else plain, elsewhere=said.pairs, share=said.share)
        for column in judge.columns
        for said in (elsewhere.get(column.role, Said()),)
    )
    return _used_to(Weave(tuple(rows), lines, judge, fluency, (), (), label_words(rows), longest, {}), habits, {})


def said_by(woven: Weave, blocks: Sequence[Block]) -> dict[str, Said]:
    """What the columns of a table that was read say, by role."""
    habits = learnt(woven, blocks).habits
    roles = [column.role for column in woven.judge.columns]
    return {
        role: Said(frozenset(habit.pairs), habit.share)
        for role, habit in zip(roles, habits, strict=True)
        if roles.count(role) == 1
    }


def reread(woven: Weave, rows: Sequence[Strip], fluency: Fluency) -> Weave:
    """The region with other readings of its words; of its columns only the widths are known."""
    fresh = weave(rows, woven.judge, fluency)
    habits = tuple(replace(old, pairs={}, stops=None) for old in woven.habits)
    return _used_to(fresh, habits, {})


def _used_to(woven: Weave, habits: tuple[Habit, ...], row_of: Mapping[int, int]) -> Weave:
    """The region with other habits; `row_of` tells the row each line stood in when they were learnt."""
    labels = {at: word for at, (word, _) in woven.labels.items()}
    fits = tuple(
        _fits(line, row_of.get(at, -1), labels.get(at, -1), woven.judge, habits) for at, line in enumerate(woven.lines)
    )
    return replace(woven, habits=habits, fits=fits, row_of=row_of, entries={})


def _fits(line: CutLine, row: int, label: int, judge: Judge, habits: Sequence[Habit]) -> tuple[Floats, ...]:
    """What each segment of a line gains in each column; the word at `label` is the row's label, -1 for none."""
    said = {column.role: judge.said(column.role, line, label) for column in judge.columns}
    return tuple(fitted(line, habit, row, said[c.role]) for c, habit in zip(judge.columns, habits, strict=True))


def learnt(woven: Weave, blocks: Sequence[Block]) -> Weave:
    """The region with the habits of its columns, as a reading of it shows them."""
    rows = [block for block in blocks if not block.group]
    habits = tuple(_habit(woven, column, rows) for column in range(len(woven.judge.columns)))
    row_of = {line: block.first for block in blocks for line in range(block.first, block.last + 1)}
    return _used_to(woven, habits, row_of)


def _habit(woven: Weave, column: int, rows: Sequence[Block]) -> Habit:
    pairs: dict[Pair, set[int]] = defaultdict(set)
    for row in rows:
        for pair in pairs_of(woven.text(row.pieces[column]).split()):
            pairs[pair].add(row.first)
    elsewhere = woven.habits[column].elsewhere
    repeated = sum(len(firsts) > 1 or pair in elsewhere for pair, firsts in pairs.items())
    ends = [woven.text(row.pieces[column][-1:]) for row in rows if row.pieces[column]]
    before = woven.habits[column]
    return replace(
        before,
        width=_width(before.width, (woven.lines[at].length(*span) for row in rows for at, *span in row.pieces[column])),
        pairs={pair: frozenset(firsts) for pair, firsts in pairs.items()},
        share=repeated / max(1, len(pairs)),
        stops=sum(text.endswith((".", ";")) for text in ends) / len(ends) if ends else None,
    )


def _width(before: float | None, found: Iterable[int]) -> float | None:
    """Letters in a column's widest line, from those read, most of which are about as long."""
    lengths = sorted(found)
    if not lengths or before is None:
        return before
    usual, middle = lengths[int(len(lengths) * _USUAL)], lengths[len(lengths) // 2]
    return min(before, usual + _WIDER, _SPREAD * middle + _WIDER)
