"""Words that only the tagger finds: in lines of two languages, and in what an engine read almost right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalize.records import replay
from normalize.residue import RULE

if TYPE_CHECKING:
    from normalize.repair import Repairer

AROUND = [
    "Can cir Luat T6 chitc chinh quyén dia phuong ngay 19 thang 6 nam 2015;",
    "Xét dé nghi ciia Gidm déc S& Ké hoach va Dau tu tai T& trinh s6 12/TTr-SKHDT,",
    "trach nhiém thi hanh Quyét dinh nay ké tir ngay ky ban hanh va dang Cong bao.",
]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        (
            "III. Bao cao va danh gia cua Ban Giam d6c/Reports and assessments of the",
            "III. Báo cáo và đánh giá của Ban Giám đốc/Reports and assessments of the",
        ),
        (
            "cua cong ty/the Board of Management reports and assesses the business of",
            "của công ty/the Board of Management reports and assesses the business of",
        ),
        (
            "Reports and assessments of the Board of Management and the Supervisory",
            "Reports and assessments of the Board of Management and the Supervisory",
        ),
    ],
)
def test_only_the_vietnamese_words_change(repairer: Repairer, seen: str, meant: str) -> None:
    found = repairer.repair_lines([*AROUND, seen, *AROUND])[len(AROUND)]
    assert found.text == meant
    assert found.text == replay(seen, found.edits)
    assert {edit.rule for edit in found.edits} <= {RULE}


CLEAN = [
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Xét đề nghị của Giám đốc Sở Kế hoạch và Đầu tư tại Tờ trình số 12/TTr-SKHĐT,",
    "Ủy ban nhân dân thành phố ban hành Kế hoạch triển khai thực hiện Nghị quyết này.",
]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("Phó Chủ tịch Ủy ban nhân dân thành phô chỉ đạo các đơn vị", "phố"),
        ("các sở, ngành tô chức thực hiện theo chức năng, nhiệm vụ được giao", "tổ"),
        ("báo cáo kêt quả triên khai thực hiện về Văn phòng Ủy ban nhân dân", "triển"),
    ],
)
def test_what_an_engine_read_almost_right_is_mended(repairer: Repairer, seen: str, meant: str) -> None:
    found = repairer.repair_lines([*CLEAN, seen, *CLEAN], by_engine=range(2 * len(CLEAN) + 1))
    assert meant in found[len(CLEAN)].text.split()
    assert [one.text for one in found if one.seen in CLEAN] == CLEAN * 2


def test_codes_and_numbers_are_no_words(repairer: Repairer) -> None:
    line = "Tờ trình số 12/TTr-SKHDT ngày 05/6/2024, mã 1.004.QD, tại địa chỉ http://skhdt.gov.vn/tin"
    assert repairer.repair_lines([*CLEAN, line, *CLEAN], by_engine=range(7))[3].text == line
