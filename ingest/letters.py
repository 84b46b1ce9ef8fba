"""The letters of a text layer to words: whichever way they run, in legacy fonts too, with spaces where words end."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pdfplumber.utils.text import extract_words

from ingest.encodings import decode_font
from ingest.pose import Pose
from ingest.records import Box, Word
from normalize.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Char = dict[str, Any]

SLANT = 0.2  # sine to cosine of a letter's direction, from which it runs across the page: a watermark
SPACED = 0.95  # share of words that can be Vietnamese, below which spaces may be wrong
BETTER = 0.03  # so much better a way to part the words must be
LONGEST = 5  # pieces of one broken syllable
NEAR = 0.6  # of the height of a letter; pieces of a word stand no further apart
_LETTERS = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_SUBSET = re.compile(r"^[A-Z]{6}\+")  # how an embedded part of a font is marked
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")


@dataclass(frozen=True, slots=True)
class Lettering:
    """Words of a layer on the page as it is read; `rotation_deg` is the clockwise turn that sets it upright."""

    words: tuple[Word, ...]
    rotation_deg: int


def words_of(chars: Sequence[Char], width: float, height: float) -> Lettering:
    """Words of pdfplumber's letters, whose boxes start at the page's corner; lengths in points.

    Most letters decide which way the page is read; the words of the others are placed on it in their own order.
    Letters that run aslant are a watermark and left out. Nothing is raised.
    """
    runs: dict[int, list[Char]] = {}
    for char in chars:
        quarter = _quarter(char["matrix"])
        if quarter is not None:
            runs.setdefault(quarter, []).append(char)
    rotation = max(runs, key=lambda quarter: len(runs[quarter]), default=0)
    pose = _pose(rotation, width, height)
    words: list[Word] = []
    for quarter, own in runs.items():
        turned = _pose(quarter, width, height)
        found = _parted([_turned(char, turned) for char in own])
        if quarter != rotation:
            found = [replace(word, box=pose.to_read(turned.to_shown(word.box))) for word in found]
        words += found
    return Lettering(tuple(words), rotation)


def quality(texts: Iterable[str]) -> tuple[float, float]:
    """Shares of the words that can be Vietnamese syllables and that carry a mark; (0, 0) without words.

    Undecodable glyphs count as wrong words.
    """
    words, broken = [], 0
    for text in texts:
        broken += len(_BROKEN.findall(text))
        words += _LETTERS.findall(_BROKEN.sub(" ", text))
    words = [word for word in words if len(word) > 1 or not word.isascii()]
    if not words:
        return 0.0, 0.0
    right = sum(is_syllable(word) or (word.isupper() and len(word) <= 5) for word in words)
    marked = sum(not word.isascii() for word in words)
    return right / (len(words) + broken), marked / len(words)


def rejoined(words: Sequence[Word]) -> list[Word]:
    """The words, in order, with the pieces of broken syllables put together: "Qu", "ả", "ng" → "Quảng"."""
    done: list[Word] = []
    at = 0
    while at < len(words):
        size = next((size for size in range(LONGEST, 1, -1) if _is_one(words[at : at + size], size)), 1)
        done.append(_joined(words[at : at + size]))
        at += size
    return done


def _quarter(matrix: Sequence[float]) -> int | None:
    """Clockwise turn that sets the letter upright; None where it runs aslant."""
    along, up = float(matrix[0]), float(matrix[1])
    if min(abs(along), abs(up)) > SLANT * max(abs(along), abs(up)):
        return None
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 180
    return 90 if up > 0 else 270


def _pose(rotation: int, width: float, height: float) -> Pose:
    return Pose(height, width, rotation) if rotation % 180 else Pose(width, height, rotation)


def _turned(char: Char, pose: Pose) -> Char:
    box = pose.to_read(Box(float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"])))
    place = {"x0": box.left, "x1": box.right, "top": box.top, "bottom": box.bottom, "doctop": box.top}
    return {**char, **place, "upright": True, "size": box.bottom - box.top}


def _parted(chars: list[Char]) -> list[Word]:
    """The words, by the spaces and gaps as they are, or another way where that reads clearly better."""
    best = _extracted(chars, x_tolerance=2)
    share = _share(best)
    if share >= SPACED or not best:
        return best
    dense = [char for char in chars if not char["text"].isspace()]
    ways = [best, _extracted(dense, x_tolerance=2), _extracted(dense, x_tolerance_ratio=0.18)]
    for way in (*ways, *(rejoined(way) for way in ways)):
        if _share(way) >= share + BETTER:
            best, share = way, _share(way)
    return best


def _share(words: Iterable[Word]) -> float:
    return quality([word.text for word in words])[0]


def _extracted(chars: list[Char], **tolerance: float) -> list[Word]:
    found = extract_words(chars, y_tolerance=3, return_chars=True, **tolerance)
    return [Word(_text(word), _box(word)) for word in found if word["text"]]


def _text(word: Char) -> str:
    font = Counter(_SUBSET.sub("", str(char.get("fontname", ""))) for char in word["chars"]).most_common(1)[0][0]
    return unicodedata.normalize("NFC", decode_font(word["text"], font))


def _box(word: Char) -> Box:
    return Box(float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"]))


def _is_one(pieces: Sequence[Word], size: int) -> bool:
    """Whether so many neighbours on one line are the pieces of one syllable, not all of them syllables."""
    if len(pieces) < size:
        return False
    near = NEAR * (pieces[0].box.bottom - pieces[0].box.top)
    if any(not -near <= b.box.left - a.box.right <= near for a, b in pairwise(pieces)):
        return False
    if any(abs(a.box.top - b.box.top) > near for a, b in pairwise(pieces)):
        return False
    bare = [_EDGES.sub("", piece.text) for piece in pieces]
    whole = _EDGES.sub("", "".join(piece.text for piece in pieces))
    return is_syllable(whole) and not whole.isascii() and not all(is_syllable(piece) for piece in bare if piece)


def _joined(pieces: Sequence[Word]) -> Word:
    if len(pieces) == 1:
        return pieces[0]
    return Word("".join(piece.text for piece in pieces), Box.around(piece.box for piece in pieces))
