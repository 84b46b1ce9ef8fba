import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from gold.simulate import typeset as typesetting
from gold.simulate.__main__ import main
from gold.simulate.blocks import Columns, Heading, Paragraph, Table
from gold.simulate.degrade import GRADES, degrade, rasterise
from gold.simulate.sample import blocks_of
from gold.simulate.scan import simulate
from gold.simulate.typeset import typeset, vietnamese_font
from gold.simulate.wrap import wrap
from ingest.errors import MissingProgramError

SAMPLE = Path(__file__).parents[3] / "data/raw/1678-qd-bkhcn.txt"
LONG = " ".join(["Tổ chức đào tạo, tập huấn rộng rãi các nền tảng mở"] * 12)
TABLE = Table(
    ("TT", "Nhiệm vụ", "Thời hạn"),
    (("I", "Xây dựng dữ liệu", ""), *((f"1.{number}", LONG, "2025") for number in range(1, 6))),
    (1, 5, 2),
)


def text_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_a_long_table_repeats_its_header_once_a_page_and_splits_rows() -> None:
    pages = text_of(typeset([Heading(("<b>PHỤ LỤC</b>",)), TABLE]))
    assert len(pages) > 1
    assert [page.count("Nhiệm vụ") for page in pages] == [1] * len(pages)
    words = " ".join(pages).split()
    assert sum(word == "huấn" for word in words) == 5 * 12  # no line of a split row is lost or set twice
    first_cells = [page.split("hạn", 1)[1].split()[0] for page in pages[1:]]
    assert any(not cell.startswith("1.") for cell in first_cells), "no row was split"


def test_a_font_that_lacks_letters_is_named_with_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typesetting, "missing_letters", lambda _: "ẳẵ")
    with pytest.raises(MissingProgramError, match=r"lacks 2 Vietnamese letters: ẳẵ.*fonts-liberation2"):
        vietnamese_font("Some.ttf", lambda name: tmp_path / name)


def test_a_font_that_is_not_there_is_named() -> None:
    with pytest.raises(MissingProgramError, match=r"Some\.ttf is not installed"):
        vietnamese_font("Some.ttf", lambda _: None)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    blocks = [Columns(("BỘ Y TẾ",), ("CỘNG HÒA",)), Paragraph("Điều 1. Ban hành kế hoạch.")]
    first, again, other = (simulate(blocks, GRADES["poor"], seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


@pytest.mark.parametrize("name", sorted(GRADES))
def test_a_scan_holds_one_picture_a_page_at_its_grade(name: str) -> None:
    grade = GRADES[name]
    document = pypdfium2.PdfDocument(simulate([Paragraph("Điều 1.")], grade, 1))
    page = document[0]
    (picture,) = page.get_objects()
    info = picture.get_metadata()
    assert page.get_size() == pytest.approx((595.3, 841.9), abs=0.5)
    assert info.horizontal_dpi == pytest.approx(grade.dpi, abs=1)
    assert info.bits_per_pixel == grade.bits
    assert page.get_textpage().count_chars() == 0


def test_degrading_keeps_shape_and_a_clean_page_mostly_clean() -> None:
    page = next(rasterise(typeset([Paragraph(LONG)]), 200))
    worse = degrade(page, GRADES["office"], 3)
    assert worse.shape == page.shape
    assert set(np.unique(worse)) == {0, 255}
    assert abs(float((worse == 0).mean()) - float((page < 128).mean())) < 0.02


def test_no_pages_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        wrap([], 200)


def test_grey_pages_become_jpeg() -> None:
    pdf = wrap([np.asarray(Image.linear_gradient("L"))], 100)
    assert b"DCTDecode" in pdf


def test_the_sample_has_its_head_its_signature_and_one_whole_table() -> None:
    blocks = blocks_of(SAMPLE.read_text(encoding="utf-8"))
    head = blocks[0]
    assert isinstance(head, Columns)
    assert head.left[0] == "<b>BỘ KHOA HỌC VÀ CÔNG NGHỆ</b>"
    assert head.left[-1] == "Số: <i>1678</i>/QĐ-BKHCN"
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert len(table.rows) == 29 + 7
    assert "Xã hội, Nhân văn" in table.rows[8][3] or any("Xã hội, Nhân văn" in row[3] for row in table.rows)
    assert sum(isinstance(block, Columns) for block in blocks) == 2


def test_the_command_writes_a_pdf_and_names_a_missing_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, out = tmp_path / "a.txt", tmp_path / "a.pdf"
    text.write_text("**Điều 1.** Ban hành.\n", encoding="utf-8")
    assert main(["--text", str(text), "--out", str(out)]) == 0
    assert len(pypdfium2.PdfDocument(io.BytesIO(out.read_bytes()))) == 1
    assert main(["--text", str(tmp_path / "none.txt"), "--out", str(out)]) == 2
    assert "none.txt" in capsys.readouterr().err
