from __future__ import annotations

import socket
import time

import pytest

from ingest.errors import DamagedFileError, EmptyFileError, TooLargeError
from ingest.html import read_html
from ingest.limits import MAX_CELLS, MAX_TEXT_BYTES


def lines(html: str) -> list[str]:
    (page,) = read_html(html.encode())
    assert page.source == "html"
    return [line.text for line in page.lines]


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Điều 1.</p><p>Điều\n  2.</p>", ["Điều 1.", "Điều 2."]),
        ("<div>một<div>hai</div>ba</div>", ["một", "hai", "ba"]),
        ("<p>một<br>hai<br><br>ba</p>", ["một", "hai", "", "ba"]),
        ("<p>Qu&#7843;ng&nbsp;Ng&atilde;i &amp; <b>H</b>uế</p>", ["Quảng Ngãi & Huế"]),
        ("<p>Qua\u0309ng</p>", ["Quảng"]),
        ("<ol type='a' start=3><li>ba<li>bốn</ol>", ["c. ba", "d. bốn"]),
        ("<ol type=I><li>một<li value=4>bốn<li>năm</ol>", ["I. một", "IV. bốn", "V. năm"]),
        ("<ol><li>một<ol><li>trong</ol><li>hai</ol>", ["1. một", "1. trong", "2. hai"]),
        ("<ul><li>một</ul>", ["• một"]),
        ("<p hidden>không</p><p style='display: none'>không</p><p>có</p>", ["có"]),
        ("<p>giá <del>10</del> 12</p>", ["giá 12"]),
        ("<pre>a\n  b</pre>", ["a", "  b"]),
        ("<!-- không --><h1>Tên</h1>chữ", ["Tên", "chữ"]),
        ("<title>không</title><style>p{}</style><p>có</p>", ["có"]),
    ],
)
def test_lines_are_as_a_browser_breaks_them(html: str, shown: list[str]) -> None:
    assert lines(html) == shown


def test_tables_are_lines_with_tabs() -> None:
    html = """<table><caption>Bảng 1</caption>
    <thead><tr><th rowspan=2>TT<th colspan=2>Nhiệm vụ<th rowspan=2>Hạn</tr><tr><th>Tên<th>Sản phẩm</thead>
    <tr><td>1<td>Rà soát<br>văn bản<td><p>Báo cáo</p><p>và số liệu</p><td>2025
    <tr><td colspan=4>II. Thể chế</table>"""

    assert lines(html) == [
        "Bảng 1",
        "TT\tNhiệm vụ\t\tHạn",
        "\tTên\tSản phẩm\t",
        "1\tRà soát văn bản\tBáo cáo và số liệu\t2025",
        "II. Thể chế\t\t\t",
    ]


