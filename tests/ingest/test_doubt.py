import pytest

from ingest.doubt import is_better
from ingest.records import Box, Word


def word(text: str, at: int = 0, confidence: float | None = 0.99) -> Word:
    return Word(text, Box(50.0 * at, 100, 50.0 * at + 40, 112), confidence, 3)


@pytest.mark.parametrize(("sure", "better"), [(0.8, True), (0.5, False), (0.4, False)])
def test_without_a_judge_the_surer_reading_is_better(sure: float, better: bool) -> None:
    assert is_better(word("tổ", confidence=sure), 0, [word("tô", confidence=0.5)], None) is better


def test_the_same_text_is_never_better() -> None:
    assert not is_better(word("tô", confidence=0.9), 0, [word("tô", confidence=0.5)], None)


@pytest.mark.parametrize(("likes", "better"), [("tổ", True), ("tô", False)])
def test_a_judge_hears_the_words_around(likes: str, better: bool) -> None:
    heard: list[str] = []

    def judge(text: str) -> float:
        heard.append(text)
        return 0.9 if likes in text.split() else 0.1

    words = [word(text, at) for at, text in enumerate(("cơ", "quan,", "tô", "chức,", "cá", "nhân"))]

    assert is_better(word("tổ", 2), 2, words, judge) is better
    assert heard == ["cơ quan, tô chức, cá", "cơ quan, tổ chức, cá"]


def test_how_sure_the_engine_was_counts_beside_the_judge() -> None:
    def judge(_: str) -> float:
        return 0.5

    assert is_better(word("4.1", confidence=0.9), 0, [word("41", confidence=0.6)], judge)


def test_a_letter_that_vietnamese_does_not_have_counts_against_a_reading() -> None:
    seen = [word("1678/QĐ-BKHCN", confidence=0.46)]

    assert not is_better(word("1678/QĐÐ-BKHCN", confidence=0.52), 0, seen, lambda _: 0.6)
