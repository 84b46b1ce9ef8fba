"""Document numbers and quotes as printed: an engine parts a number, reads its end twice, takes a speck for a quote."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ingest.records import Box
from normalize.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.records import Word

THIN = 0.5  # of the usual gap between words of the line; a gap within a number is narrower
TOUCH = 0.05  # of a word's height; what begins there belongs to the word before
CLOSED = 60  # words behind an opening quote, within which it is closed

_CODE = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐ]")
_DIGITS = re.compile(r"\d+")
_RUN_TOGETHER = re.compile(r"(\d{1,2}[.)](?=[^\W\d_]{2}))?(\D+)")
_QUOTED = re.compile(r"[\"'‘`](?=[^\W\d_])")
_CLOSING = re.compile(r"[\"'’”]")


def with_joins(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, numbers parted within a line as one word, ends of numbers that were read twice left out."""
    made: list[Word] = []
    gaps = _usual_gaps(words)
    for word in words:
        before = made[-1] if made and made[-1].line is not None and made[-1].line == word.line else None
        gap = word.box.left - before.box.right if before else 0.0
        if before and _is_cut(before, word) and -TOUCH * _height(word) <= gap <= THIN * gaps.get(word.line, 0.0):
            made[-1] = _joined(before, word)
        elif not (before and _is_echo(before, word) and abs(gap) <= TOUCH * _height(word)):
            made.append(word)
    return tuple(made)


def with_parts(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, those run together in two or more: "3.SởY" is a label and two syllables, all letters as wide."""
    return tuple(part for word in words for part in _parted(word))


def _parted(word: Word) -> list[Word]:
    if (word.text.islower() and not word.text[0].isdigit()) or (word.text.istitle() and word.text.isalpha()):
        return [word]  # most words: nothing can be parted
    found = _RUN_TOGETHER.fullmatch(word.text)
    label, rest = (found[1] or "", found[2]) if found else ("", word.text)
    texts = [text for text in (label, *_syllables(rest)) if text]
    letter, left, parts = (word.box.right - word.box.left) / len(word.text), word.box.left, []
    for text in texts:
        parts.append(replace(word, text=text, box=replace(word.box, left=left, right=left + letter * len(text))))
        left += letter * len(text)
    return parts if len(parts) > 1 else [word]


def _syllables(text: str) -> list[str]:
    """The text parted before capitals that follow small letters, where each part is a syllable."""
    cuts = [0, *(at for at in range(1, len(text)) if text[at - 1].islower() and text[at].isupper()), len(text)]
    pieces = [text[start:end] for start, end in pairwise(cuts)]
    return pieces if all(is_syllable(_bare(piece)) for piece in pieces) else [text]


def _bare(text: str) -> str:
    return text.rstrip(",.;:").lower()


def without_specks(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without quotes before a letter that nothing closes."""
    return tuple(
        replace(word, text=word.text[1:]) if _QUOTED.match(word.text) and not _is_closed(words, at) else word
        for at, word in enumerate(words)
    )


def _is_closed(words: Sequence[Word], at: int) -> bool:
    text = "".join(word.text for word in words[at : at + CLOSED])
    return _CLOSING.search(text, 1) is not None


def _is_cut(before: Word, word: Word) -> bool:
    return _DIGITS.fullmatch(before.text) is not None and _CODE.match(word.text) is not None


def _is_echo(before: Word, word: Word) -> bool:
    """Whether a word of figures is the end of the number before it, read once more."""
    is_code = _CODE.match(before.text) is not None
    return is_code and len(word.text) > 1 and word.text.isdecimal() and before.text.endswith(word.text)


def _joined(before: Word, word: Word) -> Word:
    one, other = before.box, word.box
    box = Box(one.left, min(one.top, other.top), other.right, max(one.bottom, other.bottom))
    sure = min(before.confidence or 0.0, word.confidence or 0.0)
    return replace(word, text=before.text + word.text, box=box, confidence=sure)


def _usual_gaps(words: Sequence[Word]) -> dict[int | None, float]:
    gaps: dict[int | None, list[float]] = {}
    for before, word in pairwise(words):
        if before.line == word.line:
            gaps.setdefault(word.line, []).append(word.box.left - before.box.right)
    return {line: median(found) for line, found in gaps.items()}


def _height(word: Word) -> float:
    return word.box.bottom - word.box.top
