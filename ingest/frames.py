"""Rulings to frames: which rulings belong to one table, and which regions they leave between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.records import Box, Ruling
from ingest.rulings import is_horizontal, touch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

CLUSTER = 4.0  # points; rules this near to each other are one grid line (double rules, residual skew)
OPEN_END = 8.0  # points; rules that run on so far past the last crossing one enclose an open row or column
WIDE_ROW = 60.0  # points; a row over all columns is no higher
MIN_COVER = 0.5  # share of a region's side that must be drawn for it to count as a wall


@dataclass(frozen=True, slots=True)
class Region:
    """A place for text inside a frame; rows and columns count from 0, spans are at least 1."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Frame:
    """Rulings that hang together; `regions` are sorted by row, then column, and cover the box."""

    box: Box
    rows: int
    cols: int
    regions: tuple[Region, ...]


def frames_of(rulings: Iterable[Ruling]) -> tuple[Frame, ...]:
    """Every set of crossing rulings that parts the page into at least two regions, top first.

    Broken rules are tolerated: a side counts as drawn from half its length. Lengths are points.
    """
    frames = (_frame(group) for group in _stacked(_groups(tuple(rulings))))
    found = [frame for frame in frames if frame and len(frame.regions) > 1]
    return tuple(sorted(found, key=lambda frame: (frame.box.top, frame.box.left)))


def region_at(frame: Frame, box: Box) -> Region:
    """The region that holds the middle of `box`, else the nearest one."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    for region in frame.regions:
        inner = region.box
        if inner.left <= x <= inner.right and inner.top <= y <= inner.bottom:
            return region
    return min(frame.regions, key=lambda region: _distance(region.box, x, y))


def frame_at(frames: Sequence[Frame], box: Box) -> Frame | None:
    """The smallest frame that holds the middle of `box`, None where it stands in the open."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    holding = [frame for frame in frames if _distance(frame.box, x, y) <= 0]
    return min(holding, key=lambda frame: _area(frame.box), default=None)


def cell_at(frames: Sequence[Frame], box: Box) -> tuple[int, int] | None:
    """Numbers of the frame and of its region that hold the middle of `box`, None where it stands in the open."""
    frame = frame_at(frames, box)
    return None if frame is None else (frames.index(frame), frame.regions.index(region_at(frame, box)))


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _distance(box: Box, x: float, y: float) -> float:
    """How far the point lies outside the box, 0 inside."""
    return max(box.left - x, x - box.right, 0.0) + max(box.top - y, y - box.bottom, 0.0)


