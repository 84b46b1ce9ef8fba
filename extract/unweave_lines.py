"""Lines of a table whose columns run together, as words ready to be cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from normalize.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extract.records import Line

_EDGES = "|¦"
_MARKS_OF_A_TEXT = frozenset("-–—+•&…")  # a word may be such a mark alone
_SHORT = 2
_A_WORD = 1.5  # a single letter that is a word, as in "Bộ Y tế"
_MANY = 60  # words from which a region tells how strewn it is
_STREWN = 0.08  # of a region's words; in a clean table single letters are rarer


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line.

    Attributes:
        ruled: a rule (`|`) stands between it and the word before, or at the line's start.
        cost: what leaving it out costs (log10 odds); None for a word that no engine makes out of specks.
    """

    text: str
    ruled: bool = False
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """A line with words in it.

    Attributes:
        index: of the line among the document's lines.
        apart: blank lines or a page's end stand before it, so that its height beside the line above is not known.
        turned: it is the first line on its page.
    """

    index: int
    page_no: int
    words: tuple[Word, ...]
    apart: bool
    turned: bool


def strips(lines: Sequence[Line], indexes: Sequence[int]) -> tuple[Strip, ...]:
    """The lines at `indexes` that have words."""
    found: list[Strip] = []
    apart = turned = False
    for before, index in zip((None, *indexes), indexes, strict=False):
        turned = turned or (before is not None and lines[before].page_no != lines[index].page_no)
        if words := _words(lines[index].text):
            found.append(Strip(index, lines[index].page_no, words, apart or turned, turned))
            apart = turned = False
        else:
            apart = True
    return tuple(found)


def swept(rows: Sequence[Strip], labels: Mapping[int, int]) -> tuple[Strip, ...]:
    """The lines of a region without specks, where it is strewn with them; `labels` are the words to keep, by line.

    An engine that reads dots and accents as lines of their own strews single letters between the words; in a
    clean text a single letter means something.
    """
    words = sum(len(row.words) for row in rows)
    specks = sum(word.cost is not None and word.cost < _A_WORD for row in rows for word in row.words)
    if words < _MANY or specks <= _STREWN * words:
        return tuple(rows)
    return tuple(replace(row, words=_clean(row.words, labels.get(at, -1))) for at, row in enumerate(rows))


def _clean(words: Sequence[Word], label: int) -> tuple[Word, ...]:
    kept: list[Word] = []
    ruled = False
    for at, word in enumerate(words):
        ruled = ruled or word.ruled
        if at == label or word.cost in (None, _A_WORD) or any(letter.isdigit() for letter in word.text):
            cost = None if word.cost is None or at == label else word.cost / 2
            kept.append(Word(word.text, ruled, cost))
            ruled = False
    return tuple(kept) or tuple(words)


def _words(text: str) -> tuple[Word, ...]:
    found: list[Word] = []
    ruled = False
    for piece in re.split(r"\s+|([|¦])", text):
        if piece and piece in _EDGES:
            ruled = True
        elif piece:
            found.append(Word(piece, ruled, _cost(piece)))
            ruled = False
    return tuple(found)


def _cost(text: str) -> float | None:
    """What an engine makes of specks between two lines: single letters, marks, short strings that are no syllable."""
    bare = "".join(letter for letter in text if letter.isalnum())
    if not bare:
        return None if text in _MARKS_OF_A_TEXT else 0.1
    if len(bare) == 1 and not bare.isdigit():
        return _A_WORD if is_syllable(bare) and bare.casefold() != "a" else 0.6
    if len(bare) <= _SHORT and not is_syllable(bare):
        return 1.0 if bare.isdigit() else 0.8
    return None
