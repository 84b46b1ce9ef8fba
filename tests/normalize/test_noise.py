"""Noise spoils what is seen and never what is meant; its labels give the meant text back."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.training import noise, tagger_engines
from normalize.training.tagger_align import align
from normalize.training.tagger_stream import COPY, labelled

if TYPE_CHECKING:
    from normalize.training.noise import Unit

PAIRS = [
    ("trién khai thixc hién", "triển khai thực hiện"),
    ("ciia Chinh phii", "của Chính phủ"),
    ("cua BOKHOA hoc", "của BỘ KHOA học"),
    ("quy dinh ctia phap luat", "quy định của pháp luật"),
] * 12
CHANNELS = noise.learn(align(PAIRS), 2, 1)
TEXT = st.text("aáàdđơờuưhgnBĐ 129/-.,", max_size=40).map(lambda text: " ".join(text.split()))
MAKERS = st.sampled_from([tagger_engines.foreign, tagger_engines.faded, tagger_engines.stripped])


def as_is(text: str) -> list[Unit]:
    return [(char, char) for char in text]


def meant(units: list[Unit]) -> str:
    return "".join(part for part, _ in units)


@given(TEXT, st.integers(0, 99))
@settings(deadline=None)
def test_a_channel_keeps_what_is_meant(text: str, seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - a seed, not secrecy
    for channel in CHANNELS:
        assert meant(channel.garble(text, rng)) == text


@given(TEXT, st.integers(0, 999), MAKERS)
@settings(deadline=None)
def test_an_engine_keeps_what_is_meant_and_the_digits(text: str, seed: int, make: object) -> None:
    rng = Random(seed)  # noqa: S311 - a seed, not secrecy
    assert callable(make)
    units = make(rng).spoil(as_is(text), rng)
    assert meant(units) == text
    assert all(seen for _, seen in units)
    assert [seen[0] for part, seen in units if part[:1].isdigit()] == [char for char in text if char.isdigit()]


@given(TEXT, st.integers(0, 999), MAKERS)
@settings(deadline=None)
def test_labels_give_the_meant_text_back(text: str, seed: int, make: object) -> None:
    rng = Random(seed)  # noqa: S311 - a seed, not secrecy
    assert callable(make)
    seen, labels = labelled(make(rng).spoil(as_is(text), rng))
    assert "".join(char if label == COPY else label for char, label in zip(seen, labels, strict=True)) == text
    assert all(len(label) <= 3 for label in labels)


def test_a_channel_garbles_as_it_saw() -> None:
    rng = Random(3)  # noqa: S311 - a seed, not secrecy
    seen = {"".join(part for _, part in CHANNELS[0].garble("của", rng)) for _ in range(200)}
    assert {"ciia", "cua", "ctia"} & seen
    assert set("".join(seen)) <= set("ciutaủ")


def test_same_seed_same_noise() -> None:
    def once() -> str:
        rng = Random(5)  # noqa: S311 - a seed, not secrecy
        units = tagger_engines.foreign(rng).spoil(CHANNELS[0].garble("của Chính phủ", rng), rng)
        return "".join(seen for _, seen in units)

    assert once() == once()


@pytest.mark.parametrize(
    ("text", "bare"), [("Đường lối đổi mới", "Duong loi doi moi"), ("ẤN PHẨM", "AN PHAM"), ("số 5", "so 5")]
)
def test_marks_come_off(text: str, bare: str) -> None:
    marks = dict.fromkeys(tagger_engines.TONES + tagger_engines.SHAPES, "") | {"đ": "d", "Đ": "D"}
    assert tagger_engines.change_marks(text, marks) == bare


def test_an_impossible_mark_leaves_the_letter() -> None:
    assert tagger_engines.change_marks("í", {"\u0301": "\u031b"}) == "í"
    assert len(tagger_engines.change_marks("ểíĐ", {"\u0301": "\u031b", "\u0302": "\u0306"})) == 3


def test_kinds_tell_two_engines_apart() -> None:
    lines = align([("trién khai", "triển khai")] * 30 + [("tri6n khai", "triển khai")] * 30)
    kinds = noise.kinds_of(lines, 2, 1)
    assert len(set(kinds[:30])) == len(set(kinds[30:])) == 1
    assert kinds[0] != kinds[-1]


def test_a_digit_read_as_another_is_left_alone() -> None:
    assert labelled([("3", "8"), ("l", "1"), ("ứ", "ir")]) == ("81ir", [COPY, "l", "ứ", ""])
