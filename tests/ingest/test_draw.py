from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from gold.simulate.blocks import Table
from gold.simulate.degrade import GRADES
from gold.simulate.scan import rescan
from gold.simulate.typeset import typeset
from ingest.draw import draw_page, drawn
from ingest.errors import NoSuchPageError, UnsupportedTypeError
from ingest.picture import Picture
from ingest.records import Box, Page, Ruling, SeenLine, Word
from pipeline.cli import app

TABLE = Table(("TT", "Nhiệm vụ"), (("1", "Mở rộng các dự án xây dựng dữ liệu cộng đồng"),), (1, 6))


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "one.pdf"
    path.write_bytes(typeset([TABLE]))
    return path


def colours(pixels: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(pixel) for pixel in pixels.reshape(-1, 3).tolist()}


def test_words_are_outlined_where_they_stand_on_a_turned_page() -> None:
    blank = Picture(np.full((200, 100, 3), 255, np.uint8), 72, 100, 200)
    word = Word("số", Box(10, 10, 60, 30), 0.5)
    page = Page(1, "ocr", "", (SeenLine("số", word.box, 0.5, (word,)),), (), 200, 100, rotation_deg=90)

    pixels = drawn(blank, page)[26:]

    red = np.argwhere((pixels == (220, 0, 0)).all(axis=2))
    assert red.min(axis=0).tolist() == [140, 10]  # the page was turned clockwise: its left is the shown bottom
    assert red.max(axis=0).tolist() == [190, 30]


def test_rulings_and_regions_are_drawn_and_a_page_without_geometry_is_left_as_it_is() -> None:
    blank = Picture(np.full((200, 100, 3), 255, np.uint8), 72, 100, 200)
    grid = tuple(Ruling(10, y, 90, y) for y in (20, 60, 100)) + tuple(Ruling(x, 20, x, 100) for x in (10, 50, 90))

    assert (200, 0, 160) in colours(drawn(blank, Page(1, "ocr", "", (), grid, 100, 200)))
    assert colours(drawn(blank, Page(1, "plain", "", ()))[26:]) == {(255, 255, 255)}


def test_the_command_draws_the_page_and_says_its_source(pdf: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.png"

    done = CliRunner().invoke(app, ["page", str(pdf), "1", "--png", str(out), "--dpi", "50"])

    assert done.exit_code == 0
    assert "page 1: text_layer, 100% of its words can be Vietnamese; 15 words" in done.output
    assert out.read_bytes().startswith(b"\x89PNG")


def test_a_scan_says_its_confidence(pdf: Path) -> None:
    pdf.write_bytes(rescan(pdf.read_bytes(), GRADES["light"], 1))

    page, pixels = draw_page(pdf, 1, 72)

    assert page.source == "ocr"
    assert pixels.shape[0] > 800
    assert all(word.confidence is not None for line in page.lines for word in line.words)


def test_what_cannot_be_drawn_says_so(pdf: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSuchPageError):
        draw_page(pdf, 2)
    text = tmp_path / "a.txt"
    text.write_text("Điều 1", encoding="utf-8")
    with pytest.raises(UnsupportedTypeError):
        draw_page(text, 1)
