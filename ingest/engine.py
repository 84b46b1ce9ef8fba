"""Tesseract called: in this process where tesserocr is installed, which is quicker by a quarter, else as a program.

tesserocr brings a Tesseract of its own; the models are those of the installed program.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from PIL import Image

from ingest.errors import DamagedFileError, MissingProgramError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # a second thread a page costs more than it wins

PROGRAM = "tesseract"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie tesseract-ocr-script-viet"
PAGE_SECONDS = 120  # a page takes 2 to 8 seconds; a picture of noise may take for ever
_LOOK = "look at the page's picture"
_FOLDER = re.compile(r'"(.+)"')


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as Tesseract gives it: its line, counted from 0, its text, 0..100 how sure, its place in dots."""

    line: int
    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float


def installed_models() -> frozenset[str]:
    """Names of Tesseract's installed models, script models too, which pytesseract leaves out.

    Raises MissingProgramError when there is no Tesseract.
    """
    return frozenset(line.strip() for line in _listed()[1:] if line.strip())


def seen_in(picture: NDArray[np.uint8], dpi: float, model: str, psm: int) -> list[Seen]:
    """Words of a grey picture, line by line.

    Raises MissingProgramError without Tesseract or the model, DamagedFileError when Tesseract gives up.
    """
    if model not in installed_models():
        raise MissingProgramError(f"tesseract has no model {model!r}", INSTALL)
    api = _api(model) if find_spec("tesserocr") else None
    if api is None:
        return _by_program(picture, dpi, model, psm)
    return _by_library(api, picture, dpi, psm)


def _by_library(api: Any, picture: NDArray[np.uint8], dpi: float, psm: int) -> list[Seen]:
    height, width = picture.shape
    try:
        api.SetPageSegMode(psm)
        api.SetImageBytes(picture.tobytes(), width, height, 1, width)
        api.SetSourceResolution(round(dpi))
        if not api.Recognize(round(PAGE_SECONDS * 1000)):
            raise DamagedFileError(f"tesseract failed or took over {PAGE_SECONDS} s", _LOOK)
        return list(_words_of(api))
    finally:
        api.Clear()


def _words_of(api: Any) -> Iterator[Seen]:
    from tesserocr import RIL, iterate_level

    line = -1
    words = api.GetIterator()
    for word in iterate_level(words, RIL.WORD) if words else ():
        line += word.IsAtBeginningOf(RIL.TEXTLINE)
        box = word.BoundingBox(RIL.WORD)
        if box and not word.Empty(RIL.WORD):
            yield Seen(line, word.GetUTF8Text(RIL.WORD), word.Confidence(RIL.WORD), *map(float, box))


@cache
def _api(model: str) -> Any:
    """The library with a model loaded, which takes as long as reading some lines; None if it cannot load it."""
    import tesserocr

    folder = _FOLDER.search(_listed()[0])
    try:
        return tesserocr.PyTessBaseAPI(path=folder[1], lang=model) if folder else None
    except RuntimeError:  # the program may know a model of a form or at a place that the library does not
        return None


def _by_program(picture: NDArray[np.uint8], dpi: float, model: str, psm: int) -> list[Seen]:
    pytesseract = by_pytesseract()
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
        raise DamagedFileError(f"tesseract failed ({error})", _LOOK) from error
    except RuntimeError as error:  # pytesseract's word for a timeout
        raise DamagedFileError(f"tesseract took over {PAGE_SECONDS} s", _LOOK) from error
    return list(_rows_of(table))


def by_pytesseract() -> Any:
    """The library pytesseract; it loads pandas, a third of a second that a worker can do without as a rule."""
    import pytesseract

    pytesseract.pytesseract.tesseract_cmd = PROGRAM
    return pytesseract


def _rows_of(table: dict[str, list[Any]]) -> Iterator[Seen]:
    columns = ("block_num", "par_num", "line_num", "text", "conf", "left", "top", "width", "height")
    numbers: dict[tuple[Any, ...], int] = {}
    for *line, text, conf, left, top, width, height in zip(*(table[column] for column in columns), strict=True):
        if str(text).strip():
            own = numbers.setdefault(tuple(line), len(numbers))
            yield Seen(own, str(text), float(conf), left, top, left + width, top + height)


@contextmanager
def _file_of(picture: NDArray[np.uint8]) -> Iterator[str]:
    """The picture as an uncompressed file (PGM): to pack it as PNG takes a tenth of the time of reading it."""
    with tempfile.TemporaryDirectory(prefix="congbao-", ignore_cleanup_errors=True) as folder:
        path = os.path.join(folder, "page.pgm")  # noqa: PTH118 pytesseract takes no Path
        Image.fromarray(picture).save(path)
        yield path


@cache
def _listed() -> tuple[str, ...]:
    """What Tesseract says of its models: a line with their folder, then their names."""
    command = [PROGRAM, "--list-langs"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PAGE_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingProgramError("tesseract is not installed", INSTALL) from error
    return tuple(done.stdout.splitlines())
