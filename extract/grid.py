"""Rulings and lines of one page to grids: which cell each line stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.records import Cell, Grid
from ingest.frames import CLUSTER, Frame, Region, frame_at, frames_of, region_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.records import Line
    from ingest.records import Ruling

MIN_ROWS, MIN_COLS = 2, 2  # less is a box around a text, not a table


def ruled_grids(
    lines: Sequence[Line], page_no: int, rulings: Iterable[Ruling], above: Grid | None = None
) -> tuple[Grid, ...]:
    """The ruled tables of a page, top first, every cell included, empty ones too.

    `above` is the last table of the page before: a single row in its columns at the top of this page goes on with it.

    `lines` are those of the page, in reading order; `first`, `last` and `lines` of a grid are indexes into it.
    Lines of other pages and lines without a box are passed over. Every line whose middle lies in a table's
    frame is in exactly one cell. A table without any text is no table.
    """
    drawn = [frame for frame in frames_of(rulings) if frame.cols >= MIN_COLS]
    lone = drawn[0] if drawn and above and _same_columns(drawn[0], above) else None
    frames = [frame for frame in drawn if frame.rows >= MIN_ROWS or frame is lone]
    held: dict[int, dict[Region, list[int]]] = {}
    for number, line in enumerate(lines):
        frame = frame_at(frames, line.box) if line.box and line.page_no == page_no else None
        if frame and line.box:
            cells = held.setdefault(frames.index(frame), {})
            cells.setdefault(region_at(frame, line.box), []).append(number)
    return tuple(_grid(frames[number], held[number], lines, page_no) for number in sorted(held))


def _same_columns(frame: Frame, above: Grid) -> bool:
    """Whether a frame has the columns of a table, which may stand elsewhere on the other side of the paper."""
    here = [region.box.left for region in frame.regions if region.row == 0]
    there = sorted({cell.box.left for cell in above.cells if cell.box})
    return len(here) == len(there) > MIN_COLS and all(
        abs((one - here[0]) - (other - there[0])) <= CLUSTER for one, other in zip(here, there, strict=True)
    )


def _grid(frame: Frame, held: dict[Region, list[int]], lines: Sequence[Line], page_no: int) -> Grid:
    cells = tuple(_cell(region, [lines[at] for at in held.get(region, ())], page_no) for region in frame.regions)
    taken = frozenset(at for numbers in held.values() for at in numbers)
    return Grid(page_no, cells, min(taken), max(taken), taken)


def _cell(region: Region, lines: Sequence[Line], page_no: int) -> Cell:
    return Cell(
        row=region.row,
        col=region.col,
        text=" ".join(line.text for line in lines if line.text),
        seen=" ".join(line.seen for line in lines if line.seen),
        page_no=page_no,
        row_span=region.row_span,
        col_span=region.col_span,
        box=region.box,
    )
