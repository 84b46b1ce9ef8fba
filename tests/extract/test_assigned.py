from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from extract.actors import Actors
from extract.assigned import assigned_tasks, closings
from extract.assignments import find_assignments, told_twice
from extract.closing import part_recipients
from extract.listtasks import Outline
from extract.records import Assignment
from extract.registry import Registry
from extract.sections import parse_sections
from extract.units import LinkContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Line

DIRECTIVE = """CHỈ THỊ
Về công tác phòng cháy
Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện các nhiệm vụ sau:
1. Tiếp tục quán triệt các quy định.
2. Sở Y tế:
a) Chủ trì, phối hợp với Công an tỉnh thực hiện các biện pháp sau:
- Công khai, minh bạch;
- Kiểm tra thường xuyên.
b) Báo cáo trước ngày 30/6/2026; giao Sở Tài chính bố trí kinh phí.
3. Ban Quản lý Khu kinh tế Dung Quất:
Tuyên truyền, hướng dẫn các doanh nghiệp trong khu.
Yêu cầu Thủ trưởng các sở, ban, ngành nghiêm túc thực hiện Chỉ thị này./.
nhận:
- Thanh tra Chính phủ;
- Thường trực Tỉnh ủy;
- Các sở, ban, ngành;
GAN
- Lưu: VT, NC.
"""
ORGANISED = """CHỈ THỊ
I. NGUYÊN TẮC, YÊU CẦU
1. Việc sắp xếp phải bảo đảm phù hợp.
II. TỔ CHỨC THỰC HIỆN
1. Bộ Nội vụ
a) Chủ trì hướng dẫn việc triển khai;
b) Định kỳ báo cáo Thủ tướng Chính phủ.
2. Câu lạc bộ nghệ nhân
a) Chủ trì xây dựng nội dung;
b) Phối hợp với Sở Du lịch quảng bá.
3. Kinh phí thực hiện
a) Ngân sách nhà nước.
"""


@pytest.fixture(scope="module")
def actors() -> Actors:
    return Actors(Registry.load(), LinkContext(dt.date(2026, 5, 6), "ubnd/quang-ngai@2025", {}))


def outline_of(lines: list[Line]) -> Outline:
    return Outline(part_recipients(parse_sections(lines)))


