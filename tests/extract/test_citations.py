"""Cited documents: cases with provenance, and laws that hold for any text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.citations import find, parse_basis
from extract.cited_acts import normal_number
from normalize.datafile import read_tsv

if TYPE_CHECKING:
    from extract.records import Citation

CASES = read_tsv(Path(__file__).parent / "cases" / "citations.tsv", ("role", "text", "expected", "provenance"))


def shown(citations: tuple[Citation, ...]) -> str:
    parts = ((c.number, c.doc_type, c.issued_date, c.issuer_text, c.issuer_unit_id, c.title) for c in citations)
    return " | ".join("; ".join(str(part or "") for part in row) for row in parts).strip() or "()"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_case(case: dict[str, str]) -> None:
    basis = case["role"] == "legal_basis"
    found = parse_basis(case["text"], 1) if basis else find(case["text"], "mention", 1)
    assert shown(found) == case["expected"].strip()
    assert all(citation.role == case["role"] and citation.page_no == 1 for citation in found)


def test_a_number_is_mended_only_where_one_reading_is_possible() -> None:
    assert normal_number("12 / QD - TTg") == "12/QĐ-TTg"
    assert normal_number("95/2017/ND-CP") == "95/2017/NĐ-CP"
    assert normal_number("57-NQ/TW") == "57-NQ/TW"
    assert normal_number("02/XX-YY") == "02/XX-YY"


def test_lists_of_laws_without_a_number_are_read_in_time() -> None:
    listed = "Luật sửa đổi, bổ sung một số điều của Luật A, " * 300
    assert find(f"{listed}số 1", "mention", 1) == parse_basis(f"Căn cứ {listed}số 1", 1) == ()


@given(st.text(max_size=80) | st.from_regex(r"Căn cứ (Nghị định|Luật) [^;]{0,40}(ngày \d{1,2}/\d{1,2}/\d{4})?"))
def test_any_text_can_be_read(text: str) -> None:
    for citation in (*parse_basis(text, 3), *find(text, "mention", 3)):
        assert citation.page_no == 3
        assert citation.number or citation.title
