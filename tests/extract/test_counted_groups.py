"""Roman numbers of groups, told by counting."""

from __future__ import annotations

import pytest

from extract.counted_groups import counted_labels
from extract.labels import label_style, same_strokes


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        (["", "I", "II", "", "V", "VI"], {0: "I", 1: "II", 2: "III", 3: "IV"}),  # strokes lost below a stamp
        (["I", "II", "", "IV"], {2: "III"}),
        (["I", "H.", "III"], {1: "II"}),
        (["I", "II", "II"], {}),  # repeated by the drafters: no label is lost
        (["I", "", "II"], {}),  # a heading without a number
        (["", "IV", ""], {}),  # one number is not enough
        (["", "1", "2"], {}),
        (["", "II", "III", "III"], {}),  # the last one is another number
        ([], {}),
    ],
)
def test_labels_of_groups_by_counting(printed: list[str], told: dict[int, str]) -> None:
    assert counted_labels(printed) == told


def test_a_label_that_lost_its_bracket_is_bracketed() -> None:
    assert label_style("(42") == label_style("(42)") == "bracketed"


def test_strokes_side_by_side_are_alike() -> None:
    assert same_strokes("H", "II")
    assert same_strokes("I", "III")
    assert not same_strokes("V", "IV")
