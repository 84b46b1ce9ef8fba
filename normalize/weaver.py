"""From lines to cells that are ready to be searched: what stands between tabs, with all ways to read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from normalize.capitals import among_capitals
from normalize.edits import Passage
from normalize.jobs import Cell, Stretch, goes_on
from normalize.lattice import Edge, bare_edges, clean_edges, edges
from normalize.readings import Readings
from normalize.stream import EDGE, UNKNOWN, last
from normalize.units import cut
from normalize.wordbook import Wordbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from normalize.jobs import Job, Page
    from normalize.model import Models
    from normalize.sound import Sound
    from normalize.wordbook import Word


_AHEAD = 10  # readings of a word of the line below
_HEAD = re.compile(r"\S+(?: \S+)?")  # the words of the line below that are looked at


@dataclass(frozen=True, slots=True)
class Loom:
    """What a page's lattices are made of.

    Attributes:
        books: the words of who reads the page: `garbled`, `clean` and `scanned` text.
        words: a word of garbled text, on this page.
        cut: the stretches of lines, by line and whether an engine read it.
    """

    books: Mapping[str, Wordbook]
    words: Callable[[str, bool], Word]
    cut: Mapping[tuple[str, bool], Sequence[Stretch]]


class Weaver:
    """Makes the lattices of lines."""

    def __init__(self, models: Models, sound: Sound) -> None:
        self._book, self._fine, self._model = Wordbook(models.reader), Wordbook(models.fine), models.language
        self._numbers = models.reader.numbers
        self._sound = sound

    def prepare(self, jobs: Sequence[Job], page: Page) -> Page:
        """The page, ready for the cells of some of its lines: their readings are found, all at once."""
        return replace(page, loom=self._loom(jobs, page))

    def _loom(self, jobs: Sequence[Job], page: Page) -> Loom:
        own = None if page.reader is None else Wordbook(page.reader)
        books = {"garbled": own or self._book, "scanned": own or self._fine, "clean": self._fine, "bare": self._book}
        cut = {(job.line, job.scanned): tuple(self._stretches(job, page)) for job in jobs}
        loom = Loom(books, books["garbled"].on_page(page.habits, page.faithful), cut)
        self._find(loom, page.faithful)
        return loom

    def _find(self, loom: Loom, faithful: bool) -> None:
        """Find the readings of all words of some lines."""
        asked: dict[str, set[tuple[str, bool]]] = {manner: set() for manner in loom.books}
        for stretches in loom.cut.values():
            for one in stretches:
                asked[one.passage.manner] |= self._asked(one)
        own = loom.books["garbled"].own
        loom.books["garbled"].prepare(word for word in asked["garbled"] if not (faithful and own(word[0])))
        for manner in ("clean", "scanned"):
            loom.books[manner].reader.prepare(sorted(asked[manner]))

    def cells(self, job: Job, page: Page) -> list[Cell]:
        """The cells of a line that are to be searched."""
        loom = page.loom or self._loom([job], page)
        out = []
        for one in loom.cut[job.line, job.scanned]:
            passage = one.passage
            lattice = self._lattice(one, loom)
            if passage.start + len(passage.text) == len(job.line) and lattice and not lattice[-1].fixed:
                lattice += self._beyond(passage, job.below, page, loom)
            out.append(Cell(passage, self._context("" if passage.start else job.left), lattice))
        return out

    def _stretches(self, job: Job, page: Page) -> Iterator[Stretch]:
        """What stands between the tabs of a line and is not right."""
        start = 0
        for text in job.line.split("\t"):
            look = page.looks[text]
            how = "scanned" if job.scanned and look.how == "clean" else look.how
            if not look.foreign and (how == "scanned" or not look.right):
                strange = self._open(text) if how == "scanned" else look.strange
                yield self._stretch(job.line, Passage(start, text, how), strange, page)
            start += len(text) + 1

    def _stretch(self, line: str, passage: Passage, strange: set[int], page: Page) -> Stretch:
        text = passage.text
        spelling = None if passage.manner in ("clean", "scanned") else page.spellings.get(line)
        if spelling is not None:
            spelling = spelling.within(passage.start, text)
        units = cut(text if spelling is None else spelling.lettered(text))
        heard = [unit for unit in units if unit.name != ""]
        capitals = among_capitals(text, heard) if passage.manner == "garbled" else ()
        return Stretch(passage, strange, heard, capitals, spelling)

    def _open(self, text: str) -> set[int]:
        """Where words start that an engine may have misread although they are words; not those with a footnote."""
        return {start for start, end in self._sound.words_of(text) if text[start:end].isalpha()}

    def _asked(self, one: Stretch) -> set[tuple[str, bool]]:
        """The words of a stretch whose readings will be asked for, and whether they stand among capitals."""
        text = one.passage.text
        if one.passage.manner == "bare":
            return set()
        if one.passage.manner == "garbled":
            spots = zip(one.heard, one.capitals, strict=True)
            return {(text[start:end], capital) for (start, end, name), capital in spots if name is None}
        words = (
            text[at:end]
            for at, end in self._sound.words_of(text)
            if at in one.strange or not self._sound.word(text[at:end])
        )
        return {(word, word.isupper()) for word in words}

    def _lattice(self, one: Stretch, loom: Loom) -> list[Edge]:
        book = loom.books[one.passage.manner]
        if one.passage.manner in ("clean", "scanned"):
            return clean_edges(one, book, self._sound)
        return bare_edges(one, book) if one.passage.manner == "bare" else edges(one, loom.words, book)

    def _beyond(self, passage: Passage, below: str, page: Page, loom: Loom) -> list[Edge]:
        """Edges behind a line that goes on below: its last words have to go with the first of the next line."""
        head = _HEAD.match(below)
        if passage.manner == "clean" or head is None or not goes_on(passage.text, below):
            return []
        ahead = self._stretch(below, Passage(0, head[0], passage.manner), set(), page)
        return [_moved(edge, len(passage.text)) for edge in self._lattice(ahead, loom)]

    def _context(self, left: str) -> tuple[int, ...]:
        names = last(left, self._model.order - 1)
        unknown = self._numbers[UNKNOWN]
        return tuple(self._numbers.get(name, unknown) for name in names) or (self._numbers[EDGE],)


def _moved(edge: Edge, by: int) -> Edge:
    """An edge of the line below behind a line of so many letters, with its likeliest readings."""
    some, best = edge.readings, slice(_AHEAD)
    readings = Readings(some.ids[best], some.odds[best], some.forms[best])
    return Edge(edge.start + by, edge.end + by, edge.stop + by, readings, edge.fixed)
