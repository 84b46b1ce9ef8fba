"""Who has a duty: the heading, the sentence itself or both; texts shortened from decisions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from extract.actors import Actors
from extract.assignments import find_assignments
from extract.duties import duties
from extract.listtasks import Outline
from extract.registry import Registry
from extract.sections import parse_sections
from extract.units import LinkContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Line

GROUP_AND_NAMES = """QUYẾT ĐỊNH
Điều 2. Trách nhiệm của các cơ quan, đơn vị
1. Sở Lao động - Thương binh và Xã hội chịu trách nhiệm đăng tải công khai Danh mục thủ tục.
2. Khi phát hiện sai sót, cơ quan nơi tiếp nhận thông báo kịp thời.
3. Bộ phận Một cửa tiếp nhận hồ sơ.
"""
BARE_HEADINGS = """QUY ĐỊNH
Điều 10. Trách nhiệm thực hiện
1. Kinh phí thực hiện
Kinh phí được bảo đảm từ ngân sách nhà nước.
2. Trách nhiệm của Sở Nội vụ
a) Chủ trì triển khai, hướng dẫn thực hiện;
3. Trách nhiệm các cơ quan, đơn vị cấp thành phố và Ủy ban nhân dân xã, phường
a) Tổ chức triển khai thực hiện tại cơ quan, đơn vị mình;
"""
ASKED = """KẾ HOẠCH
V. TỔ CHỨC THỰC HIỆN
4. Sở Khoa học và Công nghệ
- Nâng cao chất lượng truyền thông.
- Yêu cầu các cơ quan thông tấn, báo chí xây dựng kế hoạch tuyên truyền.
5. Các sở, ban, ngành
- Giao Sở Y tế chủ trì tổng hợp.
"""
CASES = {
    "below a group the unit of the sentence, be it unknown (QĐ UBND, cải cách thủ tục, found)": (
        GROUP_AND_NAMES,
        [
            ("Điều 2.1", "Sở Lao động - Thương binh và Xã hội"),
            ("Điều 2.2", "các cơ quan, đơn vị"),
            ("Điều 2.3", "các cơ quan, đơn vị"),
        ],
    ),
    "headings without of, or with no name at all (Cần Thơ 2025, found)": (
        BARE_HEADINGS,
        [
            ("Điều 10.2.a", "Sở Nội vụ"),
            ("Điều 10.3.a", "các cơ quan, đơn vị cấp thành phố và Ủy ban nhân dân xã, phường"),
        ],
    ),
    "people are told by whose they are, not by when (quy chế chữ ký số Ninh Bình, found)": (
        """QUY CHẾ
Điều 20. Trách nhiệm của cán bộ chuyên trách công nghệ thông tin tại các cơ quan, tổ chức
1. Bảo đảm an toàn thông tin.
Điều 21. Trách nhiệm của thủ trưởng đơn vị trong quá trình xử lý
1. Kiểm tra hồ sơ.
""",
        [
            ("Điều 20.1", "cán bộ chuyên trách công nghệ thông tin tại các cơ quan, tổ chức"),
            ("Điều 21.1", "thủ trưởng đơn vị"),
        ],
    ),
    "who is to ask others leads (2853/QĐ-UBND Hồ Chí Minh, found; a group asks nobody, made)": (
        ASKED,
        [
            ("V.4.1", "Sở Khoa học và Công nghệ"),
            ("V.4.2", "Sở Khoa học và Công nghệ"),
            ("V.5.1", "Sở Y tế"),
        ],
    ),
    "a title that no list knows leads the paragraphs behind it (39/2025/QĐ-UBND Quảng Trị, found)": (
        """QUY ĐỊNH
Điều 4. Tổ chức thực hiện
Chi cục trưởng Chi cục Kiểm lâm có trách nhiệm:
Quy định thẩm quyền của người đứng đầu các phòng thuộc Chi cục.
""",
        [("Điều 4", "Chi cục trưởng Chi cục Kiểm lâm")],
    ),
    "a center of the department by its own sentence; each person (143/2025/QĐ-UBND Đồng Tháp, found)": (
        """QUY CHẾ
Chương III
TRÁCH NHIỆM
Điều 12. Trách nhiệm của Sở Khoa học và Công nghệ
1. Tổ chức theo dõi, kiểm tra việc sử dụng Hệ thống.
2. Trung tâm Chuyển đổi số thực hiện các nhiệm vụ quản lý, vận hành Hệ thống.
Điều 16. Trách nhiệm cá nhân trong quản lý, sử dụng Hệ thống
1. Bảo quản mật khẩu.
Điều 17. Trách nhiệm và tổ chức thực hiện
1. Người có hành vi giả mạo hồ sơ thì bị xử lý kỷ luật.
""",
        [
            ("Điều 12.1", "Sở Khoa học và Công nghệ"),
            ("Điều 12.2", "Trung tâm Chuyển đổi số"),
            ("Điều 16.1", "cá nhân"),
        ],
    ),
    "the last paragraph behind a clause, without its label (quyết định của Thủ tướng, 2010, found)": (
        """QUYẾT ĐỊNH
