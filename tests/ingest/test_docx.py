from __future__ import annotations

import io
import socket
import zipfile
from itertools import pairwise

import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from ingest import limits
from ingest.docx import read_docx
from ingest.errors import DamagedFileError, EmptyFileError, EncryptedFileError, TooLargeError
from ingest.numbering import letters, roman, shown

W = nsdecls("w")
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, **parts: str) -> bytes:
    """A DOCX by hand: the body's XML, and the children of the roots of `styles`, `numbering`, `footnotes` …"""
    kinds = ("document", *parts)
    types = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{WML}.{kind}+xml"/>' for kind in parts)
    links = "".join(
        f'<Relationship Id="r{at}" Type="{RELS}/{kind}" Target="{kind}.xml"/>' for at, kind in enumerate(parts)
    )
    head = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    head += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    files = {
        "[Content_Types].xml": f'{head}<Override PartName="/word/document.xml" '
        f'ContentType="{WML}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{relations}<Relationship Id="r1" Type="{RELS}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"{relations}{links}</Relationships>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    files |= {f"word/{kind}.xml": f"<w:{kind} {W}>{parts[kind]}</w:{kind}>" for kind in kinds[1:]}
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def lines(data: bytes) -> list[str]:
    return [line.text for page in read_docx(data) for line in page.lines if line.text]


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def item(level: int, num: int = 1) -> str:
    return f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{num}'/></w:numPr>"


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"
    )


def abstract(*levels: str, key: int = 0) -> str:
    return f"<w:abstractNum w:abstractNumId='{key}'>{''.join(levels)}</w:abstractNum>"


def num(key: int, of: int = 0, more: str = "") -> str:
    return f"<w:num w:numId='{key}'><w:abstractNumId w:val='{of}'/>{more}</w:num>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


# --- paragraphs ---


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


# --- pages ---


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


# --- lists ---


def test_automatic_numbers_are_printed() -> None:
    numbering = abstract(
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%2."),
        level(2, "lowerLetter", "%3)"),
        level(3, "bullet", "\uf0b7"),
    ) + num(1)
    body = "".join(p(str(at), item(at)) for at in (0, 1, 1, 2, 2, 3, 1, 2, 0, 1))

    assert lines(package(body, numbering=numbering)) == [
        *("I. 0", "1. 1", "2. 1", "a) 2", "b) 2", "• 3", "3. 1", "a) 2", "II. 0", "1. 1"),
    ]


def test_numbers_of_several_levels_and_legal_ones() -> None:
    numbering = abstract(
        level(0, "upperRoman", "Chương %1"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "lowerLetter", "%1.%2.%3"),
    ) + num(1)
    body = p("", item(0)) + p("x", item(1)) + p("y", item(2)) + p("z", item(1))

    assert lines(package(body, numbering=numbering)) == ["Chương I", "1.1 x", "I.1.a y", "1.2 z"]


def test_hidden_and_deleted_items_do_not_count() -> None:
    numbering = abstract(level(0, "decimal", "%1.")) + num(1)
    unseen = "<w:rPr><w:vanish/></w:rPr>"
    hidden = f"<w:p><w:pPr>{item(0)}{unseen}</w:pPr><w:r>{unseen}<w:t>x</w:t></w:r></w:p>"
    deleted = (
        f"<w:p><w:pPr>{item(0)}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
    )

    assert lines(package(p("a", item(0)) + hidden + deleted + p("b", item(0)), numbering=numbering)) == ["1. a", "2. b"]


def test_lists_go_on_or_start_anew() -> None:
    anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
    numbering = abstract(level(0, "decimal", "%1.")) + abstract(level(0, "decimal", "%1)"), key=1)
    numbering += num(1) + num(2) + num(3, more=anew) + num(4, of=1)
    body = "".join(p(str(key), item(0, key)) for key in (1, 1, 2, 4, 3, 3, 1, 4, 0))

    assert lines(package(body, numbering=numbering)) == [
        *("1. 1", "2. 1", "3. 2", "1) 4", "5. 3", "6. 3", "7. 1", "2) 4", "0"),
    ]


def test_continuing_numbers_where_the_level_never_restarts() -> None:
    numbering = abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", "<w:lvlRestart w:val='0'/>")) + num(
        1
    )
    body = "".join(p("x", item(at)) for at in (0, 1, 1, 0, 1))

    assert lines(package(body, numbering=numbering)) == ["I. x", "1. x", "2. x", "II. x", "3. x"]


