from __future__ import annotations

import datetime as dt

import pytest

from extract.province import completed, home_of, subject_of
from extract.records import Citation, Header
from extract.registry import Registry
from extract.units import LinkContext, link

REGISTRY = Registry.load()
DAY = dt.date(2025, 11, 22)
WITH_THANH_HOA = "KẾT LUẬN TẠI BUỔI LÀM VIỆC VỚI THƯỜNG TRỰC TỈNH ỦY THANH HÓA"


@pytest.mark.parametrize(
    ("issuer", "header", "lines", "expected"),
    [
        # found: a notice of the Government's office, and an article of a decision without head
        ("van-phong-chinh-phu", Header(title=WITH_THANH_HOA), [], "ubnd/thanh-hoa"),
        (None, Header(), ["UBND cấp xã trên địa bàn tỉnh Quảng Ngãi", "Thanh tra tỉnh"], "ubnd/quang-ngai@2025"),
        # found: decisions of 2009 and 2025 that leave the province out of their heads
        (None, Header(issuer_text="Uỷ ban nhân dân tỉnh", title="Về giá đất tỉnh tây ninh"), [], "ubnd/tay-ninh@2025"),
        (
            None,
            Header(number="79/2025/QĐ-UBND", title="QUY CHẾ"),
            ["tỉnh Lào Cai", "tỉnh Yên Bái cũ", "Sở Y tế"],
            "ubnd/lao-cai@2025",
        ),
        # made: several provinces, a province in the text of a ministry, a district, a province's own decision
        ("bo-tai-chinh", Header(title="Về dự án qua tỉnh Lào Cai và tỉnh Sơn La"), [], None),
        ("bo-tai-chinh", Header(), ["trên địa bàn tỉnh Quảng Ngãi"], None),
        (None, Header(issuer_text="ỦY BAN NHÂN DÂN HUYỆN YÊN MỸ", title="Về tỉnh Hưng Yên"), [], None),
        ("ubnd/hue", Header(title="Về hợp tác với tỉnh Quảng Trị"), [], None),
    ],
)
def test_the_one_province_a_decision_is_about(
    issuer: str | None, header: Header, lines: list[str], expected: str | None
) -> None:
    assert subject_of(issuer, header, lines, DAY, REGISTRY) == expected


def test_bodies_named_without_their_place_are_those_of_the_subject() -> None:
    context = LinkContext(DAY, "van-phong-chinh-phu", {}, None, "ubnd/thanh-hoa")
    assert link("Thường trực Tỉnh ủy", REGISTRY, context).unit_id == "thanh-hoa/thuong-truc-tinh-uy"
    assert link("Kho bạc Nhà nước", REGISTRY, context).unit_id != "thanh-hoa/kho-bac-nha-nuoc"  # there is a central one


def test_a_department_is_at_home_in_its_province() -> None:
    assert home_of("hue/so-noi-vu", REGISTRY) == "ubnd/hue"
    assert home_of("bo-tai-chinh", REGISTRY) is None


ON_BEN_TRE = "ban hành quy định tỷ lệ tính tiền thuê đất trên địa bàn tỉnh bến tre"
OF_TAY_NINH = Citation(
    "legal_basis", "29/2009/NQ-HĐND", "Nghị quyết", None, "Hội đồng nhân dân tỉnh", "ubnd/tay-ninh", None, 1
)


@pytest.mark.parametrize(
    ("header", "cited", "expected"),
    [
        # found: decisions of 2010 without a place; made: a place of signing, two provinces, a city, a ministry
        (Header(issuer_text="Uỷ ban nhân dân tỉnh", title=ON_BEN_TRE), [], "ubnd/ben-tre"),
        (Header(issuer_text="Ủy ban nhân dân tỉnh", title="ban hành bảng giá đất"), [OF_TAY_NINH], "ubnd/tay-ninh"),
        (
            Header(issuer_text="UBND TỈNH", issued_place="Đồng Nai", title="Về đường qua tỉnh Bến Tre"),
            [],
            "ubnd/dong-nai",
        ),
        (Header(issuer_text="UBND TỈNH", title="Về đường nối tỉnh Bến Tre với tỉnh Tiền Giang"), [], None),
        (Header(issuer_text="Ủy ban nhân dân thành phố", title="Về khu phố tại tỉnh Đồng Nai"), [], None),
        (Header(issuer_text="Bộ Tài chính", title=ON_BEN_TRE), [OF_TAY_NINH], None),
    ],
)
def test_an_issuer_without_its_place(header: Header, cited: list[Citation], expected: str | None) -> None:
    assert completed(header, cited, dt.date(2010, 1, 1), REGISTRY) == expected
