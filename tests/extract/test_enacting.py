"""Heads that have lost their lines: what the text below them still says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extract.closing import part_name
from extract.enacting import Enacting, directing, enacting, kind_of_text
from extract.header import head_doubts, parse_header
from extract.sections import parse_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Header, Line

    Lines = Callable[[str], list[Line]]


def header_of(lines: list[Line]) -> Header:
    return parse_header(lines, part_name(parse_sections(lines)))


@pytest.mark.parametrize(
    ("formula", "told"),
    [  # found: 123/2025/QĐ-CTUBND Huế, 48/2025/TT-BCT, 29/2025/QĐ-TTg, 131/2025/QĐ-UBND with its title blank
        (
            "Chủ tịch Ủy ban nhân dân thành phố ban hành Quyết định phân cấp thẩm quyền.",
            Enacting("Ủy ban nhân dân thành phố Huế", "Quyết định", "Phân cấp thẩm quyền"),
        ),
        (
            "Bộ trưởng Bộ Công Thương ban hành Thông tư quy định về hạn ngạch (sau đây gọi là hạn ngạch) như sau:",
            Enacting("Bộ Công Thương", "Thông tư", "Quy định về hạn ngạch"),
        ),
        (
            "Thủ tướng Chính phủ ban hành Quyết định về tín dụng đối với học sinh1.",
            Enacting("Thủ tướng Chính phủ", "Quyết định", "Về tín dụng đối với học sinh"),
        ),
        ("Ủy ban nhân dân ban hành Quyết định……", Enacting("Ủy ban nhân dân", "Quyết định", None)),
        ("Căn cứ Quyết định số 1/QĐ-TTg của Thủ tướng Chính phủ ban hành Kế hoạch rà soát;", None),
    ],
)
def test_the_formula(formula: str, told: Enacting | None, lines_of: Lines) -> None:
    sections = parse_sections(lines_of(f"Căn cứ Luật Đầu tư số 61/2020/QH14;\n{formula}\nĐiều 1. Một."))

    assert enacting(sections, "Huế") == told


@pytest.mark.parametrize(
    ("text", "issuer"),
    [  # found: directives of 2009 and 2010 without their heads; made: what another one directed
        ("Để thi hành Luật này, Bộ trưởng Bộ Tư pháp chỉ thị:", "Bộ Tư pháp"),
        ("Để khắc phục tình trạng trên, UBND thành phố Hà Nội chỉ thị:", "UBND thành phố Hà Nội"),
        ("Năm 2009 Ủy ban nhân dân tỉnh chỉ thị các sở rà soát.", None),
    ],
)
def test_who_directs(text: str, issuer: str | None, lines_of: Lines) -> None:
    told = directing(parse_sections(lines_of(f"Hiện nay còn hạn chế.\n{text}\n1. Sở Xây dựng: kiểm tra.")))

    assert (told and told.issuer) == issuer


@pytest.mark.parametrize(
    ("text", "kind"),
    [  # found: a decision of Quảng Ngãi, a resolution of 2026, a circular without its head; made: another's effect
        ("QUYẾT ĐỊNH:\nĐiều 1. Công bố Danh mục.", "Quyết định"),
        ("QUYẾT NGHỊ:\nĐiều 1. Các chi phí.", "Nghị quyết"),
        ("1. Thông tư này có hiệu lực thi hành từ ngày 31 tháng 12 năm 2025.", "Thông tư"),
        ("1. Quyết định: có hiệu lực từ ngày 31 tháng 12 năm 2025.", None),
    ],
)
def test_the_kind_by_the_text(text: str, kind: str | None, lines_of: Lines) -> None:
    lines = lines_of(text)

    assert kind_of_text(parse_sections(lines), lines) == kind


def test_an_extract_of_a_head(lines_of: Lines) -> None:
    """As the gazette's page was kept: lines in other fonts were lost (a resolution of 25 April 2026)."""
    text = "CHÍNH PHỦ\nHà Nội, ngày 25 tháng 4 năm 2026\nVề thanh toán các chi phí khám bệnh\nCHÍNH PHỦ\n"
    header = header_of(lines_of(f"{text}Theo đề nghị của Bộ trưởng Bộ Y tế;\nQUYẾT NGHỊ:\nĐiều 1. Các chi phí."))

    assert (header.doc_type, header.issuer_text) == ("Nghị quyết", "CHÍNH PHỦ")
    assert header.title == "Về thanh toán các chi phí khám bệnh"
    assert [issue.kind for issue in head_doubts(header)] == ["unread_head"]


def test_a_title_is_no_issuer(lines_of: Lines) -> None:
    """A decision of Bắc Ninh, 2025, number and kind lost."""
    text = "ỦY BAN NHÂN DÂN TỈNH BẮC NINH\nBắc Ninh, ngày 28 tháng 11 năm 2025\nBAN HÀNH QUY CHẾ QUẢN LÝ PHẦN MỀM\n"
    header = header_of(lines_of(f"{text}Căn cứ Luật Đầu tư;\nĐiều 1. Một."))

    assert (header.issuer_text, header.title) == ("ỦY BAN NHÂN DÂN TỈNH BẮC NINH", "BAN HÀNH QUY CHẾ QUẢN LÝ PHẦN MỀM")


def test_a_law_between_bars(lines_of: Lines) -> None:
    text = "QUỐC HỘI | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLuật số: 119/2025/QH15 | Độc lập - Tự do - Hạnh phúc\n"
    header = header_of(lines_of(f"{text}QUỐC PHÒNG, AN NINH\nĐiều 1. Sửa đổi."))

    assert (header.number, header.issuer_text) == ("119/2025/QH15", "QUỐC HỘI")


