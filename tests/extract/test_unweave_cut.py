"""Where a line is cut: how cells of units begin, and what stands at the seam of two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pytest

from extract.unweave_cut import Habit, entering, ready
from extract.unweave_lines import Word
from extract.unweave_weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

UNITS = Habit(heads=frozenset({"cac", "cuc", "bao"}))


class Trigrams:
    """A language model that knows three words in a row and two."""

    KNOWN: ClassVar = {
        ("để xuất", "chủ"): 2.0,
        ("để xuất chủ", "trương"): 3.0,
        ("chủ", "trương"): 1.0,
        ("chủ", "quyền"): 2.0,
    }

    def gain(self, left: str, right: str) -> float:
        return self.KNOWN.get((left, right), 0.0)

    def gains(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [self.gain(*pair) for pair in pairs]


@pytest.mark.parametrize(
    ("text", "seen", "gain"),
    [
        ("Cục", "Cuc", "head"),
        ("Các cơ", "Cécco", "head"),  # glued by the engine
        ("Cyc", "Cyc", "nearly"),
        ("Đào", "Dao", "no_head"),  # a word as printed, one letter from `Báo`
        ("Nhưng", "Nhung", "no_head"),
    ],
)
def test_a_cell_of_units_begins_as_names_do(text: str, seen: str, gain: str) -> None:
    assert UNITS.opens(Word(text, seen=seen)) == getattr(weights(), gain)


def test_the_second_word_of_a_segment_is_asked_about_what_stands_above_too() -> None:
    """`đề xuất` above makes `chủ` likely, but then `quyền` no more than anything else."""
    known = Trigrams()
    line = ready([Word("chủ", seen="chu"), Word("quyền", seen="quyen")], known)
    alone, both = entering(line, ("để", "xuất"), Habit(), -1, known)[:, 0]
    assert (alone, both) == (2.0, 2.0 - 2.0)
    assert line.spans[0, -1] == pytest.approx(2.0)
    other = ready([Word("chủ", seen="chu"), Word("trương", seen="truong")], known)
    assert np.isclose(entering(other, ("để", "xuất"), Habit(), -1, known)[1, 0], 2.0 + 3.0 - 1.0)
