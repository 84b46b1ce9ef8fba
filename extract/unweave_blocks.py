"""Rows of a table whose columns run together: where each begins and ends, and how its lines are cut.

For every line that may begin a row a beam search cuts the lines that follow; rows that fit best side by side, their
labels counting on, are then chosen by dynamic programming.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extract.unweave_cut import entering, seams
from extract.unweave_marks import following, is_group_label, may_start, step
from extract.unweave_paths import best_cuts
from extract.unweave_score import misplaced
from extract.unweave_weave import Block
from extract.unweave_weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unweave_cut import CutLine, Floats, Tail
    from extract.unweave_lines import Strip
    from extract.unweave_marks import Ordinal
    from extract.unweave_weave import Entry, Piece, Weave

_BEAM = 16  # states that are followed up
QUICK = 8  # where a rough reading will do
_FOLLOWED = 2  # times as many ways of cutting a line are followed up
_BEHIND = 8.0  # log10 odds; a state so far behind the best of its line does not catch up
_CLOSED = 16  # ways of reading a block that are judged as a whole
_MOST_LINES = 60
_GROUP_LINES = 4
_NONE = -1
_BEFORE_ALL = (0,)  # the label before the first
_ONE = (1,)
_FULL = 0.65  # of the longest line: a line across the table that goes on in the next
_NEAR, _MOST_GAP = 2, 4  # lines that a cell may leave out; more do not cost more
_GAPS = 0.25  # of a row's lines; with more blank lines between, their order does not tell their height
_SECOND_LABEL = -9.0  # a row has one label
_TAIL = 3
_LOPSIDED, _LOW = 1.5, 4  # times the lines above a label, and lines more, that may stand below it


@dataclass(frozen=True, slots=True)
class _State:
    pieces: tuple[tuple[Piece, ...], ...]
    tails: tuple[Tail, ...]
    score: float


def read_blocks(woven: Weave, beam: int = _BEAM, strict: bool = True) -> tuple[Block, ...]:
    """The region as rows and group titles, every line in exactly one.

    Where `strict`, a row ends only before a line that may begin one; where no such rows are found, anywhere.
    """
    size = len(woven.rows)
    starting: dict[int, list[Block]] = {}
    best: list[dict[Ordinal, tuple[float, tuple[Block, ...]]]] = [defaultdict() for _ in range(size + 1)]
    best[0][_BEFORE_ALL] = (0.0, ())
    for first in range(size):
        if not best[first]:
            continue
        starting[first] = [*_groups(woven, first), *_rows(woven, first, beam, strict)]
        for block in starting[first]:
            for before, (score, chain) in best[first].items():
                after, gain = _counted(block, before)
                gain += weights().again * (block.group and bool(chain) and chain[-1].group)
                total = score + block.score + gain
                there = best[block.last + 1]
                if after not in there or there[after][0] < total:
                    there[after] = (total, (*chain, block))
    if best[size]:
        return max(best[size].values(), key=lambda scored: scored[0])[1]
    return read_blocks(woven, beam, strict=False) if strict else ()


def _counted(block: Block, before: Ordinal) -> tuple[Ordinal, float]:
    """The last label after the block and what its own label gains by following `before`."""
    if block.group:
        return before, 0.0
    if block.label is None:
        return following(before), weights().no_label
    if step(before, block.label) == 1:
        return block.label, weights().counts_on
    if block.label == _ONE:
        return block.label, weights().restarts
    return block.label, weights().jumps if block.label > before else weights().backwards


def _may_begin(row: Strip) -> bool:
    """Whether a row of the table may begin with this line: its first word may begin a cell."""
    words = [word for word in row.words if word.cost is None] or list(row.words)
    return may_start(words[0].text)


def _may_end(woven: Weave, last: int) -> bool:
    return last + 1 == len(woven.rows) or _may_begin(woven.rows[last + 1])


def _rows(woven: Weave, first: int, most: int, strict: bool) -> list[Block]:
    """The best row from `first` to each line where one may end, with and without a label."""
    width = len(woven.judge.columns)
    beam = [_State(((),) * width, ((),) * width, weights().row)]
    found: list[Block] = []
    labels: list[int] = []
    for last in range(first, min(first + _MOST_LINES, len(woven.rows))):
        labels += [last] * (last in woven.labels)
        if len(labels) > 1 or (labels and _is_below(first, labels[0], last)):
            break
        beam = _stepped(woven, beam, last, most)
        if not beam:
            break
        if not strict or _may_end(woven, last):
            found += _closed(woven, beam, first, last)
    return found


def _is_below(first: int, label: int, last: int) -> bool:
    """Whether a line stands too far below a row's label: the label stands at the top of its row or near its middle."""
    above = label - first
    return above > 1 and last - label > _LOPSIDED * above + _LOW


def _stepped(woven: Weave, beam: Sequence[_State], at: int, most: int) -> list[_State]:
    """The states after the line at `at`."""
    line = woven.lines[at]
    scores = np.array([state.score for state in beam])
    best: dict[tuple[object, ...], _State] = {}
    for score, number, segments in best_cuts(line, woven.fits[at], _entries(woven, beam, at), scores, _FOLLOWED * most):
        after = _grown(beam[number], segments, line, at, score)
        key = (after.tails, tuple(map(len, after.pieces)))
        if key not in best or best[key].score < after.score:
            best[key] = after
    kept = sorted(best.values(), key=lambda state: -state.score)[:most]
    return [state for state in kept if state.score >= kept[0].score - _BEHIND]