def test_a_style_may_bring_the_list_the_level_and_capitals() -> None:
    numbering = abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", "<w:pStyle w:val='Khoan'/>")) + num(
        1
    )
    styles = (
        "<w:style w:type='paragraph' w:styleId='Goc'><w:rPr><w:caps/></w:rPr><w:pPr><w:numPr><w:numId w:val='1'/>"
        "</w:numPr></w:pPr></w:style><w:style w:type='paragraph' w:styleId='Muc'><w:basedOn w:val='Goc'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='Khoan'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    )
    out = "<w:numPr><w:numId w:val='0'/></w:numPr>"
    body = p("mục", "<w:pStyle w:val='Muc'/>") + p("khoản", "<w:pStyle w:val='Khoan'/>")
    body += p("ngoài", f"<w:pStyle w:val='Khoan'/>{out}")

    assert lines(package(body, numbering=numbering, styles=styles)) == ["I. MỤC", "1. khoản", "ngoài"]


def test_word_templates_own_list_styles() -> None:
    document = Document()
    for text, style in (("a", "List Number"), ("b", "List Number"), ("c", "List Bullet")):
        document.add_paragraph(text, style=style)

    assert lines(saved(document)) == ["1. a", "2. b", "• c"]


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (4, "lowerLetter", "d"),  # Word counts with the English alphabet: no đ
        (28, "lowerLetter", "bb"),
        (29, "upperLetter", "CC"),
        (1999, "lowerRoman", "mcmxcix"),
        (4, "upperRoman", "IV"),
        (7, "none", ""),
        (0, "upperRoman", "0"),
        (10**8, "upperLetter", "100000000"),
        (5, "chineseCounting", "5"),
    ],
)
def test_number_forms(count: int, form: str, text: str) -> None:
    assert shown(count, form) == text


def test_roman_numbers_and_letters_are_all_different() -> None:
    for write in (roman, letters):
        assert all(one != other for one, other in pairwise(write(count) for count in range(1, 400)))


# --- tables ---


def test_merged_cells_leave_empty_places() -> None:
    document = Document()
    document.add_paragraph("trước")
    table = document.add_table(4, 4)
    for r, row in enumerate(table.rows):
        for c, box in enumerate(row.cells):
            box.text = f"{r}{c}"
    for first, last in (((0, 1), (0, 2)), ((1, 0), (2, 0))):
        merged = table.cell(*first).merge(table.cell(*last))
        merged.text = "gộp"
    table.cell(3, 3).text = "hai\ndòng"
    document.add_paragraph("sau")

    assert lines(saved(document)) == [
        "trước",
        "00\tgộp\t\t03",
        "gộp\t11\t12\t13",
        "\t21\t22\t23",
        "30\t31\t32\thai dòng",
        "sau",
    ]


