"""Labels that an engine lost in tables whose columns run together, and how labels count on."""

from __future__ import annotations

import pytest

from extract.unweave_count import counted_groups, counted_rows, numbered_groups
from extract.unweave_labels import label_words
from extract.unweave_lines import Strip, Word
from extract.unweave_marks import following, ordinal, step


@pytest.mark.parametrize(
    ("before", "after", "further"),
    [
        ("3", "4", 1),
        ("3", "6", 3),
        ("2.3", "2.4", 1),
        ("2.3", "3.1", 1),
        ("2.3", "3", 1),  # a row above the parts
        ("3", "3.1", 1),
        ("3", "4.1", 1),  # part 4 has no row of its own
        ("1.2", "3.1", 2),
        ("4", "3", None),
        ("2.1", "1.2", None),
        ("5", "2.1", None),
        ("1.1", "1.1", None),
    ],
)
def test_how_far_a_label_counts_on(before: str, after: str, further: int | None) -> None:
    left, right = ordinal(before), ordinal(after)
    assert left is not None
    assert right is not None
    assert step(left, right) == further


def test_the_first_label_of_a_table_counts_on() -> None:
    assert step((0,), (1,)) == step((0,), (1, 1)) == 1
    assert following((2, 1)) == (2, 2)


@pytest.mark.parametrize("text", ["1.000", "06/2024", "a)", "10.", "II"])
def test_figures_and_dates_are_no_dotted_labels(text: str) -> None:
    found = ordinal(text)
    assert found is None or found == (10,)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (["", "2.", "", "", "5.", ""], ["1", "2.", "3", "4", "5.", ""]),
        (["1.1", "", "1.3", "2.1"], ["1.1", "1.2", "1.3", "2.1"]),
        (["2.", "", "5."], ["2.", "", "5."]),  # one row for two numbers: a row may be missing
        (["", "", "2."], ["", "", "2."]),
        (["", ""], ["", ""]),
    ],
)
def test_lost_labels_between_labels_that_count(printed: list[str], read: list[str]) -> None:
    assert counted_rows(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (["", "", "111"], ["I", "II", "III"]),  # strokes are the number that so many groups lead to
        (["|", "Il", "", "V", "VI", "VIl"], ["I", "II", "", "V", "VI", "VII"]),  # two numbers for one group
        (["", "II", ""], ["I", "II", ""]),
        (["A", "B"], ["A", "B"]),
        (["", "|"], ["", ""]),
    ],
)
def test_lost_labels_of_groups(printed: list[str], read: list[str]) -> None:
    assert counted_groups(printed) == read


@pytest.mark.parametrize(
    ("groups", "below", "read"),
    [
        ([("", "Rà soát"), ("", "9 Đẩy mạnh")], ["1.3", "2.1"], [("1", "Rà soát"), ("2", "Đẩy mạnh")]),  # 9 for a 2
        ([("", "Xây dựng"), ("II", "Xây dựng")], ["1.1", "2.1"], [("I", "Xây dựng"), ("II", "Xây dựng")]),
        ([("", "Xây dựng"), ("", "Tổ chức")], ["1.1", "2.1"], [("", "Xây dựng"), ("", "Tổ chức")]),  # 1 or I?
        ([("", "100 ngày cao điểm")], ["4."], [("", "100 ngày cao điểm")]),  # rows that do not count below the group
        ([("II", "5 nhóm"), ("", "5 nhóm")], ["2.1", ""], [("II", "5 nhóm"), ("", "5 nhóm")]),
    ],
)
def test_groups_numbered_by_their_rows(
    groups: list[tuple[str, str]], below: list[str], read: list[tuple[str, str]]
) -> None:
    assert numbered_groups(groups, below) == read


def _rows(lines: list[str]) -> list[Strip]:
    return [
        Strip(at, 1, tuple(Word(w.lstrip("|"), ruled="|" in w) for w in line.split()), apart=False, turned=False)
        for at, line in enumerate(lines)
    ]


def test_labels_that_lost_their_point_or_begin_again() -> None:
    lost = ["2.4 Triển khai", "2.5 Đầu tư", "26 phòng thí nghiệm", "27 |nghệ với viện"]
    assert label_words(_rows(lost)) == {0: (0, (2, 4)), 1: (0, (2, 5)), 2: (0, (2, 6)), 3: (0, (2, 7))}
    again = ["9 |Hướng dẫn", "10 |Hoàn thành", "(1) |Cơ sở dữ liệu", "(2) |Tiếp nhận", "(3) |Hệ thống"]
    assert list(label_words(_rows(again)).values()) == [(0, (9,)), (0, (10,)), (0, (1,)), (0, (2,)), (0, (3,))]


def test_dotted_labels_are_found_line_by_line() -> None:
    lines = ["1.1 Xây dựng đề án 2.5 tỷ", "theo quy định", "1.2. Tổ chức", "2.1 Hỗ trợ"]
    assert label_words(_rows(lines)) == {0: (0, (1, 1)), 2: (0, (1, 2)), 3: (0, (2, 1))}
