"""The strokes of quarters, counted in the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gold.simulate.blocks import Paragraph
from gold.simulate.degrade import GRADES, degrade, rasterise
from gold.simulate.typeset import typeset
from ingest.records import Box, Word
from ingest.scan import Scan
from ingest.strokes import strokes, with_ones, with_quarters

DPI = 200


def printed(text: str, seed: int | None = None) -> np.ndarray:
    """A line of text as set, or as an office scanner gives it back, cut out of its page."""
    page = next(rasterise(typeset([Paragraph(text)]), DPI))
    if seed is not None:
        page = degrade(page, GRADES["office"], seed)
    plain = next(rasterise(typeset([Paragraph(text)]), DPI)) < 128
    rows, columns = np.flatnonzero(plain.any(axis=1)), np.flatnonzero(plain.any(axis=0))
    return page[rows[0] - 2 : rows[-1] + 3, columns[0] - 2 : columns[-1] + 3]


@pytest.mark.parametrize(
    ("text", "count"), [("I/2026", 1), ("II/2026", 2), ("III/2026", 3), ("III", 3), ("IV/2026", 1), ("2026", 0)]
)
def test_strokes_are_counted_up_to_the_first_other_letter(text: str, count: int) -> None:
    assert strokes(printed(text)) == count


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("text", "count"), [("II/2026", 2), ("III/2026", 3)])
def test_strokes_are_counted_on_scans(text: str, count: int, seed: int) -> None:
    assert strokes(printed(text, seed)) == count


def test_an_empty_picture_has_none() -> None:
    assert strokes(np.full((20, 40), 255, np.uint8)) == 0
    assert strokes(np.zeros((0, 0), np.uint8)) == 0


def _page(text: str) -> tuple[Scan, Box]:
    """A page with the text at (72, 72) points, and its box."""
    cut = printed(text)
    grey = np.full((400, 600), 255, np.uint8)
    grey[200 : 200 + cut.shape[0], 200 : 200 + cut.shape[1]] = cut
    dots = DPI / 72
    return Scan(grey, DPI), Box(200 / dots, 200 / dots, (200 + cut.shape[1]) / dots, (200 + cut.shape[0]) / dots)


@pytest.mark.parametrize(
    ("shown", "read", "meant"),
    [
        ("III/2026", "II/2026", "III/2026"),
        ("III/2026", "H/2026.", "III/2026."),
        ("II/2027", "11/2027", "II/2027"),
        ("II/2027", "II/2027", "II/2027"),
        ("IV/2026", "IV/2026", "IV/2026"),
    ],
)
def test_a_quarter_reads_as_its_strokes(shown: str, read: str, meant: str) -> None:
    scan, box = _page(shown)
    quarter = Word("Quý", Box(box.left - 30, box.top, box.left - 4, box.bottom), 0.9)
    assert with_quarters([quarter, Word(read, box, 0.9)], scan)[1].text == meant


def test_other_numbers_are_left_alone() -> None:
    scan, box = _page("III/2026")
    words = [Word("Tháng", Box(box.left - 30, box.top, box.left - 4, box.bottom), 0.9), Word("11/2026", box, 0.9)]
    assert list(with_quarters(words, scan)) == words


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Điều ] của", "Điều 1 của"),  # found: an italic 1
        ("khoản l Điều |", "khoản 1 Điều 1"),
        ("điều kiện", "điều kiện"),
        ("phần I Điều 2", "phần I Điều 2"),
        ("Điều II", "Điều II"),
        ("[ Điều", "[ Điều"),
    ],
)
def test_a_lone_stroke_where_a_number_stands_is_a_one(text: str, meant: str) -> None:
    words = [Word(part, Box(10 + 30 * at, 0, 35 + 30 * at, 10)) for at, part in enumerate(text.split())]
    assert " ".join(word.text for word in with_ones(words)) == meant
    apart = [replace(word, box=Box(100 * at, 0, 100 * at + 9, 10)) for at, word in enumerate(words)]
    assert with_ones(apart) == tuple(apart)
