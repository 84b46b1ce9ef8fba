"""Token and character rates: cases worked out by hand, laws by Hypothesis."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gold.align import (
    aligned,
    character_rate,
    clusters,
    folded,
    harm_rate,
    kept,
    text_rates,
    token_rate,
    tokens,
)
from gold.records import Rate, Slip

WORDS = st.lists(st.sampled_from(["a", "b", "c", "đ", "ế"]), max_size=12)


@pytest.mark.parametrize(
    ("text", "wanted", "why"),
    [
        ("Bộ  Khoa\thọc\n", ("Bộ", "Khoa", "học"), "any white space separates"),
        ("a – b — c", ("a", "-", "b", "-", "c"), "dashes are equal"),
        ("3. | mô hình|ngôn", ("3.", "mô", "hình", "ngôn"), "a rule between cells is no token"),
        ("Ti\u00ea\u0301ng", ("Tiếng",), "composed"),
        ("", (), "nothing"),
    ],
)
def test_tokens(text: str, wanted: tuple[str, ...], why: str) -> None:
    assert tokens(text) == wanted, why


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ệ", ("ệ",)),
        ("e\u0323\u0302", ("ệ",)),
        ("q\u0301a", ("q\u0301", "a")),  # no composed letter exists: still one cluster
        ("\u0301a", ("\u0301", "a")),
    ],
)
def test_clusters(text: str, wanted: tuple[str, ...]) -> None:
    assert clusters(text) == wanted


def test_folded_ignores_tones_case_and_bar() -> None:
    assert folded("Điều") == "dieu"


REFERENCE = ("Bộ", "Công", "an", "chủ", "trì")


@pytest.mark.parametrize(
    ("other", "exact", "caseless", "plain", "why"),
    [
        ("Bộ Công an chủ trì", 5, 5, 5, "the same"),
        ("BỘ CÔNG AN chủ trì", 2, 5, 5, "case only"),
        ("Bo Cong an chu tri", 1, 1, 5, "tones lost"),
        ("Bộ Công chủ trì", 4, 4, 4, "one token lost: the others are still in place"),
        ("và Bộ Công an chủ trì ./.", 5, 5, 5, "what is inserted does not count"),
        ("", 0, 0, 0, "nothing there"),
    ],
)
def test_token_rates(other: str, exact: int, caseless: int, plain: int, why: str) -> None:
    scored = [True] * 5
    assert token_rate(REFERENCE, tokens(other), scored) == Rate(exact, 5), why
    assert token_rate(REFERENCE, tokens(other), scored, str.casefold) == Rate(caseless, 5), why
    assert token_rate(REFERENCE, tokens(other), scored, folded) == Rate(plain, 5), why


@pytest.mark.parametrize(
    ("reference", "other", "scored", "wanted"),
    [
        ("ab cd", "ab cd", (True, True), Rate(0, 6)),
        ("ab cd", "ab cx", (True, True), Rate(1, 6)),
        ("ab cd", "ab", (True, True), Rate(3, 6)),
        ("ab", "abcd", (True,), Rate(2, 3)),
        ("ab cd", "xx cd", (False, True), Rate(0, 3)),
        ("Bộ", "Bo", (True,), Rate(1, 3)),  # one cluster, however many marks
    ],
)
def test_character_rate(reference: str, other: str, scored: tuple[bool, ...], wanted: Rate) -> None:
    assert character_rate(tokens(reference), tokens(other), scored) == wanted


def test_text_rates_tell_helped_missed_and_harmed_apart() -> None:
    rates = text_rates(["Bộ Công an", "chủ trì"], (), "Bo Cong an chủ trì", "Bộ Cong an chù trì")
    assert rates["text.seen"] == Rate(3, 5)
    assert rates["text.exact"] == Rate(3, 5)
    assert rates["repair.helped"] == Rate(1, 2)
    assert rates["repair.missed"] == Rate(1, 2)
    assert rates["repair.harmed"] == Rate(1, 3)


def test_unsure_lines_are_left_out() -> None:
    rates = text_rates(["Bộ Công an", "chủ trì"], {2}, "Bộ Công an xx yy", "Bộ Công an zz")
    assert rates["text.exact"] == Rate(3, 3)
    assert rates["text.cer"].n == len("Bộ Công an ")


@pytest.mark.parametrize(
    ("seen", "text", "changed", "why"),
    [
        ("Bộ Công an", "Bộ Công an", Rate(0, 3), "left alone"),
        ("Bộ Công an", "Bộ Cống an", Rate(1, 3), "harmed"),
        ("**Điều 1.** <b>Bộ</b>", "Điều 1. Bộ", Rate(0, 3), "markup is no word"),
        ("[bookmark: bookmark=id.ab]Điều 1", "Điều 1", Rate(0, 2), "nor is a bookmark"),
        ("chia sẻ, phân biện", "chia sẻ, phản biện", Rate(0, 4), "a known fault, mended"),
        ("chia sẻ, phân biện", "chia sẻ, phân biện", Rate(0, 4), "a known fault, kept"),
    ],
)
def test_harm_on_clean_text(seen: str, text: str, changed: Rate, why: str) -> None:
    assert harm_rate(seen, text, [Slip("phân biện", "phản biện")]) == changed, why


@settings(deadline=None)
@given(WORDS, WORDS)
def test_aligning_is_symmetric(left: list[str], right: list[str]) -> None:
    assert aligned(left, right) == tuple((i, j) for j, i in aligned(right, left))


@settings(deadline=None)
@given(WORDS, WORDS)
def test_aligned_tokens_are_equal_and_in_order(left: list[str], right: list[str]) -> None:
    pairs = aligned(left, right)
    assert all(left[i] == right[j] for i, j in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))


@settings(deadline=None)
@given(WORDS)
def test_a_text_is_kept_by_itself(words: list[str]) -> None:
    assert all(kept(words, words))
    assert character_rate(words, words, [True] * len(words)).hits == 0


@settings(deadline=None)
@given(WORDS, WORDS)
def test_token_rates_stay_within_bounds(reference: list[str], other: list[str]) -> None:
    rate = token_rate(reference, other, [True] * len(reference))
    assert 0 <= rate.hits <= rate.n == len(reference)
