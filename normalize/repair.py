"""Repair garbled lines: text in, edits out.

A noisy channel (what an engine prints for a word) and a language model (what stands beside what) weigh all
readings of a line; document numbers have a grammar of their own. Every change is an `Edit`. In a text that
reads well only words that cannot be right are looked at.
Source: Kernighan, Church & Gale 1990; Brill & Moore 2000.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from normalize import channel as channels
from normalize import explain, habits, marks
from normalize.decode import Step, decode
from normalize.docnumber import Numbers
from normalize.edits import Passage, Scribe
from normalize.evidence import Evidence, weigh
from normalize.lattice import Edge, bare_edges, clean_edges, edges
from normalize.model import load_calibration, load_channel, load_language
from normalize.quality import is_bare, is_foreign, quality
from normalize.readings import Reader, Tuning
from normalize.records import Edit, Repaired, replay
from normalize.sound import Glance, Sound
from normalize.stream import EDGE, UNKNOWN, read
from normalize.units import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.explain import Word
    from normalize.habits import Habits
    from normalize.ngram import LanguageModel

DATA = Path(__file__).parent / "data"
MIN_GAIN = 0.0
CLEAN_GAIN = 2.0  # what an edit must gain at least in a text that reads well
CLEAN = 0.5  # quality from which a line counts as reading well
CLEAN_STRANGE = 0.02  # share of glyphs in such a text that no known engine made
LANES = 16  # stretches of a page that are searched side by side


@dataclass(frozen=True, slots=True)
class _Cell:
    """A stretch of a line between tabs, ready to be searched."""

    line: int
    passage: Passage
    context: tuple[int, ...]
    lattice: list[Edge]


@dataclass(frozen=True, slots=True)
class _Page:
    """What is known of the page a line stands on: its quality, and whether only its diacritics are lost."""

    quality: float
    bare: bool
    habits: Habits = field(default_factory=dict)


class Repairer:
    """Everything a repair needs, loaded once.

    Attributes:
        min_gain: log10 odds against leaving a word alone that an edit must reach.
    """

    def __init__(
        self, readers: tuple[Reader, Reader], model: LanguageModel, numbers: Numbers, scribe: Scribe, min_gain: float
    ) -> None:
        self.min_gain = min_gain
        self._reader, self._fine = readers
        self._model = model
        self._numbers = numbers
        self._sound = Sound(self._reader, model)
        self._scribe = scribe

    @classmethod
    def load(cls, data_dir: Path | None = None, min_gain: float = MIN_GAIN) -> Repairer:
        """Read the models from `data_dir` (the shipped ones by default).

        Raises:
            DataFileError: if a data file breaks its rules.
            OSError: if one is missing.
        """
        folder = data_dir or DATA
        words, model = load_language(folder)
        channel = channels.build(load_channel(folder / "channel-eng.tsv"), words)
        reader = Reader(channel, words, model.unigrams, Tuning())
        counts = [load_channel(folder / f"channel-{engine}.tsv") for engine in ("vie", "script-vietnamese")]
        careful = channels.build(channels.merge(*counts), words, CLEAN_STRANGE)
        fine = Reader(careful, words, model.unigrams, Tuning(channel=1.0))
        scribe = Scribe(reader, load_calibration(folder / "calibration.tsv"))
        return cls((reader, fine), model, Numbers.load(folder / "doc_numbers.tsv"), scribe, min_gain)

    def quality(self, text: str) -> float:
        """How Vietnamese a text is, 0..1; 0.5 for one without words."""
        return quality(unicodedata.normalize("NFC", text), self._model, self._reader.numbers)

    def repair(self, line: str, left: str = "") -> Repaired:
        """Repair one line; `left` is the text of the line before it, as repaired.

        Tabs, leading and trailing white space and the number of lines stay. Never raises on any text.
        """
        return self._round([(line, left)], self._page([left, line]))[0]

    def explain(self, line: str, left: str = "", most: int = 8) -> list[Word]:
        """Each span of a line with its `most` likeliest readings; [] for a line that reads well as it is."""
        seen = unicodedata.normalize("NFC", line)
        cells = self._cells(0, seen, left, self._page([left, seen]))
        ways, found = self._search(cells)
        return [
            explain.word(cell.passage, step, evidence, self._reader, most)
            for cell, way, all_evidence in zip(cells, ways, found, strict=True)
            for step, evidence in zip(way, all_evidence, strict=True)
        ]

    def repair_lines(self, lines: Sequence[str]) -> list[Repaired]:
        """Repair the lines of one page or document, each in the light of the line before it.

        A page is searched in `LANES` stretches side by side; the first line of a stretch has no line before.
        """
        page = self._page(lines)
        long = -(-len(lines) // LANES)
        stretches = [range(start, min(start + long, len(lines))) for start in range(0, len(lines), max(long, 1))]
        out: dict[int, Repaired] = {}
        left = [""] * len(stretches)
        for turn in range(long):
            here = [(lane, stretch[turn]) for lane, stretch in enumerate(stretches) if turn < len(stretch)]
            done = self._round([(lines[at], left[lane]) for lane, at in here], page)
            for (lane, at), repaired in zip(here, done, strict=True):
                out[at] = repaired
                left[lane] = repaired.text if repaired.text.strip() else left[lane]
        ordered = [out[at] for at in range(len(lines))]
        if page.quality >= CLEAN:
            return ordered
        return marks.list_letters(ordered if page.bare else self._again(ordered, page))

    def _again(self, lines: list[Repaired], page: _Page) -> list[Repaired]:
        """Repair the lines again that hold doubtful words which the page shows clearly elsewhere."""
        known = habits.learn(lines, self._sound)
        turns = [at for at, one in enumerate(lines) if habits.unsure(one) & known.keys()]
        texts = ["", *(one.text for one in lines)]
        jobs = [(lines[at].seen, next(filter(str.strip, texts[at::-1]), "")) for at in turns]
        wiser = _Page(page.quality, page.bare, known)
        for start in range(0, len(jobs), LANES):
            done = self._round(jobs[start : start + LANES], wiser)
            for at, repaired in zip(turns[start : start + LANES], done, strict=True):
                lines[at] = repaired
        return lines

    def _round(self, jobs: Sequence[tuple[str, str]], page: _Page) -> list[Repaired]:
        """Repair some lines, each with its left neighbour, on their page."""
        seen = [unicodedata.normalize("NFC", line) for line, _ in jobs]
        cells = [
            cell
            for number, (line, (_, left)) in enumerate(zip(seen, jobs, strict=True))
            for cell in self._cells(number, line, left, page)
        ]
        ways, found = self._search(cells)
        edits: list[list[Edit]] = [[] for _ in jobs]
        doubts: list[list[Edit]] = [[] for _ in jobs]
        for cell, way, evidence in zip(cells, ways, found, strict=True):
            least = max(self.min_gain, CLEAN_GAIN if cell.passage.manner == "clean" else self.min_gain)
            for edit in self._edits(cell, way, evidence):
                (edits if edit.gain >= least else doubts)[cell.line].append(edit)
        return [
            Repaired(line, replay(line, tuple(made)), tuple(made), tuple(doubted))
            for line, made, doubted in zip(seen, edits, doubts, strict=True)
        ]

    def _search(self, cells: Sequence[_Cell]) -> tuple[list[list[Step]], list[list[Evidence | None]]]:
        contexts = [cell.context for cell in cells]
        ways = decode([cell.lattice for cell in cells], contexts, self._model, self._reader.tuning.beam)
        return ways, weigh(ways, contexts, self._model)

    def _cells(self, number: int, line: str, left: str, page: _Page) -> list[_Cell]:
        out, start = [], 0
        for text in line.split("\t"):
            seen = self._sound.look(text)
            manner = _manner(text, seen, page)
            strange = self._sound.strangers(seen) if manner == "clean" else set()
            right = manner == "clean" and seen.sound and not strange and not any(self._numbers.changes(text))
            if not right and not is_foreign(text, self._reader.syllables):
                passage = Passage(start, text, manner)
                context = self._context(left if start == 0 else "")
                out.append(_Cell(number, passage, context, self._lattice(passage, strange, page)))
            start += len(text) + 1
        return out

    def _lattice(self, passage: Passage, strange: set[int], page: _Page) -> list[Edge]:
        units = cut(passage.text)
        if passage.manner == "bare":
            return bare_edges(passage.text, units, self._reader)
        if passage.manner == "clean":
            return clean_edges(passage.text, units, self._fine, self._sound, strange)
        return edges(passage.text, units, self._reader, page.habits)

    def _page(self, lines: Sequence[str]) -> _Page:
        text = unicodedata.normalize("NFC", "\n".join(lines))
        found = quality(text, self._model, self._reader.numbers)
        return _Page(found, found < CLEAN and is_bare(text, self._reader.bare))

    def _context(self, left: str) -> tuple[int, ...]:
        names = read(left)[-(self._model.order - 1) :]
        numbers = self._reader.numbers
        unknown = numbers[UNKNOWN]
        return tuple(numbers.get(name, unknown) for name in names) or (numbers[EDGE],)

    def _edits(self, cell: _Cell, way: Sequence[Step], evidence: Sequence[Evidence | None]) -> list[Edit]:
        """All edits of a cell: the grammars' first, the others where those leave room."""
        passage = cell.passage
        changes = list(self._numbers.changes(passage.text))
        if passage.manner == "garbled":
            changes += marks.changes(passage.text)
        elif passage.manner == "clean":
            changes = [change for change in changes if change.rule == "doc_number"]
        fixed = [self._scribe.fixed(passage, change) for change in changes]
        words = self._scribe.words(passage, way, evidence)
        free = [edit for edit in words if not any(_touch(edit, other) for other in fixed)]
        return sorted([*fixed, *free], key=lambda edit: (edit.start, edit.end))


def _touch(one: Edit, other: Edit) -> bool:
    return one.start < other.end and other.start < one.end


def _manner(text: str, seen: Glance, page: _Page) -> str:
    """How to read a text: clean, bare or garbled; the page decides for one of few words."""
    if page.bare:
        return "bare"
    if len(text.split()) < (4 if page.quality < CLEAN else 8):
        return "clean" if page.quality >= CLEAN else "garbled"
    return "clean" if seen.quality >= (CLEAN if page.quality < CLEAN else CLEAN / 2) else "garbled"
