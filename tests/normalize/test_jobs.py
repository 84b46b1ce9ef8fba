"""A line is read beside the lines around it; a page tells how its lines are to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalize.jobs import goes_on
from normalize.quality import is_bare
from normalize.training.measure import bare

if TYPE_CHECKING:
    from normalize.repair import Repairer

ABOVE = (
    "Bộ Tài chính chủ trì, phối hợp với các bộ, ngành, địa phương liên quan hướng dẫn, kiểm tra, đôn đốc việc "
    "thực hiện Nghị định này."
)


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ("Bảo đảm an toàn nhà máy và các thiết bị phản", "ứng hạt nhân nghiên cứu."),
        ("Xây dựng hệ thống thông tin bản", "đồ số về đất đai."),
    ],
)
def test_the_line_below_tells_the_last_word(repairer: Repairer, line: str, below: str) -> None:
    spoilt = [bare(text) for text in (ABOVE, line, below)]
    assert repairer.repair_lines(spoilt)[1].text == line
    assert repairer.repair_lines(spoilt[:2])[1].text != line


@pytest.mark.parametrize(
    ("text", "below", "whether"),
    [
        ("xây dựng hệ thống thông tin bản", "đồ số về đất đai.", True),
        ("XÂY DỰNG HỆ THỐNG THÔNG TIN BẢN", "ĐỒ SỐ VỀ ĐẤT ĐAI", True),
        ("xây dựng hệ thống thông tin.", "Điều 2. Hiệu lực", False),
        ("xây dựng hệ thống thông tin bản", "12 tháng", False),
        ("xây dựng hệ thống thông tin bản", "b) bản đồ số", False),
        ("thông tin bản", "đồ số về đất đai.", False),
        ("xây dựng hệ thống thông | tin bản", "đồ số về đất đai.", False),
        ("xây dựng hệ thống thông tin bản", "", False),
    ],
)
def test_a_sentence_goes_on_in_small_letters_or_in_capitals(text: str, below: str, whether: bool) -> None:
    assert goes_on(text, below) is whether


def test_figures_do_not_make_a_bare_text_another() -> None:
    words = {"nam", "dau", "tu", "cong", "trinh", "von", "trieu", "dong"}
    text = "Nam 2025 dau tu 14 cong trinh, von 1.250 trieu dong; " * 4
    assert is_bare(text, words)
    assert not is_bare(text.replace("trinh", "trlnh"), words)
