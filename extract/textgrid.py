"""Tables in plain text, which has no rulings: rows set with tabs, or one cell a line that starts with a tab."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.blocks import match_heading
from extract.records import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.records import Line

MIN_COLUMNS = 3
MIN_ROWS = 3
_GAP = 6  # so many lines without a tab end a table
_LABEL_WIDTH = 8


@dataclass(slots=True)
class _Text:
    """A cell while its lines are gathered."""

    text: str
    seen: str
    page_no: int
    covered: bool = False

    def add(self, text: str, seen: str) -> None:
        self.text = f"{self.text}\n{text}" if self.text.strip() else text
        self.seen = f"{self.seen}\n{seen}" if self.seen.strip() else seen


def text_grids(lines: Sequence[Line]) -> tuple[Grid, ...]:
    """Tables among the lines of a file without geometry, in order."""
    grids = (_grid(lines, first, last) for first, last in _regions(lines))
    return tuple(grid for grid in grids if grid)


def _regions(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Spans (first, last) of lines with tabs, with short gaps between them."""
    marked = [index for index, line in enumerate(lines) if "\t" in line.text]
    start = previous = None
    for index in marked:
        between = lines[previous + 1 : index] if previous is not None else ()
        if start is None or _ends_table([line.text for line in between if line.text.strip()]):
            if start is not None and previous is not None:
                yield start, previous
            start = index
        previous = index
    if start is not None and previous is not None:
        yield start, previous


def _ends_table(between: Sequence[str]) -> bool:
    """Whether lines without a tab are no part of a cell: too many of them, or a heading of what follows."""
    return len(between) > _GAP or any(_is_title(text) for text in between)


def _is_title(text: str) -> bool:
    found = match_heading(text)
    return found is not None and found[0].kind in ("annex", "part", "chapter")


def _grid(lines: Sequence[Line], first: int, last: int) -> Grid | None:
    region = lines[first : last + 1]
    tabs = [line.text.count("\t") for line in region if "\t" in line.text]
    one_cell_a_line = sum(1 for count in tabs if count == 1) > len(tabs) / 2
    rows = _cell_rows(region) if one_cell_a_line else _tab_rows(region)
    width = max((len(row) for row in rows), default=0)
    if width < MIN_COLUMNS or len(rows) < MIN_ROWS:
        return None
    return Grid(region[0].page_no, _cells(rows), first, last, frozenset(range(first, last + 1)))


def _cells(rows: Sequence[Sequence[_Text]]) -> tuple[Cell, ...]:
    """The cells of all rows; one that reaches down over rows below spans them."""
    made: dict[tuple[int, int], Cell] = {}
    lowest: dict[int, int] = {}  # column -> the row in which its last cell began
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            above = made.get((lowest.get(c, -1), c))
            if cell.covered and above:
                made[above.row, c] = replace(above, row_span=r - above.row + 1)
            else:
                made[r, c] = Cell(r, c, _clean(cell.text), _clean(cell.seen), cell.page_no)
                lowest[c] = r
    return tuple(made.values())


def _tab_rows(region: Sequence[Line]) -> list[list[_Text]]:
    """One row a line; a line without tabs goes on in the last cell with text."""
    rows: list[list[_Text]] = []
    for line in region:
        if "\t" in line.text:
            pieces = enumerate(zip(line.text.split("\t"), line.seen.split("\t"), strict=True))
            rows.append([_Text(*piece, line.page_no, col in line.covered) for col, piece in pieces])
        elif line.text.strip() and rows:
            filled = [cell for cell in rows[-1] if cell.text.strip()] or rows[-1]
            filled[-1].add(line.text, line.seen)
    return rows


def _cell_rows(region: Sequence[Line]) -> list[list[_Text]]:
    """Blank lines part the rows, except where a row is short of cells and the next part completes it."""
    chunks = _chunks(region)
    width = Counter(len(chunk) for chunk in chunks if len(chunk) >= MIN_COLUMNS).most_common(1)
    columns = width[0][0] if width else 0
    rows: list[list[_Text]] = []
    for chunk in chunks:
        if rows and len(rows[-1]) < columns and _completes(rows[-1], chunk, columns):
            rows[-1] += chunk
        else:
            rows.append(chunk)
    return [_padded(row, columns) for row in rows]


def _completes(row: list[_Text], chunk: list[_Text], columns: int) -> bool:
    """Whether `chunk` is the rest of `row`: the cells add up, or stay short, and it brings no label of its own."""
    if len(row) + len(chunk) > columns:
        return False
    return len(row) + len(chunk) == columns or len(chunk[0].text.strip()) > _LABEL_WIDTH


def _chunks(region: Sequence[Line]) -> list[list[_Text]]:
    """Cells between blank lines: each tab starts a cell, a line without a tab goes on in the cell before it."""
    chunks: list[list[_Text]] = []
    fresh = True
    for line in region:
        if not line.text:
            fresh = True
            continue
        texts, seens = line.text.split("\t"), line.seen.split("\t")
        if fresh:
            chunks.append([])
        head = (texts[0], seens[0])
        if not fresh and head[0].strip() and chunks[-1]:
            chunks[-1][-1].add(*head)
        elif fresh and (head[0] or len(texts) == 1):
            chunks[-1].append(_Text(*head, line.page_no))
        chunks[-1] += [_Text(t, s, line.page_no) for t, s in zip(texts[1:], seens[1:], strict=True)]
        fresh = False
    return [chunk for chunk in chunks if chunk]


def _padded(row: list[_Text], columns: int) -> list[_Text]:
    page_no = row[0].page_no
    return row + [_Text("", "", page_no) for _ in range(columns - len(row))]


def _clean(text: str) -> str:
    """Inner white space as one blank, the cell's own line breaks kept."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
