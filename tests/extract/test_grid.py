from hypothesis import given
from hypothesis import strategies as st

from extract.grid import ruled_grids
from extract.records import Line
from ingest.records import Box, Ruling


def line(text: str, left: float, top: float, page_no: int = 1, width: float = 40) -> Line:
    return Line(page_no, 1, text, text, Box(left, top, left + width, top + 12))


def drawn(xs: list[float], ys: list[float]) -> list[Ruling]:
    return [Ruling(xs[0], y, xs[-1], y) for y in ys] + [Ruling(x, ys[0], x, ys[-1]) for x in xs]


THREE_BY_TWO = drawn([0, 50, 200], [100, 130, 160, 190])


def test_lines_of_a_cell_are_joined_and_every_cell_is_there() -> None:
    lines = [
        line("trước", 10, 50), line("TT", 5, 110), line("Nhiệm vụ", 60, 110),
        line("1", 5, 132), line("Xây", 60, 132), line("dựng", 60, 146), line("sau", 10, 300),
    ]  # fmt: skip
    (grid,) = ruled_grids(lines, 1, THREE_BY_TWO)
    assert {(cell.row, cell.col): cell.text for cell in grid.cells} == {
        (0, 0): "TT", (0, 1): "Nhiệm vụ", (1, 0): "1", (1, 1): "Xây dựng", (2, 0): "", (2, 1): "",
    }  # fmt: skip
    assert (grid.first, grid.last, grid.lines) == (1, 5, frozenset(range(1, 6)))
    assert grid.cells[0].box == Box(0, 100, 50, 130)


def test_a_missing_wall_makes_a_span() -> None:
    rulings = [
        *(Ruling(0, y, 200, y) for y in (0, 30, 60)),
        Ruling(0, 0, 0, 60), Ruling(200, 0, 200, 60), Ruling(50, 0, 50, 60), Ruling(120, 0, 120, 30),
    ]  # fmt: skip
    (grid,) = ruled_grids([line("II", 5, 35), line("Nhóm nhiệm vụ", 60, 35, width=130)], 1, rulings)
    assert [(cell.row, cell.col, cell.col_span) for cell in grid.cells] == [
        (0, 0, 1),
        (0, 1, 1),
        (0, 2, 1),
        (1, 0, 1),
        (1, 1, 2),
    ]
    assert grid.cells[-1].text == "Nhóm nhiệm vụ"


def test_a_cell_over_two_rows_is_one_cell() -> None:
    rulings = [
        Ruling(0, 0, 200, 0), Ruling(50, 30, 200, 30), Ruling(0, 60, 200, 60),
        *(Ruling(x, 0, x, 60) for x in (0, 50, 200)),
    ]  # fmt: skip
    (grid,) = ruled_grids([line("Bộ", 5, 25)], 1, rulings)
    assert [(cell.row, cell.col, cell.row_span, cell.text) for cell in grid.cells] == [
        (0, 0, 2, "Bộ"), (0, 1, 1, ""), (1, 1, 1, ""),
    ]  # fmt: skip


def test_broken_and_shifted_rules_still_make_walls() -> None:
    rulings = [rule for rule in THREE_BY_TWO if rule != Ruling(50, 100, 50, 190)]
    rulings += [Ruling(50.8, 100, 50.8, 122), Ruling(49.5, 133, 49.5, 155), Ruling(50, 165, 50, 188)]
    (grid,) = ruled_grids([line("1", 5, 110), line("a", 60, 110)], 1, rulings)
    assert len(grid.cells) == 6


def test_a_table_without_its_last_rule_keeps_the_row_above_the_page_end() -> None:
    rulings = [rule for rule in THREE_BY_TWO if rule != Ruling(0, 190, 200, 190)]
    (grid,) = ruled_grids([line("2.3", 5, 165)], 1, rulings)
    assert [cell.text for cell in grid.cells if cell.row == 2] == ["2.3", ""]


def test_boxes_around_text_and_tables_without_text_are_no_tables() -> None:
    text = [line("a", 5, 110)]
    assert ruled_grids(text, 1, drawn([0, 200], [100, 130, 160])) == ()
    assert ruled_grids(text, 1, drawn([0, 100, 200], [100, 130])) == ()
    assert ruled_grids([], 1, THREE_BY_TWO) == ()
    assert ruled_grids(text, 1, [Ruling(0, 100, 200, 100)]) == ()


def test_a_single_row_in_the_columns_of_the_page_before_goes_on_with_its_table() -> None:
    above = drawn([0, 50, 200, 300], [100, 130, 160])
    below = drawn([12, 62, 212, 312], [40, 70])  # the other side of the paper
    (head,) = ruled_grids([line("TT", 5, 105)], 1, above)
    (row,) = ruled_grids([line("14", 20, 50, page_no=2)], 2, below, head)
    assert [cell.text for cell in row.cells] == ["14", "", ""]
    assert ruled_grids([line("14", 20, 50, page_no=2)], 2, below) == ()
    assert ruled_grids([line("14", 20, 50, page_no=2)], 2, drawn([0, 90, 200, 300], [40, 70]), head) == ()


def test_a_table_without_an_outer_border_is_one_over_rows_across_it() -> None:
    rulings = [
        *(Ruling(0, y, 300, y) for y in (130, 150, 180)),
        *(Ruling(x, top, x, bottom) for x in (50, 200) for top, bottom in ((100, 130), (150, 210))),
    ]
    lines = [line("TT", 5, 110), line("I. Thể chế", 5, 135), line("1", 5, 160), line("2", 5, 190)]
    (grid,) = ruled_grids(lines, 1, rulings)
    assert [(cell.row, cell.col_span, cell.text) for cell in grid.cells if cell.col == 0] == [
        (0, 1, "TT"),
        (1, 3, "I. Thể chế"),
        (2, 1, "1"),
        (3, 1, "2"),
    ]


def test_lines_of_other_pages_and_without_box_are_passed_over() -> None:
    lines = [line("khác", 5, 110, page_no=2), Line(1, 1, "không khung", "không khung"), line("1", 5, 110)]
    (grid,) = ruled_grids(lines, 1, THREE_BY_TWO)
    assert grid.lines == {2}


@given(st.lists(st.tuples(st.floats(-50, 250), st.floats(50, 250)), max_size=30))
def test_no_line_inside_the_frame_is_lost_or_taken_twice(places: list[tuple[float, float]]) -> None:
    lines = [line(f"t{number}", left, top, width=10) for number, (left, top) in enumerate(places)]
    inside = {
        number
        for number, (left, top) in enumerate(places)
        if 0 <= left + 5 <= 200 and 100 <= top + 6 <= 190
    }  # fmt: skip
    grids = ruled_grids(lines, 1, THREE_BY_TWO)
    assert set().union(*(grid.lines for grid in grids)) == inside
    said = " ".join(cell.text for grid in grids for cell in grid.cells).split()
    assert sorted(said) == sorted(f"t{number}" for number in inside)
