from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.furniture import furniture
from extract.records import Line
from extract.sections import parse_sections

if TYPE_CHECKING:
    from collections.abc import Callable

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


AMENDMENT = """Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 10/2020/NĐ-CP
1. Sửa đổi khoản 2 Điều 5 như sau:
“2. Hồ sơ gồm:
a) Đơn đề nghị;
b) Bản sao giấy phép.
Điều 6. Trình tự cấp phép”.
2. Bãi bỏ Điều 7.
3. Sửa đổi Điều 9 như sau: “Điều 9. Thẩm quyền
1. Bộ trưởng quyết định.”
4. Thay cụm từ “giấy phép” bằng cụm từ “giấy chứng nhận”.
Điều 2. Hiệu lực thi hành
"""


def test_quoted_amendments_do_not_break_the_outer_numbering(lines_of: Callable[[str], list[Line]]) -> None:
    sections = parse_sections(lines_of(AMENDMENT))

    assert [s.label for s in sections if s.kind == "article"] == ["Điều 1", "Điều 2"]
    assert [s.label for s in sections if s.kind == "clause"] == ["1", "2", "3", "4"]
    assert not [s for s in sections if s.kind == "point"]


def test_a_quotation_that_never_closes_is_none(lines_of: Callable[[str], list[Line]]) -> None:
    sections = parse_sections(lines_of(AMENDMENT.replace("”", "")))
    assert [s.label for s in sections if s.kind == "article"] == ["Điều 1", "Điều 6", "Điều 2"]


PIECES = st.sampled_from(
    ["Điều 1.", "Chương II", "I.", "1.", "2.1.", "a)", "đ)", "-", "+", "Phụ lục 1", "“", "”", "như sau: “", "Nơi nhận:",
     "KT. BỘ TRƯỞNG", "(Ban hành kèm theo", "Xây dựng", "đề án", "KẾ HOẠCH", "QUYẾT ĐỊNH:", ".", ":"]
)  # fmt: skip
SOUP = st.lists(st.lists(PIECES, max_size=5).map(" ".join) | st.text(max_size=8), max_size=25)


@settings(max_examples=150, deadline=None)
@example(soup=["“ 1. KT. BỘ TRƯỞNG", "” 1. KT. BỘ TRƯỞNG"])  # quotation marks are no specks
@given(soup=SOUP)
def test_any_lines_are_parsed_and_every_word_given_back(soup: list[str]) -> None:
    lines = [Line(1, number, text, text) for number, text in enumerate(soup, start=1)]
    sections = parse_sections(lines)
    edges = furniture(lines)
    inside = [at for at, line in enumerate(lines) if at not in edges and line.text.split()]

    assert [at for at in inside if not any(s.first <= at <= s.last for s in sections)] == []
    given_back = "".join(f"{s.label}{s.text}" for s in sections)
    assert _letters(given_back) == _letters("".join(lines[at].text for at in inside))


def _letters(text: str) -> str:
    """Letters and figures alone; a second point d is read as đ, and capitals of a Roman number as the one expected."""
    return "".join(letter for letter in text if letter.isalnum()).replace("đ", "d")


def test_points_whose_labels_were_misread(lines_of: Callable[[str], list[Line]]) -> None:
    """Found in 699/QĐ-BTTTT (`¢)`, `@)`) and on a scan (`ø)`); a `đ` without its bracket is made."""
    text = "1. Các đơn vị:\na) Một;\nb) Hai;\n¢) Cục An toàn;\nd) Bốn;\nđ Tăng cường năm;\ne) Sáu;\nø) Bảy.\n@) Tám.\n"
    assert [s.label for s in parse_sections(lines_of(text)) if s.kind == "point"] == list("abcdđegh")


def test_points_with_a_stop(lines_of: Callable[[str], list[Line]]) -> None:
    text = "1. Sở Y tế:\na. Chủ trì việc thứ nhất.\nb. Phối hợp việc thứ hai.\n"
    assert [s.label for s in parse_sections(lines_of(text))] == ["1", "a", "b"]


@pytest.mark.parametrize(
    "text", ["a) Một;\nb) Hai;\nx Tám là chín", "a) Một;\nb) Hai;\n(*) Ghi chú", "¢) Không có gì trước"]
)
def test_other_lines_are_no_points(lines_of: Callable[[str], list[Line]], text: str) -> None:
    assert {s.label for s in parse_sections(lines_of(text)) if s.kind == "point"} <= {"a", "b"}


def test_specks_about_labels_and_headings(lines_of: Callable[[str], list[Line]]) -> None:
    """As an English engine prints office scans of 217/CĐ-TTg and 159/KH-UBND."""
    text = "V. TỔ CHỨC THỰC HIỆN .\n1. Sở Y tế:\n; b) Chỉ đạo công tác phòng bệnh.\n, 9. Văn phòng theo dõi.\n"
    found = parse_sections(lines_of(text))
    assert [(section.kind, section.label, bool(section.heading)) for section in found] == [
        ("heading", "V", True),
        ("clause", "1", True),
        ("point", "b", False),
        ("clause", "9", False),
    ]


def test_a_roman_number_that_repeats_on_a_misread_line_counts_on() -> None:
    printed = [("I. MUC DICH", "I. MỤC ĐÍCH"), ("Il. MUC TIEU", "II. MỤC TIÊU"), ("II. NHIEM VU", "II. NHIỆM VỤ")]
    lines = [Line(1, at, seen, text) for at, (seen, text) in enumerate(printed, start=1)]
    assert [section.label for section in parse_sections(lines)] == ["I", "II", "III"]
    clean = [Line(1, at, text, text) for at, (_, text) in enumerate(printed, start=1)]
    assert [section.label for section in parse_sections(clean)] == ["I", "II", "II"]  # the drafter's own


def test_a_note_stamped_above_the_motto_has_no_items(lines_of: Callable[[str], list[Line]]) -> None:
    """As on the letter 1595/SGDĐT-CTrTT."""
    head = "1. Phòng Đào tạo phổ biến;\nKính gửi:\nĐộc lập - Tự do - Hạnh phúc\n- Các trường.\n"
    found = parse_sections(lines_of(f"{head}Thực hiện Công văn số 2:\n1. Một.\n"))
    assert [section.text for section in found if section.kind == "clause"] == ["Một."]
    assert all(section.parent_id is None for section in found if section.kind == "preamble")


def test_a_sentence_over_items_is_a_heading_among_headings(lines_of: Callable[[str], list[Line]]) -> None:
    text = """III. NHIỆM VỤ
1. Nâng cao nhận thức
a) Tuyên truyền.
2. Đa dạng mô hình
a) Bố trí quỹ đất.
3. Nâng cao chất lượng nuôi dưỡng, giáo dục trẻ em là con công nhân ở khu công nghiệp.
a) Tổ chức tập huấn.
"""
    headings = [s.heading for s in parse_sections(lines_of(text)) if s.kind == "clause"]

    assert headings[2] == "Nâng cao chất lượng nuôi dưỡng, giáo dục trẻ em là con công nhân ở khu công nghiệp."
