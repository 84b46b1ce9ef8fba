"""Small decisions made for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

DECISION = """BỘ Y TẾ
Số: {number}/QĐ-BYT
Hà Nội, ngày 05 tháng 3 năm {year}
QUYẾT ĐỊNH
Ban hành Kế hoạch công tác năm {year}
BỘ TRƯỞNG BỘ Y TẾ
Căn cứ Nghị định số 95/2022/NĐ-CP ngày 15 tháng 11 năm 2022 của Chính phủ;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch công tác năm {year}.
Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.
PHỤ LỤC
TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn hoàn thành
1\tXây dựng cơ sở dữ liệu y tế\tBộ Y tế\tBộ Công an\tTháng 12/{year}
2\tBáo cáo tình hình thực hiện\tBộ Y tế\tCác đơn vị liên quan\tHàng năm
"""


def decision(number: int, year: int = 2024) -> str:
    """The text of a small decision with two tasks."""
    return DECISION.format(number=number, year=year)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with three decisions of two years."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number, year in ((1, 2023), (2, 2024), (3, 2024)):
        (folder / f"qd-{number}.txt").write_text(decision(number, year), encoding="utf-8")
    return folder
