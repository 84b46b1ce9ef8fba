"""Table cells are read as a sheet of their own, one below the other; doubtful ones are looked at again.

A page pass takes lines of neighbouring cells for one line where they stand at other heights, and loses lone digits.
"""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import mean
from typing import TYPE_CHECKING

from ingest.dots import with_dots
from ingest.frames import cell_at
from ingest.records import Box, Word
from ingest.sheet import DARK, dots_of, parts_of, read_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ingest.frames import Frame
    from ingest.scan import Scan

MIN_INK = 3.0  # square points of ink that cannot be a speck; a "1" at 13 pt has about 9
SURE = 0.93  # confidence; a short cell read so surely is right
SHORT = 6  # characters; labels and years, where one lost dot changes the meaning
AGAIN_DPI = 200.0  # as measured; more dots cost time and find no more
_NUMBER = re.compile(r"(?:\d+(?:[./]\d+)*|[IVXLC]+)\.?")  # "2.1", "30/11", "5.", "IV"
_NEAR = 1.0  # points around a word that are its own
_INSET = 1.5  # points; what is left of the rules
_WHITE = 255

Key = tuple[int, int]
"""A cell: the number of its frame, and of its region there."""


def read_cells(scan: Scan, frames: Sequence[Frame], model: str, dpi: float) -> tuple[Word, ...]:
    """The words of all cells, read at `dpi`, in points of the page; `scan` is the picture without rulings.

    The cells go to Tesseract as one sheet, one call a page. Raises as `ingest.ocr.read_words` does.
    """
    cells = _cells(scan, frames, lambda _, ink: ink >= MIN_INK)
    return tuple(word for words in _read(scan, cells, model, dpi).values() for word in words)


def without_frames(scan: Scan, frames: Sequence[Frame]) -> NDArray[np.uint8]:
    """The picture with the places of the frames turned to paper."""
    picture = scan.grey.copy()
    for frame in frames:
        left, top, right, bottom = dots_of(frame.box, scan)
        picture[top:bottom, left:right] = _WHITE
    return picture


def look_again(scan: Scan, words: Sequence[Word], frames: Sequence[Frame], model: str) -> tuple[Word, ...]:
    """The words with those of doubtful cells replaced where a second look reads more.

    `scan` is the picture without rulings. The cells go to Tesseract as one sheet, one call a page.
    Doubtful are cells with ink but no word, and short ones of low confidence; longer ones are read well as they are.
    """
    held: dict[Key, list[Word]] = {}
    for word in words:
        key = cell_at(frames, word.box)
        if key:
            held.setdefault(key, []).append(word)
    cells = _cells(scan, frames, lambda key, ink: _is_doubtful(held.get(key, []), ink))
    numbers = {key for key, own in held.items() if _is_short(own)} | set(cells)
    seen = _read(scan, cells, model, AGAIN_DPI)
    better = {key: found for key, found in seen.items() if _is_better(found, held.get(key, []))}
    kept = [word for word in words if cell_at(frames, word.box) not in better]
    return tuple(
        _dotted(word, scan) if cell_at(frames, word.box) in numbers else word
        for word in (*kept, *(word for found in better.values() for word in found))
    )


def _dotted(word: Word, scan: Scan) -> Word:
    box = word.box
    place = Box(box.left - _NEAR, box.top - _NEAR, box.right + _NEAR, box.bottom + _NEAR)
    left, top, right, bottom = dots_of(place, scan)
    crop = scan.grey[top:bottom, left:right]
    return replace(word, text=with_dots(word.text, crop)) if crop.size else word


def _cells(scan: Scan, frames: Sequence[Frame], is_wanted: Callable[[Key, float], bool]) -> dict[Key, Box]:
    """Places of the wanted cells; `is_wanted` is asked with a cell's key and its square points of ink."""
    cells = {}
    for number, frame in enumerate(frames):
        for at, region in enumerate(frame.regions):
            box = region.box
            place = Box(box.left + _INSET, box.top + _INSET, box.right - _INSET, box.bottom - _INSET)
            if is_wanted((number, at), _ink(scan, place)):
                cells[number, at] = place
    return cells


def _ink(scan: Scan, box: Box) -> float:
    """Square points of ink."""
    left, top, right, bottom = dots_of(box, scan)
    return float((scan.grey[top:bottom, left:right] <= DARK).sum()) / (scan.dpi / 72) ** 2


def _is_doubtful(words: Sequence[Word], ink: float) -> bool:
    if ink < MIN_INK:
        return False
    return not words or (_is_short(words) and min(word.confidence or 0.0 for word in words) < SURE)


def _is_short(words: Sequence[Word]) -> bool:
    return len("".join(word.text for word in words)) <= SHORT


def _read(scan: Scan, cells: Mapping[Key, Box], model: str, dpi: float) -> dict[Key, list[Word]]:
    """What the cells say, those without a word left out."""
    seen = read_parts(scan, parts_of(scan, list(cells.values())), model, dpi)
    return {key: words for key, words in zip(cells, seen, strict=True) if words}


def _is_better(found: Sequence[Word], before: Sequence[Word]) -> bool:
    """Whether the second look reads more: something for nothing, or a number more surely."""
    if not before:
        return any(re.search(r"\w", word.text) for word in found)
    new = "".join(word.text for word in found)
    sure = mean(word.confidence or 0.0 for word in found) > mean(word.confidence or 0.0 for word in before)
    return sure and _NUMBER.fullmatch(new) is not None
