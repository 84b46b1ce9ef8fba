from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.blocks import blocks, headings, is_capitals, match_heading
from extract.records import Line, SectionKind

if TYPE_CHECKING:
    from collections.abc import Callable


def test_every_kind_in_the_data_file_is_declared() -> None:
    assert {heading.kind for heading in headings()} <= set(get_args(SectionKind))


@pytest.mark.parametrize(
    ("text", "kind", "label", "rest"),
    [
        ("Điều 12. Hiệu lực", "article", "Điều 12", "Hiệu lực"),
        ("Điều 3a. Bổ sung", "article", "Điều 3a", "Bổ sung"),
        ("PHỤ LỤC II", "annex", "PHỤ LỤC II", ""),
        ("Phụ lục số 3", "annex", "Phụ lục số 3", ""),
        ("Chương IV QUY ĐỊNH CHUNG", "chapter", "Chương IV", "QUY ĐỊNH CHUNG"),
        ("III. NHIỆM VỤ, GIẢI PHÁP", "heading", "III", "NHIỆM VỤ, GIẢI PHÁP"),
        ("2. Mục tiêu cụ thể 2030", "clause", "2", "Mục tiêu cụ thể 2030"),
        ("1. 100% dịch vụ công", "clause", "1", "100% dịch vụ công"),
        ("2.10. Đặt hàng", "clause", "2.10", "Đặt hàng"),
        ("đ) Trường Đào tạo", "point", "đ", "Trường Đào tạo"),
        ("-Tăng cường", "bullet", "-", "Tăng cường"),
        ("+ Xây dựng", "bullet", "+", "Xây dựng"),
    ],
)
def test_labels(text: str, kind: str, label: str, rest: str) -> None:
    found = match_heading(text)

    assert found is not None
    assert (found[0].kind, found[1], found[2]) == (kind, label, rest)


@pytest.mark.parametrize(
    "text",
    ["2025", "12/2027", "1.000 chuyên gia giỏi", "Điều này quy định", "Phụ lục này gồm", "IoT và AI", "a b c", "-- -"],
)
def test_what_is_no_label(text: str) -> None:
    assert match_heading(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Căn cứ Nghị định số 55/2025/NĐ-CP của\nChính phủ quy định chức năng;\n", 1),
        ("- Đơn vị phối hợp: Các đơn\nvị liên quan.\n- Thời hạn: 2025.", 2),
        ("1. Mục đích\n\nHuy động trí tuệ của đội ngũ chuyên gia.", 2),
        ("tập trung đầu tư một số tổ chức nghiên cứu về toán\n\nhọc và công nghệ thông tin.", 1),
        ("- Báo cáo các chỉ tiêu (1) Dịch vụ công;\n(2) Đào tạo; (3) Dữ liệu.", 1),
        ("Nội dung thứ nhất.\n(Ban hành kèm theo Quyết định số 1/QĐ-X)", 2),
        ("II. NHIỆM VỤ VÀ GIẢI PHÁP\nCHỦ YẾU", 1),
    ],
)
def test_lines_join_where_a_sentence_goes_on(text: str, parts: int, lines_of: Callable[[str], list[Line]]) -> None:
    assert len(blocks(lines_of(text))) == parts


@pytest.mark.parametrize(("text", "capitals"), [("QUYẾT ĐỊNH:", True), ("Điều 1", False), ("AI", False), ("", False)])
def test_capitals(text: str, capitals: bool) -> None:
    assert is_capitals(text) is capitals


@given(st.lists(st.text(max_size=60).map(lambda s: s.replace("\n", " ").replace("\r", " ")), max_size=20))
def test_no_word_is_lost_and_nothing_raises(texts: list[str]) -> None:
    lines = [Line(1, number, text, text) for number, text in enumerate(texts, start=1)]
    made = blocks(lines)

    covered = {index for block in made for index in range(block.first, block.last + 1)}
    lost = [line.text for index, line in enumerate(lines) if line.text.strip() and index not in covered]
    assert all(text.strip(" -–—").isdigit() for text in (" ".join(text.split()) for text in lost))
