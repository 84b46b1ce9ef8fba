from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.header import head_doubts, parse_header
from extract.records import Header, Line
from extract.sections import parse_sections
from extract.textgrid import text_grids
from ingest.records import Box

if TYPE_CHECKING:
    from collections.abc import Callable

CITY = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
THÀNH PHỐ HÀ NỘI\tĐộc lập - Tự do - Hạnh phúc
Số: 15/KH-UBND\tHà Nội, ngày 05 tháng 01 năm 2024

KẾ HOẠCH
Triển khai chuyển đổi số trên địa bàn thành phố
năm 2024

I. MỤC ĐÍCH
1. Một.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Nguyễn Văn A
"""
DRAFT = """BỘ Y TẾ\nSố:      /QĐ-BYT
Hà Nội, ngày     tháng     năm 2025
QUYẾT ĐỊNH
Về việc ban hành danh mục
BỘ TRƯỞNG BỘ Y TẾ
Căn cứ Luật Dược;
Điều 1. Quyết định này có hiệu lực từ ngày 01/7/2025.
"""


def header_of(lines: list[Line]) -> Header:
    taken = frozenset().union(*(grid.lines for grid in text_grids(lines)))
    return parse_header(lines, parse_sections(lines, taken))


def test_a_plan_in_two_columns(lines_of: Callable[[str], list[Line]]) -> None:
    header = header_of(lines_of(CITY))

    assert header.number == "15/KH-UBND"
    assert header.number_seq == 15
    assert header.doc_type == "Kế hoạch"
    assert header.issued_place == "Hà Nội"
    assert header.issued_date == dt.date(2024, 1, 5)
    assert header.title == "Triển khai chuyển đổi số trên địa bàn thành phố năm 2024"
    assert header.issuer_text == "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"
    assert header.signer_title == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"
    assert header.signer_name == "Nguyễn Văn A"
    assert not header.is_draft


def test_a_draft_has_blanks(lines_of: Callable[[str], list[Line]]) -> None:
    header = header_of(lines_of(DRAFT))

    assert (header.number, header.issued_date, header.is_draft) == (None, None, True)
    assert (header.issued_place, header.issuer_text, header.doc_type) == ("Hà Nội", "BỘ Y TẾ", "Quyết định")
    assert header.title == "Về việc ban hành danh mục"
    assert header.effective_date == dt.date(2025, 7, 1)


def test_a_plan_without_its_decision(sample_lines: Callable[[str], list[Line]]) -> None:
    header = header_of(sample_lines("chuong-trinh-hanh-dong.txt"))

    assert header.title == "Chương trình hành động chuyển đổi AI quốc gia"
    assert header.doc_type == "Chương trình hành động"
    assert header.issuer_text == "Thủ tướng Chính phủ"
    assert header.is_draft


@pytest.mark.parametrize("text", ["", "Danh sách mua hàng\n- Gạo\n- Muối", "\n\n\n"])
def test_a_text_without_a_head(text: str, lines_of: Callable[[str], list[Line]]) -> None:
    lines = lines_of(text) if text.strip() else []

    assert header_of(lines) == Header()


@given(st.text(max_size=300))
def test_never_raises(text: str) -> None:
    header_of([Line(1, number, line, line) for number, line in enumerate(text.splitlines(), start=1)])


DIRECTIVE = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
Số: 04 /CT-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Ngãi, {date}
CHỈ THỊ
Về việc tăng cường quản lý đất đai trên địa bàn tỉnh
Quảng Ngãi
Trong thời gian qua, công tác quản lý đất đai trên địa bàn tỉnh
đã được tập trung chỉ đạo. Tuy nhiên, còn một số hạn chế.
1. Sở Xây dựng rà soát quy hoạch.
Nơi nhận:
- Lưu: VT.
{office}
ị ——-..
Đặng Văn Minh
"""


def directive(lines_of: Callable[[str], list[Line]], date: str, office: str = "CHỦ TỊCH") -> Header:
    return header_of(lines_of(DIRECTIVE.format(date=date, office=office)))


def test_a_title_ends_where_the_text_begins(lines_of: Callable[[str], list[Line]]) -> None:
    header = directive(lines_of, "ngày 02 tháng 3 năm 2024")

    assert header.title == "Về việc tăng cường quản lý đất đai trên địa bàn tỉnh Quảng Ngãi"


