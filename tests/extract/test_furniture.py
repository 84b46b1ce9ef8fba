from __future__ import annotations

from extract.furniture import furniture
from extract.records import Line


def pages(*texts: list[str]) -> list[Line]:
    return [
        Line(page_no, line_no, text, text)
        for page_no, page in enumerate(texts, start=1)
        for line_no, text in enumerate(page, start=1)
    ]


def test_running_headers_and_page_numbers_are_found() -> None:
    lines = pages(
        ["CÔNG BÁO/Số 286/Ngày 27-05-2026", "Một", "Hai", "Ba", "3"],
        ["4 CÔNG BÁO/Số 286/Ngày 27-05-2026", "Bốn", "Năm", "Sáu", "Bảy"],
        ["CÔNG BÁO/Số 286/Ngày 27-05-2026", "5", "Tám", "Chín", "Mười"],
    )

    assert sorted(lines[i].text for i in furniture(lines)) == [
        "3",
        "4 CÔNG BÁO/Số 286/Ngày 27-05-2026",
        "5",
        "CÔNG BÁO/Số 286/Ngày 27-05-2026",
        "CÔNG BÁO/Số 286/Ngày 27-05-2026",
    ]


def test_text_at_the_edge_of_a_page_stays() -> None:
    lines = pages(["Điều 1. Một", "12 nhiệm vụ", "hết"], ["Điều 2. Hai", "3", "hết"])

    assert furniture(lines) == {4}  # "3" at an edge; two pages are too few for a running line


def test_an_item_that_comes_again_inside_pages_is_text() -> None:
    item = "- Đơn vị phối hợp: Các đơn vị liên quan."
    lines = pages(
        [item, "Một", item, "Hai", "Ba"], [item, "Bốn", "Năm", "Sáu", "Bảy"], [item, "Tám", "Chín", "Mười", "x"]
    )

    assert furniture(lines) == frozenset()
