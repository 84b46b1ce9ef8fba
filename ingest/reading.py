"""A picture of a page to a `Page`: turned upright, straightened, cleaned, read by Tesseract."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import mean, median
from typing import TYPE_CHECKING

from ingest.agree import agreed, difference, within
from ingest.doubtful import LENIENT, STRICT, doubtful_runs, place_of
from ingest.frames import frames_of
from ingest.handwriting import hand_doubts, with_hand
from ingest.joins import with_joins, with_parts, without_specks
from ingest.layout import lines_of, with_note
from ingest.ocr import best_model, orientation, quick_model, read_words
from ingest.pose import Pose
from ingest.records import Issue, Page, Word
from ingest.relook import look_again, read_cells, without_frames
from ingest.rulings import find_rulings
from ingest.scan import AGAIN, Scan, cleaned, lies_on_side, looks, scaled, straighten, turn
from ingest.seals import over_tables, without_arcs, without_letters, without_rings
from ingest.sheet import parts_of, read_parts
from ingest.stamps import find_seals, incoming_stamps, without_seals, without_stamps
from ingest.strokes import with_ones, with_quarters
from ingest.tails import with_tails
from ingest.unread import unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ingest.doubt import Judge
    from ingest.frames import Frame
    from ingest.records import Box, Ruling
    from ingest.scan import Look

LOW_CONFIDENCE = 0.6  # mean over a page, below which it may lie on its side, and a person should look
SAME = 0.5  # share of a read word's area under a known word, from which it is that word's ink

SETTLED = 0.04  # share of words read otherwise, up to which a page is read well: a third look then finds little
BADLY = 0.85  # mean confidence, below which a whole page is read again
WELL = 0.945  # mean confidence, from which few words are in doubt, and one more look at them is enough
FLAT = 0.3  # of the height of most words; letters that low are specks

_NOISE = re.compile(r"[|_.,:;'`‘’“”\"~^°·ˆ†⁄{}\\]{1,2}|[-–—_=~]{2,}\.?")
"""Specks and remains of rules; leader dots are longer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A picture as read: words and rulings in points on the upright, straightened page that `pose` describes.

    `stamped` are words of stamps, which `words` has not.
    """

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    pose: Pose
    stamped: tuple[Word, ...] = ()


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
    stamped = f"; left out as words of a stamp: {len(reading.stamped)}" if reading.stamped else ""
    read = [word for word in reading.words if not _is_known(word.box, own)]
    return Page(
        number=number,
        source="ocr",
        source_reason=reason + stamped,
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


def doubts_of(page: Page) -> list[Issue]:
    """What a person should look at: a page that reads badly, figures of its head that may be others."""
    doubts = []
    if page.ocr_confidence is not None and page.ocr_confidence < LOW_CONFIDENCE:
        message = f"read with a confidence of only {page.ocr_confidence:.0%}; look at the page"
        doubts.append(Issue("low_confidence", "warning", message, page.number))
    return [*doubts, *hand_doubts(page)]


def confidence(words: Sequence[Word]) -> float:
    """Mean confidence of the words, 0..1."""
    return mean(word.confidence or 0.0 for word in words)


def _read(grey: NDArray[np.uint8], dpi: float, degrees: int, judge: Judge | None) -> Reading:
    """What the page says, words in doubt looked at with fewer and with more dots, without stamps and specks.

    Doubtful table cells are looked at once more by the careful model.
    """
    scan = straighten(turn(grey, degrees) if degrees else grey, dpi)
    ruled, seals = find_rulings(scan.grey, dpi), find_seals(scan.grey, dpi)
    rulings = without_arcs(ruled.rulings, seals)
    frames = frames_of(rulings)
    over = over_tables(seals, frames)
    clean = Scan(cleaned(without_rings(ruled.clean, dpi, over), dpi), dpi, scan.skew_deg, degrees)
    seals = tuple(seal for seal in seals if seal not in over)
    words = _words(clean, frames, seals, judge)
    height, width = (side * 72 / dpi for side in scan.grey.shape)
    stamps = incoming_stamps(words, frames, height)
    words = with_quarters(look_again(clean, words, frames, best_model()), clean)
    words = with_ones(without_specks(with_parts(with_joins(with_tails(words, scan)))))
    words = with_hand(words, scan)
    kept = without_letters(without_stamps(words, seals, stamps), over)
    own = set(map(id, kept))
    return Reading(
        words=kept,
        rulings=rulings,
        pose=Pose(width, height, degrees, scan.skew_deg),
        stamped=tuple(word for word in words if id(word) not in own),
    )


def _words(clean: Scan, frames: Sequence[Frame], seals: Sequence[Box], judge: Judge | None) -> tuple[Word, ...]:
    """The words of one look at the page, those in doubt as the likelier of several readings.

    The first look does not see the seals; the others find what print can be read under them.
    """
    first, *more = looks(clean.grey, clean.dpi)
    bare = without_seals(clean.grey, clean.dpi, seals)
    words = _look(replace(clean, grey=bare), frames, first)
    sure = confidence(words) if words else 0.0
    if sure < BADLY:
        return _all_again(words, clean, frames, more, judge)
    runs = doubtful_runs(words, frames, LENIENT if sure >= WELL else STRICT, judge)
    again = AGAIN[:1] if sure >= WELL else AGAIN
    places = [*map(place_of, runs), *seals]
    return _some_again(words, [*places, *unread(replace(clean, grey=bare), words, places)], clean, again, judge)


def _all_again(
    words: tuple[Word, ...], clean: Scan, frames: Sequence[Frame], more: Sequence[Look], judge: Judge | None
) -> tuple[Word, ...]:
    """The words of a page that reads badly, each as the likelier of its readings; read until two looks agree."""
    for look in more:
        seen = _look(clean, frames, look)
        settled = difference(words, seen) <= SETTLED
        words = agreed(words, seen, judge)
        if settled:
            break
    return words


def _some_again(
    words: tuple[Word, ...], places: Sequence[Box], clean: Scan, more: Sequence[Look], judge: Judge | None
) -> tuple[Word, ...]:
    """The words, those in the places read again until two looks agree there, the later one surely."""
    for look in more:
        parts = read_parts(clean, parts_of(clean, places), _model(look), look.dpi)
        seen = [word for part in parts for word in part if not _NOISE.fullmatch(word.text)]
        places = [place for place in places if not _is_settled(within(words, place), within(seen, place))]
        words = agreed(words, seen, judge)
    return words


def _is_settled(words: Sequence[Word], seen: Sequence[Word]) -> bool:
    """Whether a second look at a place saw the same, and was sure of it."""
    return difference(words, seen) == 0 and all((word.confidence or 0.0) >= STRICT.sure for word in seen)


def _look(clean: Scan, frames: Sequence[Frame], look: Look) -> tuple[Word, ...]:
    """The page and its table cells as read by one look, without specks."""
    model = _model(look)
    words = read_words(*scaled(without_frames(clean, frames), clean.dpi, look.dpi), model)
    words = (*words, *read_cells(clean, frames, model, look.dpi))
    usual = median(word.box.bottom - word.box.top for word in words) if words else 0.0
    return tuple(word for word in words if not _is_speck(word, FLAT * usual))


def _model(look: Look) -> str:
    return best_model() if look.careful else quick_model()


def _is_speck(word: Word, low: float) -> bool:
    """Whether a word is no print: signs that remain of rules, or letters in a mark up to `low` points high."""
    if _NOISE.fullmatch(word.text):
        return True
    return word.box.bottom - word.box.top <= low and any(character.isalnum() for character in word.text)


def _is_known(box: Box, known: Sequence[Word]) -> bool:
    area = (box.right - box.left) * (box.bottom - box.top)
    return any(_shared(box, word.box) >= SAME * area for word in known)


def _shared(one: Box, other: Box) -> float:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, wide) * max(0.0, high)
