"""Marks at the start of a line and doubled stops."""

from __future__ import annotations

import pytest

from normalize.marks import changes


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
