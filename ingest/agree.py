"""Two readings of one page made one: where they differ, the likelier word is kept."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from ingest.doubt import is_better
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.doubt import Judge
    from ingest.records import Box, Word

SAME = 0.5  # of the area that two words cover together, from which they are one word's ink
INSIDE = 0.8  # of a word's area that lies in a larger one, from which it is a part of it
ALIKE = 70  # of 100; how alike a word and its parts are, marks and case apart
TOUCHED = 0.2  # of a word's area, up to which it is ink that the first reading has not
SURE = 0.8  # confidence from which a word of the second reading alone is taken; specks and strokes read lower


def agreed(words: Sequence[Word], others: Sequence[Word], judge: Judge | None = None) -> tuple[Word, ...]:
    """The words, in order, each as the reading has it that is likelier, then what only `others` has for sure.

    Words that `others` has run together stay parted. Without a judge the surer word is the likelier one.
    """
    found, own = _Places(others), _Places(words)
    made = list(words)
    parted: dict[int, list[Word]] = {}
    for at, word in enumerate(words):
        other = found.same_as(word.box)
        parts = [] if other else _parts(word, found.parts_of(word.box), own)
        if parts:
            sure = sum(part.confidence or 0.0 for part in parts) / len(parts)
            other = replace(word, text=" ".join(part.text for part in parts), confidence=sure)
        if other is not None and is_better(other, at, made, judge):
            made[at] = replace(word, text=other.text, confidence=other.confidence)
            parted[at] = [replace(part, line=word.line) for part in parts]
    made = [part for at, word in enumerate(made) for part in parted.get(at) or [word]]
    alone = [replace(word, line=None) for word in others if (word.confidence or 0.0) >= SURE and own.is_free(word.box)]
    return (*made, *alone)


def _parts(word: Word, parts: list[Word], own: _Places) -> list[Word]:
    """The parts, where they are the word alone, no letter of it lost and most of them the same; else none."""
    seen, parted = (_letters(text) for text in (word.text, "".join(part.text for part in parts)))
    is_same = len(parted) >= len(seen) and ratio(seen, parted) >= ALIKE
    return parts if is_same and all(own.holders(part.box) == [word] for part in parts) else []


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def difference(words: Sequence[Word], others: Sequence[Word]) -> float:
    """Share of the words that `others` has not, or has otherwise; 0 without words."""
    found = _Places(others)
    same = sum((other := found.same_as(word.box)) is not None and other.text == word.text for word in words)
    return 1 - same / len(words) if words else 0.0


def within(words: Sequence[Word], box: Box) -> list[Word]:
    """The words whose middle lies in the box."""
    return [
        word
        for word in words
        if box.left <= (word.box.left + word.box.right) / 2 <= box.right
        and box.top <= (word.box.top + word.box.bottom) / 2 <= box.bottom
    ]


class _Places:
    """Words to be found by where they stand."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = sorted(words, key=lambda word: word.box.top)
        self._tops = [word.box.top for word in self._words]
        self._tall = max((word.box.bottom - word.box.top for word in words), default=0.0)

    def _near(self, box: Box) -> list[Word]:
        rows = self._words[bisect_left(self._tops, box.top - self._tall) : bisect_right(self._tops, box.bottom)]
        return [word for word in rows if word.box.left < box.right and word.box.right > box.left]

    def same_as(self, box: Box) -> Word | None:
        """The word that covers the same ink, None without."""
        best = max(self._near(box), key=lambda word: _alike(word.box, box), default=None)
        return best if best is not None and _alike(best.box, box) >= SAME else None

    def parts_of(self, box: Box) -> list[Word]:
        """Words that lie in the box and fill most of it together, from left to right; none where fewer than two do."""
        near = [word for word in self._near(box) if _shared(word.box, box) >= INSIDE * _area(word.box)]
        wide = sum(word.box.right - word.box.left for word in near)
        return (
            sorted(near, key=lambda one: one.box.left)
            if len(near) > 1 and wide >= SAME * (box.right - box.left)
            else []
        )

    def holders(self, box: Box) -> list[Word]:
        """The words that stand there, from left to right."""
        near = [word for word in self._near(box) if _shared(word.box, box) > TOUCHED * _area(box)]
        return sorted(near, key=lambda one: one.box.left)

    def is_free(self, box: Box) -> bool:
        """Whether no word stands there."""
        return not self.holders(box)


def _alike(one: Box, other: Box) -> float:
    shared = _shared(one, other)
    return shared / max(_area(one) + _area(other) - shared, 1e-6)


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _shared(one: Box, other: Box) -> float:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, wide) * max(0.0, high)
