"""Table cells are read as a sheet of their own, one below the other; doubtful ones are looked at again.

A page pass takes lines of neighbouring cells for one line where they stand at other heights, and loses lone digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import mean
from typing import TYPE_CHECKING

import numpy as np

from ingest.dots import with_dots
from ingest.frames import frame_at, region_at
from ingest.ocr import BLOCK, read_words
from ingest.records import Box, Word
from ingest.scan import scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
_MARGIN = 9.0  # points of paper around a crop; Tesseract loses text at an edge
_WHITE = 255


@dataclass(frozen=True, slots=True)
class _Crop:
    """A cell's place on the page and on the sheet of crops, in dots."""

    key: tuple[int, int]
    left: int
    top: int
    right: int
    bottom: int
    sheet_top: int


def read_cells(scan: Scan, frames: Sequence[Frame], model: str, dpi: float) -> tuple[Word, ...]:
    """The words of all cells, read at `dpi`, in points of the page; `scan` is the picture without rulings.

    The cells go to Tesseract as one sheet, one call a page. Raises as `ingest.ocr.read_words` does.
    """
    crops = _crops(scan, frames, lambda _, ink: ink >= MIN_INK)
    seen = _read(scan, crops, model, dpi) if crops else {}
    return tuple(word for crop in crops for word in seen.get(crop.key, ()))


def without_frames(scan: Scan, frames: Sequence[Frame]) -> NDArray[np.uint8]:
    """The picture with the places of the frames turned to paper."""
    picture, dots = scan.grey.copy(), scan.dpi / 72
    for frame in frames:
        left, top, right, bottom = (max(0, round(value * dots)) for value in _sides(frame.box))
        picture[top:bottom, left:right] = _WHITE
    return picture


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def look_again(scan: Scan, words: Sequence[Word], frames: Sequence[Frame], model: str) -> tuple[Word, ...]:
    """The words with those of doubtful cells replaced where a second look reads more.

    `scan` is the picture without rulings. The cells go to Tesseract as one sheet, one call a page.
    Doubtful are cells with ink but no word, and short ones of low confidence; longer ones are read well as they are.
    """
    held: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        key = _cell_of(frames, word.box)
        if key:
            held.setdefault(key, []).append(word)
    crops = _crops(scan, frames, lambda key, ink: _is_doubtful(held.get(key, []), ink))
    numbers = {key for key, own in held.items() if _is_short(own)} | {crop.key for crop in crops}
    seen = _read(scan, crops, model, AGAIN_DPI) if crops else {}
    better = {key: found for key, found in seen.items() if _is_better(found, held.get(key, []))}
    kept = [word for word in words if _cell_of(frames, word.box) not in better]
    return tuple(
        _dotted(word, scan) if _cell_of(frames, word.box) in numbers else word
        for word in (*kept, *(word for found in better.values() for word in found))
    )


def _dotted(word: Word, scan: Scan) -> Word:
    dots, box = scan.dpi / 72, word.box
    place = (box.left - _NEAR, box.top - _NEAR, box.right + _NEAR, box.bottom + _NEAR)
    left, top, right, bottom = (max(0, round(value * dots)) for value in place)
    crop = scan.grey[top:bottom, left:right]
    return replace(word, text=with_dots(word.text, crop)) if crop.size else word


def _cell_of(frames: Sequence[Frame], box: Box) -> tuple[int, int] | None:
    frame = frame_at(frames, box)
    if frame is None:
        return None
    return frames.index(frame), frame.regions.index(region_at(frame, box))


def _crops(scan: Scan, frames: Sequence[Frame], is_wanted: Callable[[tuple[int, int], float], bool]) -> list[_Crop]:
    """Places of the wanted cells on the sheet; `is_wanted` is asked with a cell's key and its square points of ink."""
    dots = scan.dpi / 72
    crops: list[_Crop] = []
    top = round(_MARGIN * dots)
    for number, frame in enumerate(frames):
        for at, region in enumerate(frame.regions):
            box = region.box
            place = (box.left + _INSET, box.top + _INSET, box.right - _INSET, box.bottom - _INSET)
            left, upper, right, lower = (round(value * dots) for value in place)
            crop = scan.grey[upper:lower, left:right]
            if crop.size and (crop < _WHITE // 2).any() and is_wanted((number, at), _ink(crop, dots)):
                rows = np.flatnonzero((crop < _WHITE // 2).any(axis=1))
                upper, lower = upper + int(rows[0]), upper + int(rows[-1]) + 1
                crops.append(_Crop((number, at), left, upper, right, lower, top))
                top += lower - upper + round(_MARGIN * dots)
    return crops


def _ink(crop: NDArray[np.uint8], dots: float) -> float:
    """Square points of ink."""
    return float((crop < _WHITE // 2).sum()) / dots**2


def _is_doubtful(words: Sequence[Word], ink: float) -> bool:
    if ink < MIN_INK:
        return False
    return not words or (_is_short(words) and min(word.confidence or 0.0 for word in words) < SURE)


def _is_short(words: Sequence[Word]) -> bool:
    return len("".join(word.text for word in words)) <= SHORT


def _read(scan: Scan, crops: Sequence[_Crop], model: str, dpi: float) -> dict[tuple[int, int], list[Word]]:
    """What the sheet of crops says, cell by cell, in the page's points."""
    dots = scan.dpi / 72
    margin = round(_MARGIN * dots)
    width = max(crop.right - crop.left for crop in crops) + 2 * margin
    height = crops[-1].sheet_top + crops[-1].bottom - crops[-1].top + margin
    sheet = np.full((height, width), _WHITE, dtype=np.uint8)
    for crop in crops:
        part = scan.grey[crop.top : crop.bottom, crop.left : crop.right]
        sheet[crop.sheet_top : crop.sheet_top + part.shape[0], margin : margin + part.shape[1]] = part
    seen: dict[tuple[int, int], list[Word]] = {}
    for word in read_words(*scaled(sheet, scan.dpi, dpi), model, BLOCK):
        crop = _crop_at(crops, (word.box.top + word.box.bottom) / 2 * dots)
        right, down = (crop.left - margin) / dots, (crop.top - crop.sheet_top) / dots
        seen.setdefault(crop.key, []).append(_moved(word, right, down))
    return seen


def _crop_at(crops: Sequence[_Crop], height: float) -> _Crop:
    """The crop on the sheet at that height, or the nearest one."""

    def distance(crop: _Crop) -> float:
        end = crop.sheet_top + crop.bottom - crop.top
        return max(crop.sheet_top - height, height - end, 0.0)

    return min(crops, key=distance)


def _moved(word: Word, right: float, down: float) -> Word:
    box = word.box
    place = Box(box.left + right, box.top + down, box.right + right, box.bottom + down)
    return Word(word.text, place, word.confidence)


def _is_better(found: Sequence[Word], before: Sequence[Word]) -> bool:
    """Whether the second look reads more: something for nothing, or a number more surely."""
    if not before:
        return any(re.search(r"\w", word.text) for word in found)
    new = "".join(word.text for word in found)
    sure = mean(word.confidence or 0.0 for word in found) > mean(word.confidence or 0.0 for word in before)
    return sure and _NUMBER.fullmatch(new) is not None
