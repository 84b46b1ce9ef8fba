from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from extract.labels import clean_label, label_style, read_roman
from extract.records import Cell, Grid
from extract.roles import header_role, item_role
from extract.rowtasks import final_mark_off, row_tasks
from extract.tables import stitch
from extract.textgrid import text_grids

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Line, Table

HEADER = "TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn hoàn thành"


def tables_of(lines: list[Line]) -> tuple[Table, ...]:
    return stitch(text_grids(lines), lines, [None] * len(lines))


def test_a_row_cut_by_a_page_is_joined(lines_of: Callable[[str], list[Line]]) -> None:
    first = "I\tNhóm\t\t\t\n1\tXây dựng nền tảng\tVụ A\tVụ B, Vụ\t2025"
    text = f"{HEADER}\n{first}\n\n{HEADER}\n\tdữ liệu mở\t\tC\t\n2\tHai\tVụ D\t\t2026"
    (table,) = tables_of(lines_of(text))
    tasks, doubts = row_tasks(table, 0)

    assert [(t.label, t.title, t.coordinator_text) for t in tasks] == [
        ("1", "Xây dựng nền tảng dữ liệu mở", "Vụ B, Vụ C"),
        ("2", "Hai", None),
    ]
    assert {t.group_label for t in tasks} == {"I"}
    assert doubts == ()


def test_nested_rows_know_their_parent(lines_of: Callable[[str], list[Line]]) -> None:
    nested = "(1)\tCon một\tVụ B\t\t2025\n(2)\tCon hai\tVụ B\t\t2025"
    plain = "I\tNhóm\t\t\t\n9\tChín\tVụ A\t\t2025\n10\tMười\tVụ A\t\t"
    text = f"{HEADER}\n{plain}\n{nested}\n11\tMười một\tVụ A\t\t2025"
    (table,) = tables_of(lines_of(text))
    tasks, _ = row_tasks(table, 5)

    assert [task.parent for task in tasks] == [None, None, 6, 6, None]  # counted through the document


def test_a_note_to_the_reader_is_no_task(lines_of: Callable[[str], list[Line]]) -> None:
    text = f"{HEADER}\n1\tMột\tVụ A\t\t2025\n\t... (đề nghị bổ sung danh mục)\t\t\t\n2\tHai\tVụ A\t\t2025"
    (table,) = tables_of(lines_of(text))
    tasks, doubts = row_tasks(table, 0)

    assert [task.label for task in tasks] == ["1", "2"]
    assert [doubt.kind for doubt in doubts] == ["row_without_task"]


def test_a_row_that_counts_on_is_the_rest_of_the_row_above(lines_of: Callable[[str], list[Line]]) -> None:
    text = f"{HEADER}\n1\tThí điểm: (1) Một; (2) Hai;\tVụ A\t\t2025\n\t(3) Ba\t\t\t\n2\tHai\tVụ A\t\t2025"
    (table,) = tables_of(lines_of(text))
    tasks, _ = row_tasks(table, 0)

    assert [task.title for task in tasks] == ["Thí điểm: (1) Một; (2) Hai; (3) Ba", "Hai"]


def test_a_table_of_targets_is_no_task_table(lines_of: Callable[[str], list[Line]]) -> None:
    text = "TT\tNội dung chỉ tiêu\tNăm 2024\tNăm 2030\n1\tDịch vụ công\t30%\t100%\n2\tĐô thị\t20%\t100%"

    assert [table.kind for table in tables_of(lines_of(text))] == ["other"]


