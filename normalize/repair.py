"""Repair garbled lines: text in, edits out.

A noisy channel (what an engine prints for a word) and a language model (what stands beside what) weigh all
readings of a line; document numbers have a grammar of their own. Lines that leave a doubt are read again with
what a character tagger says of them and with what the document shows elsewhere. Every change is an `Edit`. In a
text that reads well only words that cannot be right are looked at.
Source: Kernighan, Church & Gale 1990; Brill & Moore 2000.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from normalize import adapt, explain, habits, marks, miscoded, residue
from normalize.edits import Scribe
from normalize.foreign import is_foreign
from normalize.jobs import CLEAN, MIN_GAIN, Cell, Job, Page, least
from normalize.listletters import list_letters
from normalize.model import Models, load_models
from normalize.onlooker import Onlooker
from normalize.progress import moved
from normalize.quality import Judge
from normalize.records import Edit, Repaired, replay
from normalize.search import search
from normalize.sound import Sound
from normalize.spelling import Spelling, spell
from normalize.syllable import late_tone
from normalize.weaver import Weaver

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from normalize.explain import Word
    from normalize.habits import Habits
    from normalize.search import Evidence, Step

DATA = Path(__file__).parent / "data"
ASK = 0.65  # confidence below which a word makes the tagger look at its line
ASK_STRANGER = 0.85  # the same where the engine is none that the channel knows, or the text too short to tell


class Repairer:
    """Everything a repair needs, loaded once.

    Attributes:
        min_gain: log10 odds against leaving a word alone that an edit must reach.
        adapt: whether a document's own words and habits help to read it.
        judge: tells how Vietnamese texts are.
    """

    def __init__(self, models: Models, min_gain: float = MIN_GAIN, adapt: bool = True, tones: str = "") -> None:
        self.min_gain = min_gain
        self.adapt = adapt
        self._models = models
        self._reader, self._model, self._numbers = models.reader, models.language, models.numbers
        self.judge = Judge(self._model, self._reader.numbers)
        self._beam = models.reader.tuning.beam
        self._sound = Sound(self._reader, self._model)
        self._page = Onlooker(models, self._sound, tones).page
        self._weaver = Weaver(models, self._sound)
        self._scribe = Scribe(self._reader, models.calibration, self._model.counters(self._reader.words))

    @classmethod
    def load(
        cls, data_dir: Path | None = None, min_gain: float = MIN_GAIN, adapt: bool = True, tones: str = ""
    ) -> Repairer:
        """Read the models from `data_dir` (the shipped ones by default).

        `tones`: where new words carry the tone of open oa, oe, uy: "early" (hòa), "late" (hoà), "" for the text's way.

        Raises:
            DataFileError: if a data file breaks its rules.
            OSError: if one is missing.
        """
        return cls(load_models(data_dir or DATA), min_gain, adapt, tones)

    def quality(self, text: str) -> float:
        """How Vietnamese a text is, 0..1; 0.5 for one without words."""
        return self.judge(text)

    def repair(self, line: str, left: str = "") -> Repaired:
        """Repair one line; `left` is the text of the line before it, as repaired.

        Tabs, leading and trailing white space and the number of lines stay. Never raises on any text.
        """
        seen = unicodedata.normalize("NFC", line)
        return self._line(Job(seen, left), self._page([left, seen]))

    def explain(self, line: str, left: str = "", most: int = 8) -> list[Word]:
        """Each span of a line with its `most` likeliest readings; [] for a line that reads well as it is."""
        seen = unicodedata.normalize("NFC", line)
        page = replace(self._page([left, seen]), spellings=self._spellings([seen]))
        return [
            explain.word(cell.passage, step, evidence, self._reader, most)
            for cell in self._weaver.cells(Job(seen, left), page)
            for step, evidence in search(cell, self._model, self._beam)
        ]

    def repair_lines(self, lines: Sequence[str], by_engine: Collection[int] = ()) -> list[Repaired]:
        """Repair the lines of one page or document, each in the light of the line before it.

        `by_engine`: the numbers of lines that an OCR engine read, whose words may be wrong although they read well.
        Where the bytes of a text were read by the wrong table, they are read by the right one first.
        """
        return miscoded.around(lambda texts: self._read(texts, by_engine), lines, self.judge)

    def _read(self, lines: Sequence[str], by_engine: Collection[int]) -> list[Repaired]:
        """Repair lines whose letters are what stands on the page, or what an engine made of it."""
        page = self._page(lines)
        if page.quality >= CLEAN:
            return self._clean(lines, page, by_engine)
        page = self._weaver.prepare([Job(unicodedata.normalize("NFC", line)) for line in lines], page)
        out: list[Repaired] = []
        left = ""
        for line, below in zip(lines, [*lines[1:], ""], strict=True):
            out.append(self._line(Job(line, left, below), page))
            left = out[-1].text if out[-1].text.strip() else left
        return list_letters(self._bilingual(self._again(out, page)))

    def _clean(self, lines: Sequence[str], page: Page, by_engine: Collection[int]) -> list[Repaired]:
        """Repair lines of a page that reads well: those that an engine read, or that are not right at a first look."""
        seen = [unicodedata.normalize("NFC", line) for line in lines]
        right = [all(page.looks[text].right for text in line.split("\t")) for line in seen]
        read = frozenset(by_engine)
        turns = [at for at in range(len(seen)) if at in read or not right[at]]
        out = self._over([Repaired(line, line) for line in seen], turns, page, read)
        out = self._marked(out, page, read) if read and self.adapt else out
        doubtful = range(len(out)) if residue.has_signs(out) else sorted(read)
        return self._mended(out, doubtful, late=page.style == "late")

    def _again(self, lines: list[Repaired], page: Page) -> list[Repaired]:
        """Repair the lines with doubtful words again, with what the tagger and the rest of the page say of them.

        Where the page's engine seems to be a stranger, again and again with the channel that the page teaches.
        """
        shyness = 0.0 if page.bare else adapt.shyness(lines, self._sound, habits.SURE)
        strange = shyness is not None and shyness > adapt.SHY
        sure = ASK_STRANGER if strange or shyness is None else ASK
        doubted = [at for at, one in enumerate(lines) if habits.unsure(one, sure)]
        wiser = replace(page, habits=self._habits(lines), spellings=self._spellings([lines[at].seen for at in doubted]))
        turns = doubted
        if not wiser.spellings:
            turns = [at for at in doubted if habits.unsure(lines[at]) & wiser.habits.keys()]
        lines = self._over(lines, turns, wiser)
        for _ in range(adapt.ROUNDS if strange and self.adapt else 0):
            own = adapt.own_channel(lines, self._sound, self._models.known, self._reader.words)
            if own is None:
                break
            reader = self._reader.beside(own)
            lines = self._over(lines, doubted, replace(wiser, reader=reader, habits=self._habits(lines)))
        return lines

    def _marked(self, lines: list[Repaired], page: Page, by_engine: frozenset[int]) -> list[Repaired]:
        """Repair lines of an engine that have doubtful words again, with the channel that its pages teach."""
        read = sorted(by_engine)
        own = adapt.own_channel([lines[at] for at in read], self._sound, self._models.known, self._reader.words)
        if own is None:
            return lines
        wiser = replace(page, reader=self._models.fine.beside(own))
        return self._over(lines, [at for at in read if lines[at].doubts], wiser, by_engine)

    def _bilingual(self, lines: list[Repaired]) -> list[Repaired]:
        """Mend the Vietnamese words of lines that were left alone as foreign."""
        syllables = self._reader.syllables
        foreign = [at for at, one in enumerate(lines) if not one.edits and is_foreign(one.seen, syllables)]
        foreign = [at for at in foreign if self._sound.may_mix(lines[at].seen)]
        return self._mended(lines, foreign, mixed=True)

    def _mended(
        self, lines: list[Repaired], turns: Sequence[int], *, mixed: bool = False, late: bool = False
    ) -> list[Repaired]:
        """Mend the words of some lines which only the tagger finds; `mixed` and `late` as in `residue.mend`."""
        spellings = self._spellings([lines[at].seen for at in turns])
        words = self._reader.numbers
        for at in turns if spellings else ():
            lines[at] = residue.mend(lines[at], spellings[lines[at].seen], words, mixed=mixed, late=late)
        return lines

    def _habits(self, lines: Sequence[Repaired]) -> Habits:
        return habits.learn(lines, self._sound) if self.adapt else {}

    def _over(
        self, lines: Sequence[Repaired], turns: Sequence[int], page: Page, by_engine: frozenset[int] = frozenset()
    ) -> list[Repaired]:
        """Repair some lines of a page again, each beside the line before it as it was repaired."""
        out = list(lines)
        belows = [*(one.seen for one in lines[1:]), ""]
        jobs = [Job(lines[at].seen, "", belows[at], at in by_engine) for at in turns]
        page = self._weaver.prepare(jobs, page)
        for at, job in zip(turns, jobs, strict=True):
            out[at] = self._line(replace(job, left=_above(out, at)), page)
        return out

    def _spellings(self, texts: Sequence[str]) -> dict[str, Spelling]:
        """What the tagger makes of some lines."""
        tagger = self._models.tagger
        return {} if tagger is None or not texts else dict(zip(texts, spell(tagger, texts), strict=True))

    def _line(self, job: Job, page: Page) -> Repaired:
        """Repair an NFC line between its neighbours, on its page."""
        moved()
        edits: list[Edit] = []
        doubts: list[Edit] = []
        for cell in self._weaver.cells(job, page):
            for edit in self._edits(cell, search(cell, self._model, self._beam)):
                styled = _styled(edit, page.style)
                enough = edit.gain >= max(self.min_gain, least(edit, cell.passage.manner))
                (edits if enough else doubts).append(styled)
        return Repaired(job.line, replay(job.line, tuple(edits)), tuple(edits), tuple(doubts))

    def _edits(self, cell: Cell, way: Sequence[tuple[Step, Evidence | None]]) -> list[Edit]:
        """All edits of a cell: the grammars' first, the others where those leave room."""
        passage = cell.passage
        changes = list(self._numbers.changes(passage.text))
        if passage.manner == "garbled":
            changes += marks.changes(passage.text)
        elif passage.manner == "clean":  # its spaces are the writer's
            changes = [change for change in changes if change.rule == "doc_number"]
        fixed = [self._scribe.fixed(passage, change) for change in changes]
        words = self._scribe.words(passage, way)
        free = [edit for edit in words if not any(_touch(edit, other) for other in fixed)]
        return sorted([*fixed, *free], key=lambda edit: (edit.start, edit.end))


def _above(lines: Sequence[Repaired], at: int) -> str:
    """The nearest line above that is not empty, as repaired so far; "" if there is none."""
    return next((one.text for one in (lines[k] for k in range(at - 1, -1, -1)) if one.text.strip()), "")


def _styled(edit: Edit, style: str) -> Edit:
    """The edit with its tones where the text has them: hòa or hoà."""
    if style != "late" or late_tone(edit.after) == edit.after:
        return edit
    return replace(edit, after=late_tone(edit.after), alternatives=tuple(map(late_tone, edit.alternatives)))


def _touch(one: Edit, other: Edit) -> bool:
    return one.start < other.end and other.start < one.end
