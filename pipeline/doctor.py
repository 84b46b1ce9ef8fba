"""Is this machine ready? Python, Tesseract and its models, a font with every Vietnamese letter, memory, disk."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytesseract
from PIL import Image, ImageDraw, ImageFont

from ingest.engine import INSTALL, installed_models
from ingest.errors import MissingProgramError
from ingest.ocr import tesseract_version
from ingest.weights import INSTALL as INSTALL_RECOGNISER
from ingest.weights import model_file

if TYPE_CHECKING:
    from collections.abc import Iterable

NEEDED_MODELS = ("vie", "Vietnamese")
"""`vie` is enough to read; the script model `Vietnamese` reads small print better."""

FONT_FOLDERS = (Path("/usr/share/fonts/truetype/liberation2"), Path("/usr/share/fonts/truetype/liberation"))
FONT_NAME = "LiberationSerif-Regular.ttf"

MIN_PYTHON = (3, 11)
MIN_MEMORY = 2 * 1024**3  # bytes; a 300 dpi colour page, its copies and Tesseract's model
MIN_DISK = 1024**3  # bytes

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # level, huyền, hỏi, ngã, sắc, nặng
_CONSONANTS = "bcdđghklmnpqrstvx"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `remedy` is what to do where `ok` is false, else ""."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def vietnamese_letters() -> str:
    """Every letter of written Vietnamese, NFC: 12 vowels in 6 tones and 17 consonants, both cases."""
    vowels = (unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(_VOWELS, _TONES))
    small = "".join(vowels) + _CONSONANTS
    return small + small.upper()


def missing_letters(font: Path) -> str:
    """Vietnamese letters that `font` (TrueType) has no glyph for; it would draw its box for each of them.

    A letter is missing when it is drawn exactly as a code point that no font may define.
    Raises OSError when the file is no font.
    """
    face = ImageFont.truetype(str(font), 32, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(face.getmask("\uffff"))
    return "".join(letter for letter in vietnamese_letters() if bytes(face.getmask(letter)) == box)


def find_font(name: str = FONT_NAME) -> Path | None:
    """The font file called `name`, version 2 of Liberation first; None where there is none."""
    return next((folder / name for folder in FONT_FOLDERS if (folder / name).is_file()), None)


def checks(folder: Path = Path()) -> tuple[Check, ...]:
    """Look at everything a run needs; `folder` is on the disk that results go to. Raises nothing."""
    models, engine = _engine()
    font = find_font()
    return (
        _python(),
        engine,
        *(_model(name, models) for name in NEEDED_MODELS),
        _font(font),
        _recogniser(),
        *(_alphabet(name, font) for name in sorted(models) if font and name != "osd"),
        _memory(),
        _disk(folder),
    )


def lost_letters(model: str, font: Path) -> str:
    """Letters of the alphabet that Tesseract's `model` does not read back from a clean line set in `font`.

    Letters stand between two consonants, as a model trained on words needs; 40 px a line is 14 pt at 200 dpi.
    Raises what pytesseract raises.
    """
    face = ImageFont.truetype(str(font), 40)
    lines = [" ".join(map(_word_with, group)) for group in _rows(vietnamese_letters(), 12)]
    picture = Image.new("L", (1800, 80 + 70 * len(lines)), 255)
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((40, 40 + 70 * number), line, font=face, fill=0)
    seen = pytesseract.image_to_string(picture, lang=model, config="--psm 6 --dpi 200")
    read = set(unicodedata.normalize("NFC", seen))
    return "".join(letter for letter in vietnamese_letters() if letter not in read)


def _word_with(letter: str) -> str:
    """A vowel between consonants, a consonant before a vowel, in the case of the letter."""
    word = f"{letter}a" if letter.lower() in _CONSONANTS else f"t{letter}m"
    return word.upper() if letter.isupper() else word


def _rows(letters: str, size: int) -> Iterable[str]:
    return (letters[start : start + size] for start in range(0, len(letters), size))


def _python() -> Check:
    have = ".".join(map(str, sys.version_info[:3]))
    return _verdict("python", sys.version_info >= MIN_PYTHON, have, "install Python 3.11 or newer")


def _engine() -> tuple[frozenset[str], Check]:
    try:
        return installed_models(), Check("tesseract", ok=True, detail=tesseract_version())
    except MissingProgramError as error:
        return frozenset(), Check("tesseract", ok=False, detail=error.problem, remedy=error.remedy)


def _model(name: str, installed: frozenset[str]) -> Check:
    ok = name in installed
    return _verdict(f"tesseract model {name}", ok, "installed" if ok else "not installed", INSTALL)


def _font(font: Path | None) -> Check:
    remedy = "apt-get install fonts-liberation2"
    if font is None:
        return Check("font", ok=False, detail=f"{FONT_NAME} not found", remedy=remedy)
    missing = missing_letters(font)
    detail = f"{font}: lacks {len(missing)} letters: {missing}" if missing else f"{font}: all letters"
    return _verdict("font", not missing, detail, remedy)


def _alphabet(model: str, font: Path) -> Check:
    """What a model loses is information, not a failure: repair mends much of it."""
    try:
        lost = lost_letters(model, font)
    except (pytesseract.TesseractError, OSError, RuntimeError) as error:
        return Check(f"alphabet with {model}", ok=False, detail=str(error), remedy=INSTALL)
    total = len(vietnamese_letters())
    detail = f"{total - len(lost)} of {total} letters read" + (f", lost: {lost}" if lost else "")
    return Check(f"alphabet with {model}", ok=True, detail=detail)


def _recogniser() -> Check:
    """Without it the rest of a scan is read as well, so it is no failure."""
    detail = "installed" if model_file() else f"not installed, such figures are left to a person; {INSTALL_RECOGNISER}"
    return Check("figures written by hand", ok=True, detail=detail)


def _memory() -> Check:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return _verdict("memory", size >= MIN_MEMORY, f"{size / 1024**3:.1f} GiB", "use fewer jobs: --jobs 1")


def _disk(folder: Path) -> Check:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check("disk", ok=False, detail=str(error), remedy="name a folder that exists")
    return _verdict("disk", free >= MIN_DISK, f"{free / 1024**3:.1f} GiB free", "free at least 1 GiB")


def _verdict(name: str, ok: bool, detail: str, remedy: str) -> Check:
    return Check(name, ok, detail, "" if ok else remedy)