def test_a_table_that_only_places_the_head_is_read_cell_by_cell() -> None:
    html = """<table><tr><td><p>UBND TỈNH QUẢNG NGÃI</p><p>Số: 12/QĐ-UBND</p></td>
    <td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</td></tr></table>"""

    assert lines(html) == [
        *("UBND TỈNH QUẢNG NGÃI", "Số: 12/QĐ-UBND"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    ]


def test_a_table_around_a_table_is_no_table() -> None:
    inner = "<table><tr><td>1<td>a<td>b<tr><td>2<td>c<td>d</table>"

    assert lines(f"<table><tr><td>Thực đơn<td>Tên{inner}hết</table>") == [
        "Thực đơn",
        "Tên",
        "1\ta\tb",
        "2\tc\td",
        "hết",
    ]


def test_text_outside_the_rows_is_kept() -> None:
    assert lines("<table><p>lạc</p><tr><td>a<td>b</table>") == ["lạc", "a\tb"]


def test_a_rowspan_reaches_over_later_rows_and_ends() -> None:
    html = "<table><tr><td rowspan=0>a<td>b<td>c<tr><td>d<td>e</table><table><tr><td>1<td>2<td>3</table>"

    assert lines(html) == ["a\tb\tc", "\td\te", "1\t2\t3"]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<p>Điều 1</p>".encode("utf-16"), "utf-16"),
        (b"\xef\xbb\xbf" + "<p>Điều 1</p>".encode(), "utf-8-sig"),
        ('<meta charset="windows-1252"><p>Điều 1</p>'.encode(), "utf-8"),  # the bytes are UTF-8, whatever they say
        ("<p>\xa7iÒu 1: ViÖt Nam</p>".encode("latin-1"), "tcvn3"),
        ("<meta charset=iso-8859-1><p>Ñieàu 1: Vieät Nam</p>".encode("latin-1"), "vni"),
        ("<meta charset=windows-1252><p>“café”</p>".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_found(data: bytes, encoding: str) -> None:
    (page,) = read_html(data)

    assert page.source_reason.endswith(f"encoded in {encoding}")
    assert page.lines[0].text.removesuffix(": Việt Nam") in {"Điều 1", "“café”"}


@pytest.mark.parametrize("charset", ["hex", "no-such", "utf-8"])
def test_an_unknown_encoding_is_damage(charset: str) -> None:
    with pytest.raises(DamagedFileError, match="no known encoding"):
        read_html(f"<meta charset={charset}><p>".encode() + b"caf\xe9")


def test_nothing_is_run_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    html = """<!DOCTYPE html SYSTEM "http://192.0.2.1/x.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">]>
    <link rel=stylesheet href="http://192.0.2.1/s.css"><script src="http://192.0.2.1/s.js">document.write(1)</script>
    <p>Điều 1 &a;<img src="http://192.0.2.1/i.png" alt=ảnh><iframe src="http://192.0.2.1/">khung</iframe>
    <svg><text>vẽ</text></svg></p><script>document.write("không")"""

    shown = " ".join(lines(html))

    assert "Điều 1 &a;" in shown  # an entity that nobody resolves
    assert not any(word in shown for word in ("không", "write", "khung", "vẽ", "ảnh", "root:"))


def test_deep_nesting_is_refused_soon() -> None:
    started = time.monotonic()
    for tag in ("<div>", "<table><tr><td>", "<b>", "<ul><li>"):
        try:
            read_html((tag * 100_000 + "x").encode())
        except (DamagedFileError, EmptyFileError):
            continue
    assert time.monotonic() - started < 5


def test_a_table_over_the_limit_is_refused() -> None:
    width = 1001
    html = "<table><tr>" + "<td>x" * width + "<tr><td>y" * (MAX_CELLS // width + 1)

    with pytest.raises(TooLargeError, match=r"a table has \d+ rows and 1001 columns"):
        read_html(html.encode())


def test_wide_spans_cost_nothing() -> None:
    assert lines("<table><tr><td colspan=99999999>a" + "<tr><td colspan=1000>b" * 100)[0] == "a"


@pytest.mark.parametrize("html", ["<html><script>x</script></html>", "<!-- -->", "<p> </p>"])
def test_a_page_that_shows_nothing_is_empty(html: str) -> None:
    with pytest.raises(EmptyFileError, match="shows no text"):
        read_html(html.encode())


def test_a_page_over_the_limit_is_refused() -> None:
    with pytest.raises(TooLargeError, match="the limit is 64 MiB"):
        read_html(b"<p>" + bytes(MAX_TEXT_BYTES))


def test_a_row_says_which_of_its_columns_a_cell_above_covers() -> None:
    html = "<table><tr><td>1<td rowspan=2 colspan=2>a<td>b<tr><td>2<td>c<tr><td>3<td>d<td>e<td>f</table>"
    (page,) = read_html(html.encode())

    assert [(line.text, line.covered) for line in page.lines] == [
        ("1\ta\t\tb", ()),
        ("2\t\t\tc", (1, 2)),
        ("3\td\te\tf", ()),
    ]
