"""Where a row stands: its cells on the page, or its lines in the text, with every edit that repair made there."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gold.review.store import Store

Row = dict[str, Any]
_AROUND = 4  # lines of context on each side
_REACH = 80  # lines that a row may take up
_FEW = 40  # code points of a title that are looked for as they stand, at least
_SCATTER = 14  # lines that the words of a row may be scattered over
_PRICE = 0.015  # share of the words that a further line must add
_HALF = 0.4  # share of the words that must be found
_LIKE = 80.0  # per cent, below which a title is not taken for found


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `edit` is the edit that made it, None where nothing was changed."""

    text: str
    edit: Row | None = None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its edits; `seen` and `text` have a piece for each edit in the same order."""

    number: int
    seen: tuple[Piece, ...]
    text: tuple[Piece, ...]
    marked: bool

    @property
    def edited(self) -> bool:
        """Whether repair changed anything in it."""
        return any(piece.edit for piece in self.text)


@dataclass(frozen=True, slots=True)
class Place:
    """What a reviewer looks at beside the fields.

    Attributes:
        page_no: the page that is shown.
        boxes: the row's cells on that page, PDF points; empty where there is no geometry.
        lines: the row's lines with some before and after.
        pages: all pages the row stands on.
    """

    page_no: int
    boxes: tuple[Row, ...]
    lines: tuple[ShownLine, ...]
    pages: tuple[int, ...]


def place_of(store: Store, task: Mapping[str, Any], page_no: int | None = None) -> Place:
    """Where a task stands; `page_no` chooses another page of the same document."""
    cells = _cells(store, task)
    pages = sorted({cell["page_no"] for cell in cells} or {task["page_no"]})
    shown = page_no or (task["page_no"] if task["page_no"] in pages or not pages else pages[0])
    page = next(iter(store.rows("pages", task["doc_id"], shown)), None)
    here = [cell for cell in cells if cell["page_no"] == shown]
    boxes = tuple(cell for cell in here if cell["left"] is not None)
    if page is None:
        return Place(shown, boxes, (), tuple(pages))
    text, seen = page["text"].split("\n"), page["text_seen"].split("\n")
    span = _span(text, task, here, _same_before(store, task))
    return Place(shown, boxes, tuple(_shown(store, task["doc_id"], shown, (seen, text), span)), tuple(pages))


def span_of(place: Place) -> dict[str, Any]:
    """Where a row stands, as a record keeps it: boxes in PDF points, lines of the page, and what was printed there."""
    sides = ("left", "top", "right", "bottom")
    boxes = [[place.page_no, *(round(box[side], 1) for side in sides)] for box in place.boxes]
    lines = [line for line in place.lines if line.marked]
    seen = "\n".join("".join(piece.text for piece in line.seen) for line in lines)
    made = {"boxes": boxes, "lines": [lines[0].number, lines[-1].number] if lines else [], "seen": seen}
    return {name: value for name, value in made.items() if value}


def _cells(store: Store, task: Mapping[str, Any]) -> list[Row]:
    if task.get("table_no") is None or task.get("row_no") is None:
        return []
    sql = "select * from table_cells where doc_id = ? and table_no = ? and row_no = ? order by col_no, part_no"
    return store.query(sql, [task["doc_id"], task["table_no"], task["row_no"]])


def _same_before(store: Store, task: Mapping[str, Any]) -> int:
    """How many rows of that page have the same title and stand before it."""
    sql = "select count(*) as n from tasks where doc_id = ? and page_no = ? and title = ? and ordinal < ?"
    return int(store.query(sql, [task["doc_id"], task["page_no"], task["title"], task["ordinal"]])[0]["n"])


def _span(text: Sequence[str], task: Mapping[str, Any], cells: Iterable[Row], skip: int) -> tuple[int, int] | None:
    """First and last line of the row, from 0; None if its words are not found on the page."""
    flat = _Flat(text)
    title = flat.find(task["title"], skip=skip)
    if title is None:
        return _scattered(text, f"{task.get('label') or ''} {task['title']} {task.get('product') or ''}")
    first, last = title
    names = ("product", "deadline_text", "lead_text", "coordinator_text")
    for said in [cell["text"] for cell in cells] or [task.get(name) or "" for name in names]:
        found = flat.find(said, after=first) if said else None
        if found and found[0] <= first + _REACH:
            last = max(last, found[1])
    label = (task.get("label") or "").casefold()
    first = next((n for n in range(first, max(first - 3, -1), -1) if label and label in text[n].casefold()), first)
    return first, min(last, first + _REACH)


def _scattered(text: Sequence[str], said: str) -> tuple[int, int] | None:
    """The few lines that hold most of the words, where columns run together and no line holds them in order."""
    words = Counter(said.casefold().split())
    best, found = 0.0, None
    lines = [Counter(line.casefold().split()) for line in text]
    for first in range(len(lines)):
        held: Counter[str] = Counter()
        for last in range(first, min(first + _SCATTER, len(lines))):
            held += lines[last]
            score = (held & words).total() / max(words.total(), 1) - _PRICE * (last - first)
            if score > best:
                best, found = score, (first, last)
    return found if best >= _HALF else None


class _Flat:
    """The lines of a page as one string with single spaces, and the way back to the lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.starts: list[int] = []
        parts: list[str] = []
        at = 0
        for line in lines:
            self.starts.append(at)
            words = " ".join(line.split())
            if words:
                parts.append(words)
                at += len(words) + 1
        self.text = " ".join(parts).casefold()

    def find(self, said: str, after: int = 0, skip: int = 0) -> tuple[int, int] | None:
        """First and last line that hold these words, from line `after` on; `skip` earlier finds are passed over."""
        words = " ".join(said.split()).casefold()
        start = self.starts[after] if after < len(self.starts) else 0
        for part in dict.fromkeys((words, words[: 2 * _FEW], words[:_FEW])):
            at = self._nth(part, start, skip)
            if part and at >= 0:
                return self._line(at), self._line(at + len(words) - 1)
        return self._like(words) if len(words) >= _FEW / 2 else None

    def _nth(self, words: str, start: int, skip: int) -> int:
        """Where the words stand, `skip` finds passed over as far as there are so many; -1 if they do not."""
        at = found = self.text.find(words, start)
        for _ in range(skip):
            found = self.text.find(words, found + 1)
            if found < 0:
                break
            at = found
        return at

    def _like(self, words: str) -> tuple[int, int] | None:
        best = fuzz.partial_ratio_alignment(words, self.text, score_cutoff=_LIKE)
        if best is None or not self.text:
            return None
        return self._line(best.dest_start), self._line(max(best.dest_end - 1, best.dest_start))

    def _line(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)


