"""Pictures to words with Tesseract: one call a page, and one more for the table cells that it passed over."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from PIL import Image

from ingest.engine import INSTALL, PAGE_SECONDS, by_pytesseract, installed_models, seen_in
from ingest.errors import MissingProgramError
from ingest.ghosts import without_ghosts
from ingest.records import Box, Word
from ingest.scan import scaled

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from ingest.engine import Seen

MODELS = ("Vietnamese", "script/Vietnamese", "vie")  # best first; the script model loses fewer letters
QUICK = "vie"  # reads a page in two thirds of the script model's time, as well but for what a second look finds
DOUBLE = 0.6  # share of a word that lies on a larger one, from which it is the same ink read twice
SQUEEZED = 0.2  # width of a letter by its height; the narrowest words ("lít") have about 0.3

OSD_DPI = 150.0  # the way a page lies is as clear, for two thirds of the time
COLUMN, BLOCK = 4, 6  # Tesseract's page segmentation modes; 3 takes the numbers of a list for a column


def tesseract_version() -> str:
    """Such as "5.3.0". Raises MissingProgramError when there is no Tesseract."""
    pytesseract = by_pytesseract()
    try:
        return str(pytesseract.get_tesseract_version())
    except pytesseract.TesseractNotFoundError as error:
        raise MissingProgramError("tesseract is not installed", INSTALL) from error


def best_model() -> str:
    """The best installed model for Vietnamese. Raises MissingProgramError when there is none."""
    installed = installed_models()
    for model in MODELS:
        if model in installed:
            return model
    raise MissingProgramError("tesseract has no Vietnamese model", INSTALL)


def read_words(picture: NDArray[np.uint8], dpi: float, model: str, psm: int = COLUMN) -> tuple[Word, ...]:
    """Words of a grey picture, 255 is paper; boxes in points from its top left corner, text NFC.

    Raises MissingProgramError without Tesseract or the model, DamagedFileError when Tesseract gives up.
    """
    seen = seen_in(picture, dpi, model, psm)
    lines = [[word for word in line if not _is_squeezed(word)] for line in _lines(seen, 72 / dpi)]
    return _distinct(without_ghosts([line for line in lines if line]))


def quick_model() -> str:
    """The quickest installed model for Vietnamese. Raises as `best_model` does."""
    return QUICK if QUICK in installed_models() else best_model()


def orientation(picture: NDArray[np.uint8], dpi: float) -> int:
    """Degrees to turn the picture clockwise so that its text stands upright; 0 where Tesseract cannot tell."""
    if "osd" not in installed_models():
        return 0
    pytesseract = by_pytesseract()
    try:
        found = pytesseract.image_to_osd(
            Image.fromarray(scaled(picture, dpi, min(dpi, OSD_DPI))[0]),
            config=f"--dpi {round(min(dpi, OSD_DPI))}",
            output_type=pytesseract.Output.DICT,
            timeout=PAGE_SECONDS,
        )
    except (pytesseract.TesseractError, RuntimeError):  # too few letters, or a timeout
        return 0
    return int(found["rotate"]) % 360


def _lines(seen: Iterable[Seen], scale: float) -> list[list[Word]]:
    """Words by the lines that Tesseract sees."""
    lines: dict[int, list[Word]] = {}
    for one in seen:
        text = unicodedata.normalize("NFC", one.text).strip()
        if text:
            box = Box(one.left * scale, one.top * scale, one.right * scale, one.bottom * scale)
            lines.setdefault(one.line, []).append(Word(text, box, max(0.0, one.confidence) / 100, one.line))
    return list(lines.values())


def _is_squeezed(word: Word) -> bool:
    """More letters than fit: the tail of a "q" or "g", read once more as a word of its own."""
    high, wide = word.box.bottom - word.box.top, word.box.right - word.box.left
    return len(word.text) > 2 and wide < SQUEEZED * high * len(word.text)


def _distinct(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words without those that lie on a larger one: Tesseract sometimes reads a place twice."""
    kept: list[Word] = []
    by_height = sorted(words, key=lambda word: word.box.top)
    tops = [word.box.top for word in by_height]
    tall = max((word.box.bottom - word.box.top for word in words), default=0.0)
    doubles: set[int] = set()
    for word in words:
        start, end = bisect_left(tops, word.box.top - tall), bisect_right(tops, word.box.bottom)
        near = [one for one in by_height[start:end] if _is_beside(one, word)]
        if any(_is_double(word, other) and id(other) not in doubles for other in near):
            doubles.add(id(word))
        else:
            kept.append(word)
    return tuple(kept)


def _is_beside(one: Word, other: Word) -> bool:
    return one.box.left < other.box.right and one.box.right > other.box.left


def _is_double(word: Word, other: Word) -> bool:
    return other is not word and _area(other) >= _area(word) and _overlap(word, other) > DOUBLE * _area(word)


def _area(word: Word) -> float:
    return (word.box.right - word.box.left) * (word.box.bottom - word.box.top)


def _overlap(one: Word, other: Word) -> float:
    """Square points that two words share."""
    wide = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    high = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return max(0.0, wide) * max(0.0, high)