Điều 2. Tổ chức lại
2. Công ty mẹ hoạt động theo quy định của pháp luật.
Bộ trưởng Bộ Xây dựng, Thủ trưởng các cơ quan liên quan chịu trách nhiệm thi hành Quyết định này./.
""",
        [("", "Bộ trưởng Bộ Xây dựng, Thủ trưởng các cơ quan liên quan")],
    ),
}
UNLED = """QUY ĐỊNH
Điều 2. Trách nhiệm giao nhiệm vụ, thực hiện tư vấn
1. Liên hiệp các hội Khoa học và Kỹ thuật tỉnh có trách nhiệm tổ chức thực hiện.
2. Các cơ quan, đơn vị, tổ chức chủ động đặt hàng tư vấn.
3. Nội dung, mức chi được thực hiện theo định mức.
"""
LABELLED = """KẾ HOẠCH
II. NHIỆM VỤ
1. Phối hợp Bộ Công an xây dựng Khung Kiến trúc số
- Đơn vị chủ trì: Sở Nội vụ
- Đơn vị phối hợp: Các sở, ban, ngành
2. Tổ chức kiểm tra
- Cơ quan thực hiện: Sở Nội vụ, các sở trong phạm vi chức năng, nhiệm vụ của mình và các cơ quan, tổ chức khác.
"""


@pytest.fixture(scope="module")
def actors() -> Actors:
    return Actors(Registry.load(), LinkContext(dt.date(2026, 5, 6), "ubnd/quang-ngai@2025", {}))


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_who_has_a_duty(
    text: str, expected: list[tuple[str, str]], lines_of: Callable[[str], list[Line]], actors: Actors
) -> None:
    found = duties(Outline(parse_sections(lines_of(text))), actors)
    assert [(duty.label, duty.lead_text) for duty in found] == expected


def test_a_plain_item_is_led_by_the_unit_of_its_sentence(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    """As in 81/2025/QĐ-UBND Bắc Ninh: a chapter stands between the regulation and its articles."""
    text = UNLED.replace("Điều 2.", "Chương I\nQUY ĐỊNH CHUNG\nĐiều 2.")
    tasks, _ = find_assignments((), (), Outline(parse_sections(lines_of(text))), actors)
    assert [(task.label, task.lead_text) for task in tasks] == [
        ("Điều 2.1", "Liên hiệp các hội Khoa học và Kỹ thuật tỉnh"),
        ("Điều 2.2", "Các cơ quan, đơn vị, tổ chức"),
        ("Điều 2.3", None),
    ]


DATED = """KẾ HOẠCH
1.5. Trách nhiệm của đối tượng kiểm kê:
Thành lập Tổ kiểm kê.
Thời hạn hoàn thành: Trước ngày 30/11/2025.
- Hướng dẫn kiểm kê. Trong đó:
+ Sở Xây dựng: đường bộ.
+ Sở Y tế: bệnh viện.
Thời gian thực hiện: Tháng 12/2025.
"""


def test_a_line_behind_a_duty_or_the_list_inside_it_tells_its_deadline(
    lines_of: Callable[[str], list[Line]], actors: Actors
) -> None:
    """Shortened from 1627/QĐ-UBND Quảng Ngãi (2025)."""
    found = duties(Outline(parse_sections(lines_of(DATED))), actors)
    assert [(duty.title, duty.deadline_text) for duty in found] == [
        ("Thành lập Tổ kiểm kê", "Trước ngày 30/11/2025"),
        (
            "Hướng dẫn kiểm kê. Trong đó: + Sở Xây dựng: đường bộ. + Sở Y tế: bệnh viện",
            "Tháng 12/2025",
        ),
    ]


def test_details_go_with_the_words_of_their_item(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    """Shortened from plans of Hà Nội and Hồ Chí Minh (2025)."""
    tasks, _ = find_assignments((), (), Outline(parse_sections(lines_of(LABELLED))), actors)
    assert [(task.lead_text, task.coordinator_text) for task in tasks] == [
        ("Sở Nội vụ", "Các sở, ban, ngành; Bộ Công an"),
        ("Sở Nội vụ, các sở trong phạm vi chức năng, nhiệm vụ của mình và các cơ quan, tổ chức khác", None),
    ]
