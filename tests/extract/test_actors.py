from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from extract.actors import Actors
from extract.assigning import after_opener, starts_with_duty
from extract.registry import Registry
from extract.units import LinkContext
from normalize.datafile import read_tsv

CASES = read_tsv(Path(__file__).parent / "cases" / "charged.tsv", ("text", "units", "beside", "provenance"))
DAY = dt.date(2026, 5, 6)
ACTORS = Actors(Registry.load(), LinkContext(DAY, "ubnd/quang-ngai@2025", {}))
CENTRAL = Actors(Registry.load(), LinkContext(DAY, "chinh-phu", {}))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_case(case: dict[str, str]) -> None:
    charged = ACTORS.charged(case["text"])
    assert (charged[0] if charged else "-") == case["units"]
    assert (ACTORS.beside(case["text"]) or "-") == case["beside"]


def test_a_heading_may_be_nothing_but_a_name() -> None:
    assert ACTORS.headed("Đề nghị Đài Truyền hình Việt Nam") == ("Đài Truyền hình Việt Nam", "")
    assert ACTORS.headed("Trung tâm Bảo tồn di sản Thăng Long - Hà Nội.") == (
        "Trung tâm Bảo tồn di sản Thăng Long - Hà Nội",
        "",
    )
    assert ACTORS.headed("Kinh phí thực hiện") is None
    assert ACTORS.headed("Lãnh đạo các đơn vị được xét tặng Kỷ niệm chương khi đáp ứng các tiêu chuẩn sau:") is None


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        # found: headings of decisions of Bắc Ninh, Đồng Tháp and of ministries
        ("Trách nhiệm của các cơ quan xử lý phản ánh kiến nghị", "các cơ quan xử lý phản ánh kiến nghị"),
        ("Trách nhiệm của cơ quan, tổ chức quản lý trực tiếp", "cơ quan, tổ chức quản lý trực tiếp"),
        ("Trách nhiệm của Tổng cục Hậu cần - Kỹ thuật", "Tổng cục Hậu cần - Kỹ thuật"),
        ("Trách nhiệm của các cơ quan, đơn vị trong công tác thi đua, khen thưởng", "các cơ quan, đơn vị"),
        # found: a body and what it does; made: a duty in the heading's own sentence
        ("Trách nhiệm của Ủy ban nhân dân cấp huyện chỉ đạo Phòng Nội vụ", "Ủy ban nhân dân cấp huyện"),
        ("Trách nhiệm của các đơn vị có trách nhiệm báo cáo", "các đơn vị"),
    ],
)
def test_a_heading_of_whose_duty_it_is_gives_the_whole_name(heading: str, unit: str) -> None:
    found = ACTORS.headed(heading)
    assert found is not None
    assert found[0] == unit


def test_the_issuer_who_assigns_is_passed_over() -> None:
    text = "Chủ tịch UBND tỉnh yêu cầu Giám đốc các sở, Thủ trưởng ban, ngành tập trung thực hiện những nhiệm vụ sau:"
    assert ACTORS.charged(text) == (
        "Giám đốc các sở, Thủ trưởng ban, ngành",
        "tập trung thực hiện những nhiệm vụ sau:",
    )
    assert CENTRAL.charged("Bộ Y tế yêu cầu Bộ Tài chính bố trí kinh phí")[0] == "Bộ Y tế"  # type: ignore[index]


def test_a_paragraph_over_a_list_gives_the_list() -> None:
    opening = "Để hoàn thành mục tiêu, Chính phủ yêu cầu các Bộ trưởng, Thủ trưởng cơ quan ngang bộ tập trung chỉ đạo:"
    assert CENTRAL.opened(opening) == ("các Bộ trưởng, Thủ trưởng cơ quan ngang bộ", "tập trung chỉ đạo:")
    assert CENTRAL.opened(opening.replace(":", ".")) is None
    assert CENTRAL.opened("Thời gian qua, Ban Chỉ đạo đã ban hành quy chế, cụ thể:") is None


def test_further_sentences_charge_further_units() -> None:
    text = "Thực hiện nghiêm Công điện; giao Văn phòng Chính phủ đưa nội dung này vào Quy chế. Bộ Tài chính hướng dẫn."
    assert CENTRAL.further(text, "Bộ Tài chính") == ("Văn phòng Chính phủ",)


@pytest.mark.parametrize(
    ("text", "lead", "found"),
    [
        ("Phản ánh về Sở. Trường hợp vượt thẩm quyền, Sở Công Thương tổng hợp.", "Sở Y tế", "Sở Công Thương"),
        ("Báo cáo; trường hợp vượt thẩm quyền, kịp thời đề xuất UBND tỉnh, Sở Y tế xem xét.", "Sở Tài chính", None),
        ("Trường hợp cần thiết, Ủy ban nhân dân tỉnh quyết định.", "Sở Y tế", None),  # the first sentence
        ("Báo cáo. Trường hợp cần thiết, Ủy ban nhân dân tỉnh quyết định.", "Sở Y tế", None),  # the issuer
        ("Theo dõi; Định kỳ hàng tháng, UBND cấp xã chỉ đạo xem xét lại.", "các cơ quan", "UBND cấp xã"),
        ("Phối hợp với Công an tỉnh; Ủy ban nhân dân các xã, phường tổ chức niêm yết.", "Sở Y tế", None),
        ("Sở Y tế báo cáo; các cơ quan, đơn vị kịp thời phản ánh.", "Sở Y tế", None),
    ],
)
def test_who_leads_in_a_further_sentence(text: str, lead: str, found: str | None) -> None:
    """Shortened from decisions of Quảng Trị, Bắc Ninh and Vĩnh Long (2025); the second and third made."""
    assert ACTORS.further(text, lead) == ((found,) if found else ())


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Để đạt mục tiêu tăng trưởng, giải ngân vốn, tỉnh Đắk Lắk cần tập trung thực hiện:", "tỉnh Đắk Lắk"),
        ("Để triển khai Luật, Chính phủ tiếp tục thực hiện:", None),  # the issuer
        ("Trong 10 tháng, tỉnh Đắk Lắk đạt các kết quả:", None),  # tells how it went
        ("Tuy nhiên, tỉnh Đắk Lắk cần khắc phục:", None),  # no phrase of purpose or time
    ],
)
def test_a_unit_that_a_paragraph_over_a_list_urges(text: str, lead: str | None) -> None:
    """Shortened from 623/TB-VPCP; the others made."""
    found = CENTRAL.opened(text)
    assert (found[0] if found else None) == lead


def test_a_heading_may_leave_of_out() -> None:
    assert ACTORS.headed("Trách nhiệm các cơ quan, đơn vị") == ("các cơ quan, đơn vị", "")
    assert ACTORS.headed("Trách nhiệm của các cơ quan, đơn vị") == ("các cơ quan, đơn vị", "")
    assert ACTORS.headed("Trách nhiệm thực hiện") is None


def test_words_of_assigning_are_left_out() -> None:
    assert after_opener("Giao Sở Y tế chủ trì") == "Sở Y tế chủ trì"
    assert after_opener("Giao thông vận tải") == "thông vận tải"  # no unit follows: nobody is charged
    assert ACTORS.charged("Giao thông vận tải phát triển") is None


def test_verbs_of_duty() -> None:
    assert starts_with_duty("Chủ trì, phối hợp với các đơn vị")
    assert not starts_with_duty("Ngân sách Thành phố và các nguồn khác")
