"""Marks at the start of a line and doubled stops."""

from __future__ import annotations

import pytest

from normalize.marks import changes, list_letters
from normalize.records import Repaired


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ('" Thời hạn', "- Thời hạn"),
        ("I11. PHÂN CÔNG", "III. PHÂN CÔNG"),
        ("-Tăng cường thực hiện", "- Tăng cường thực hiện"),
        ("công nghệ;, và", "công nghệ; và"),
        ('"Nâng cao" năng lực', '"Nâng cao" năng lực'),
        ("111. Mục", "111. Mục"),
        ("-5 độ", "-5 độ"),
        ("II. MỤC ĐÍCH", "II. MỤC ĐÍCH"),
    ],
)
def test_marks(seen: str, meant: str) -> None:
    line = seen
    for change in reversed(list(changes(seen))):
        line = line[: change.start] + change.after + line[change.end :]
    assert line == meant


def test_the_second_d_of_a_list_is_its_dd() -> None:
    seen = ["c) Ba", "d) Bốn", "tiếp", "d) Năm", "e) Sáu", "a) Một", "d) Khác"]
    texts = [one.text for one in list_letters([Repaired(line, line) for line in seen])]
    assert texts == ["c) Ba", "d) Bốn", "tiếp", "đ) Năm", "e) Sáu", "a) Một", "d) Khác"]
