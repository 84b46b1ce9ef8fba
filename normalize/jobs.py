"""What is known of a line before it is searched: its neighbours, its page, and how it is to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from normalize.freeze import LABEL
from normalize.readings import VIETNAMESE
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from normalize.edits import Passage
    from normalize.habits import Habits
    from normalize.lattice import Edge
    from normalize.readings import Reader
    from normalize.records import Edit
    from normalize.sound import Glance
    from normalize.spelling import Spelling
    from normalize.units import Unit
    from normalize.weaver import Loom

MIN_GAIN = 0.0
CLEAN_GAIN = 2.0  # what an edit must gain at least in a text that reads well
CLEAN_FAR = 4.0  # the same for one that changes letters, not only their marks
CLEAN = 0.5  # quality from which a line counts as reading well
_SENTENCE = 6  # words of a line that a sentence fills
_STOPS = ".,;:()“”\"'-/"


@dataclass(frozen=True, slots=True)
class Job:
    """A line to repair, between its neighbours.

    Attributes:
        left: the text of the line above it, as repaired; "" where none is known.
        below: the line below it, as seen; "" where none is known.
        scanned: an OCR engine read it: any word may have lost a mark.
    """

    line: str
    left: str = ""
    below: str = ""
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two tabs of a line and is not right.

    Attributes:
        passage: the text and how it is read.
        strange: where words start that may be wrong, in a text that reads well.
        heard: its units that the language model sees.
        capitals: whether each stands among capitals, in garbled text.
        spelling: what the tagger makes of it, if it was asked.
    """

    passage: Passage
    strange: set[int]
    heard: Sequence[Unit]
    capitals: Sequence[bool]
    spelling: Spelling | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands between two tabs of a line, ready to be searched."""

    passage: Passage
    context: tuple[int, ...]
    lattice: list[Edge]


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a text between tabs before it is searched.

    Attributes:
        how: clean, bare or garbled, see `manner`.
        strange: where words start that cannot be right, in a clean one.
        right: it stays as it is, unless an engine read it.
        foreign: it is in another language.
    """

    how: str
    strange: set[int]
    right: bool
    foreign: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of the page a line stands on: its quality, and whether only its diacritics are lost."""

    quality: float
    bare: bool
    faithful: bool = True  # a word with letters that only Vietnamese has is right, see `Sound.faithful`
    style: str = ""  # where new words carry the tone of oa, oe, uy: "late" or as the lexicon has it, early
    reader: Reader | None = None  # one that hears the document's own channel
    habits: Habits = field(default_factory=dict)
    spellings: Mapping[str, Spelling] = field(default_factory=dict)  # by seen line
    looks: Mapping[str, Look] = field(default_factory=dict)  # by text between tabs
    loom: Loom | None = None  # what the lattices of its lines are made of, see `Weaver.prepare`


def goes_on(text: str, below: str) -> bool:
    """Whether the sentence goes on below: both lines in capitals, or the next one starts with a small letter.

    It does not where an item begins, nor in a table: short lines are cells, and strokes stand between them.
    """
    if LABEL.match(below) or "|" in text + below or len(text.split()) < _SENTENCE:
        return False
    return below[:1].islower() or (text.isupper() and below.isupper() and below[:1].isalpha())


def least(edit: Edit, manner: str) -> float:
    """What an edit must gain in a text of this manner."""
    if manner not in ("clean", "scanned") or edit.rule.startswith("doc_number"):
        return MIN_GAIN
    if fold(edit.before) != fold(edit.after):
        return CLEAN_FAR
    return CLEAN_GAIN if manner == "clean" else MIN_GAIN


def manner(text: str, seen: Glance, page: Page) -> str:
    """How to read a text: clean, bare or garbled; the page decides for one of few words.

    On a page that reads well, only a poor line in plain letters is garbled; on a garbled one, a line in plain letters
    is never clean: by chance its spoilt words are words.
    """
    if page.bare:
        return "bare"
    plain = not VIETNAMESE.search(text)
    if page.quality < CLEAN:
        return "garbled" if plain or len(text.split()) < 4 or seen.quality < CLEAN else "clean"
    return "garbled" if plain and seen.quality < CLEAN / 2 and _is_prose(text) else "clean"


def _is_prose(text: str) -> bool:
    chunks = text.split()
    return len(chunks) >= 8 and sum(chunk.strip(_STOPS).isalpha() for chunk in chunks) > 0.7 * len(chunks)