def test_every_cell_is_placed_once(sample_lines: Callable[[str], list[Line]]) -> None:
    for name in ("1678-qd-bkhcn.txt", "chuong-trinh-hanh-dong.txt"):
        lines = sample_lines(name)
        cells = sum(len(grid.cells) for grid in text_grids(lines))

        assert sum(len(table.cells) for table in tables_of(lines)) == cells


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Sản phẩm/ kết quả", "product"),
        ("Thời hạn hoàn thành", "deadline"),
        ("Cơ quan phối hợp", "coordinator"),
        ("Cơ quan trình", "lead"),  # 105/2025/UBTVQH15: it prepares and submits the bill
        ("Cấp trình", "approver"),
        ("STT", "label"),
        ("Nội dung chỉ tiêu", "target"),
        ("Đon vị chủ tri", "lead"),  # OCR residue
        ("Mật độ dân số", None),
    ],
)
def test_headers(header: str, role: str | None) -> None:
    assert header_role(header) == role


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Đơn vị chủ trì: Cục A.", ("lead", "Cục A")),
        ("Thời hạn hoàn thành: Tháng 09/2025;", ("deadline", "Tháng 09/2025")),
        ("Xây dựng các mô hình trong các lĩnh vực: ngôn ngữ", None),
        ("Bộ Y tế chủ trì", None),
    ],
)
def test_items(text: str, found: tuple[str, str] | None) -> None:
    assert item_role(text) == found


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("IV", "roman"),
        ("2.1", "dotted"),
        ("(117)", "bracketed"),
        ("10.", "number"),
        ("a)", "bracketed"),
        ("Vụ", "none"),
    ],
)
def test_label_styles(text: str, style: str) -> None:
    assert label_style(text) == style


@pytest.mark.parametrize(("text", "clean"), [("1. ", "1"), ("2 . 3", "2.3"), ("(4)", "(4)")])
def test_clean_labels(text: str, clean: str) -> None:
    assert clean_label(text) == clean


@pytest.mark.parametrize(
    ("text", "rest"), [("Một.", "Một"), ("Một;", "Một"), ("thi hành./.", "thi hành"), ("du lịch,...", "du lịch,...")]
)
def test_final_marks(text: str, rest: str) -> None:
    assert final_mark_off(text) == rest


@pytest.mark.parametrize(
    ("seen", "after", "read"),
    [
        ("I", None, "I"),
        ("H", "I", "II"),
        ("HI", "II", "III"),
        ("v", "IV", "V"),
        ("l.", None, "I"),
        ("VỊ", "V", "VI"),
        ("VH", "VI", "VII"),
        ("H", "IV", "H"),
        ("B", "A", "B"),
    ],
)
def test_strokes_are_read_as_the_next_roman_number(seen: str, after: str | None, read: str) -> None:
    assert read_roman(seen, after) == read


def test_lines_of_one_task_under_a_spanned_label_are_one_row(lines_of: Callable[[str], list[Line]]) -> None:
    texts = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Sản phẩm", "Thời hạn"],
        ["1", "Thể chế hóa", "Bộ A", "Báo cáo 1", "Tháng 5/2026"],
    ]
    cells = [Cell(r, c, text, text, 1) for r, row in enumerate(texts) for c, text in enumerate(row)]
    spanned = [replace(cell, row_span=2) if cell.row == 1 and cell.col < 3 else cell for cell in cells]
    more = [Cell(2, 3, "Báo cáo 2", "Báo cáo 2", 1), Cell(2, 4, "Tháng 11/2026", "Tháng 11/2026", 1)]
    last = [Cell(3, c, text, text, 1) for c, text in enumerate(["2", "Hai", "Bộ B", "Đề án", "2027"])]
    (table,) = stitch([Grid(1, (*spanned, *more, *last), 0, 0, frozenset({0}))], lines_of("x"), [None])

    assert [row.get("deadline") for row in table.rows] == ["Tháng 5/2026; Tháng 11/2026", "2027"]
    assert [row.get("lead") for row in table.rows] == ["Bộ A", "Bộ B"]
    assert len(table.cells) == len(cells) + len(more) + len(last)


