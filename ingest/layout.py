"""Words and rulings to lines in reading order; no line crosses a vertical ruling, no word is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ingest.frames import Frame, Region, frame_at, frames_of, region_at
from ingest.records import Box, Ruling, SeenLine, Word
from ingest.rulings import is_horizontal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAME_ROW = 0.5  # of the usual word height; middles nearer than this stand on one row
WIDE_GAP = 24.0  # points; parts two columns wherever it stands
NARROW_GAP = 5.0  # points; parts two columns where the row above or below is parted there
FAR = 8.0  # heights of a row; what follows further down is no longer in the same columns
GAP_RATIO = 1.8  # a narrow gap is this much wider than the row's usual one

_LABEL = re.compile(r"\(?\w{1,5}[.)]|[\d.]+|[IVXLC]+|[-+•*–]")  # "1.", "a)", "(12)", "II", "-": not a column

Row = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Gap:
    """White between two words of a row; `at` is the index of the right word."""

    at: int
    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left


def lines_of(words: Iterable[Word], rulings: Sequence[Ruling]) -> tuple[SeenLine, ...]:
    """Lines in reading order: the open page top to bottom, frames row by row and cell by cell.

    Side by side columns (issuer and motto, recipients and signature) give separate lines, the left column's
    first. Every word is in exactly one line. A line's box holds its words; its confidence is their mean.
    """
    frames = frames_of(rulings)
    opened: list[list[Word]] = [[] for _ in range(len(frames) + 1)]
    framed: dict[tuple[int, Region], list[Word]] = {}
    for word in words:
        frame = frame_at(frames, word.box)
        if frame is None:
            opened[_band(frames, word.box)].append(word)
        else:
            framed.setdefault((frames.index(frame), region_at(frame, word.box)), []).append(word)
    verticals = [ruling for ruling in rulings if not is_horizontal(ruling)]
    lines: list[SeenLine] = _open_lines(opened[0], verticals)
    for number, frame in enumerate(frames):
        for region in frame.regions:
            rows = rows_of(framed.get((number, region), ()))
            lines += [_line(part) for row in rows for part in _cut_at_rulings(row, verticals)]
        lines += _open_lines(opened[number + 1], verticals)
    return tuple(lines)


def with_note(lines: Sequence[SeenLine], words: Sequence[Word]) -> tuple[SeenLine, ...]:
    """The lines with those of a note that lies on the page, before the first line that begins below it."""
    if not words:
        return tuple(lines)
    noted = [_line(row) for row in rows_of(words)]
    bottom = max(word.box.bottom for word in words)
    at = next((at for at, line in enumerate(lines) if line.box and line.box.top >= bottom), len(lines))
    return (*lines[:at], *noted, *lines[at:])


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Words grouped into rows by the middles of their boxes, top first, each row left to right.

    Small marks (full stops, dashes) and overtall boxes join the nearest row that the others made.
    """
    if not words:
        return []
    usual = median(_height(word) for word in words)
    plain = [word for word in words if 0.5 * usual <= _height(word) <= 1.8 * usual]
    rows: list[list[Word]] = []
    for run in sorted(_runs(plain), key=_mean_middle):
        if rows and _mean_middle(run) - _mean_middle(rows[-1]) <= SAME_ROW * usual:
            rows[-1] += run
        else:
            rows.append(list(run))
    for word in (word for word in words if not 0.5 * usual <= _height(word) <= 1.8 * usual):
        near = min(rows, key=lambda row: abs(_mean_middle(row) - _middle(word)), default=None)
        if near is not None and abs(_mean_middle(near) - _middle(word)) <= usual:
            near.append(word)
        else:
            rows.append([word])
    return [tuple(sorted(row, key=lambda word: word.box.left)) for row in sorted(rows, key=_mean_middle)]


def _runs(words: Iterable[Word]) -> list[list[Word]]:
    """Words that the engine saw in one line, which may be bent; any other word by itself."""
    runs: dict[object, list[Word]] = {}
    for at, word in enumerate(words):
        runs.setdefault(("alone", at) if word.line is None else word.line, []).append(word)
    return list(runs.values())


def _band(frames: Sequence[Frame], box: Box) -> int:
    """Number of frames that begin above the middle of the box."""
    return sum(frame.box.top <= (box.top + box.bottom) / 2 for frame in frames)


def _open_lines(words: Sequence[Word], verticals: Sequence[Ruling]) -> list[SeenLine]:
    rows = rows_of(words)
    cuts = _column_cuts(rows)
    parted = [_parts(row, cut) for row, cut in zip(rows, cuts, strict=True)]
    ordered = (part for block in _blocks(parted) for part in block)
    return [_line(piece) for part in ordered for piece in _cut_at_rulings(part, verticals)]


