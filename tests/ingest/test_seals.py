"""Seals over tables: their circles and letters are no part of the table."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ingest.frames import Frame, Region
from ingest.records import Box, Ruling, Word
from ingest.seals import over_tables, without_arcs, without_letters, without_rings

DPI = 150
SEAL = Box(250.0, 550.0, 350.0, 650.0)
MIDDLE = (round(300.6 * DPI / 72), round(599.2 * DPI / 72))  # a little off what a small picture shows
RADIUS = round(49 * DPI / 72)


def page() -> np.ndarray:
    """A page with a row of bars, as high as capitals, where the seal will lie."""
    grey = np.full((1754, 1240), 255, np.uint8)
    for left in range(530, 720, 12):
        cv2.rectangle(grey, (left, 1240), (left + 3, 1258), 0, -1)
    return grey


def test_rings_turn_to_paper_and_print_stays() -> None:
    plain = page()
    sealed = cv2.circle(cv2.circle(plain.copy(), MIDDLE, RADIUS, 0, 4), MIDDLE, round(RADIUS * 0.6), 0, 2)
    clean = without_rings(sealed, DPI, [SEAL])

    assert (sealed < 128).sum() - (plain < 128).sum() > 1200
    assert ((clean < 128) & (plain >= 128)).sum() < 100
    assert (clean[1240:1258, 530:720] < 128).sum() > 0.8 * (plain < 128).sum()


def test_without_a_seal_nothing_changes() -> None:
    assert np.array_equal(without_rings(page(), DPI, []), page())


def test_arcs_are_no_rulings_and_pieces_of_a_rule_are() -> None:
    arc, lower = Ruling(252, 580, 252, 620), Ruling(280, 648, 320, 648)
    wall, broken = [Ruling(300, 400, 300, 560), Ruling(300, 580, 300, 620)], [Ruling(100, 600, 500, 600)]
    rulings = [arc, lower, *wall, *broken]

    joined = Ruling(253, 564, 253, 624)  # of two circles, its upper end further out
    across = Ruling(300, 540, 300, 655)

    assert without_arcs(rulings, [SEAL]) == (*wall, *broken)
    assert without_arcs([joined, across], [SEAL]) == (across,)
    assert without_arcs(rulings, []) == tuple(rulings)


def word(text: str, x: float, y: float, wide: float = 8.0) -> Word:
    return Word(text, Box(x, y - 5, x + wide, y + 5), 0.9)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ([word("N", 340, 600), word("Bộ", 300, 600)], ["Bộ"]),
        ([word("Bộ", 326, 600), word("Y", 337, 600), word("tế", 348, 600)], ["Bộ", "Y", "tế"]),
        ([word("N", 300, 600), word("ở", 340, 600), word("H", 500, 600)], ["N", "ở", "H"]),  # within; small; outside
    ],
)
def test_letters_of_the_rim_are_no_words(words: list[Word], kept: list[str]) -> None:
    assert [one.text for one in without_letters(words, [SEAL])] == kept


def test_only_seals_over_a_frame_are_taken() -> None:
    box = Box(100, 500, 500, 700)
    frame = Frame(box, 1, 1, (Region(0, 0, 1, 1, box),))
    assert over_tables([SEAL, Box(250, 50, 350, 150)], [frame]) == (SEAL,)
