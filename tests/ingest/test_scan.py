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
