"""A picture of a page to a `Page`: turned upright, straightened, cleaned, read by Tesseract."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import mean
from typing import TYPE_CHECKING

from ingest.doubt import look_twice
from ingest.frames import frames_of
from ingest.layout import lines_of, with_note
from ingest.ocr import best_model, orientation, quick_model, read_words
from ingest.pose import Pose
from ingest.records import Page, Word
from ingest.relook import look_again, read_cells, without_frames
from ingest.rulings import find_rulings
from ingest.scan import Scan, cleaned, lies_on_side, page_dpi, reduced, straighten, turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ingest.doubt import Judge
    from ingest.records import Box, Ruling

LOW_CONFIDENCE = 0.6  # mean over a page, below which it may lie on its side, and a person should look
SAME = 0.5  # share of a read word's area under a known word, from which it is that word's ink

_NOISE = re.compile(r"[|_.,:;'`‘’\"~^°·\\]{1,2}")  # specks and remains of rules; leader dots are longer


@dataclass(frozen=True, slots=True)
class Reading:
    """A picture as read: words and rulings in points on the upright, straightened page that `pose` describes."""

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    pose: Pose


def read_picture(grey: NDArray[np.uint8], dpi: float, judge: Judge | None = None) -> Reading:
    """What Tesseract reads in a page's picture (grey, 255 is paper), whichever way it lies.

    `judge` tells which of two readings of a doubtful word is likelier.
    Raises MissingProgramError, DamagedFileError as `ingest.ocr.read_words` does.
    """
    degrees = orientation(grey, dpi) if lies_on_side(grey) else 0
    reading = _read(grey, dpi, degrees, judge)
    if reading.words and not degrees and confidence(reading.words) < LOW_CONFIDENCE:
        degrees = orientation(grey, dpi)
        reading = _read(grey, dpi, degrees, judge) if degrees else reading
    return reading


def page_of(reading: Reading, number: int, reason: str, known: Sequence[Word] = (), notes: Sequence[Word] = ()) -> Page:
    """The page of a reading.

    Args:
        reading: what was read.
        number: of the page, from 1.
        reason: why the page was read.
        known: words of a text layer, on the page as shown, that stand for their ink.
        notes: words of a note put on the page as shown; they are lines of their own.
    """
    own, noted = ([replace(word, box=reading.pose.to_read(word.box)) for word in words] for words in (known, notes))
    read = [word for word in reading.words if not _is_known(word.box, own)]
    return Page(
        number=number,
        source="ocr",
        source_reason=reason,
        lines=with_note(lines_of((*read, *own), reading.rulings), noted),
        rulings=reading.rulings,
        width=reading.pose.width,
        height=reading.pose.height,
        rotation_deg=reading.pose.rotation_deg,
        skew_deg=reading.pose.skew_deg,
        ocr_confidence=confidence(read) if read else None,
    )


def page_from_picture(
    grey: NDArray[np.uint8], dpi: float, number: int, reason: str, judge: Judge | None = None
) -> Page:
    """The page as Tesseract reads its picture. Raises as `read_picture` does."""
    return page_of(read_picture(grey, dpi, judge), number, reason)


def confidence(words: Sequence[Word]) -> float:
    """Mean confidence of the words, 0..1."""
    return mean(word.confidence or 0.0 for word in words)


def _read(grey: NDArray[np.uint8], dpi: float, degrees: int, judge: Judge | None) -> Reading:
    """The page pass; a second look at doubtful words with more dots, and at doubtful cells by the careful model."""
    scan = straighten(turn(grey, degrees) if degrees else grey, dpi)
    ruled = find_rulings(scan.grey, dpi)
    clean = Scan(cleaned(ruled.clean, dpi), dpi, scan.skew_deg, degrees)
    frames = frames_of(ruled.rulings)
    best = page_dpi(clean.grey, dpi)
    words = read_words(*reduced(without_frames(clean, frames), dpi, best), quick_model())
    words = (*words, *read_cells(clean, frames, quick_model(), best))
    words = look_twice(clean, [word for word in words if not _NOISE.fullmatch(word.text)], quick_model(), judge)
    height, width = scan.grey.shape
    return Reading(
        words=look_again(clean, words, frames, best_model()),
        rulings=ruled.rulings,
        pose=Pose(width * 72 / dpi, height * 72 / dpi, degrees, scan.skew_deg),
    )


def _is_known(box: Box, known: Sequence[Word]) -> bool:
    area = (box.right - box.left) * (box.bottom - box.top)
    return any(_shared(box, word.box) >= SAME * area for word in known)


def _shared(one: Box, other: Box) -> float:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, wide) * max(0.0, high)
