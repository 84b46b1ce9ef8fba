"""What a Word file says, in the order in which it is shown, page by page."""

from __future__ import annotations

import pytest
from docx import Document
from docx.enum.section import WD_SECTION

from ingest.docx import read_docx
from tests.ingest.wordfiles import cell, lines, p, package, saved


def test_paragraphs_come_in_order_without_header_and_footer() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "CÔNG BÁO/Số 1"
    document.sections[0].footer.paragraphs[0].text = "trang 1"
    for text in ("QUYẾT ĐỊNH", "Điều 1. Ban hành", "Điều 2.\tHiệu lực"):
        document.add_paragraph(text)

    (page,) = read_docx(saved(document))

    assert [line.text for line in page.lines] == ["QUYẾT ĐỊNH", "Điều 1. Ban hành", "Điều 2. Hiệu lực"]
    assert (page.source, page.source_reason) == ("docx", "one page without page breaks")


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:t>Qua\u0309ng</w:t>", "Quảng"),
        ("<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t>", "a-bc"),
        ("<w:rPr><w:caps/></w:rPr><w:t>Điều</w:t>", "ĐIỀU"),
        ("<w:rPr><w:caps w:val='0'/></w:rPr><w:t>Điều</w:t>", "Điều"),
        ("<w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>", ""),
        ("<w:sym w:font='Wingdings' w:char='F0FE'/><w:t> Có</w:t>", "☑ Có"),
        ("<w:fldChar/><w:instrText>PAGE</w:instrText><w:fldChar/><w:t>2</w:t>", "2"),
        ("<w:rPr><w:rFonts w:ascii='.VnTime'/></w:rPr><w:t>QuyÕt ®Þnh</w:t>", "Quyết định"),
    ],
)
def test_a_run_is_as_shown(runs: str, text: str) -> None:
    assert lines(package(f"<w:p><w:r><w:t>x </w:t></w:r><w:r>{runs}</w:r></w:p>")) == [f"x {text}".strip()]


def test_tracked_deletions_are_left_out_and_insertions_kept() -> None:
    body = (
        "<w:p><w:r><w:t>Thời hạn </w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>45</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t> ngày</w:t></w:r></w:hyperlink></w:p>"
        + p("nối ", "<w:rPr><w:del/></w:rPr>")
        + p("liền")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>"
        + cell("bỏ")
        + "</w:tr><w:tr>"
        + cell("giữ")
        + "</w:tr></w:tbl>"
    )

    assert lines(package(body)) == ["Thời hạn 45 ngày", "nối liền", "giữ"]


def test_content_controls_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('trong khung')}</w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('trong ô')}</w:sdtContent></w:sdt>"
        f"<w:p {space}><w:r><w:t>chữ</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert lines(package(body)) == ["trong ô", "chữ", "trong khung"]


def test_footnotes_stand_apart_at_the_end() -> None:
    notes = f"<w:footnote w:id='-1'>{p('vạch')}</w:footnote><w:footnote w:id='7'>{p('Sửa đổi năm 2020.')}</w:footnote>"
    body = (
        "<w:p><w:r><w:t>Nghị định</w:t></w:r><w:r><w:footnoteReference w:id='7'/></w:r>"
        "<w:r><w:t> số 1</w:t></w:r></w:p>" + p("Điều 1")
    )

    assert lines(package(body, footnotes=notes)) == ["Nghị định số 1", "Điều 1", "[1] Sửa đổi năm 2020."]


def test_page_breaks_part_the_pages() -> None:
    document = Document()
    document.add_paragraph("một")
    document.add_page_break()
    document.add_paragraph("hai")
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("ba")
    document.add_section(WD_SECTION.CONTINUOUS)
    document.add_paragraph("vẫn ba")
    document.add_paragraph("bốn").paragraph_format.page_break_before = True

    pages = read_docx(saved(document))

    assert [[line.text for line in page.lines if line.text] for page in pages] == [
        ["một"],
        ["hai"],
        ["ba", "vẫn ba"],
        ["bốn"],
    ]
    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert pages[0].source_reason == "page breaks mark the pages"


def test_where_word_ended_a_page_no_paragraph_is_cut() -> None:
    middle = "<w:p><w:r><w:t>dài </w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>dòng</w:t></w:r></w:p>"
    start = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>đầu</w:t></w:r></w:p>"
    row = f"<w:tr><w:tc>{start}</w:tc>{cell('b')}{cell('c')}</w:tr>"
    body = middle + p("hai") + start + f"<w:tbl><w:tr>{cell('a') * 3}</w:tr>{row}</w:tbl>"

    pages = read_docx(package(body))

    assert [[line.text for line in page.lines] for page in pages] == [
        ["dài dòng"],
        ["hai"],
        ["đầu", "a\ta\ta"],
        ["đầu\tb\tc"],
    ]