def _shown(
    store: Store, doc_id: str, page_no: int, lines: tuple[Sequence[str], Sequence[str]], span: tuple[int, int] | None
) -> Iterable[ShownLine]:
    seen, text = lines
    first, last = span or (0, min(len(text), _REACH) - 1)
    low, high = max(0, first - _AROUND), min(len(text), last + 1 + _AROUND)
    edits: dict[int, list[Row]] = {}
    for edit in store.rows("edits", doc_id, page_no):
        edits.setdefault(edit["line_no"], []).append(edit)
    for number in range(low, high):
        if not text[number].strip() and not seen[number].strip():
            continue
        before, after = pieces(seen[number], edits.get(number + 1, ()))
        yield ShownLine(number + 1, before, after, span is not None and first <= number <= last)


def pieces(seen: str, edits: Iterable[Row]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The seen line and the repaired line in pieces, one for each edit and for what lies between."""
    before: list[Piece] = []
    after: list[Piece] = []
    at = 0
    for edit in edits:
        if edit["start"] > at:
            before.append(Piece(seen[at : edit["start"]]))
            after.append(Piece(seen[at : edit["start"]]))
        before.append(Piece(edit["before"], edit))
        after.append(Piece(edit["after"], edit))
        at = edit["end"]
    if at < len(seen):
        before.append(Piece(seen[at:]))
        after.append(Piece(seen[at:]))
    return tuple(before), tuple(after)
