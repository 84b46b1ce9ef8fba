"""Lines in two languages: the Vietnamese words are mended, the others stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalize.bilingual import RULE
from normalize.records import replay

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
