from __future__ import annotations

from typing import TYPE_CHECKING

from extract.sections import parse_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Line

PLAN = """QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.
Điều 2. Tổ chức thực hiện
1. Vụ A chủ trì.
2. Vụ B phối hợp.

Nơi nhận:
- Như Điều 2;
KT. BỘ TRƯỞNG
THỨ TRƯỞNG
KẾ HOẠCH
Phát triển dữ liệu
(Ban hành kèm theo Quyết định số 1/QĐ-X)
I. MỤC TIÊU
1. Mục tiêu chung
a) Một;
d) Bốn;
d) Năm;
- Nhỏ;
PHỤ LỤC 1
DANH MỤC NHIỆM VỤ
1. Việc
"""


def test_the_tree_of_a_plan(lines_of: Callable[[str], list[Line]]) -> None:
    sections = parse_sections(lines_of(PLAN))
    paths = {section.path: section for section in sections if section.path}

    assert paths["Điều 2.1"].text == "Vụ A chủ trì."
    assert paths["I.1.a"].parent_id == paths["I.1"].section_id
    assert paths["I.1.đ"].text == "Năm;"  # the alphabet asks for đ after d
    assert paths["I.1.đ.1"].text == "Nhỏ;"
    assert paths["I.1"].heading == "Mục tiêu chung"


def test_the_annexed_plan_starts_anew(lines_of: Callable[[str], list[Line]]) -> None:
    sections = parse_sections(lines_of(PLAN))
    annexes = [(section.label, section.heading) for section in sections if section.kind == "annex"]

    assert annexes == [("", "KẾ HOẠCH Phát triển dữ liệu"), ("PHỤ LỤC 1", "DANH MỤC NHIỆM VỤ")]
    assert sections[-1].annex == "Phụ lục 1"


def test_recipients_and_signature_are_told_apart(lines_of: Callable[[str], list[Line]]) -> None:
    kinds = [section.kind for section in parse_sections(lines_of(PLAN))]

    assert kinds.count("recipients") == 1
    assert kinds.count("signature") == 1


def test_parents_stand_before_their_children(sample_lines: Callable[[str], list[Line]]) -> None:
    for name in ("1412-qd-bkhcn.txt", "699-qd-btttt.txt", "du-thao-qd-ttg.txt"):
        seen: set[str] = set()
        for section in parse_sections(sample_lines(name)):
            assert section.parent_id is None or section.parent_id in seen
            seen.add(section.section_id)


def test_the_draft_has_its_headings(sample_lines: Callable[[str], list[Line]]) -> None:
    sections = parse_sections(sample_lines("du-thao-qd-ttg.txt"))

    assert [s.label for s in sections if s.kind == "heading"] == ["I", "II", "III", "IV"]
    assert [s.label for s in sections if s.kind == "article"] == ["Điều 1", "Điều 2", "Điều 3"]


def test_a_roman_number_read_as_other_letters_is_the_next_one(lines_of: Callable[[str], list[Line]]) -> None:
    text = "I. MỤC TIÊU\n1. Một.\nH. NHIỆM VỤ\n1. Hai.\nI11. TỔ CHỨC THỰC HIỆN\n1. Ba.\nAI. KHÔNG PHẢI SỐ"
    sections = parse_sections(lines_of(text))

    assert [(s.label, s.text) for s in sections if s.kind == "heading"] == [
        ("I", "MỤC TIÊU"),
        ("II", "NHIỆM VỤ"),
        ("III", "TỔ CHỨC THỰC HIỆN"),
    ]
