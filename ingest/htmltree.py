"""An HTML tree as lines of text, broken where a browser breaks them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import DamagedFileError
from ingest.limits import MAX_CELLS, MAX_NESTING, MAX_SPAN
from ingest.numbering import letters, roman
from ingest.tablelines import TableCell, table_lines
from normalize.datafile import read_tsv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.tablelines import Row

_ELEMENTS = Path(__file__).parent / "data" / "html_elements.tsv"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f\u00a0]+")
_MARKERS: dict[str, Callable[[int], str]] = {
    "a": letters,
    "A": lambda count: letters(count).upper(),
    "i": roman,
    "I": lambda count: roman(count).upper(),
}
_ROWS = frozenset({"tr", "thead", "tbody", "tfoot"})
_MANY = 4000  # no list has more items; letters and Roman numbers end here


@cache
def _kinds() -> dict[str, str]:
    """What an element does to lines: "block" or "unseen"."""
    return {row["element"]: row["kind"] for row in read_tsv(_ELEMENTS, ("element", "kind"), key="element")}


class _Lines:
    """Gathers text and breaks it into lines; white space is one blank, as HTML has it."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.counts: dict[Any, int] = {}  # items of each list so far
        self._open: list[str] = []

    def write(self, text: str) -> None:
        self._open.append(text)

    def end(self, *, always: bool = False) -> None:
        """End the line, if it has text or the page says `<br>`."""
        text = _SPACE.sub(" ", "".join(self._open)).strip()
        self._open = []
        if text or always:
            self.done.append(text)


def lines_of(root: Any, depth: int = 0) -> list[str]:
    """Lines of all that is shown below `root` (an lxml element); rows of tables have tabs.

    Raises DamagedFileError where elements are nested more than `MAX_NESTING` deep.
    """
    lines = _Lines()
    _walk(root, lines, depth)
    lines.end()
    return lines.done


def _walk(element: Any, lines: _Lines, depth: int) -> None:
    """Write an element's own text and what stands inside; its tail is the parent's."""
    if depth > MAX_NESTING:
        raise DamagedFileError(f"elements are nested more than {MAX_NESTING} deep", "save the page anew")
    tag = element.tag
    if tag == "br":
        lines.end(always=True)
    elif tag == "table":
        lines.end()
        lines.done += _table(element, depth)
    elif tag == "pre":
        lines.end()
        lines.done += [line.expandtabs() for line in "".join(element.itertext()).strip("\n").split("\n")]
    else:
        _children(element, lines, depth)


def _children(element: Any, lines: _Lines, depth: int) -> None:
    block = _kinds().get(element.tag) == "block"
    if block:
        lines.end()
    if element.tag == "li":
        lines.write(_marker(element, lines.counts))
    lines.write(element.text or "")
    for inner in element:
        if _is_shown(inner):
            _walk(inner, lines, depth + 1)
        lines.write(inner.tail or "")
    if block:
        lines.end()


def _is_shown(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.get("hidden") is not None:
        return False
    return _kinds().get(element.tag) != "unseen" and not _HIDDEN.search(element.get("style") or "")


def _marker(item: Any, counts: dict[Any, int]) -> str:
    """What a browser prints before a list item; `counts` goes on by one."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    given, start = _whole(item.get("value")), _whole(parent.get("start"))
    count = counts.get(parent, (1 if start is None else start) - 1) + 1 if given is None else given
    counts[parent] = count
    form = _MARKERS.get(parent.get("type") or "1", str)
    return f"{form(count) if 0 < count < _MANY else count}. "


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() and len(text) < 8 else None


def _table(table: Any, depth: int) -> list[str]:
    """Caption and whatever else stands outside the rows, then the rows."""
    outside = [inner for inner in table if inner.tag not in _ROWS and _is_shown(inner)]
    head = [line for inner in outside for line in lines_of(inner, depth + 1)]
    rows = _placed([row for row in _rows(table) if _is_shown(row)], depth)
    return head + [line for lines in table_lines(rows) for line in lines]


def _rows(table: Any) -> Iterator[Any]:
    for inner in table:
        if inner.tag == "tr":
            yield inner
        elif inner.tag in _ROWS:
            yield from inner.findall("tr")


def _placed(rows: list[Any], depth: int) -> list[Row]:
    """Cells in their columns, past those that cells above reach down into (HTML 5, 4.9.12)."""
    taken: dict[int, int] = {}  # column -> rows, from this one on, that a cell from above covers
    placed: list[Row] = []
    for row in rows:
        cells, column, fresh = [], 0, dict[int, int]()
        for cell in (inner for inner in row if inner.tag in {"td", "th"}):
            while taken.get(column, 0) > 0:
                cells.append(TableCell(column, (), covered=True))
                column += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            cells.append(_cell(cell, column, depth))
            fresh |= dict.fromkeys(range(column, column + wide), high)
            column += wide
        cells += [TableCell(at, (), covered=True) for at in sorted(taken) if at >= column]
        placed.append(tuple(cells))
        taken = {at: left - 1 for at, left in (taken | fresh).items() if left > 1}
    return placed


def _cell(cell: Any, column: int, depth: int) -> TableCell:
    shown = _is_shown(cell)
    lines = tuple(lines_of(cell, depth + 1)) if shown else ()
    return TableCell(column, lines, shown and next(cell.iter("table"), None) is not None)


def _span(cell: Any, key: str) -> int:
    """At least 1; at most `MAX_SPAN` columns; a rowspan of 0 reaches to the end of the table."""
    value = _whole(cell.get(key))
    if key == "rowspan":
        return MAX_CELLS if value == 0 else max(1, value or 1)
    return min(MAX_SPAN, max(1, value or 1))
