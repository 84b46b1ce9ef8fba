"""Tables of Word files: merged cells, nested tables, heads laid out in cells."""

from __future__ import annotations

from docx import Document

from ingest.docx import read_docx
from tests.ingest.wordfiles import abstract, cell, item, level, lines, num, p, package, saved


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
