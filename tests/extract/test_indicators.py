"""Years of figures to reach; items shortened from plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extract.indicators import find_indicators
from extract.listtasks import Outline
from extract.sections import parse_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Line


@pytest.mark.parametrize(
    ("items", "years"),
    [
        ("- Đến hết năm 2030: Có ≥ 60% hộ kinh doanh ứng dụng công nghệ số.", [2030]),  # 617/KH-UBND Đồng Tháp
        ("- Chỉ tiêu 1: Năm 2025 đạt 60% cơ quan có lãnh đạo nữ.", [2025]),  # Hồ Chí Minh 2025
        ("- Đến năm 2025 đạt 80% người được hỗ trợ; 50% người được tư vấn vào năm 2026.", [2025, 2026]),  # made
        ("- Số phòng: 4 phòng vào năm 2010 và 3 phòng vào năm 2020.", [2010, 2020]),  # Tiền Giang 2009
        ("- Đến năm 2025 đạt 80% xã và 50% hộ.", [2025, 2025]),  # made
        ("- Tăng 20% so với năm 2020.", [None]),  # made
        ("- Tăng 20% so với cuối năm 2020.", [None]),  # made
        ("Đến hết năm 2030, phấn đấu đạt:\n- 100% hộ gia đình nhận thông tin.", [2030]),  # 2853/QĐ-UBND Hồ Chí Minh
        ("a) Đến năm 2030\n- 100% dự án.\nb) Đến năm 2035\n- 50% dự án.", [2030, 2035]),  # QĐ-TTg 2025, hạ tầng số
        ("- Đạt 30% xã.\nChỉ tiêu 3: Tỷ lệ nữ giám đốc đạt 27% vào năm 2025.", [None, 2025]),  # Hồ Chí Minh 2025
    ],
)
def test_the_year_of_a_figure(items: str, years: list[int | None], lines_of: Callable[[str], list[Line]]) -> None:
    found = find_indicators(Outline(parse_sections(lines_of(f"KẾ HOẠCH\nII. MỤC TIÊU CỤ THỂ\n{items}\n"))))
    assert [indicator.year for indicator in found] == years


@pytest.mark.parametrize(
    ("items", "names"),
    [
        # found: 2025, Đồng Tháp; made: an opening sentence, lines without figures
        (
            "- Thủy sản\nĐảm bảo trên 70% diện tích.\nHình thành ít nhất 02 vùng nuôi.",
            ["Đảm bảo trên 70% diện tích", "Hình thành ít nhất 02 vùng nuôi"],
        ),
        ("a) Kinh tế\nPhấn đấu tăng trưởng 8% với các chỉ tiêu sau:\n- Đạt 30% xã.", ["Đạt 30% xã"]),
        ("- Đạt 30% xã.\n- Thống kê\nSố hợp tác xã.\nDiện tích của các khu.", ["Đạt 30% xã"]),
    ],
)
def test_lines_below_an_item_that_is_a_heading(
    items: str, names: list[str], lines_of: Callable[[str], list[Line]]
) -> None:
    found = find_indicators(Outline(parse_sections(lines_of(f"KẾ HOẠCH\nII. MỤC TIÊU CỤ THỂ\n{items}\n"))))
    assert [indicator.name for indicator in found] == names
