"""Quality parts printed prose from garbled, bare and foreign text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.repair import Repairer

if TYPE_CHECKING:
    from collections.abc import Callable

PRINTED = "Bộ trưởng Bộ Tài chính chịu trách nhiệm hướng dẫn, kiểm tra việc thực hiện Nghị định này"
GARBLED = "B¢ truéng B6 Tai chinh chiu trach nhiém hwong dan, kiém tra viéc thwc hién Nghj dinh nay"
BARE = "Bo truong Bo Tai chinh chiu trach nhiem huong dan, kiem tra viec thuc hien Nghi dinh nay"
ENGLISH = "The Minister of Finance shall be responsible for guiding and inspecting implementation"


def test_order(repairer: Repairer) -> None:
    assert repairer.quality(PRINTED) > 0.9
    assert max(map(repairer.quality, (GARBLED, BARE))) < 0.3
    assert repairer.quality(ENGLISH) < 0.7


def test_nothing_says_nothing(repairer: Repairer) -> None:
    assert repairer.quality("") == repairer.quality("12 / 34") == 0.5


def _measure() -> Callable[[str], float]:
    return Repairer.load().quality


_QUALITY: list[Callable[[str], float]] = []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_within_bounds(text: str) -> None:
    if not _QUALITY:
        _QUALITY.append(_measure())
    assert 0.0 <= _QUALITY[0](text) <= 1.0


def test_many_texts_are_judged_as_each_alone(repairer: Repairer) -> None:
    texts = ["", PRINTED, "tổ chức thực hiện", GARBLED, "12 / 34", "?", "Sở Y tế", BARE, ""]
    assert repairer.judge.many(texts) == pytest.approx([repairer.quality(text) for text in texts])
    assert repairer.judge.many(["", "12"]) == [0.5, 0.5]
    assert repairer.judge.many([]) == []