@pytest.mark.parametrize(
    "head",
    [  # found: circulars and decrees of 2025 and 2026 as a website keeps them
        "BỘ TÀI CHÍNH ______ Số: 8/2026/TT-BTС | {motto} Độc lập - Tự do - Hạnh phúc ____ {day}",
        "BỘ TÀI CHÍNH_ Số 8/2026/TT-BTC | {motto}Độc lập – Tự do – Hạnh phúc_ {day} |",
        "BỘ TÀI CHÍNH Số: 8/2026/TT-BTC | {motto} {day}",
    ],
)
def test_a_head_on_one_line(head: str, lines_of: Lines) -> None:
    head = head.format(motto="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", day="Hà Nội, ngày 03 tháng 02 năm 2026")
    header = header_of(lines_of(f"{head}\nTHÔNG TƯ\nHướng dẫn đăng ký\nCăn cứ Luật Đầu tư;"))

    assert (header.number, header.issuer_text) == ("8/2026/TT-BTC", "BỘ TÀI CHÍNH")
    assert (header.issued_place, str(header.issued_date)) == ("Hà Nội", "2026-02-03")
    assert header.title == "Hướng dẫn đăng ký"


@pytest.mark.parametrize(
    ("head", "kind", "title", "issuer"),
    [  # found: decisions of 2025 and circulars of 2021 and 2009 as websites keep them
        (
            "Quy định tiêu chí môi trường\nCăn cứ Luật A;\nThủ tướng Chính phủ ban hành Quyết định quy định tiêu chí.",
            "Quyết định",
            "Quy định tiêu chí môi trường",
            "Thủ tướng Chính phủ",
        ),
        ("Thông tư này quy định chi tiết về thủ tục làm con dấu.", None, None, None),
        (
            "UBND TỈNH BẮC NINH\nSố: 141/KH-UBND\nBắc Ninh, ngày 20 tháng 11 năm 2025\nNÂNG CAO NĂNG LỰC CÁN BỘ",
            "Kế hoạch",
            "NÂNG CAO NĂNG LỰC CÁN BỘ",
            "UBND TỈNH BẮC NINH",
        ),
        (
            "BỘ LAO ĐỘNG -\nTHƯƠNG BINH VÀ XÃ HỘI\n-------\nSố: 35/2021/TT-BLĐTBXH\nTHÔNG TƯ\nQuy định tiêu chí",
            "Thông tư",
            "Quy định tiêu chí",
            "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
        ),
        ("BỘ NỘI VỤ -------\nSố: 27/2025/TT-BNV\nTHÔNG TƯ\nQuy định hồ sơ", "Thông tư", "Quy định hồ sơ", "BỘ NỘI VỤ"),
    ],
)
def test_lines_that_are_left(
    head: str, kind: str | None, title: str | None, issuer: str | None, lines_of: Lines
) -> None:
    header = header_of(lines_of(f"{head}\nCăn cứ Luật Đầu tư;\nĐiều 1. Một."))

    assert (header.doc_type, header.title, header.issuer_text) == (kind, title, issuer)


def test_words_of_a_sentence_are_no_place(lines_of: Lines) -> None:
    assert header_of(lines_of("Trước khi vào chiến dịch, ngày 5 tháng 3 năm 1975 mọi người họp.")).issued_place is None


def test_a_number_with_a_point(lines_of: Lines) -> None:
    header = header_of(lines_of("CHÍNH PHỦ\nSố: 66.12/2026/NQ-CP | Hà Nội, ngày 26 tháng 01 năm 2026\nNGHỊ QUYẾT"))

    assert (header.number, header.number_seq) == ("66.12/2026/NQ-CP", 66)


LONG = "Về việc sắp xếp thôn, tổ dân phố " + "và chế độ đối với người hoạt động không chuyên trách " * 4 + "ở cấp xã"


@pytest.mark.parametrize(
    ("below", "title"),
    [  # found: 21/CT-TTg 2026, title and text on one line; 4422/QĐ-BVHTTDL 2025; a circular of the gazette
        (f"{LONG} Thực hiện chủ trương của Đảng, {'trong những năm qua việc sắp xếp ' * 9}đạt kết quả.", LONG),
        (
            "CÔNG BỐ NHÓM THỦ TỤC GỒM: ĐĂNG KÝ HỘ KINH DOANH; CẤP GIẤY CHỨNG NHẬN",
            "CÔNG BỐ NHÓM THỦ TỤC GỒM: ĐĂNG KÝ HỘ KINH DOANH; CẤP GIẤY CHỨNG NHẬN",
        ),
        (
            "Hướng dẫn về giám định tư pháp\nThông tư này quy định về tiêu chuẩn, hồ sơ",
            "Hướng dẫn về giám định tư pháp",
        ),
    ],
)
def test_where_a_title_ends(below: str, title: str, lines_of: Lines) -> None:
    assert header_of(lines_of(f"Số: 21/CT-TTg\nCHỈ THỊ\n{below}\nCăn cứ Luật Đầu tư;")).title == title


@pytest.mark.parametrize(
    ("above", "name"),
    [("9. Các bộ phối hợp với Bộ Nội vụ.", "Phạm Thị Thanh Trà"), ("9. Các bộ phối hợp với", None)],
)
def test_a_bare_name_closes_the_text(above: str, name: str | None, lines_of: Lines) -> None:
    """The gazette's 21/CT-TTg 2026: the title of who signed was lost."""
    lines = lines_of(f"8. Bộ Y tế rà soát.\n{above}\nPhạm Thị Thanh Trà")

    assert header_of(lines).signer_name == name
