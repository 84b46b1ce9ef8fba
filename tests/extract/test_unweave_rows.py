"""Cells and figures of un-woven rows without what engines print for specks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extract.unweave_lines import Strip, Word
from extract.unweave_rows import figure, without_specks

APART = {("được", "Xã"), ("được Xã", "áp")}  # words that do not read on


class Fluency:
    """Words read on but for those that do not."""

    def gain(self, left: str, right: str) -> float:
        """Log10 odds."""
        return -1.0 if (left, right) in APART else 1.0


def read(words: list[Word]) -> str:
    table: Any = SimpleNamespace(
        woven=SimpleNamespace(rows=[Strip(0, 1, tuple(words), apart=False, turned=False)], fluency=Fluency())
    )
    pieces = without_specks(table, [(0, 0, len(words))])
    return " ".join(word.text for _, start, end in pieces for word in words[start:end])


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ([Word("-"), Word("-"), Word("s", cost=0.6), Word("Hàng"), Word("năm"), Word("—")], "Hàng năm"),
        ([Word("-"), Word("Bộ"), Word("Y"), Word("tế")], "- Bộ Y tế"),  # a bullet
        ([Word("được"), Word("Xã", seen="XA"), Word("áp"), Word("dụng")], "được áp dụng"),
        ([Word("Bộ"), Word("Xã", seen="XA"), Word("hội")], "Bộ Xã hội"),
        ([Word("·", cost=0.1)], ""),
    ],
)
def test_specks_are_no_words_of_a_cell(words: list[Word], kept: str) -> None:
    assert read(words) == kept


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("Số tại tối thiểu 2 thiếu 1.000", 1000.0, "ge"),  # the speck took the comparison
        ("tối thiểu 100 người", 100.0, "ge"),
        ("5% của 120 đơn vị", 5.0, "eq"),
        ("03 trung tâm", 3.0, "eq"),
    ],
)
def test_a_digit_beside_a_longer_number_is_a_speck(text: str, value: float, comparator: str) -> None:
    found = figure(text)
    assert found is not None
    assert (found.value, found.comparator) == (value, comparator)


def test_a_cell_in_words_has_no_figure() -> None:
    assert figure("toàn bộ các xã") is None
