import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from gold.simulate.blocks import Paragraph
from gold.simulate.typeset import typeset
from ingest.errors import NoSuchPageError, UnsupportedTypeError
from ingest.pdf import read_pages
from ingest.picture import page_image
from ingest.records import Box

TEXT = "Vụ Công nghệ cao chủ trì, phối hợp với các đơn vị có liên quan."


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "one.pdf"
    path.write_bytes(typeset([Paragraph(TEXT)]))
    return path


def test_the_boxes_of_a_page_lie_over_its_ink(pdf: Path) -> None:
    picture = page_image(pdf, 1)
    (page,), _ = read_pages(pdf)
    box = page.lines[0].box
    assert box is not None

    assert (picture.width, picture.height) == pytest.approx((page.width, page.height))
    assert picture.pixels.shape[2] == 3
    assert (picture.crop(box) < 128).any()
    assert (picture.crop(Box(box.left, box.bottom + 30, box.right, box.bottom + 60)) > 250).all()


def test_a_turned_page_is_shown_turned(pdf: Path, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(pdf)
    document[0].set_rotation(90)
    document.save(tmp_path / "turned.pdf")

    picture = page_image(tmp_path / "turned.pdf", 1, 72)

    assert picture.width > picture.height
    assert picture.pixels.shape[1] > picture.pixels.shape[0]


def test_a_picture_file_is_shown_in_its_colours_and_points(tmp_path: Path) -> None:
    path = tmp_path / "red.png"
    Image.new("RGB", (1654, 2339), (200, 0, 0)).save(path, dpi=(200, 200))

    picture = page_image(path, 1, 100)

    assert (picture.width, picture.height) == pytest.approx((595.4, 842.0), abs=0.1)
    assert picture.pixels.shape == (1170, 827, 3)
    assert picture.pixels[5, 5].tolist() == [200, 0, 0]


def test_the_png_holds_the_pixels(pdf: Path) -> None:
    picture = page_image(pdf, 1, 50)

    assert np.array_equal(np.asarray(Image.open(io.BytesIO(picture.png()))), picture.pixels)


def test_pages_that_are_not_there_and_files_without_pictures_say_so(pdf: Path, tmp_path: Path) -> None:
    for number in (0, 2):
        with pytest.raises(NoSuchPageError, match=f"there is no page {number}, the file has 1"):
            page_image(pdf, number)
    text = tmp_path / "a.txt"
    text.write_text(TEXT, encoding="utf-8")
    with pytest.raises(UnsupportedTypeError, match="have no picture"):
        page_image(text, 1)


def test_a_box_beyond_the_page_is_cut_to_it(pdf: Path) -> None:
    picture = page_image(pdf, 1, 72)
    assert picture.dots(Box(-20, -20, 10, 10)) == (0, 0, 10, 10)
    left, top, right, bottom = picture.dots(Box(9000, 9000, 9001, 9001))
    assert (right - left, bottom - top) == (1, 1)