@pytest.mark.parametrize("date", ["ngày 3 năm 2024", "ngày 2# tháng2? năm 2024", "ngày … năm 2024"])
def test_a_handwritten_day_stays_open(lines_of: Callable[[str], list[Line]], date: str) -> None:
    header = directive(lines_of, date)

    assert header.issued_date is None
    assert header.issued_place == "Quảng Ngãi"
    assert header.near_date == dt.date(2024, 12, 31)
    assert [issue.subject for issue in head_doubts(header)] == ["decisions issued_date"]


@pytest.mark.parametrize("office", ["CHỦ TỊCH", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"])
def test_who_signs_below_a_stamp(lines_of: Callable[[str], list[Line]], office: str) -> None:
    header = directive(lines_of, "ngày 02 tháng 3 năm 2024", office)

    assert header.signer_title == office.replace("\n", " ")
    assert header.signer_name == "Đặng Văn Minh"
    assert not head_doubts(header)


def test_a_stamp_above_the_title(lines_of: Callable[[str], list[Line]]) -> None:
    stamped = DIRECTIVE.replace("CHỈ THỊ\n", "CHỈ THỊ\ncha cẩn a2Au=af22zu.ss^ uaz:\n")

    header = header_of(lines_of(stamped.format(date="ngày 02 tháng 3 năm 2024", office="CHỦ TỊCH")))

    assert header.title == "Về việc tăng cường quản lý đất đai trên địa bàn tỉnh Quảng Ngãi"


LETTER = """UBND THÀNH PHỐ ĐÀ NẴNG
SỞ GIÁO DỤC VÀ ĐÀO TẠO
Số: 4/6#5 /SGDĐT-CTrTT
V/v bảo đảm an toàn cho học sinh
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Đà Nẵng, ngày ở tháng 5 năm 2019
Kính gửi:
Thực hiện công văn của Bộ, Sở yêu cầu các trường báo cáo trước ngày 25/8/2019.
Nơi nhận:
- Như trên;
- Lưu: VT.
KT. GIÁM ĐÓC
4 GIÁM ĐỐC
Trần Văn B
"""


def test_a_figure_written_by_hand_leaves_the_letters_of_the_number(lines_of: Callable[[str], list[Line]]) -> None:
    header = header_of(lines_of(LETTER))

    assert (header.number, header.doc_type, header.is_draft) == (None, "Công văn", False)
    assert header.issuer_text == "SỞ GIÁO DỤC VÀ ĐÀO TẠO"
    assert header.superior_text == "UBND THÀNH PHỐ ĐÀ NẴNG"
    assert [issue.subject for issue in head_doubts(header)] == ["decisions number", "decisions issued_date"]


@pytest.mark.parametrize(
    ("foot", "title"),
    [
        ("KT. GIÁM ĐÓC\n4 GIÁM ĐỐC", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),
        ("KT. BỘ TRƯỞNG\nTHỦ TRƯỞNG", "KT. BỘ TRƯỞNG THỨ TRƯỞNG"),
        ("KT. BỘ TRƯỞNG\nTHỨ\nTRƯỜNG", "KT. BỘ TRƯỞNG THỨ TRƯỞNG"),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
        ("TL. BỘ TRƯỞNG\nCHÁNH VĂN PHÒNG", "TL. BỘ TRƯỞNG CHÁNH VĂN PHÒNG"),
    ],
)
def test_who_signs_for_the_holder_is_the_deputy(lines_of: Callable[[str], list[Line]], foot: str, title: str) -> None:
    header = header_of(lines_of(LETTER.replace("KT. GIÁM ĐÓC\n4 GIÁM ĐỐC", foot)))

    assert (header.signer_title, header.signer_name) == (title, "Trần Văn B")


def test_a_name_between_recipients_is_the_signer(lines_of: Callable[[str], list[Line]]) -> None:
    text = CITY.replace("- Lưu: VT.\n", "").replace("Nguyễn Văn A", "- Bộ Y tế;\n- Sở Y tế;\nNguyễn Văn A\n- Lưu: VT.")
    assert header_of(lines_of(text)).signer_name == "Nguyễn Văn A"


def test_a_title_below_a_stamp_begins_as_titles_do(lines_of: Callable[[str], list[Line]]) -> None:
    text = """BỘ CÔNG THƯƠNG
Số: 21/2026/TT-BCT
Hà Nội, ngày)
r*N
Ymôns 14
Bãi bỏ một phần khoản 2 Điều 1 của Thông tư số 18/2025/TT-BCT
Căn cứ Luật Ban hành văn bản quy phạm pháp luật;
"""
    header = header_of(lines_of(text))

    assert header.doc_type == "Thông tư"
    assert header.title == "Bãi bỏ một phần khoản 2 Điều 1 của Thông tư số 18/2025/TT-BCT"
    assert (header.issued_place, header.issued_date) == ("Hà Nội", None)


def test_a_title_ends_where_the_text_stands_lower() -> None:
    texts = [
        ("UBND TỈNH A", 40), ("Số: 7/CT-UBND", 60), ("CHỈ THỊ", 100), ("x.!a «", 118),
        ("Về Việc tăng cường công tác", 120),
        ("trên địa bàn tỉnh", 138), ("l", 164), ("thời gian qua, công tác triển khai đã đạt nhiều kết quả", 170),
    ]  # fmt: skip
    lines = [Line(1, at, text, text, Box(90, top, 500, top + 13)) for at, (text, top) in enumerate(texts, start=1)]
    assert header_of(lines).title == "Về Việc tăng cường công tác trên địa bàn tỉnh"


def test_a_signed_plan_without_number_is_no_draft(lines_of: Callable[[str], list[Line]]) -> None:
    text = CITY.replace(
        "Số: 15/KH-UBND\tHà Nội, ngày 05 tháng 01 năm 2024", "Số:\n/KH-UBND\nHà Nội, ngày\ntháng\nnăm 2024"
    )
    header = header_of(lines_of(text))

    assert (header.number, header.is_draft) == (None, False)
    assert {(issue.kind, issue.severity) for issue in head_doubts(header)} == {("blank_head", "info")}


METRO = [  # a letter's subject in its column: an engine takes the parts of a line apart and prints the motto between
    ("VĂN PHÒNG CHÍNH PHỦ", 78, 66, 234), ("Số: 22/VPCP-CN", 100, 115, 213), ("V/w cơ chế xây dựng", 70, 133, 243),
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 266, 66, 539), ("Độc lập - Tự do - Hạnh phúc", 316, 84, 489),
    ("Hà Nội, ngày 28 tháng 4 năm 2025", 302, 116, 503), ("kéo dài tuyến", 170, 146, 239),
    ("đối với Dự án", 74, 147, 160),
    ("Metro Bến Thành - Suối Tiên", 68, 160, 246), ("1. Cô Hương gửi các đơn vị", 265, 150, 560),
    ("Kính gửi: Bộ Xây dựng", 167, 219, 320),
]  # fmt: skip


def placed(rows: list[tuple[str, int, int, int]]) -> list[Line]:
    return [Line(1, at, text, text, Box(x0, y, x1, y + 13)) for at, (text, x0, y, x1) in enumerate(rows, start=1)]


def test_the_subject_of_a_letter_stands_in_a_column_of_its_own() -> None:
    header = header_of(placed(METRO))

    assert (header.number, header.doc_type) == ("22/VPCP-CN", "Công văn")
    assert header.title == "cơ chế xây dựng đối với Dự án kéo dài tuyến Metro Bến Thành - Suối Tiên"


def test_the_subject_of_a_letter_without_geometry_goes_on_to_whom_it_is_sent(
    lines_of: Callable[[str], list[Line]],
) -> None:
    text = LETTER.replace("cho học sinh\n", "cho học sinh trên\nđịa bàn thành phố và\nTrung tâm Hành chính\n")
    expected = "bảo đảm an toàn cho học sinh trên địa bàn thành phố và Trung tâm Hành chính"
    assert header_of(lines_of(text)).title == expected


def test_a_number_in_a_title_is_whole(lines_of: Callable[[str], list[Line]]) -> None:
    text = CITY.replace("Triển khai chuyển đổi số", "Triển khai Thông tư số 18/2025/TT-\nBCT")
    expected = "Triển khai Thông tư số 18/2025/TT-BCT trên địa bàn thành phố năm 2024"
    assert header_of(lines_of(text)).title == expected


FOOT = [  # a seal parts the words of who signs; recipients stand to the left
    ("1. Sở Y tế rà soát, báo cáo kết quả thực hiện với Ủy ban nhân dân tỉnh.", 89, 60, 523),
    ("Nơi nhận:", 88, 109, 139), ("- Bộ Tư pháp;", 89, 164, 149), ("- Lưu: VT, NC.", 89, 318, 189),
    ("KT. CHỦ", 370, 107, 416), ("\\/", 406, 136, 416), ("TỊCH", 420, 108, 452), ("TỊCH", 419, 126, 456),
    ("Phạm", 357, 211, 390), ("Văn Thọ", 395, 219, 468),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "told"),
    [("KT. CHỦ", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"), ("CHỦ", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH")],
)
def test_a_signature_in_parts_is_read_beside_the_recipients(title: str, told: str) -> None:
    rows = [(text.replace("KT. CHỦ", title), *box) for text, *box in FOOT]
    header = header_of(placed(rows))  # type: ignore[arg-type]  # each a text and three numbers

    assert (header.signer_title, header.signer_name) == (told, "Phạm Văn Thọ")


