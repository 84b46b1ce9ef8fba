"""From lines to cells that are ready to be searched: what stands between tabs, with all ways to read it."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from normalize.edits import Passage
from normalize.jobs import Cell, goes_on
from normalize.lattice import Edge, bare_edges, clean_edges, edges, only, prepare
from normalize.spelling import Spelling
from normalize.stream import EDGE, UNKNOWN, read
from normalize.units import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from normalize.jobs import Job, Page
    from normalize.model import Models
    from normalize.readings import Reader
    from normalize.sound import Sound
    from normalize.units import Unit


class Weaver:
    """Makes the lattices of lines."""

    def __init__(self, models: Models, sound: Sound) -> None:
        self._reader, self._fine, self._model = models.reader, models.fine, models.language
        self._sound = sound

    def prepare(self, jobs: Sequence[Job], page: Page) -> None:
        """Find the readings that the cells of some lines of a page will ask for, all at once."""
        garbled: list[tuple[str, Sequence[Unit]]] = []
        doubted: dict[str, set[str]] = {"clean": set(), "scanned": set()}
        for job in jobs:
            for passage, strange in self._passages(job, page):
                if passage.manner == "garbled":
                    garbled.append((passage.text, self._units(job.line, passage, page)[0]))
                elif passage.manner in doubted:
                    doubted[passage.manner] |= self._doubted(passage.text, strange)
        prepare(garbled, page.reader or self._reader, page.faithful)
        for manner, words in doubted.items():
            self._careful(manner, page).prepare((word, word.isupper()) for word in sorted(words))

    def cells(self, job: Job, page: Page) -> list[Cell]:
        """The cells of a line that are to be searched."""
        out = []
        for passage, strange in self._passages(job, page):
            lattice = self._lattice(job.line, passage, strange, page)
            if passage.start + len(passage.text) == len(job.line):
                lattice += self._beyond(passage, job.right)
            out.append(Cell(passage, self._context("" if passage.start else job.left), lattice))
        return out

    def _passages(self, job: Job, page: Page) -> Iterator[tuple[Passage, set[int]]]:
        """What stands between the tabs of a line and is not right, and where words start that may be wrong."""
        start = 0
        for text in job.line.split("\t"):
            look = page.looks[text]
            how = "scanned" if job.scanned and look.how == "clean" else look.how
            if not look.foreign and (how == "scanned" or not look.right):
                yield Passage(start, text, how), self._open(text) if how == "scanned" else look.strange
            start += len(text) + 1

    def _open(self, text: str) -> set[int]:
        """Where words start that an engine may have misread although they are words; not those with a footnote."""
        return {start for start, end in self._sound.words_of(text) if text[start:end].isalpha()}

    def _doubted(self, text: str, strange: set[int]) -> set[str]:
        """The words of a text that reads well which may be wrong."""
        spans = self._sound.words_of(text)
        return {text[at:end] for at, end in spans if at in strange or not self._sound.word(text[at:end])}

    def _careful(self, manner: str, page: Page) -> Reader:
        """Who reads a text that reads well: for one that an engine read, with what its pages teach."""
        return (page.reader if manner == "scanned" else None) or self._fine

    def _units(self, line: str, passage: Passage, page: Page) -> tuple[list[Unit], Spelling | None]:
        """The units of a passage of a line, and what the tagger makes of it."""
        spelling = page.spellings.get(line)
        if spelling is None:
            return cut(passage.text), None
        spelling = Spelling(spelling.choices[passage.start : passage.start + len(passage.text)])
        return cut(spelling.lettered(passage.text)), spelling

    def _lattice(self, line: str, passage: Passage, strange: set[int], page: Page) -> list[Edge]:
        if passage.manner in ("clean", "scanned"):
            reader = self._careful(passage.manner, page)
            return clean_edges(passage.text, cut(passage.text), reader, self._sound, strange)
        units, spelling = self._units(line, passage, page)
        if passage.manner == "bare":
            return bare_edges(passage.text, units, self._reader, spelling)
        return edges(passage.text, units, page.reader or self._reader, page, spelling)

    def _beyond(self, passage: Passage, right: str) -> list[Edge]:
        """Fixed edges behind a line that goes on below: its last words have to go with the first of the next line."""
        if passage.manner == "clean" or not goes_on(passage.text, right):
            return []
        names = list(takewhile(self._reader.numbers.__contains__, read(right)[: self._model.order - 2]))
        at = len(passage.text)
        return [
            Edge(at + k, at + k + 1, at + k + 1, only(self._reader, name), fixed=True) for k, name in enumerate(names)
        ]

    def _context(self, left: str) -> tuple[int, ...]:
        names = read(left)[-(self._model.order - 1) :]
        numbers = self._reader.numbers
        unknown = numbers[UNKNOWN]
        return tuple(numbers.get(name, unknown) for name in names) or (numbers[EDGE],)
