from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extract.actors import Actors
from extract.assigned import assigned_tasks
from extract.duties import duties
from extract.indicators import find_indicators
from extract.listtasks import Outline, labelled_tasks, plain_tasks
from extract.registry import Registry
from extract.sections import parse_sections
from extract.units import LinkContext
from extract.zones import is_execution, starts_adverbial, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Assignment, Line

DIRECTIVE = """CHỈ THỊ
Về công tác phòng cháy
1. Các sở, ban, ngành có trách nhiệm:
a) Tiếp tục quán triệt;
b) Thực hiện các biện pháp sau:
- Công khai, minh bạch.
2. Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh theo dõi việc thực hiện.
3. Đề nghị Viện kiểm sát nhân dân tỉnh chỉ đạo kiểm sát.
4. Tình hình vẫn phức tạp.
Nơi nhận:
- Như trên;
"""
LABELLED = """2. Nội dung các nhiệm vụ
2.1. Thiết lập cơ sở dữ liệu
- Đơn vị chủ trì: Cục A.
- Đơn vị phối hợp: Các đơn vị
liên quan.
- Thời hạn hoàn thành: Tháng 09/2025.
- Kết quả dự kiến: Cơ sở dữ liệu.
2.2. Xây dựng tiêu chuẩn
a) Thời gian thực hiện: Quý IV/2025
b) Cơ quan chủ trì: Vụ B
2.3. Không có chi tiết
"""
PLAIN = """II. MỤC TIÊU
2. Mục tiêu cụ thể 2030
a) Phát triển các giải pháp
- 100% trường học;
- Kết nối các trung tâm.
III. NHIỆM VỤ, GIẢI PHÁP
1. Xây dựng thể chế
- Xây dựng nghị định;
- Ban hành hướng dẫn.
2. Phát triển hạ tầng
- Đầu tư trung tâm dữ liệu.
IV. TỔ CHỨC THỰC HIỆN
1. Bộ Y tế có trách nhiệm:
a) Làm đầu mối;
b) Chủ trì tổ chức thực hiện;
2. Vụ Pháp chế
Thẩm định văn bản.
3. Hàng năm, các đơn vị báo cáo Bộ trưởng.
4. Nguồn vốn thực hiện
- Ngân sách nhà nước.
Điều 2. Các Bộ trưởng chịu trách nhiệm thi hành Quyết định này./.
"""


def outline_of(lines: list[Line]) -> Outline:
    return Outline(parse_sections(lines))


@pytest.fixture(scope="module")
def actors() -> Actors:
    return Actors(Registry.load(), LinkContext(None, None, {}))


def test_details_by_name_in_any_order(lines_of: Callable[[str], list[Line]]) -> None:
    tasks = labelled_tasks(outline_of(lines_of(LABELLED)))

    assert [(t.label, t.title, t.lead_text, t.coordinator_text, t.deadline_text, t.product) for t in tasks] == [
        ("2.1", "Thiết lập cơ sở dữ liệu", "Cục A", "Các đơn vị liên quan", "Tháng 09/2025", "Cơ sở dữ liệu"),
        ("2.2", "Xây dựng tiêu chuẩn", "Vụ B", None, "Quý IV/2025", None),
    ]
    assert {task.group_label for task in tasks} == {None}  # "2." is the heading of the whole list, not a group


def test_plain_items_are_grouped_by_the_headings_between(lines_of: Callable[[str], list[Line]]) -> None:
    tasks = plain_tasks(outline_of(lines_of(PLAIN)))

    assert [(task.label, task.group_label, task.group_title) for task in tasks] == [
        ("III.1.1", "1", "Xây dựng thể chế"),
        ("III.1.2", "1", "Xây dựng thể chế"),
        ("III.2.1", "2", "Phát triển hạ tầng"),
    ]  # the items under "các giải pháp" are targets, because their heading stands under one of targets