def test_of_two_offices_the_deputy_is_that_of_the_house(lines_of: Callable[[str], list[Line]]) -> None:
    foot = "KT. BỘ TRƯỞNG, CHỦ NHIỆM\nủ NHIỆM"
    header = header_of(lines_of(LETTER.replace("KT. GIÁM ĐÓC\n4 GIÁM ĐỐC", foot)))

    assert header.signer_title == "KT. BỘ TRƯỞNG, CHỦ NHIỆM PHÓ CHỦ NHIỆM"


@pytest.mark.parametrize(
    ("foot", "title", "name"),
    [  # as converted files print them: 141/KH-UBND Bắc Ninh, 29/2025/QĐ-TTg, 3260-KH/ĐĐQH15
        (
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn An",
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
            "Nguyễn Văn An",
        ),
        ("KT. BỘ TRƯỞNG THỨ TRƯỞNG (Đã ký) Trần Thị Bình", "KT. BỘ TRƯỞNG THỨ TRƯỞNG", "Trần Thị Bình"),
        ("T/M ĐẢNG ĐOÀN QUỐC HỘI\nBÍ THƯ\nLê Văn Cường", "T/M ĐẢNG ĐOÀN QUỐC HỘI BÍ THƯ", "Lê Văn Cường"),
    ],
)
def test_signers_on_one_line_and_of_the_party(
    foot: str, title: str, name: str, lines_of: Callable[[str], list[Line]]
) -> None:
    lines = lines_of(
        f"Số: 141/KH-UBND\nKẾ HOẠCH\nVề việc thử\nI. MỤC ĐÍCH\nNơi nhận: - Như trên; - Lưu: VT, NC\n{foot}\n"
    )
    header = parse_header(lines, parse_sections(lines))
    assert (header.signer_title, header.signer_name) == (title, name)


