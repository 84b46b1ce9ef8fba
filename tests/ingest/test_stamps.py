import cv2
import numpy as np
import pytest

from gold.simulate.blocks import Paragraph
from gold.simulate.degrade import rasterise
from gold.simulate.typeset import typeset
from ingest.frames import Frame, Region
from ingest.pose import Pose
from ingest.reading import Reading, page_of
from ingest.records import Box, Word
from ingest.stamps import find_seals, incoming_stamps, without_seals, without_stamps

DPI = 72  # a dot a point
PAGE = next(rasterise(typeset([Paragraph("Xây dựng và hoàn thiện bổ sung các văn bản pháp luật. " * 25)]), DPI))
HEIGHT = 842.0


def sealed(millimetres: float) -> np.ndarray:
    """The page with a ring of that diameter around (300, 600) points."""
    return cv2.circle(PAGE.copy(), (300, 600), round(millimetres / 25.4 * DPI / 2), 0, 2)


def word(text: str, x: float, y: float, confidence: float = 0.4) -> Word:
    return Word(text, Box(x - 10, y - 5, x + 10, y + 5), confidence)


@pytest.mark.parametrize("millimetres", [30, 36, 40])
def test_a_seal_is_found_where_it_lies(millimetres: float) -> None:
    (seal,) = find_seals(sealed(millimetres), DPI)

    middle = ((seal.left + seal.right) / 2, (seal.top + seal.bottom) / 2)
    assert middle == pytest.approx((300, 600), abs=3)
    assert (seal.right - seal.left) / 72 * 25.4 == pytest.approx(millimetres, abs=2)


@pytest.mark.parametrize("page", [PAGE, sealed(15), sealed(70), np.full((30, 450), 255, np.uint8)])
def test_no_seal_is_found_in_text_or_in_other_circles(page: np.ndarray) -> None:
    assert find_seals(page, DPI) == ()


def test_unsure_words_in_a_seal_go_and_sure_ones_stay() -> None:
    seal = Box(250, 550, 350, 650)
    words = [word("LRUt", 290, 600), word("Phạm", 320, 640, 0.95), word("Tr", 254, 554), word("Nơi", 100, 600)]

    assert [one.text for one in without_stamps(words, [seal], [])] == ["Phạm", "Tr", "Nơi"]  # "Tr" is in a corner


def test_a_seal_turns_to_paper_and_the_page_around_it_stays() -> None:
    page = sealed(36)
    clean = without_seals(page, DPI, find_seals(page, DPI))

    assert (clean[571:629, 274:326] == 255).all()
    assert np.array_equal(clean[:480], PAGE[:480])


def frame(box: Box) -> Frame:
    return Frame(box, 2, 1, (Region(0, 0, 1, 1, box), Region(1, 0, 1, 1, box)))


STAMP = Box(390, 150, 525, 205)


def test_the_words_of_an_incoming_stamp_go() -> None:
    words = [word("ĐẾN", 400, 180, 0.9), word("Ngày", 440, 190, 0.9), word("Kính", 200, 220, 0.9)]

    stamps = incoming_stamps(words, [frame(STAMP)], HEIGHT)

    assert stamps == (STAMP,)
    assert [one.text for one in without_stamps(words, [], stamps)] == ["Kính"]


def test_a_rule_of_the_head_may_touch_the_stamp() -> None:
    date = Box(290, 150, 390, 205)
    joined = Frame(Box(290, 150, 525, 205), 1, 2, (Region(0, 0, 1, 1, date), Region(0, 1, 1, 1, STAMP)))

    assert incoming_stamps([word("CÔNGVĂNĐẾN", 450, 180)], [joined], HEIGHT) == (STAMP,)


@pytest.mark.parametrize(("texts", "found"), [(("Giờ....C", "Ngày"), 1), (("Ngày",), 0)])
def test_hour_and_day_tell_a_stamp_whose_large_word_is_misread(texts: tuple[str, ...], found: int) -> None:
    words = [word(text, 420 + 40 * at, 180) for at, text in enumerate(texts)]

    assert len(incoming_stamps(words, [frame(STAMP)], HEIGHT)) == found


@pytest.mark.parametrize(
    ("box", "text"),
    [
        (STAMP, "MẬT"),  # another stamp: it says something about the document
        (STAMP, "đến"),
        (Box(390, 650, 525, 705), "ĐẾN"),  # at the foot of the page
        (Box(90, 150, 525, 205), "ĐẾN"),  # a table
    ],
)
def test_other_frames_keep_their_words(box: Box, text: str) -> None:
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)

    assert incoming_stamps([word(text, *middle)], [frame(box)], HEIGHT) == ()


def test_a_page_says_how_many_words_were_left_out() -> None:
    reading = Reading((word("Kính", 200, 220),), (), Pose(595, HEIGHT), (word("ĐẾN", 400, 180),))

    page = page_of(reading, 1, "no text layer")

    assert page.source_reason == "no text layer; left out as words of a stamp: 1"
    assert [line.text for line in page.lines] == ["Kính"]
