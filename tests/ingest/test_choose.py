"""Pages whose best source is not plain: pictures with layers over, under and around them."""

from __future__ import annotations

import ctypes
import io
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gold.simulate.blocks import Paragraph
from gold.simulate.degrade import rasterise
from gold.simulate.typeset import FAMILY, register_fonts, typeset
from ingest.pdf import read_pages

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.records import Page

BODY = "Giao Bộ Nông nghiệp và Môi trường chủ trì, phối hợp với các cơ quan có liên quan thực hiện các thủ tục. "
HEAD = "CÔNG BÁO/Số 271/Ngày 12-05-2026"
FOOT = "Nơi nhận: Như Điều 3; Ban Bí thư Trung ương Đảng; Thủ tướng, các Phó Thủ tướng Chính phủ; Lưu: VT, NN."
GARBLED = "uy ban nhfin dAn tinh gfri bfro cAo cric so, ban, nganh cria tinh; drrqc giao thgc hiQn nhiCm vg"


@pytest.fixture(scope="module")
def scan() -> Image.Image:
    """A page with one paragraph, as a picture."""
    return Image.fromarray(next(rasterise(typeset([Paragraph(BODY * 3)]), 200)))


def canvas(out: io.BytesIO) -> Canvas:
    register_fonts()
    made = Canvas(out, pagesize=A4)
    made.setFont(f"{FAMILY}-Regular", 13)
    return made


def read(made: Canvas, out: io.BytesIO, path: Path) -> Page:
    made.save()
    path.write_bytes(out.getvalue())
    (page,), _ = read_pages(path)
    return page


def text(page: Page) -> str:
    return " ".join(line.text for line in page.lines)


def put(made: Canvas, picture: Image.Image, share: tuple[float, float] = (0.0, 1.0)) -> None:
    """The upper part of the page's picture, at its place; `share` from the top."""
    high = picture.height
    part = picture.crop((0, int(share[0] * high), picture.width, int(share[1] * high)))
    made.drawImage(ImageReader(part), 0, A4[1] * (1 - share[1]), A4[0], A4[1] * (share[1] - share[0]))


def written(made: Canvas, line: str, height: float, mode: int = 0) -> None:
    said = made.beginText(60, height)
    said.setTextRenderMode(mode)
    said.textOut(line)
    made.drawText(said)


@pytest.mark.parametrize("end", [0.5, 0.7])  # from half of the page, a picture hides what was drawn before it
def test_the_layers_frame_stands_around_the_pictures_body(scan: Image.Image, tmp_path: Path, end: float) -> None:
    out = io.BytesIO()
    made = canvas(out)
    written(made, HEAD, 820)
    put(made, scan, (0.05, end))
    written(made, FOOT, 200)

    page = read(made, out, tmp_path / "frame.pdf")

    assert page.source == "ocr"
    assert page.source_reason.endswith("words are the text layer's")
    assert page.lines[0].text == HEAD
    assert page.lines[0].confidence is None
    assert text(page).endswith(FOOT)
    assert "Nông nghiệp và Môi trường chủ trì" in text(page)


def test_a_layer_that_is_not_seen_gives_way_to_the_picture(scan: Image.Image, tmp_path: Path) -> None:
    out = io.BytesIO()
    made = canvas(out)
    put(made, scan)
    for at in range(4):
        written(made, GARBLED, 750 - 20 * at, mode=3)

    page = read(made, out, tmp_path / "under.pdf")

    assert page.source == "ocr"
    assert page.source_reason == "a text layer that is not seen; a picture covers 100% of the page"
    assert "nhfin" not in text(page)
    assert "Giao Bộ Nông nghiệp" in text(page)


def test_a_layer_that_the_picture_covers_is_not_seen(scan: Image.Image, tmp_path: Path) -> None:
    out = io.BytesIO()
    made = canvas(out)
    for at in range(4):
        written(made, GARBLED, 750 - 20 * at)
    put(made, scan)

    page = read(made, out, tmp_path / "covered.pdf")

    assert page.source == "ocr"
    assert "nhfin" not in text(page)