def _entries(woven: Weave, beam: Sequence[_State], at: int) -> Floats:
    """[state, column, longer, spot] what a segment gains by following what the state has read of the column.

    `longer` tells segments of one word, 0, from those of more, 1, whose second word the column is also asked about.
    """
    line = woven.lines[at]
    keys = [
        [
            (at, column, tail, cell[-1] if cell else None)
            for column, (tail, cell) in enumerate(zip(s.tails, s.pieces, strict=True))
        ]
        for s in beam
    ]
    fresh = {key for state in keys for key in state if key not in woven.entries}
    tails = {key[2] for key in fresh if key[2]}
    woven.fluency.gains([way for tail in tails for way in seams(tail, line)])  # all at once, for speed
    for key in fresh:
        woven.entries[key] = np.pad(_entry(woven, key, line), ((0, 0), (0, 1)))
    return np.array([[woven.entries[key] for key in state] for state in keys])


def _entry(woven: Weave, key: Entry, line: CutLine) -> Floats:
    """[longer, spot] what segments of a line gain by going on in a cell of a column."""
    at, column, tail, cell = key
    habit, first = woven.habits[column], line.first
    if woven.judge.columns[column].role == "label":
        return np.full((2, len(first)), _SECOND_LABEL if cell else 0.0)
    if not cell:
        return np.array([[habit.opens(line.words[spot]) for spot in line.spots[:-1]]] * 2)
    above, start, end = cell
    gap, length = weights().gap * min(_MOST_GAP, max(0, at - above - _NEAR)), woven.lines[above].length(start, end)
    room = np.array([gap + habit.room(length, word) for word in first])
    return room + entering(line, tail, habit, woven.row_of.get(at, -1), woven.fluency)


def _grown(state: _State, segments: Sequence[Piece], line: CutLine, at: int, score: float) -> _State:
    pieces, tails = list(state.pieces), list(state.tails)
    for column, start, end in segments:
        pieces[column] = (*pieces[column], (at, start, end))
        tails[column] = (*tails[column], *(word.text for word in line.words[start:end]))[-_TAIL:]
    return _State(tuple(pieces), tuple(tails), score)


def _closed(woven: Weave, beam: Sequence[_State], first: int, last: int) -> list[Block]:
    """The best of the states as a row with a label and as one without."""
    best: dict[Ordinal | None, Block] = {}
    for state in beam[:_CLOSED]:
        label, score = None, state.score
        for column, pieces in enumerate(state.pieces):
            text = woven.text(pieces)
            score += woven.judge.cell(column, text) + woven.habits[column].closes(text)
            if woven.judge.columns[column].role == "label" and pieces:
                label = woven.labels[pieces[0][0]][1]
        score += _placed(woven, state.pieces, first, last)
        if label not in best or best[label].score < score:
            best[label] = Block(first, last, state.pieces, label, group=False, score=score)
    return list(best.values())


def _placed(woven: Weave, pieces: Sequence[Sequence[Piece]], first: int, last: int) -> float:
    """What cells lose by standing neither in the middle nor at the top of their row."""
    within = woven.rows[first + 1 : last + 1]
    if any(row.turned for row in within):
        return weights().page_turn
    spans = [(cell[0][0] - first, cell[-1][0] - first) for cell in pieces if cell]
    return misplaced(spans, last - first + 1, sure=sum(row.apart for row in within) <= _GAPS * len(within))


def _groups(woven: Weave, first: int) -> list[Block]:
    """The lines from `first` on as the title of a group: one text, a Roman number or a letter before it.

    It stands across the table and goes on in a second line only where the first is full.
    """
    found: list[Block] = []
    opens = woven.rows[first].words[0].text
    score = 0.0 if _may_begin(woven.rows[first]) and opens[:1].isalnum() else weights().low_group
    label = _NONE
    tail: tuple[str, ...] = ()
    for last in range(first, min(first + _GROUP_LINES, len(woven.rows))):
        texts = [word.text for word in woven.rows[last].words]
        if label == _NONE and _is_labelled(texts, woven.rows[last], last == first):
            label = last
        begin = int(label == last)
        for at in range(begin, len(texts)):
            before = (*tail, *texts[begin:at])[-_TAIL:]
            score += woven.fluency.gain(" ".join(before), texts[at]) if before else 0.0
        if _may_end(woven, last):
            pieces = tuple((line, int(line == label), len(woven.rows[line].words)) for line in range(first, last + 1))
            labels = ((label, 0, 1),) if label != _NONE else ()
            gain = weights().group_labelled if labels else weights().group
            found.append(Block(first, last, (labels, pieces), None, group=True, score=score + gain))
        if woven.lines[last].lengths[-1] < _FULL * woven.longest:
            break
        tail = (*tail, *texts)[-_TAIL:]
    return found


def _is_labelled(texts: Sequence[str], row: Strip, first: bool) -> bool:
    """Whether the line begins with a group's label, which a rule tells from the text where it is not the first line."""
    return len(texts) > 1 and is_group_label(texts[0]) and (row.words[1].ruled or (first and may_start(texts[1])))
