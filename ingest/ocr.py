"""Pictures to words with Tesseract: one call a page, and one more for the table cells that it passed over."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unicodedata
from bisect import bisect_left, bisect_right
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pytesseract
from PIL import Image

from ingest.errors import DamagedFileError, MissingProgramError
from ingest.ghosts import without_ghosts
from ingest.records import Box, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # a second thread a page costs more than it wins

INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie tesseract-ocr-script-viet"
MODELS = ("Vietnamese", "script/Vietnamese", "vie")  # best first; the script model loses fewer letters
QUICK = "vie"  # reads a page in two thirds of the script model's time, as well but for what a second look finds
DOUBLE = 0.6  # share of a word that lies on a larger one, from which it is the same ink read twice
SQUEEZED = 0.2  # width of a letter by its height; the narrowest words ("lít") have about 0.3
PAGE_SECONDS = 120  # a page takes 2 to 8 seconds; a picture of noise may take for ever

COLUMN, BLOCK = 4, 6  # Tesseract's page segmentation modes; 3 takes the numbers of a list for a column


@cache
def installed_models() -> frozenset[str]:
    """Names of Tesseract's installed models, script models too, which pytesseract leaves out.

    Raises MissingProgramError when there is no Tesseract.
    """
    command = [pytesseract.pytesseract.tesseract_cmd, "--list-langs"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PAGE_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingProgramError("tesseract is not installed", INSTALL) from error
    return frozenset(line.strip() for line in done.stdout.splitlines()[1:] if line.strip())


def tesseract_version() -> str:
    """Such as "5.3.0". Raises MissingProgramError when there is no Tesseract."""
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
    try:
        with _file_of(picture) as path:
            table = pytesseract.image_to_data(
                path,
                lang=model,
                config=f"--psm {psm} --dpi {round(dpi)}",
                output_type=pytesseract.Output.DICT,
                timeout=PAGE_SECONDS,
            )
    except pytesseract.TesseractNotFoundError as error:
        raise MissingProgramError("tesseract is not installed", INSTALL) from error
    except pytesseract.TesseractError as error:
        if "Failed loading language" in str(error):
            raise MissingProgramError(f"tesseract has no model {model!r}", INSTALL) from error
        raise DamagedFileError(f"tesseract failed ({error})", "look at the page's picture") from error
    except RuntimeError as error:  # pytesseract's word for a timeout
        raise DamagedFileError(f"tesseract took over {PAGE_SECONDS} s", "look at the page's picture") from error
    lines = [[word for word in line if not _is_squeezed(word)] for line in _lines(table, 72 / dpi)]
    return _distinct(without_ghosts([line for line in lines if line]))


def quick_model() -> str:
    """The quickest installed model for Vietnamese. Raises as `best_model` does."""
    return QUICK if QUICK in installed_models() else best_model()


@contextmanager
def _file_of(picture: NDArray[np.uint8]) -> Iterator[str]:
    """The picture as an uncompressed file (PGM): to pack it as PNG takes a tenth of the time of reading it."""
    with tempfile.TemporaryDirectory(prefix="congbao-", ignore_cleanup_errors=True) as folder:
        path = os.path.join(folder, "page.pgm")  # noqa: PTH118 pytesseract takes no Path
        Image.fromarray(picture).save(path)
        yield path


def orientation(picture: NDArray[np.uint8], dpi: float) -> int:
    """Degrees to turn the picture clockwise so that its text stands upright; 0 where Tesseract cannot tell."""
    if "osd" not in installed_models():
        return 0
    try:
        found = pytesseract.image_to_osd(
            Image.fromarray(picture),
            config=f"--dpi {round(dpi)}",
            output_type=pytesseract.Output.DICT,
            timeout=PAGE_SECONDS,
        )
    except (pytesseract.TesseractError, RuntimeError):  # too few letters, or a timeout
        return 0
    return int(found["rotate"]) % 360


def _lines(table: dict[str, list[str | float]], scale: float) -> list[list[Word]]:
    """Words by the lines that Tesseract sees."""
    columns = ("block_num", "par_num", "line_num", "text", "conf", "left", "top", "width", "height")
    lines: dict[tuple[str | float, ...], list[Word]] = {}
    numbers: dict[tuple[str | float, ...], int] = {}
    for block, paragraph, line, text, conf, *place in zip(*(table[column] for column in columns), strict=True):
        seen = unicodedata.normalize("NFC", str(text)).strip()
        if seen:
            left, top, width, height = (float(value) * scale for value in place)
            box = Box(left, top, left + width, top + height)
            own = numbers.setdefault((block, paragraph, line), len(numbers))
            lines.setdefault((block, paragraph, line), []).append(Word(seen, box, max(0.0, float(conf)) / 100, own))
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
        near = by_height[start:end]
        if any(_is_double(word, other) and id(other) not in doubles for other in near):
            doubles.add(id(word))
        else:
            kept.append(word)
    return tuple(kept)


def _is_double(word: Word, other: Word) -> bool:
    return other is not word and _area(other) >= _area(word) and _overlap(word, other) > DOUBLE * _area(word)


def _area(word: Word) -> float:
    return (word.box.right - word.box.left) * (word.box.bottom - word.box.top)


def _overlap(one: Word, other: Word) -> float:
    """Square points that two words share."""
    wide = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    high = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return max(0.0, wide) * max(0.0, high)
