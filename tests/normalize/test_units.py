"""How a line is cut, and how a text reads to the language model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.stream import CODE, DASH, NUMBER, STOP, last, read
from normalize.units import cut


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("B¢ Chinh tri", ["B¢", "Chinh", "tri"]),
        ("chu tri/phdi hop.", ["chu", "tri", "phdi", "hop"]),
        ("a) Quyét dinh (s6 5)", ["Quyét", "dinh", "s6"]),
        ("22/12/2024 57-NQ/TW 12,5% www.chinhphu.vn", []),
        ("<b>Xây</b> dựng", ["Xây", "dựng"]),
        ("CO2 H2S", ["CO2", "H2S"]),
        ("19°45’12,3”N 30kW 34a 5.208B 8B V-1 4.3.1.a B.III.1 09a.N.KTDN 25°C", []),
        ("6m 14m 3/thang 0,03%/ngay", ["6m", "thang", "ngay"]),
        ("(12)=(5)-(10)-(11) n=1.470 mong(1);", ["n", "mong"]),
        ("%C4%90-TB", []),
        ("re(cid:9) thi", ["re", "thi"]),
    ],
)
def test_words(line: str, words: list[str]) -> None:
    found = [line[unit.start : unit.end] for unit in cut(line) if unit.name is None]
    assert found == words


@given(st.text(alphabet=st.characters(blacklist_characters="\t\n"), max_size=50))
def test_units_are_in_order_and_inside(line: str) -> None:
    at = 0
    for unit in cut(line):
        assert at <= unit.start < unit.end <= len(line)
        at = unit.end


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("c6) thi", True),  # an item opens at the head of a line
        ("nay: c6) thi", True),  # and behind a stop
        ("nay c6) thi", False),  # elsewhere it is a garbled `có)`
        ("c6)23 thi", True),
        ("<b>c6)</b> thi", False),
    ],
)
def test_where_an_item_may_open(line: str, label: bool) -> None:
    assert any(line[unit.start : unit.end] == "c6)" and unit.name == NUMBER for unit in cut(line)) is label


@given(st.lists(st.sampled_from(["c6)", "a)", "(b1)", "x", "<b>A", ".", "12", "co’", "trié", "/"]), min_size=1))
def test_a_chunk_is_cut_alike_wherever_it_stands(parts: list[str]) -> None:
    chunk = "".join(parts)
    near, far = (
        [(start - at, end - at, name) for start, end, name in cut(line) if at <= start < at + len(chunk)]
        for line, at in ((f"nay {chunk}", 4), (f"thi hành nay {chunk} kia", 13))
    )
    assert near == far


@given(st.text(alphabet="aAđ KHCN2.,/-&", max_size=60), st.integers(0, 5))
def test_the_end_of_a_text_is_read_as_in_the_whole(text: str, most: int) -> None:
    assert last(text, most + 1) == read(text)[-most - 1 :]


def test_read() -> None:
    assert read("Điều 2. Bộ KH&CN (AI) số 57-NQ/TW, hoà bình") == [
        *("điều", NUMBER, STOP, "bộ", "KH", "CN", "AI", "số", CODE, ",", "hòa", "bình"),
    ]
    assert read("BỘ KHOA HỌC") == ["bộ", "khoa", "học"]
    assert read("kinh tế - xã hội") == ["kinh", "tế", DASH, "xã", "hội"]


@pytest.mark.parametrize(
    "chunk", ["1" * 4000 + "a", "." * 2000 + "1" + "." * 2000 + "a", "]" * 4000 + "(1a", "1/" * 2000]
)
def test_a_long_chunk_loses_nothing(chunk: str) -> None:
    assert all(chunk[unit.start : unit.end] for unit in cut(chunk))
    assert read(chunk)