def test_a_row_is_the_smallest_item_that_gives_work(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    tasks = assigned_tasks(outline_of(lines_of(DIRECTIVE)), actors)

    assert [(task.label, task.lead_text, task.coordinator_text) for task in tasks] == [
        ("1", "các sở, ban, ngành", None),
        ("2.a", "Sở Y tế", "Công an tỉnh"),
        ("2.b", "Sở Y tế; Sở Tài chính", None),
        ("3", "Ban Quản lý Khu kinh tế Dung Quất", None),
    ]
    assert tasks[1].title.endswith("sau: - Công khai, minh bạch; - Kiểm tra thường xuyên")  # with the list inside


def test_a_closing_sentence_is_a_duty(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    (duty,) = closings(outline_of(lines_of(DIRECTIVE)), actors)

    assert (duty.kind, duty.lead_text, duty.source_kind) == (
        "responsibility",
        "Thủ trưởng các sở, ban, ngành",
        "prose",
    )


def test_recipients_are_told_by_the_filing_note(lines_of: Callable[[str], list[Line]]) -> None:
    outline = outline_of(lines_of(DIRECTIVE))

    assert [s.text for s in outline.sections if s.kind == "recipients" and s.text.startswith(("Thanh", "Lưu"))] == [
        "Thanh tra Chính phủ;",
        "Lưu: VT, NC.",
    ]


def test_a_name_that_no_list_knows_is_told_by_the_duties_below(
    lines_of: Callable[[str], list[Line]], actors: Actors
) -> None:
    found, _ = find_assignments((), (), outline_of(lines_of(ORGANISED)), actors)

    assert [(task.kind, task.label, task.lead_text, task.coordinator_text) for task in found] == [
        ("responsibility", "II.1.a", "Bộ Nội vụ", None),
        ("responsibility", "II.1.b", "Bộ Nội vụ", None),
        ("responsibility", "II.2.a", "Câu lạc bộ nghệ nhân", None),
        ("responsibility", "II.2.b", "Câu lạc bộ nghệ nhân", "Sở Du lịch"),
    ]


def test_a_task_of_body_and_annex_has_both_sources() -> None:
    def task(title: str, section_id: str | None = None) -> Assignment:
        return Assignment("task", "1", title, "table", 1, section_id=section_id)

    rows = [task("Xây dựng Luật Bảo hiểm y tế sửa đổi"), task("Tổ chức diễn đàn doanh nghiệp")]
    items = [task("Rà soát, xây dựng Luật Bảo hiểm y tế sửa đổi", "s0007"), task("Đo lường kết quả", "s0008")]

    assert [row.section_id for row in told_twice(rows, items)] == ["s0007", None]


ANSWERS = """THÔNG BÁO
III. VỀ MỘT SỐ KIẾN NGHỊ CỦA TỈNH
1. Về kiến nghị tăng mức hỗ trợ của ngân sách trung ương:
Giao Bộ Tài chính nghiên cứu kiến nghị của tỉnh trong quá trình tổng hợp.
2. Về kiến nghị ban hành quy định:
Bộ Tài chính khẩn trương hoàn thiện dự thảo Nghị định, báo cáo Chính phủ trước ngày 30/6/2026.
Bộ Y tế đã có báo cáo về nội dung này.
Văn phòng Chính phủ thông báo để các Bộ, cơ quan liên quan biết, thực hiện./.
"""
LABELLED = """KẾ HOẠCH
II. NỘI DUNG
1. Phổ biến Luật
- Cơ quan thực hiện: Sở Nội vụ chủ trì, phối hợp với Sở Tư pháp tham mưu ban hành Kế hoạch; các sở, ban, ngành.
- Thời gian thực hiện: Quý IV năm 2026.
"""


def test_answers_to_requests_are_tasks(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    """As in 623/TB-VPCP (2025): what was done already and the closing formula are none."""
    tasks, _ = find_assignments((), (), outline_of(lines_of(ANSWERS)), actors)
    assert [(task.label, task.lead_text) for task in tasks] == [("III.1", "Bộ Tài chính"), ("III.2", "Bộ Tài chính")]


def test_a_detail_that_is_a_sentence_names_its_units(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    """As in 172/KH-UBND Thành phố Hồ Chí Minh (2025)."""
    (task,), _ = find_assignments((), (), outline_of(lines_of(LABELLED)), actors)
    assert task.lead_text == "Sở Nội vụ; các sở, ban, ngành"
    assert task.coordinator_text == "Sở Tư pháp"


INVENTORY = """KẾ HOẠCH
IV. NHIỆM VỤ CỤ THỂ
1. Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo
Tuyên truyền, phổ biến, quán triệt các cơ quan, tổ chức, đơn vị thuộc phạm vi quản lý thực hiện nghiêm túc quy định.
Thời gian thực hiện: Quý IV năm 2025.
- Làm đầu mối tổ chức tập huấn, hướng dẫn thực hiện tổng kiểm kê cho các cơ quan, tổ chức, đơn vị của thành phố.
Thời gian hoàn thành: Tháng 12/2025.
- Tổng hợp kết quả kiểm kê.
2. Ủy ban nhân dân các phường, xã, đặc khu
- Báo cáo kết quả kiểm kê.
Thời gian hoàn thành: Trước ngày 15/4/2026.
"""


def test_deadlines_below_items_of_a_unit(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    """As in 1627/QĐ-UBND Quảng Ngãi (2025): who has an item stands in the heading, its deadline in a line below."""
    tasks, _ = find_assignments((), (), outline_of(lines_of(INVENTORY)), actors)
    finance, communes = "Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo", "Ủy ban nhân dân các phường, xã, đặc khu"
    assert [(task.label, task.lead_text, task.deadline_text) for task in tasks] == [
        ("IV.1", finance, "Quý IV năm 2025"),
        ("IV.1.1", finance, "Tháng 12/2025"),
        ("IV.1.2", finance, None),
        ("IV.2.1", communes, "Trước ngày 15/4/2026"),
    ]
    assert tasks[1].title.endswith("của thành phố")


LISTED = """KẾ HOẠCH
II. NHIỆM VỤ
1. Phê duyệt danh sách dân tộc
- Thời hạn: Quý II/2026
- Kết quả: Hồ sơ gửi Bộ Dân tộc, bao gồm:
+ Báo cáo kết quả.
+ Bảng tổng hợp.
"""


def test_a_product_goes_on_with_its_list(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    """Shortened from a decision on internal procedures (2025)."""
    (task,), _ = find_assignments((), (), outline_of(lines_of(LISTED)), actors)
    assert task.product == "Hồ sơ gửi Bộ Dân tộc, bao gồm: Báo cáo kết quả; Bảng tổng hợp"
