import cv2
import numpy as np
import pypdfium2
import pytest

from gold.simulate.blocks import Paragraph
from gold.simulate.degrade import _turn, rasterise
from gold.simulate.typeset import typeset
from ingest import scan
from ingest.errors import TooLargeError

PAGE = next(rasterise(typeset([Paragraph("Xây dựng và hoàn thiện bổ sung các văn bản pháp luật. " * 25)]), 150))


@pytest.mark.parametrize("degrees", [-4.5, -1.3, -0.2, 0.0, 0.35, 2.0, 5.0])
def test_skew_is_found_to_a_tenth_of_a_degree(degrees: float) -> None:
    assert scan.skew_of(_turn(PAGE, degrees)) == pytest.approx(degrees, abs=0.1)


def test_straightening_takes_the_skew_out_and_keeps_the_shape() -> None:
    straight = scan.straighten(_turn(PAGE, 1.5), 150)
    assert straight.skew_deg == pytest.approx(1.5, abs=0.1)
    assert straight.grey.shape == PAGE.shape
    assert abs(scan.skew_of(straight.grey)) < 0.1


@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_even_page_has_no_skew_and_stays(level: int) -> None:
    page = np.full((300, 200), level, np.uint8)
    assert np.array_equal(scan.straighten(page, 100).grey, page)
    assert scan.despeckle(page, 100).shape == page.shape


def test_lone_specks_go_and_dots_by_letters_stay() -> None:
    page = np.full((400, 400), 255, np.uint8)
    page[100:130, 100:106] = 0  # a stroke
    page[90:94, 101:105] = 0  # its dot
    page[300:303, 300:303] = 0  # dust
    clean = scan.despeckle(page, 200)
    assert (clean[300:303, 300:303] == 255).all()
    assert np.array_equal(clean[:200], page[:200])


def test_turning_by_quarters_comes_back() -> None:
    assert np.array_equal(scan.turn(scan.turn(PAGE, 90), 270), PAGE)
    marked = np.array([[0, 1], [2, 3]], np.uint8)
    assert scan.turn(marked, 90).tolist() == [[2, 0], [3, 1]]  # clockwise


def test_a_page_of_too_many_dots_is_refused_before_it_is_rendered() -> None:
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(14_000, 14_000)
    with pytest.raises(TooLargeError, match="million dots; split or scale"):
        scan.render(page, 200)


def test_a_page_on_its_side_is_told_by_its_lines() -> None:
    assert not scan.lies_on_side(PAGE)
    assert scan.lies_on_side(scan.turn(PAGE, 90))


def test_black_margins_and_punch_holes_go_and_print_stays() -> None:
    page = PAGE.copy()
    page[:30] = 0  # the lid stood open
    page[600:660, 20:60] = 0  # a corner that was folded over
    cv2.circle(page, (45, 900), 22, 0.0, -1)
    clean = scan.without_blots(page, 150)

    assert (clean[:28] == 255).all()
    assert (clean[880:920, 25:65] == 255).all()
    assert np.array_equal(clean[100:500, 150:1100], PAGE[100:500, 150:1100])


def test_white_print_on_a_dark_ground_stays() -> None:
    page = np.full((600, 800), 255, np.uint8)
    page[200:300, 100:700] = 20
    page[240:250, 300:500] = 255

    assert np.array_equal(scan.without_blots(page, 150), page)


def test_a_pale_watermark_turns_to_paper() -> None:
    page = PAGE.copy()
    page[700:760, 200:900] = np.minimum(page[700:760, 200:900], 215)
    clean = scan.without_watermark(page)

    assert (clean[700:760, 200:900][PAGE[700:760, 200:900] == 255] == 255).all()
    assert (clean[PAGE < 40] == PAGE[PAGE < 40]).all()


@pytest.mark.parametrize(("share", "wanted"), [(1.0, [150, 200, 300, 200]), (0.7, [200, 300, 200])])
def test_small_type_is_not_read_at_the_fewest_dots(share: float, wanted: list[int]) -> None:
    page = next(rasterise(typeset([Paragraph("Xây dựng và hoàn thiện các văn bản. " * 20)]), round(200 * share)))

    assert [look.dpi for look in scan.looks(page, 200)] == wanted


@pytest.mark.parametrize("wanted", [100.0, 150.0, 200.0])
def test_a_picture_is_brought_to_the_dots_that_are_asked_for(wanted: float) -> None:
    made, dpi = scan.scaled(PAGE, 150, wanted)

    assert dpi == wanted
    assert made.shape == pytest.approx([side * wanted / 150 for side in PAGE.shape], abs=1)


def test_an_empty_page_has_no_letters() -> None:
    assert scan.letter_height(np.full((300, 200), 255, np.uint8), 100) == 0.0
