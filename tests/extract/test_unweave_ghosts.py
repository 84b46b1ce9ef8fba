"""Lines that an engine read twice."""

from __future__ import annotations

import pytest

from extract.records import Line
from extract.unweave_ghosts import without_ghosts
from extract.unweave_lines import strips
from extract.unweave_weave import Block

# (line above, line below, whether the line below is its end once more); printed by an engine or made up after it
CASES = [
    ("Nang cao nhan thirc, phd ca", "cao nhan e, PO C4P", True),
    ("va phat trién nguén nhan luc", "nguén nhan ; l¥c", True),
    ("Nang cao nhan thirc, phd ca", "cao nhan thirc, phd cap", False),  # no speck in it: the text may say it twice
    ("thuc hién ké hoach bdi dudng chuyén gia", "thuc hién e, ké hoach", False),  # not the line's end
    ("Nang cao nhan thirc, phd ca", "e, PO", False),
    ("BO Y té, Sd", "Y té, co sd", False),  # a word of one letter is no speck
]


@pytest.mark.parametrize(("above", "below", "ghost"), CASES)
def test_a_worse_second_reading_of_a_lines_end_is_left_out(above: str, below: str, ghost: bool) -> None:
    lines = [Line(1, number, text, text) for number, text in enumerate((above, below), start=1)]
    rows = strips(lines, range(2))
    cell = tuple((at, 0, len(rows[at].words)) for at in range(2))
    (block,) = without_ghosts(tuple(rows), [Block(0, 1, ((), cell), None, group=False, score=0.0)])
    assert block.pieces == ((), cell[:1] if ghost else cell)
