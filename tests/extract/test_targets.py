"""Figures to reach: cases with provenance, and laws that hold for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.targets import find
from normalize.datafile import read_tsv

CASES = read_tsv(Path(__file__).parent / "cases" / "targets.tsv", ("text", "expected", "provenance"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_case(case: dict[str, str]) -> None:
    found = find(case["text"])
    shown = " | ".join(f"{t.text}; {t.value:g}; {t.unit}; {t.comparator}" for t in found) or "()"
    assert shown == case["expected"]


@given(st.lists(st.sampled_from(["tối thiểu", "1.000", "3,5%", "triệu", "người", "2030", "-"]) | st.text(max_size=5)))
def test_any_text_can_be_read_and_keeps_its_words(words: list[str]) -> None:
    text = " ".join(words)
    for target in find(text):
        assert target.value is not None
        assert target.text in " ".join(text.split())