@pytest.mark.parametrize(
    ("rows", "groups"),
    [
        (("1|Luật", "1.1|Sửa|Bộ Y tế", "2|Vốn", "2.1|Vay|Bộ Y tế", "3|Báo cáo|Bộ Y tế"), ["1", "2", None]),
        (("VI|Hạ tầng", "1|Xây trạm|Bộ Y tế", "VII|Lập quỹ|Bộ Nội vụ"), ["VI", None]),
        (("1|Luật", "1|Sửa|Bộ Y tế", "2|Vốn", "2|Vay|Bộ Y tế", "3|Báo cáo|Bộ Y tế"), ["1", "2", "2"]),  # in the group
    ],
)
def test_a_row_that_counts_on_beside_its_group_ends_it(
    rows: tuple[str, ...], groups: list[str | None], lines_of: Callable[[str], list[Line]]
) -> None:
    texts = [["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]]
    texts += [[*[*row.split("|"), ""][:3], "2026" * (row.count("|") > 1)] for row in rows]
    cells = tuple(Cell(r, c, text, text, 1) for r, row in enumerate(texts) for c, text in enumerate(row))
    (table,) = stitch([Grid(1, cells, 0, 0, frozenset({0}))], lines_of("x"), [None])
    tasks, _ = row_tasks(table, 0)
    assert [task.group_label for task in tasks] == groups


def test_a_title_over_all_columns_is_a_group(lines_of: Callable[[str], list[Line]]) -> None:
    head = [Cell(0, c, text, text, 1) for c, text in enumerate(["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"])]
    wide = [Cell(1, 0, "II. Nâng cao hiệu lực", "II. Nâng cao hiệu lực", 1, col_span=4)]
    row = [Cell(2, c, text, text, 1) for c, text in enumerate(["7.", "Xây dựng", "Bộ Y tế", "2027"])]
    (table,) = stitch([Grid(1, (*head, *wide, *row), 0, 0, frozenset({0}))], lines_of("x"), [None])
    tasks, _ = row_tasks(table, 0)

    assert [(t.label, t.group_label, t.group_title) for t in tasks] == [("7", "II", "Nâng cao hiệu lực")]


def test_a_header_that_one_page_spoilt_is_read_on_the_next(lines_of: Callable[[str], list[Line]]) -> None:
    def part(page_no: int, texts: list[list[str]]) -> Grid:
        cells = tuple(Cell(r, c, text, text, page_no) for r, row in enumerate(texts) for c, text in enumerate(row))
        return Grid(page_no, cells, 0, 0, frozenset({0}))

    first = part(1, [["STT", "Nhiệm vụ", "Cơ quan chủ trì", "i phối", "Tiến độ"], ["1", "Một", "Bộ A", "xx", "2026"]])
    second = part(
        2,
        [["STT", "Nhiệm l vụ", "Cơ q quan chủ trì", "Đơn vị phối hợp", "Tiến độ"], ["2", "Hai", "Bộ B", "yy", "2027"]],
    )
    (table,) = stitch([first, second], lines_of("x"), [None])

    assert table.roles == ("label", "title", "lead", "coordinator", "deadline")
    assert [row.get("title") for row in table.rows] == ["Một", "Hai"]


@pytest.mark.parametrize("group", ["II. Xây dựng hạ tầng\t\t\t\t", "II\tXây dựng hạ tầng\t\t\t"])
def test_a_group_may_stand_in_the_column_of_labels(group: str, lines_of: Callable[[str], list[Line]]) -> None:
    text = f"{HEADER}\n{group}\n1\tMột\tVụ A\t\t2025\n2\tHai\tVụ A\t\t2025"
    (table,) = tables_of(lines_of(text))
    tasks, doubts = row_tasks(table, 0)

    assert [(t.group_label, t.group_title, t.label) for t in tasks] == [
        ("II", "Xây dựng hạ tầng", "1"),
        ("II", "Xây dựng hạ tầng", "2"),
    ]
    assert doubts == ()


@pytest.mark.parametrize("counted", ["(1)\t(2)\t(3)\t(4)\t(5)", "A\tB\t1\t2\t3"])
def test_columns_counted_again_on_a_later_page_are_no_row(counted: str, lines_of: Callable[[str], list[Line]]) -> None:
    text = f"{HEADER}\n{counted}\n1\tMột\tVụ A\t\t2025\n{HEADER}\n{counted}\n2\tHai\tVụ A\t\t2025"
    (table,) = tables_of(lines_of(text))

    assert [row.get("title") for row in table.rows] == ["Một", "Hai"]


def test_a_cell_that_reaches_down_says_the_same_of_each_row(lines_of: Callable[[str], list[Line]]) -> None:
    lines = lines_of(f"{HEADER}\n1\tMột\tVụ A\t\t2025\n2\tHai\t\t\t\n3\tBa\t\t\t2026")
    lines[2], lines[3] = replace(lines[2], covered=(2, 4)), replace(lines[3], covered=(2,))
    (table,) = tables_of(lines)

    assert [(row.get("lead"), row.get("deadline")) for row in table.rows] == [
        ("Vụ A", "2025"),
        ("Vụ A", "2025"),
        ("Vụ A", "2026"),
    ]
