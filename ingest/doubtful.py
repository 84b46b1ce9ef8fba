"""Words of a page that may be misread; they alone are read again, at other sizes and by another model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from ingest.doubt import heard
from ingest.frames import cell_at
from ingest.records import Box
from normalize.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.doubt import Judge
    from ingest.frames import Frame
    from ingest.records import Word

    Run = tuple[Word, ...]

BESIDE = 1  # words on either side of a doubtful one that are read with it
LEVEL = 0.5  # of its height that a word shares with its line
_RUN_TOGETHER = re.compile(r"(?<!\w)\d+[.)][^\W\d_]|[a-zà-ỹ][A-ZĐ]")
ASIDE, ABOVE = 2.0, 2.0  # points around words that are read with them


@dataclass(frozen=True, slots=True)
class Doubt:
    """When a word is in doubt.

    Attributes:
        sure: confidence, below which it is.
        reads: how Vietnamese it reads between its neighbours, 0..1, below which it is.
    """

    sure: float
    reads: float


LENIENT, STRICT = Doubt(0.6, 0.4), Doubt(0.7, 0.5)


def doubtful_runs(
    words: Sequence[Word], frames: Sequence[Frame], doubt: Doubt, judge: Judge | None = None
) -> list[Run]:
    """Runs of words of one line, each doubtful or beside a doubtful one; a word that cannot be a syllable is doubtful.

    `judge` tells how Vietnamese a text reads.
    """
    lines = _lines(words, frames)
    around = [_around(line, at) for line in lines for at in range(len(line))] if judge else []
    reads = iter(heard(judge, around) if judge else ())
    doubts = [[_is_doubtful(word, doubt, next(reads, 1.0)) for word in line] for line in lines]
    return [run for line, own in zip(lines, doubts, strict=True) for run in _runs(line, own)]


def place_of(run: Run) -> Box:
    """Where to read a run, with some paper around it."""
    box = Box.around(word.box for word in run)
    return Box(box.left - ASIDE, box.top - ABOVE, box.right + ASIDE, box.bottom + ABOVE)


def _runs(line: Run, doubts: Sequence[bool]) -> list[Run]:
    taken = [any(doubts[max(0, at - BESIDE) : at + BESIDE + 1]) for at in range(len(line))]
    return [
        tuple(word for word, _ in run)
        for is_taken, run in groupby(zip(line, taken, strict=True), itemgetter(1))
        if is_taken
    ]


def _around(line: Run, at: int) -> str:
    """A word between its neighbours."""
    return " ".join(word.text for word in line[max(0, at - BESIDE) : at + BESIDE + 1])


def _is_doubtful(word: Word, doubt: Doubt, reads: float) -> bool:
    """Whether a word is; `reads` says how Vietnamese it reads between its neighbours."""
    return (word.confidence or 0.0) < doubt.sure or _is_odd(word.text) or reads < doubt.reads


def _is_odd(text: str) -> bool:
    """Whether a word of small letters cannot be a syllable, or words were run together: "3.SởY"."""
    bare = "".join(letter for letter in text if letter.isalpha())
    return (bare.islower() and not is_syllable(bare)) or _RUN_TOGETHER.search(text) is not None


def _lines(words: Sequence[Word], frames: Sequence[Frame]) -> list[Run]:
    """Words of one height in one place: a cell of a table, or the line that Tesseract saw."""
    places: dict[tuple[int, ...], list[Word]] = {}
    for word in words:
        place = cell_at(frames, word.box) or (-1 if word.line is None else word.line,)
        places.setdefault(place, []).append(word)
    return [line for found in places.values() for line in _levels(found)]


def _levels(words: Sequence[Word]) -> list[Run]:
    levels: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.box.top + one.box.bottom):
        if levels and _is_level(word, levels[-1]):
            levels[-1].append(word)
        else:
            levels.append([word])
    return [tuple(sorted(level, key=lambda word: word.box.left)) for level in levels]


def _is_level(word: Word, line: Sequence[Word]) -> bool:
    top, bottom = max(word.box.top, line[-1].box.top), min(word.box.bottom, line[-1].box.bottom)
    high = min(word.box.bottom - word.box.top, line[-1].box.bottom - line[-1].box.top)
    return bottom - top >= LEVEL * high
