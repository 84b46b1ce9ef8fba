from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.link import link
from extract.parse import parse
from extract.records import Line
from extract.registry import Registry
from ingest.records import Box, Ruling

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = """BỘ Y TẾ
Số: 7/QĐ-BYT
Hà Nội, ngày 05 tháng 3 năm 2024
QUYẾT ĐỊNH
Ban hành Kế hoạch
BỘ TRƯỞNG BỘ Y TẾ
Căn cứ Nghị định số 95/2022/NĐ-CP ngày 15 tháng 11 năm 2022 của Chính phủ;
Điều 1. Ban hành Kế hoạch.
PHỤ LỤC I
TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn hoàn thành
1\tXây dựng dữ liệu\tBộ Y tế\tCục Không Có Thật\tsớm nhất có thể
2\tBáo cáo\tBộ Y tế\tCác đơn vị liên quan\tQuý II năm 2024
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def test_facts_of_a_decision(lines_of: Callable[[str], list[Line]], registry: Registry) -> None:
    facts = link(parse(lines_of(PLAN), {}, registry), registry, {1: 1.0})
    first, second = facts.tasks

    assert facts.header.issuer_text == "Bộ Y tế"
    assert [(c.number, c.role) for c in facts.citations] == [("95/2022/NĐ-CP", "legal_basis")]
    assert first.assignment.annex == "Phụ lục I"
    assert [(u.role, u.mention.name, u.mention.is_collective) for u in second.units] == [
        ("lead", "Bộ Y tế", False),
        ("coordinator", "Các đơn vị liên quan", True),
    ]
    assert [(d.kind, d.due_date) for d in second.deadlines] == [("quarter", dt.date(2024, 6, 30))]
    assert 0 < first.confidence < second.confidence <= 1


def test_what_is_not_known_is_an_issue_and_keeps_its_words(
    lines_of: Callable[[str], list[Line]], registry: Registry
) -> None:
    facts = link(parse(lines_of(PLAN), {}, registry), registry, {1: 1.0})

    assert [(i.kind, i.subject, i.evidence) for i in facts.issues] == [
        ("unknown_unit", "tasks 1", "Cục Không Có Thật"),
        ("unparsed_deadline", "tasks 1", "sớm nhất có thể"),
    ]


def test_a_flattened_table_is_handed_to_a_person(lines_of: Callable[[str], list[Line]], registry: Registry) -> None:
    text = (
        "Phụ lục 1\nSTT Tên nhiệm vụ Đơn vị chủ trì Sản phẩm Thời gian\nthực hiện | phối hợp thành\n1. Xây dựng 06/2024"
    )
    parts = parse(lines_of(text), {}, registry)

    assert [issue.kind for issue in parts.issues] == ["flattened_table"]
    assert "STT Tên nhiệm vụ" in parts.issues[0].evidence


coordinates = st.floats(0, 500, allow_nan=False)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), coordinates, coordinates, coordinates, coordinates)
rulings = st.builds(
    lambda x, y, length, across: Ruling(x, y, x + length, y) if across else Ruling(x, y, x, y + length),
    coordinates, coordinates, coordinates, st.booleans(),
)  # fmt: skip
words = st.text(alphabet="aĐỳ12.-:()\t |IVXiềuKT “”/", max_size=25)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(words, boxes | st.none()), max_size=15), st.lists(rulings, max_size=12))
def test_no_lines_and_rulings_make_it_raise(
    registry: Registry, texts: list[tuple[str, Box | None]], drawn: list[Ruling]
) -> None:
    lines = [Line(1, number, text, text, box) for number, (text, box) in enumerate(texts, start=1)]

    link(parse(lines, {1: drawn}, registry), registry, {})


def test_days_of_a_request_are_none_of_its_answer(lines_of: Callable[[str], list[Line]], registry: Registry) -> None:
    """Shortened from a conclusion of the Government Office (2025)."""
    text = """THÔNG BÁO
II. NHIỆM VỤ
1. Về số vốn không giải ngân trong năm 2025: Bộ Tài chính rà soát, báo cáo trong Quý I năm 2026.
"""
    (task,) = link(parse(lines_of(text), {}, registry), registry, {}).tasks
    assert [due.due_date for due in task.deadlines] == [dt.date(2026, 3, 31)]
