import io
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extract.grid import ruled_grids
from extract.records import Line
from gold.simulate.blocks import Heading, Paragraph, Table
from gold.simulate.degrade import GRADES
from gold.simulate.scan import rescan
from gold.simulate.typeset import FAMILY, register_fonts, typeset
from ingest import pdf
from ingest.colour import text_channel
from ingest.errors import DamagedFileError, EmptyFileError, EncryptedFileError, TooLargeError
from ingest.letters import quality
from ingest.pdf import read_pages
from ingest.reading import page_from_picture
from ingest.scan import READ_DPI, render, turn

TABLE = Table(
    ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"),
    (
        ("I", "Xây dựng hạ tầng dữ liệu", "", ""),
        ("1.1", "Mở rộng các dự án xây dựng dữ liệu cộng đồng", "Cục Thông tin", "Hàng năm"),
        ("1.2", "Kết nối các cộng đồng khoa học mở ở Việt Nam", "", "2025"),
    ),
    (1.2, 6, 3, 2.2),
)
BLOCKS = [Heading(("<b>PHỤ LỤC</b>",)), Paragraph("Ban hành kèm theo Quyết định số 1678/QĐ-BKHCN."), TABLE]


@pytest.fixture(scope="module")
def digital() -> bytes:
    return typeset(BLOCKS)


@pytest.fixture(scope="module")
def scanned(digital: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    path.write_bytes(rescan(digital, GRADES["office"], 4))
    return path


def cells(path: Path) -> dict[tuple[int, int], str]:
    (page,), issues = read_pages(path)
    assert issues == ()
    lines = [Line(page.number, at, line.text, line.text, line.box) for at, line in enumerate(page.lines, start=1)]
    (grid,) = ruled_grids(lines, page.number, page.rulings)
    return {(cell.row, cell.col): cell.text for cell in grid.cells}


def test_a_digital_page_is_read_by_its_text_layer(digital: bytes, tmp_path: Path) -> None:
    path = tmp_path / "digital.pdf"
    path.write_bytes(digital)
    (page,), _ = read_pages(path)
    assert (page.source, page.ocr_confidence) == ("text_layer", None)
    assert page.lines[0].text == "PHỤ LỤC"
    assert cells(path)[(3, 1)] == "Kết nối các cộng đồng khoa học mở ở Việt Nam"
    assert cells(path)[(3, 2)] == ""


def test_a_scan_gives_the_same_table_with_labels_and_deadlines_right(scanned: Path) -> None:
    (page,), _ = read_pages(scanned)
    assert (page.source, page.source_reason) == ("ocr", "no text layer; a picture covers 100% of the page")
    assert page.ocr_confidence is not None
    assert page.ocr_confidence > 0.85
    found = cells(scanned)
    assert [found[row, 0] for row in (2, 3)] == ["1.1", "1.2"]
    assert [found[row, 3] for row in (2, 3)] == ["Hàng năm", "2025"]
    assert found[2, 2] == "Cục Thông tin"


def test_a_scan_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    text = "Xây dựng và hoàn thiện bổ sung các văn bản pháp luật về quyền sở hữu trí tuệ. " * 12
    path = tmp_path / "upright.pdf"
    path.write_bytes(rescan(typeset([Paragraph(text)]), GRADES["light"], 1))
    grey = text_channel(render(pypdfium2.PdfDocument(path)[0], READ_DPI), READ_DPI)
    page = page_from_picture(turn(grey, 90), READ_DPI, 1, "")
    assert page.rotation_deg == 270
    assert page.width is not None
    assert page.height is not None
    assert page.width < page.height
    assert page.lines[0].text.startswith("Xây dựng và hoàn thiện")


def test_a_damaged_file_says_so(digital: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 4)
    with pytest.raises(DamagedFileError, match="cannot be parsed; get a fresh copy"):
        read_pages(path)
    path.write_bytes(digital[: len(digital) // 3])
    with pytest.raises(DamagedFileError):
        read_pages(path)


def encrypted(path: Path, password: str) -> Path:
    register_fonts()
    canvas = Canvas(str(path), encrypt=StandardEncryption(password, ownerPassword="owner"))
    canvas.setFont(f"{FAMILY}-Regular", 14)
    canvas.drawString(80, 700, "Căn cứ Nghị định của Chính phủ quy định chức năng")
    canvas.save()
    return path


def test_a_password_is_asked_for_and_an_empty_one_is_none(tmp_path: Path) -> None:
    with pytest.raises(EncryptedFileError, match="needs a password; save a copy"):
        read_pages(encrypted(tmp_path / "locked.pdf", "mật"))
    (page,), _ = read_pages(encrypted(tmp_path / "open.pdf", ""))
    assert page.source == "text_layer"
    assert page.lines[0].text.startswith("Căn cứ Nghị định")


def test_a_file_without_pages_says_so(tmp_path: Path) -> None:
    path = tmp_path / "none.pdf"
    pypdfium2.PdfDocument.new().save(path)
    with pytest.raises(EmptyFileError, match="no pages"):
        read_pages(path)


def test_too_many_pages_and_too_large_ones_are_refused(
    digital: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = tmp_path / "huge.pdf"
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    document.new_page(14_000, 14_000)
    document.save(huge)
    with pytest.raises(TooLargeError) as caught:
        read_pages(huge)
    assert caught.value.page == 2
    monkeypatch.setattr(pdf, "MAX_PAGES", 0)
    path = tmp_path / "many.pdf"
    path.write_bytes(digital)
    with pytest.raises(TooLargeError, match="has 1 pages, the limit is 0"):
        read_pages(path)


def test_a_garbled_layer_is_not_trusted_and_a_blank_page_has_no_lines(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(80, 700, "uy ban nhfin dAn tinh gfri bfro cAo cric so, ban, nganh cria tinh; drrqc giao")
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    path = tmp_path / "garbled.pdf"
    path.write_bytes(out.getvalue())
    (first, second), _ = read_pages(path)
    assert first.source == "ocr"
    assert first.source_reason.startswith(("garbled text layer", "text layer without marks"))
    assert second.lines == ()
    assert second.ocr_confidence is None


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("Thủ trưởng các đơn vị thuộc Bộ chịu trách nhiệm thi hành", True),
        ("Cục Phát triển thị trường và doanh nghiệp KH&CN, TTNT", True),
        ("Qu ảng Ng ãi th ực hi ện", False),
        ("(cid:12)(cid:7) hàng (cid:9) năm", False),
    ],
)
def test_quality_tells_vietnamese_from_a_garbled_layer(text: str, good: bool) -> None:
    assert (quality(text.split())[0] >= 0.75) is good