def _column_cuts(rows: Sequence[Row]) -> list[tuple[_Gap, ...]]:
    """Per row, the gaps that part columns: wide ones, and narrower ones in line with a parted row near by."""
    gaps = [_gaps(row) for row in rows]
    cuts = [tuple(gap for gap in row if gap.width >= WIDE_GAP) for row in gaps]
    for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):  # downwards, then upwards
        gutter: tuple[_Gap, ...] = ()
        for number in order:
            if not cuts[number] and gutter:
                cuts[number] = _narrow_cut(gaps[number], gutter)
            if cuts[number]:
                gutter = cuts[number]
            elif any(_crosses(rows[number], gap) for gap in gutter):
                gutter = ()
    return cuts


def _narrow_cut(gaps: Sequence[_Gap], gutter: Sequence[_Gap]) -> tuple[_Gap, ...]:
    usual = median(gap.width for gap in gaps) if gaps else 0.0
    wide = [gap for gap in gaps if gap.width >= max(NARROW_GAP, GAP_RATIO * usual) and _in_line(gap, gutter)]
    return (max(wide, key=lambda gap: gap.width),) if wide else ()


def _crosses(row: Row, gap: _Gap) -> bool:
    """Whether text of the row stands on both sides of the gutter, without a cut."""
    return row[0].box.left < gap.left and row[-1].box.right > gap.right


def _in_line(gap: _Gap, others: Iterable[_Gap]) -> bool:
    return any(min(gap.right, other.right) - max(gap.left, other.left) >= NARROW_GAP / 2 for other in others)


def _gaps(row: Row) -> list[_Gap]:
    """White between neighbours, but for the one after a list label at the row's start."""
    gaps = [_Gap(at, a.box.right, b.box.left) for at, (a, b) in enumerate(pairwise(row), start=1)]
    white = [gap for gap in gaps if gap.width > 0]
    return [gap for gap in white if gap.at > 1 or not _LABEL.fullmatch(row[0].text)]


def _parts(row: Row, cuts: Sequence[_Gap]) -> list[Row]:
    edges = [0, *(cut.at for cut in cuts), len(row)]
    return [row[start:end] for start, end in pairwise(edges)]


def _blocks(parted: Sequence[list[Row]]) -> Iterable[list[Row]]:
    """Runs of rows in two columns with the left column before the right one; other rows as they are."""
    start = 0
    while start < len(parted):
        end = _run_end(parted, start)
        block = parted[start:end]
        if sum(len(row) == 2 for row in block) >= 2:
            gutter = min(row[1][0].box.left for row in block if len(row) == 2)
            parts = [part for row in block for part in row]
            yield [part for part in parts if part[0].box.left < gutter]
            yield [part for part in parts if part[0].box.left >= gutter]
        else:
            yield [part for row in block for part in row]
        start = end


def _run_end(parted: Sequence[list[Row]], start: int) -> int:
    """End of the rows from `start` that keep a common gutter free; `start` + 1 where there is none."""
    if len(parted[start]) != 2:
        return start + 1
    left, right = parted[start][0][-1].box.right, parted[start][1][0].box.left
    end = start + 1
    for row in parted[start + 1 :]:
        if len(row) > 2 or _middle(row[0][0]) - _middle(parted[end - 1][0][0]) > FAR * max(map(_height, row[0])):
            break
        if len(row) == 2:
            left, right = max(left, row[0][-1].box.right), min(right, row[1][0].box.left)
        elif row[0][0].box.left < right and row[0][-1].box.right > left:  # neither wholly right nor wholly left
            if row[0][0].box.left >= left or row[0][-1].box.right >= right:
                break
            left = max(left, row[0][-1].box.right)
        if right - left < NARROW_GAP / 2:
            break
        end += 1
    return end


def _cut_at_rulings(row: Row, verticals: Sequence[Ruling]) -> list[Row]:
    """The row parted wherever a vertical ruling stands between two neighbours."""
    edges = [0]
    for at, (a, b) in enumerate(pairwise(row), start=1):
        top, bottom = min(a.box.top, b.box.top), max(a.box.bottom, b.box.bottom)
        x0, x1 = (a.box.left + a.box.right) / 2, (b.box.left + b.box.right) / 2
        if any(x0 < line.x0 < x1 and line.y0 < bottom and line.y1 > top for line in verticals):
            edges.append(at)
    return [row[start:end] for start, end in pairwise([*edges, len(row)])]


def _line(row: Row) -> SeenLine:
    box = Box.around(word.box for word in row)
    known = [word.confidence for word in row if word.confidence is not None]
    return SeenLine(" ".join(word.text for word in row), box, sum(known) / len(known) if known else None, row)


def _height(word: Word) -> float:
    return word.box.bottom - word.box.top


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def _mean_middle(row: Sequence[Word]) -> float:
    return sum(map(_middle, row)) / len(row)
