"""How a line is cut, and how a text reads to the language model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.stream import CODE, DASH, NUMBER, STOP, read
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


def test_read() -> None:
    assert read("Điều 2. Bộ KH&CN (AI) số 57-NQ/TW, hoà bình") == [
        *("điều", NUMBER, STOP, "bộ", "KH", "CN", "AI", "số", CODE, ",", "hòa", "bình"),
    ]
    assert read("BỘ KHOA HỌC") == ["bộ", "khoa", "học"]
    assert read("kinh tế - xã hội") == ["kinh", "tế", DASH, "xã", "hội"]
