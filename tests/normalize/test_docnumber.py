"""Document numbers: kinds and issuers are mended, digits never."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.docnumber import Numbers
from normalize.repair import DATA

NUMBERS = Numbers.load(DATA / "doc_numbers.tsv")


def mend(line: str) -> str:
    for change in reversed(list(NUMBERS.changes(line))):
        line = line[: change.start] + change.after + line[change.end :]
    return line


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("1412 /QD-BKHCN", "1412/QĐ-BKHCN"),
        ("55/2025/NP-CP", "55/2025/NĐ-CP"),
        ("71/NO-CP", "71/NQ-CP"),
        ("/OD-BTTTT", "/QĐ-BTTTT"),
        ("2259/Qb-", "2259/QĐ-"),
        ("26/2016/TT-BLDTBXH", "26/2016/TT-BLĐTBXH"),
        ("0D-BTTTT", "QĐ-BTTTT"),
        ("12/2020/TTLT-BTC-BGDDT", "12/2020/TTLT-BTC-BGDĐT"),
    ],
)
def test_mended(seen: str, meant: str) -> None:
    assert mend(seen) == meant


@pytest.mark.parametrize(
    "right", ["57-NQ/TW", "QĐ-TTg", "MO-DUN", "A/B-C", "và/hoặc", "25-TB/TGV", "Số:      /QĐ-BKHCN", "3/4-5"]
)
def test_left_alone(right: str) -> None:
    assert mend(right) == right


@given(st.text(alphabet="0123456789/-QDĐNPCTBOG &. ", max_size=30))
def test_digits_of_numbers_stay(line: str) -> None:
    numbers = re.findall(r"(?<![A-ZĐ])\d{2,}", line)
    after = mend(line)
    assert all(number in after for number in numbers)
