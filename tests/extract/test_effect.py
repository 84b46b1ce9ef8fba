"""When decisions take effect: cases with provenance."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract.effect import adopted, effect
from extract.sections import parse_sections
from normalize.datafile import read_tsv

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Line

CASES = read_tsv(Path(__file__).parent / "cases" / "effects.tsv", ("kind", "text", "sentence", "day", "provenance"))
ISSUED = dt.date(2025, 11, 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_case(case: dict[str, str], lines_of: Callable[[str], list[Line]]) -> None:
    sections = parse_sections(lines_of(case["text"].replace(" / ", "\n")))

    sentence, day = effect(sections, case["kind"], ISSUED)

    assert (sentence or "", str(day or "")) == (case["sentence"], case["day"])


@pytest.mark.parametrize(
    ("closing", "day"),
    [  # found: 105/2025/UBTVQH15, a resolution of 2025; made: a draft
        (
            "Nghị quyết này được Ủy ban Thường vụ Quốc hội thông qua tại Phiên họp thứ 49 ngày 26 tháng 9 năm 2025.",
            dt.date(2025, 9, 26),
        ),
        (
            "Nghị quyết này đã được Hội đồng nhân dân thành phố, Kỳ họp thứ 28 thông qua ngày 18 tháng 11 năm 2025./.",
            dt.date(2025, 11, 18),
        ),
        ("Luật này được Quốc hội khóa XV, kỳ họp thứ 10 thông qua ngày   tháng   năm 2025.", None),
        ("Nghị quyết này giao Chính phủ trình Quốc hội thông qua trước ngày 01 tháng 6 năm 2026.", None),
    ],
)
def test_the_day_an_assembly_adopted_it(
    closing: str, day: dt.date | None, lines_of: Callable[[str], list[Line]]
) -> None:
    assert adopted(parse_sections(lines_of(f"Điều 1. Một.\n{closing}"))) == day
