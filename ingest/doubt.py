"""A second look at words of low confidence: cut out, read with more dots, and the better reading kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ingest.ocr import BLOCK, read_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.records import Word
    from ingest.scan import Scan

Judge = Callable[[str], float]
"""How Vietnamese a text reads, 0..1, such as `normalize.repair.Repairer.quality`."""

DOUBTFUL = 0.9  # confidence; of a page's words 8 % lie below, and with them half of its wrong ones
MOST = 120  # words of a page; one that reads worse than that is not saved by reading it twice
AROUND = 2  # words on either side that the judge hears
WEIGHT = 3.0  # log odds that a whole unit of confidence is worth; measured against 0 and 10
_PAD, _GAP, _MARGIN = 1.5, 9.0, 9.0  # points: around a crop, between crops, at the sheet's edge
_WHITE = 255


@dataclass(frozen=True, slots=True)
class _Crop:
    """A word's place among the words, and the rows of dots that it takes up on the sheet."""

    at: int
    top: int
    bottom: int


def look_twice(scan: Scan, words: Sequence[Word], model: str, judge: Judge | None = None) -> tuple[Word, ...]:
    """The words, in order, the doubtful ones as `model` reads them where that is better.

    Without a judge the surer reading is the better one; with a judge also what the words around make likely.
    All doubtful words go to Tesseract as one sheet, one call a page. Raises as `ingest.ocr.read_words` does.
    """
    doubted = [at for at, word in enumerate(words) if _is_doubtful(word)]
    doubted = sorted(sorted(doubted, key=lambda at: words[at].confidence or 0.0)[:MOST])
    if not doubted:
        return tuple(words)
    sheet, crops = _sheet(scan, words, doubted)
    found: dict[int, list[Word]] = {}
    for word in read_words(sheet, scan.dpi, model, BLOCK):
        middle = (word.box.top + word.box.bottom) / 2 * scan.dpi / 72
        crop = next((crop for crop in crops if crop.top <= middle < crop.bottom), None)
        if crop is not None:
            found.setdefault(crop.at, []).append(word)
    made = list(words)
    for at, seen in found.items():
        if len(seen) == 1 and _is_better(seen[0], at, made, judge):
            made[at] = replace(words[at], text=seen[0].text, confidence=seen[0].confidence)
    return tuple(made)


def _is_doubtful(word: Word) -> bool:
    return (
        word.confidence is not None
        and word.confidence < DOUBTFUL
        and any(character.isalpha() for character in word.text)
    )


def _sheet(scan: Scan, words: Sequence[Word], doubted: Sequence[int]) -> tuple[NDArray[np.uint8], list[_Crop]]:
    """The doubtful words one below the other on white."""
    dots = scan.dpi / 72
    parts = [(at, _cut(scan, words[at], dots)) for at in doubted]
    parts = [(at, part) for at, part in parts if part.size]
    gap, margin = round(_GAP * dots), round(_MARGIN * dots)
    height = 2 * margin + sum(part.shape[0] + gap for _, part in parts)
    width = 2 * margin + max((part.shape[1] for _, part in parts), default=1)
    sheet = np.full((height, width), _WHITE, dtype=np.uint8)
    crops, top = [], margin
    for at, part in parts:
        sheet[top : top + part.shape[0], margin : margin + part.shape[1]] = part
        crops.append(_Crop(at, top, top + part.shape[0]))
        top += part.shape[0] + gap
    return sheet, crops


def _cut(scan: Scan, word: Word, dots: float) -> NDArray[np.uint8]:
    box = word.box
    left, top = max(0, int((box.left - _PAD) * dots)), max(0, int((box.top - _PAD) * dots))
    return scan.grey[top : round((box.bottom + _PAD) * dots), left : round((box.right + _PAD) * dots)]


def _is_better(seen: Word, at: int, words: Sequence[Word], judge: Judge | None) -> bool:
    """Whether the reading `seen` beats the word at `at` among its neighbours."""
    if seen.text == words[at].text:
        return False
    surer = (seen.confidence or 0.0) - (words[at].confidence or 0.0)
    if judge is None:
        return surer > 0
    before = " ".join(word.text for word in words[max(0, at - AROUND) : at])
    after = " ".join(word.text for word in words[at + 1 : at + 1 + AROUND])
    ours, theirs = (_odds(judge(f"{before} {text} {after}")) for text in (words[at].text, seen.text))
    return theirs - ours + WEIGHT * surer > 0


def _odds(share: float) -> float:
    """Natural log of the odds, finite."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))
