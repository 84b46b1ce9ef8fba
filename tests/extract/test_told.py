"""Labels that an engine misread, told by the rows above and below."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.labels import read_group, roman_opening
from extract.records import Table, TableRow
from extract.told import told_labels, with_told_labels

# Found in scans of typeset tables (200 dpi, black and white), as the model `vie` printed them.
BRACKETED = ["10", "q)", "(2)", "(3)", "(4)", "@)", "(6)", "(7)", "(8)", "@)", "q0)", "a1)", "(12)", "(13)"]
SEVENTIES = ["(68)", "(69)", "0)", "ứ1)", "(72)", "(73)", "4)", "Œ5)", "(6)", "Œ7)", "(8)", "(79)", "(80)", "(81)"]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (BRACKETED, {1: "(1)", 5: "(5)", 9: "(9)", 10: "(10)", 11: "(11)"}),
        (SEVENTIES, {2: "(70)", 3: "(71)", 6: "(74)", 7: "(75)", 8: "(76)", 9: "(77)", 10: "(78)"}),
        (["(115)", "(116)", "(17)", "11", "12"], {2: "(117)"}),
        (["1.", "II", "1.2", "1.3", "2.", "2.1", "2.2"], {1: "1.1"}),
        (["5.", "3.1", "5.2", "5.3"], {1: "5.1"}),
        (["5", "6", "1", "8", "9"], {2: "7"}),
        (["1", "2", "*", "", "4"], {2: "3"}),
    ],
)
def test_spoilt_labels_are_told(labels: list[str], told: dict[int, str]) -> None:
    assert told_labels(labels) == told


@pytest.mark.parametrize(
    "labels",
    [
        ["1", "2", "2", "4"],  # a number that the drafters repeated
        ["5", "6", "6", "8", "9"],
        ["1", "2", "3", "5", "6"],  # one that they left out
        ["7", "7a", "8"],
        ["I", "1", "2", "II", "1", "2", "3"],
        ["A", "1", "2", "B", "3", "4"],
        ["1", "1.1", "1.2", "2", "2.1", "2.2"],
        ["13", "14", "I", "1", "II", "2"],
        [],
    ],
)
def test_what_was_meant_stays(labels: list[str]) -> None:
    assert told_labels(labels) == {}


@given(st.lists(st.text(alphabet="123()I.a@ ", max_size=4), max_size=12))
def test_any_labels_can_be_asked_about(labels: list[str]) -> None:
    told = told_labels(labels)
    assert all(labels[at].strip() for at in told)
    assert told_labels([str(number) for number in range(1, len(labels))]) == {}


def test_numbers_count_on_over_the_titles_of_groups() -> None:
    rows = [("5", "Bộ Y tế"), ("6", "Bộ Y tế"), ("II", ""), ("1", "Bộ Y tế"), ("8", "Bộ Y tế"), ("9", "Bộ Y tế")]
    made = tuple(
        TableRow(at, 1, (("label", label), ("title", "Xây dựng"), ("lead", lead)))
        for at, (label, lead) in enumerate(rows)
    )
    table = with_told_labels(Table(1, None, "tasks", ("label", "title", "lead"), made, ()))
    assert [row.get("label") for row in table.rows] == ["5", "6", "II", "7", "8", "9"]
    assert [(issue.kind, issue.evidence) for issue in table.issues] == [("label_read", "1")]


@pytest.mark.parametrize(
    ("seen", "after", "below", "read"),
    [
        ("VI", "VI", "7.1", "VII"),
        ("VI", "VI", "6.4", "VI"),
        ("mm", "II", "3", "III"),
        ('"H', "I", "2", "II"),
        ("*", None, "1", "*"),
        ("B", "A", "1", "B"),
    ],
)
def test_groups_are_read_by_what_stands_around_them(seen: str, after: str | None, below: str, read: str) -> None:
    assert read_group(seen, after, below) == read


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("H. Hoàn thiện thể chế", ("H", "Hoàn thiện thể chế")),
        ("L. Đổi mới tư duy", ("L", "Đổi mới tư duy")),
        ("Hoàn thiện thể chế", None),
        ("Y. tế", None),
    ],
)
def test_a_title_may_open_with_a_spoilt_number(text: str, parts: tuple[str, str] | None) -> None:
    assert roman_opening(text) == parts


def test_a_group_keeps_its_number_where_its_first_rows_are_missing() -> None:
    details = (("lead", "Vụ A"),)
    rows = [("2", ()), ("2.2", details), ("2.3", details), ("2.4", details)]
    made = tuple(TableRow(at, 1, (("label", label), *more)) for at, (label, more) in enumerate(rows, start=1))
    table = with_told_labels(Table(1, None, "tasks", ("label", "lead"), made, ()))

    assert [row.get("label") for row in table.rows] == ["2", "2.2", "2.3", "2.4"]
