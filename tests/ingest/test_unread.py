from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gold.simulate.blocks import Paragraph
from gold.simulate.degrade import GRADES, degrade, rasterise
from gold.simulate.typeset import typeset
from ingest import reading
from ingest.ocr import quick_model, read_words
from ingest.records import Box, Word
from ingest.scan import Scan
from ingest.unread import MOST, unread

if TYPE_CHECKING:
    import pytest

TEXT = "Vụ Công nghệ cao chủ trì, phối hợp với các đơn vị có liên quan triển khai thực hiện nhiệm vụ được giao " * 3
PLAIN = next(rasterise(typeset([Paragraph(TEXT)]), 200))
SCAN = Scan(degrade(PLAIN, GRADES["office"], 1), 200.0)
WORDS = read_words(PLAIN, 200, quick_model())


def lines() -> list[list[Word]]:
    known: dict[int | None, list[Word]] = {}
    for word in WORDS:
        known.setdefault(word.line, []).append(word)
    return list(known.values())


def holds(place: Box, word: Word) -> bool:
    middle = (word.box.top + word.box.bottom) / 2
    return place.left <= word.box.left and word.box.right <= place.right and place.top <= middle <= place.bottom


def test_a_line_that_was_passed_over_is_found() -> None:
    """Found: the first line of a page, clearly printed, without a word."""
    first, *others = lines()
    (place,) = unread(SCAN, [word for line in others for word in line])
    assert all(holds(place, word) for word in first)


def test_a_word_that_was_passed_over_is_found() -> None:
    lost = next(word for word in WORDS if word.text == "nhiệm")
    (place,) = unread(SCAN, [word for word in WORDS if word is not lost])
    assert holds(place, lost)


def test_what_is_read_or_to_be_read_anyhow_is_not_told() -> None:
    assert unread(SCAN, WORDS) == []
    first, *others = lines()
    place = Box(first[0].box.left - 2, first[0].box.top - 2, first[-1].box.right + 2, first[0].box.bottom + 2)
    assert unread(SCAN, [word for line in others for word in line], [place]) == []


def test_drawings_and_specks_are_no_text() -> None:
    picture = np.full((1600, 1200), 255, np.uint8)
    picture[100:400, 100:400] = 0  # a picture
    picture[500:503, 100:104] = 0  # a speck
    assert unread(Scan(picture, 200), ()) == []
    for row in range(MOST + 1):
        picture[600 + 50 * row : 620 + 50 * row, 100:200:3] = 0  # a pattern
    assert unread(Scan(picture, 200), ()) == []


def test_a_page_gets_the_line_that_its_first_look_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    look = reading._look
    top = min(word.box.bottom for word in WORDS)

    def blind(*asked: object) -> tuple[Word, ...]:
        return tuple(word for word in look(*asked) if word.box.top > top)

    monkeypatch.setattr(reading, "_look", blind)
    words = reading.read_picture(PLAIN, 200).words
    assert [word.text for word in words if word.box.top < top][:4] == ["Vụ", "Công", "nghệ", "cao"]
