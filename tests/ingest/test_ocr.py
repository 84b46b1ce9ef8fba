from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gold.simulate.blocks import Paragraph
from gold.simulate.degrade import rasterise
from gold.simulate.typeset import typeset
from ingest import engine, ocr
from ingest.dots import with_dots
from ingest.errors import DamagedFileError, MissingProgramError
from ingest.records import Box, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = next(rasterise(typeset([Paragraph("Vụ Công nghệ cao chủ trì, phối hợp với các đơn vị có liên quan.")]), 200))


@pytest.fixture(autouse=True)
def _fresh_models() -> Iterator[None]:
    engine._listed.cache_clear()
    yield
    engine._listed.cache_clear()


def test_a_clean_line_is_read_with_boxes_in_points() -> None:
    words = ocr.read_words(PAGE, 200, ocr.best_model())
    assert " ".join(word.text for word in words).startswith("Vụ Công nghệ cao chủ trì, phối hợp")
    assert all(80 < word.box.left < word.box.right < 560 and 50 < word.box.top < 120 for word in words)
    assert all((word.confidence or 0) > 0.5 for word in words)


def test_an_empty_page_has_no_words_and_no_orientation() -> None:
    white = np.full((400, 300), 255, np.uint8)
    assert ocr.read_words(white, 200, ocr.best_model()) == ()
    assert ocr.orientation(white, 200) == 0


def test_script_models_are_seen_and_preferred(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "List of available languages (3):\nVietnamese\neng\nvie\n"
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, said, ""))
    assert engine.installed_models() == {"Vietnamese", "eng", "vie"}
    assert ocr.best_model() == "Vietnamese"


def test_without_a_vietnamese_model_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "List of available languages (1):\neng\n"
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, said, ""))
    with pytest.raises(MissingProgramError, match=r"no Vietnamese model; apt-get install .*tesseract-ocr-vie"):
        ocr.best_model()


def test_without_tesseract_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PROGRAM", "no-such-program")
    for ask in (engine.installed_models, ocr.tesseract_version, lambda: ocr.read_words(PAGE, 200, "vie")):
        with pytest.raises(MissingProgramError, match="tesseract is not installed; apt-get install"):
            ask()


def test_an_unknown_model_is_a_missing_program() -> None:
    with pytest.raises(MissingProgramError, match="no model 'xyz'"):
        ocr.read_words(PAGE, 200, "xyz")


@pytest.mark.parametrize("library", [True, False])
def test_a_page_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch, library: bool) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _: library or None)
    engine.installed_models()
    monkeypatch.setattr(engine, "PAGE_SECONDS", 0.001)
    with pytest.raises(DamagedFileError, match="took over"):
        ocr.read_words(PAGE, 200, "vie")


def test_ink_read_twice_gives_one_word_and_squeezed_words_none() -> None:
    whole, part = Word("nghiên", Box(10, 10, 50, 22)), Word("g", Box(20, 12, 25, 24))
    assert ocr._distinct((part, whole)) == (whole,)
    assert ocr._distinct((whole, replace(whole))) == (whole,)
    assert ocr._is_squeezed(Word("quoc", Box(0, 0, 7, 10)))
    assert not ocr._is_squeezed(Word("lít", Box(0, 0, 10, 10)))


def number(*marks: tuple[int, int]) -> np.ndarray:
    """A picture of marks (width, height) on one baseline."""
    crop = np.full((40, 20 * len(marks) + 10), 255, np.uint8)
    for place, (width, height) in enumerate(marks):
        crop[32 - height : 32, 5 + 20 * place : 5 + 20 * place + width] = 0
    return crop


DIGIT, DOT = (12, 24), (4, 4)


@pytest.mark.parametrize(
    ("seen", "marks", "meant"),
    [
        ("41", [DIGIT, DOT, DIGIT], "4.1"),  # found: a dot passed over
        ("795", [DIGIT, DOT, DIGIT], "7.5"),  # found: a dot read as a digit
        ("2.3.", [DIGIT, DOT, DIGIT], "2.3"),  # found: a speck read as a dot
        ("1.", [DIGIT, DOT], "1."),
        ("2025", [DIGIT] * 4, "2025"),
        ("12", [DIGIT], "12"),  # digits that touch cannot be counted
        ("30/11", [DIGIT] * 5, "30/11"),
        ("12", [DIGIT, (4, 12), DIGIT], "12"),  # found: a mark that is neither digit nor dot
        ("năm", [DIGIT, DOT, DIGIT], "năm"),
    ],
)
def test_dots_of_a_number_follow_the_picture(seen: str, marks: list[tuple[int, int]], meant: str) -> None:
    assert with_dots(seen, number(*marks)) == meant


def test_the_quick_model_reads_pages_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed_models", lambda: frozenset({"vie", "Vietnamese"}))
    assert ocr.quick_model() == "vie"
    monkeypatch.setattr(ocr, "installed_models", lambda: frozenset({"Vietnamese", "eng"}))
    assert ocr.quick_model() == "Vietnamese"