def test_digital_text_over_a_pale_background_is_read_as_text(tmp_path: Path) -> None:
    out = io.BytesIO()
    made = canvas(out)
    made.drawImage(ImageReader(Image.new("RGB", (200, 280), (235, 240, 250))), 0, 0, *A4)
    for at in range(4):
        written(made, FOOT, 700 - 20 * at)

    page = read(made, out, tmp_path / "background.pdf")

    assert page.source == "text_layer"
    assert text(page).count(FOOT) == 4


def test_a_photograph_in_a_digital_page_leaves_it_digital(tmp_path: Path) -> None:
    out = io.BytesIO()
    made = canvas(out)
    noise = np.random.default_rng(0).normal(120, 40, (60, 90)).clip(0, 255).astype(np.uint8)
    made.drawImage(ImageReader(Image.fromarray(noise).resize((360, 240))), 100, 300, 360, 240)
    for at in range(4):
        written(made, FOOT, 700 - 20 * at)

    page = read(made, out, tmp_path / "photo.pdf")

    assert page.source == "text_layer"
    assert text(page).count(FOOT) == 4


def test_white_words_on_white_paper_are_not_the_page(tmp_path: Path) -> None:
    out = io.BytesIO()
    made = canvas(out)
    made.setFillGray(1)
    for at in range(4):
        written(made, FOOT, 700 - 20 * at)

    page = read(made, out, tmp_path / "white.pdf")

    assert page.source == "ocr"
    assert page.source_reason == "the text layer lies over no ink"
    assert page.lines == ()


def test_a_note_put_on_a_scan_is_read_as_typed_and_keeps_its_lines(scan: Image.Image, tmp_path: Path) -> None:
    out = io.BytesIO()
    made = canvas(out)
    put(made, scan)
    plain = tmp_path / "plain.pdf"
    made.save()
    plain.write_bytes(out.getvalue())
    document = pypdfium2.PdfDocument(plain)
    page = document[0]
    note = pdfium.FPDFPage_CreateAnnot(page.raw, pdfium.FPDF_ANNOT_STAMP)
    pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(left=60, bottom=300, right=500, top=340))
    words = pdfium.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", 12)
    said = ctypes.create_string_buffer("1. Phong TCHC theo doi\0".encode("utf-16-le"))
    pdfium.FPDFText_SetText(words, ctypes.cast(said, pdfium.FPDF_WIDESTRING))
    pdfium.FPDFPageObj_Transform(words, 1, 0, 0, 1, 62, 310)
    assert pdfium.FPDFAnnot_AppendObject(note, words)
    pdfium.FPDFPage_CloseAnnot(note)
    path = tmp_path / "noted.pdf"
    document.save(path)

    (found,), _ = read_pages(path)

    assert [line.text for line in found.lines if line.confidence is None] == ["1. Phong TCHC theo doi"]
    assert "a note's" in found.source_reason


def test_a_layer_that_runs_up_the_page_is_read_upright(tmp_path: Path) -> None:
    out = io.BytesIO()
    made = canvas(out)
    made.rotate(90)
    for at in range(4):
        written(made, FOOT, -200 - 20 * at)

    page = read(made, out, tmp_path / "upwards.pdf")

    assert (page.source, page.rotation_deg) == ("text_layer", 90)
    assert page.lines[0].text == FOOT
    assert page.width == pytest.approx(A4[1], abs=0.5)


def test_a_layer_with_spaces_in_its_words_is_put_right(tmp_path: Path) -> None:
    out = io.BytesIO()
    made = canvas(out)
    for at in range(4):
        written(made, "Ch ủ t ị ch UBND t ỉ nh Qu ả ng Ngãi ch ỉ đ ạ o th ự c hi ệ n", 700 - 20 * at)

    page = read(made, out, tmp_path / "spaced.pdf")

    assert page.source == "text_layer"
    assert page.lines[0].text == "Chủ tịch UBND tỉnh Quảng Ngãi chỉ đạo thực hiện"