def _groups(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Rulings linked by touching crosswise, each link by link."""
    parent = list(range(len(rulings)))
    across = [number for number, ruling in enumerate(rulings) if is_horizontal(ruling)]
    down = [number for number, ruling in enumerate(rulings) if not is_horizontal(ruling)]
    for one in across:
        for other in down:
            if touch(rulings[one], rulings[other]):
                parent[_root(parent, one)] = _root(parent, other)
    groups: dict[int, list[Ruling]] = defaultdict(list)
    for number, ruling in enumerate(rulings):
        groups[_root(parent, number)].append(ruling)
    return list(groups.values())


def _stacked(groups: Sequence[list[Ruling]]) -> list[list[Ruling]]:
    """The groups, those of one table without an outer border together.

    A row over all its columns has no rule beside it that would tie what is drawn above it to what is drawn below.
    """
    made: list[list[Ruling]] = []
    for group in sorted(groups, key=lambda group: min(line.y0 for line in group)):
        if made and _is_open(made[-1]) and _is_open(group) and _go_on(made[-1], group):
            made[-1] = [*made[-1], *group]
        else:
            made.append(group)
    return made


def _is_open(group: Sequence[Ruling]) -> bool:
    """Whether rules across run on past the first and the last rule down: a table without an outer border."""
    across = [line for line in group if is_horizontal(line)]
    down = [line.x0 for line in group if not is_horizontal(line)]
    return bool(across and down) and (
        min(line.x0 for line in across) < min(down) - OPEN_END
        and max(line.x1 for line in across) > max(down) + OPEN_END
    )


def _go_on(above: Sequence[Ruling], below: Sequence[Ruling]) -> bool:
    """Whether rules down end at the last rule across above and begin at the first below, in the same places."""
    ends, starts = ([line for line in group if is_horizontal(line)] for group in (above, below))
    left, right = (sorted({round(line.x0) for line in group if not is_horizontal(line)}) for group in (above, below))
    gap = min(line.y0 for line in starts) - max(line.y0 for line in ends)
    same = len(left) == len(right) and all(abs(a - b) <= CLUSTER for a, b in zip(left, right, strict=True))
    return same and 0 < gap <= WIDE_ROW


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _frame(group: Sequence[Ruling]) -> Frame | None:
    across = [(line.y0, line.x0, line.x1) for line in group if is_horizontal(line)]
    down = [(line.x0, line.y0, line.y1) for line in group if not is_horizontal(line)]
    if not across or not down:
        return None
    ys, xs = _grid_lines(across, down), _grid_lines(down, across)
    if len(xs) < 2 or len(ys) < 2:
        return None

    def wall_above(row: int, col: int) -> bool:
        return _cover(across, ys[row], xs[col], xs[col + 1]) >= MIN_COVER

    def wall_left(row: int, col: int) -> bool:
        return _cover(down, xs[col], ys[row], ys[row + 1]) >= MIN_COVER

    spans = _spans(len(ys) - 1, len(xs) - 1, wall_above, wall_left)
    regions = tuple(
        Region(row, col, high, wide, Box(xs[col], ys[row], xs[col + wide], ys[row + high]))
        for row, col, high, wide in spans
    )
    return Frame(Box(xs[0], ys[0], xs[-1], ys[-1]), len(ys) - 1, len(xs) - 1, regions)


def _grid_lines(
    lines: Sequence[tuple[float, float, float]], crossing: Sequence[tuple[float, float, float]]
) -> list[float]:
    """Places of `lines`, near ones as one, with the ends of the crossing ones where these run on past the last."""
    groups: list[list[float]] = []
    for place in sorted(place for place, _, _ in lines):
        if groups and place - groups[-1][-1] <= CLUSTER:
            groups[-1].append(place)
        else:
            groups.append([place])
    places = [sum(group) / len(group) for group in groups]
    first, last = min(start for _, start, _ in crossing), max(end for _, _, end in crossing)
    before = [first] if first < places[0] - OPEN_END else []
    after = [last] if last > places[-1] + OPEN_END else []
    return [*before, *places, *after]


def _cover(lines: Sequence[tuple[float, float, float]], place: float, start: float, end: float) -> float:
    """Share of start..end that lines at `place` draw."""
    near = sorted((a, b) for at, a, b in lines if abs(at - place) <= CLUSTER)
    drawn, reached = 0.0, start
    for a, b in near:
        low, high = max(a, reached), min(b, end)
        drawn += max(0.0, high - low)
        reached = max(reached, high)
    return drawn / max(end - start, 0.1)


Span = tuple[int, int, int, int]  # row, column, rows, columns


def _spans(
    rows: int, cols: int, wall_above: Callable[[int, int], bool], wall_left: Callable[[int, int], bool]
) -> list[Span]:
    """Grid places joined where no wall parts them; a joined place that is no rectangle is cut into rows."""
    parent = list(range(rows * cols))
    for row in range(rows):
        for col in range(cols):
            here = row * cols + col
            if col and not wall_left(row, col):
                parent[_root(parent, here)] = _root(parent, here - 1)
            if row and not wall_above(row, col):
                parent[_root(parent, here)] = _root(parent, here - cols)
    joined: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place in range(rows * cols):
        joined[_root(parent, place)].append(divmod(place, cols))
    return sorted(span for places in joined.values() for span in _rectangles(places, wall_left))


def _rectangles(places: Sequence[tuple[int, int]], wall_left: Callable[[int, int], bool]) -> list[Span]:
    top, bottom = min(row for row, _ in places), max(row for row, _ in places)
    left, right = min(col for _, col in places), max(col for _, col in places)
    if len(places) == (bottom - top + 1) * (right - left + 1):
        return [(top, left, bottom - top + 1, right - left + 1)]
    spans = [(row, col, 1, 1) for row, col in places[:1]]
    for (row, before), (next_row, col) in pairwise(places):
        if row == next_row and col == before + 1 and not wall_left(row, col):
            start = spans.pop()
            spans.append((row, start[1], 1, start[3] + 1))
        else:
            spans.append((next_row, col, 1, 1))
    return spans