def test_a_row_says_which_of_its_columns_a_cell_above_covers() -> None:
    document = Document()
    table = document.add_table(3, 3)
    for row, col in ((0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (2, 2)):
        table.cell(row, col).text = f"{row}{col}"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "gộp"
    (page,) = read_docx(saved(document))

    assert [(line.text, line.covered) for line in page.lines if line.text] == [
        ("00\t01\tgộp", ()),
        ("10\t\t", (2,)),
        ("20\t21\t22", ()),
    ]


def test_columns_that_every_row_spans_are_one() -> None:
    wide = "<w:gridSpan w:val='3'/>"
    rows = [cell("a", wide) + cell("b") + cell("c"), cell("d", wide) + cell("e") + cell("f")]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"

    assert lines(package(body)) == ["a\tb\tc", "d\te\tf"]


def test_cells_merged_the_old_way_are_empty() -> None:
    row = cell("a", "<w:hMerge w:val='restart'/>") + cell("b", "<w:hMerge/>") + cell("c")

    assert lines(package(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>")) == ["a\t\tc"]


def test_rows_that_start_late_are_filled_up() -> None:
    late = "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("b") + cell("c") + "</w:tr>"
    body = f"<w:tbl><w:tr>{cell('1') * 3}</w:tr>{late}<w:tr>{cell('z')}</w:tr></w:tbl>"

    assert lines(package(body)) == ["1\t1\t1", "\tb\tc", "z\t\t"]


def test_numbers_in_cells_count_on() -> None:
    numbering = abstract(level(0, "decimal", "%1")) + num(1)
    row = f"<w:tr><w:tc>{p('', item(0))}</w:tc>{cell('việc')}{cell('hạn')}</w:tr>"

    assert lines(package(f"<w:tbl>{row * 3}</w:tbl>", numbering=numbering)) == [
        *("1\tviệc\thạn", "2\tviệc\thạn", "3\tviệc\thạn"),
    ]


def test_the_head_of_a_decision_is_read_cell_by_cell() -> None:
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "UBND TỈNH QUẢNG NGÃI\nSố: 12/QĐ-UBND"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nQuảng Ngãi, ngày 01 tháng 02 năm 2021"

    assert lines(saved(document)) == [
        *("UBND TỈNH QUẢNG NGÃI", "Số: 12/QĐ-UBND"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Quảng Ngãi, ngày 01 tháng 02 năm 2021"),
    ]


def test_a_table_in_a_cell_is_part_of_its_text() -> None:
    document = Document()
    table = document.add_table(3, 3)
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "x", "y"

    assert lines(saved(document)) == ["\t\t", "\tx y\t", "\t\t"]


# --- bad files ---

BOMB = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50}"><!ENTITY b "{"&a;" * 50}"><!ENTITY c "{"&b;" * 50}">]>'


def changed(name: str, content: str | bytes) -> bytes:
    """A good DOCX with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(package(p("Điều 1")))) as archive:
        files: dict[str, str | bytes] = {entry: archive.read(entry) for entry in archive.namelist()}
    return zipped(files | {name: content})


def test_the_good_file_of_these_tests_is_good() -> None:
    assert lines(changed("word/media/x.png", b"x")) == ["Điều 1"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (package(p("Điều 1"))[:300], "truncated or broken zip"),
        (changed("word/document.xml", "<w:document"), "no well-formed XML|without a document"),
        (changed("word/document.xml", "<w/>"), "no body"),
        (changed("word/document.xml", f"{BOMB}<w:document {W}><w:body>&c;</w:body></w:document>"), "XML entities"),
        (changed("word/document.xml", f"{BOMB}<w/>".encode("utf-16")), "XML entities"),
        (changed("word/styles.xml", '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd"><x/>'), "XML entities"),
        (changed("word/document.xml", '<?xml version="1.0" encoding="UTF-7"?><w/>'), "is in UTF-7"),
        (changed("word/document.xml", "<a>" * 5000 + "</a>" * 5000), "no well-formed XML|without a document"),
        (changed("_rels/.rels", "<Relationships/>"), "without a document"),
        (changed("[Content_Types].xml", "<x/>"), "without a document"),
        (zipped({"[Content_Types].xml": "<Types/>"}), "without a document"),
        (zipped({}), "without a document"),
    ],
)
def test_damaged_files_say_so(data: bytes, said: str) -> None:
    with pytest.raises(DamagedFileError, match=said) as caught:
        read_docx(data)

    assert caught.value.remedy


def test_a_flipped_byte_is_found_by_its_checksum() -> None:
    files: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "word/document.xml": "x" * 50}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)

    with pytest.raises(DamagedFileError, match="truncated or broken"):
        read_docx(buffer.getvalue().replace(b"xxxx", b"xyxx", 1))


def test_a_broken_picture_is_damage() -> None:
    picture, buffer = io.BytesIO(), io.BytesIO()
    Image.new("L", (9, 9)).save(picture, "PNG")
    document = Document()
    document.add_picture(picture)
    with zipfile.ZipFile(io.BytesIO(saved(document))) as good, zipfile.ZipFile(buffer, "w") as stored:
        for name in good.namelist():
            stored.writestr(name, good.read(name))

    with pytest.raises(DamagedFileError, match="a picture or another part of the file is broken"):
        read_docx(buffer.getvalue().replace(b"IDAT", b"IDOT", 1))


@pytest.mark.parametrize("depth", [10, 60, 200, 240])
def test_deep_nesting_is_read_or_refused(depth: int) -> None:
    body = "<w:p>" + "<w:smartTag>" * depth + "<w:r><w:t>x</w:t></w:r>" + "</w:smartTag>" * depth + "</w:p>"
    try:
        found = lines(package(body))
    except DamagedFileError:
        assert depth > 100
        return
    assert found == ["x"]


def test_a_document_without_text_is_empty() -> None:
    with pytest.raises(EmptyFileError, match="no text"):
        read_docx(saved(Document()))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = changed("word/media/big.bin", bytes(limits.RATIO_FROM + 1))
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))

    with pytest.raises(TooLargeError, match=r"big.bin unpacks to \d+ times its size"):
        read_docx(bomb)


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("MAX_UNPACKED", 500, "unpacked the file has"),
        ("MAX_ENTRIES", 3, "holds 4 files, the limit is 3"),
        ("MAX_PART", 100, "unpacks to 0 MiB"),
        ("MAX_PAGES", 0, "has 1 pages, the limit is 0"),
    ],
)
def test_limits(monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str) -> None:
    monkeypatch.setattr(limits, limit, value)

    with pytest.raises(TooLargeError, match=said):
        read_docx(package(p("Điều 1")))


def test_an_encrypted_entry_needs_a_password() -> None:
    data = bytearray(package(p("Điều 1")))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(EncryptedFileError, match="needs a password"):
        read_docx(bytes(data))


def test_nothing_outside_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document()
    document.add_paragraph("Điều 1")
    document.part.relate_to("http://192.0.2.1/i.png", f"{RELS}/image", is_external=True)
    document.part.relate_to("http://192.0.2.1/t.dotm", f"{RELS}/attachedTemplate", is_external=True)
    document.part.relate_to("file:///etc/passwd", f"{RELS}/footnotes", is_external=True)
    document.element.body.append(parse_xml(f"<w:altChunk {W}/>"))
    data = saved(document)
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a connection"))

    assert lines(data) == ["Điều 1"]