def test_duties_know_their_unit(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    found: tuple[Assignment, ...] = duties(outline_of(lines_of(PLAIN)), actors)

    assert [(duty.label, duty.lead_text, duty.title) for duty in found] == [
        ("IV.1.a", "Bộ Y tế", "Làm đầu mối"),
        ("IV.1.b", "Bộ Y tế", "Chủ trì tổ chức thực hiện"),
        ("IV.2", "Vụ Pháp chế", "Thẩm định văn bản"),
        ("IV.3", "các đơn vị", "Hàng năm, các đơn vị báo cáo Bộ trưởng"),
        ("Điều 2", "Các Bộ trưởng", "Các Bộ trưởng chịu trách nhiệm thi hành Quyết định này"),
    ]  # money is nobody's duty


def test_indicators_have_value_unit_and_year(lines_of: Callable[[str], list[Line]]) -> None:
    found = find_indicators(outline_of(lines_of(PLAIN)))

    assert [(i.label, i.target_value, i.target_unit, i.year, i.group_title) for i in found] == [
        ("a.1", 100.0, "%", 2030, "Phát triển các giải pháp"),
        ("a.2", None, None, 2030, "Phát triển các giải pháp"),
    ]


def test_further_paragraphs_belong_to_their_item(lines_of: Callable[[str], list[Line]]) -> None:
    text = "I. NHIỆM VỤ\n- Xây dựng hạ tầng cho doanh nghiệp.\nTham gia phát triển dữ liệu.\n- Hai.\n"

    assert [task.title for task in plain_tasks(outline_of(lines_of(text)))] == [
        "Xây dựng hạ tầng cho doanh nghiệp. Tham gia phát triển dữ liệu",
        "Hai",
    ]


@pytest.mark.parametrize(
    ("heading", "zone"),
    [
        ("NHIỆM VỤ VÀ GIẢI PHÁP CHỦ YẾU", "tasks"),
        ("Tổ chức thực hiện", "duties"),
        ("Mục tiêu cụ thể đến năm 2030", "targets"),
        ("MỤC TIÊU", "other"),
        ("Quy định chung", None),
        ("Sửa đổi, bổ sung Chiến lược " + "rất dài " * 20 + "nhiệm vụ", None),
        ("Về các Chương trình mục tiêu quốc gia:", None),
    ],
)
def test_zones(heading: str, zone: str | None) -> None:
    assert zone_of(heading) == zone


def test_sentences_are_told_by_their_start_and_end() -> None:
    assert starts_adverbial("Trên cơ sở những nội dung chủ yếu, các đơn vị thực hiện")
    assert not starts_adverbial("Phối hợp với các trường, các viện")
    assert is_execution("Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này.")


def test_a_directive_gives_tasks_to_units(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    tasks = assigned_tasks(outline_of(lines_of(DIRECTIVE)), actors)

    assert [(task.label, task.lead_text) for task in tasks] == [
        ("1.a", "Các sở, ban, ngành"),
        ("1.b", "Các sở, ban, ngành"),
        ("2", "Sở Y tế"),
        ("3", "Viện kiểm sát nhân dân tỉnh"),
    ]


BARE = """III. NHIỆM VỤ
1.1. Về các nền tảng số
a) Nhiệm vụ: Nâng cấp các nền tảng dùng chung.
b) Cơ quan thực hiện:
- Đơn vị chủ trì: Các sở, ban, ngành.
- Đơn vị phối hợp: Sở Y tế.
c) Thời gian thực hiện: Hoàn thành trong năm 2025.
1.2. Hoạt động 3
- Nội dung: Tuyên truyền, giáo dục.
- Cơ quan thực hiện:
+ Sở Y tế chủ trì, phối hợp với Công an tỉnh.
+ Sở Xây dựng đăng tải thông điệp.
IV. THỜI GIAN VÀ PHẠM VI
1. Thời gian: từ nay đến năm 2030.
V. TỔ CHỨC THỰC HIỆN
1.5. Trách nhiệm của đối tượng kiểm kê:
- Chuẩn bị các điều kiện cần thiết.
- Thực hiện kiểm kê tài sản.
2. Sở Y tế
Chủ trì, phối hợp với Công an tỉnh:
a) Theo dõi dịch bệnh;
b) Báo cáo định kỳ.
"""


def test_details_below_a_bare_label_and_what_a_task_is_about(lines_of: Callable[[str], list[Line]]) -> None:
    """As 308/KH-UBND Hà Nội and 174/KH-UBND Hồ Chí Minh have them; the time of a whole plan is no task."""
    first, second = labelled_tasks(Outline(parse_sections(lines_of(BARE))))

    assert first.title == "Về các nền tảng số: Nâng cấp các nền tảng dùng chung"
    assert (first.lead_text, first.coordinator_text) == ("Các sở, ban, ngành", "Sở Y tế")
    assert first.deadline_text == "Hoàn thành trong năm 2025"
    assert second.title == "Hoạt động 3: Tuyên truyền, giáo dục"
    assert second.lead_text == "Sở Y tế chủ trì, phối hợp với Công an tỉnh; Sở Xây dựng đăng tải thông điệp"


def test_duties_below_trach_nhiem_cua_and_below_an_introduction(
    lines_of: Callable[[str], list[Line]], actors: Actors
) -> None:
    found = duties(Outline(parse_sections(lines_of(BARE))), actors)

    assert [(duty.label, duty.lead_text, duty.coordinator_text) for duty in found] == [
        ("1.5.1", "đối tượng kiểm kê", None),
        ("1.5.2", "đối tượng kiểm kê", None),
        ("V.2.a", "Sở Y tế", "Công an tỉnh"),
        ("V.2.b", "Sở Y tế", "Công an tỉnh"),
    ]