def test_a_seal_below_the_deputy_is_no_title(lines_of: Callable[[str], list[Line]]) -> None:
    """As an engine read the foot of 1595/SGDĐT-CTrTT, recipients and signature side by side."""
    foot = "KT. GIÁM ĐỐC\n- Vụ A;\nPHÓ GIÁM ĐỐC\n- Vụ B;\nGIÁO DUỆ\n- Lưu: VT.\nTrần Văn Dũng\n"
    lines = lines_of(f"Điều 1. Nay.\nNơi nhận:\n- Như trên;\n{foot}")
    header = parse_header(lines, parse_sections(lines))
    assert (header.signer_title, header.signer_name) == ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Trần Văn Dũng")


def test_a_title_may_begin_as_recitals_do(lines_of: Callable[[str], list[Line]]) -> None:
    lines = lines_of("Số: 624/KH-UBND\nKẾ HOẠCH\nTHỰC HIỆN CHƯƠNG TRÌNH MẦM NON\nThực hiện Quyết định số 1/QĐ-TTg;\n")
    assert parse_header(lines, parse_sections(lines)).title == "THỰC HIỆN CHƯƠNG TRÌNH MẦM NON"


def test_a_superior_on_the_line_of_the_issuer(lines_of: Callable[[str], list[Line]]) -> None:
    """Found: 1610/QĐ-TTPVHCC Hà Nội, 2025."""
    text = "UBND THÀNH PHỐ HÀ NỘI TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG\nSố: 1610/QĐ-TTPVHCC"
    lines = lines_of(f"{text}\nQUYẾT ĐỊNH\nPHÊ DUYỆT PHƯƠNG ÁN\nCăn cứ Luật Đất đai;\nĐiều 1. Một.")
    header = parse_header(lines, parse_sections(lines))

    assert header.issuer_text == "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
    assert header.superior_text == "UBND THÀNH PHỐ HÀ NỘI"
