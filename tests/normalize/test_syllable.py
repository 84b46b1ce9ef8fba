"""Folding, tone placement, and what can be a syllable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.syllable import fold, is_syllable, late_tone, split, tone_style, unify_tone


@pytest.mark.parametrize(
    ("late", "early"),
    [("hoà", "hòa"), ("Thuỷ", "Thủy"), ("UỶ", "ỦY"), ("khoẻ", "khỏe"), ("xoè", "xòe"), ("luỹ", "lũy")],
)
def test_tone_placement(late: str, early: str) -> None:
    assert unify_tone(late) == early
    assert late_tone(early) == late
    assert tone_style(late) == "late"
    assert tone_style(early) == "early"


@pytest.mark.parametrize("word", ["quý", "quỳ", "hoàn", "thuyền", "loại", "toán", "uống"])
def test_tone_that_has_one_place_stays(word: str) -> None:
    assert unify_tone(word) == word


@pytest.mark.parametrize("word", ["nghiêng", "quốc", "gì", "giếng", "ủy", "Đắk", "khuỷu", "ượt", "hoà", "Nguyễn"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["chwong", "qudc", "then1", "hiéu6", "", "bcd", "tiệng1", "cac2", "hat"])
def test_not_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_split() -> None:
    assert split("nghiệp") == ("ngh", "iệp")
    assert split("gì") == ("g", "ì")
    assert split("xyz") is None


@given(st.text())
def test_fold_is_stable(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text(alphabet="hoàòaúùyỳthuỷủ qQ", max_size=20))
def test_unify_is_stable_and_keeps_letters(text: str) -> None:
    seen = unicodedata.normalize("NFC", text)
    once = unify_tone(seen)
    assert unify_tone(once) == once
    assert fold(once) == fold(seen)


def test_mixed_or_no_style() -> None:
    assert tone_style("hòa hoà") == ""
    assert tone_style("nước") == ""
