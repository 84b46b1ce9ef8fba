import numpy as np
import pytest

from ingest import doubt
from ingest.records import Box, Word
from ingest.scan import Scan

SCAN = Scan(np.full((400, 600), 255, np.uint8), 72)  # a dot is a point


def word(text: str, at: int, confidence: float | None = 0.99) -> Word:
    return Word(text, Box(50.0 * at, 100, 50.0 * at + 40, 112), confidence, 3)


def seen_as(monkeypatch: pytest.MonkeyPatch, *texts: str, confidence: float = 0.8) -> list[tuple[int, int]]:
    """Let the second look read these texts, one a crop from the top of the sheet; returns the sheets' shapes."""
    shapes: list[tuple[int, int]] = []

    def read(sheet: np.ndarray, dpi: float, model: str, psm: int) -> tuple[Word, ...]:
        assert (dpi, model, psm) == (72, "Vietnamese", doubt.BLOCK)
        shapes.append(sheet.shape)
        step = 15 + round(doubt._GAP)
        tops = [round(doubt._MARGIN) + 2 + step * at for at in range(len(texts))]
        return tuple(
            Word(text, Box(10, top, 30, top + 10), confidence) for text, top in zip(texts, tops, strict=True) if text
        )

    monkeypatch.setattr(doubt, "read_words", read)
    return shapes


def test_a_doubtful_word_is_read_again_and_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_as(monkeypatch, "tổ")
    words = (word("các", 1), word("tô", 2, 0.5), word("chức", 3))

    found = doubt.look_twice(SCAN, words, "Vietnamese")

    assert [one.text for one in found] == ["các", "tổ", "chức"]
    assert found[1] == Word("tổ", words[1].box, 0.8, 3)


def test_sure_words_numbers_and_typed_words_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = seen_as(monkeypatch)
    words = (word("các", 1), word("2025", 2, 0.4), word("tổ", 3, None))

    assert doubt.look_twice(SCAN, words, "Vietnamese") == words
    assert shapes == []


def test_without_a_judge_the_surer_reading_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_as(monkeypatch, "tổ", confidence=0.4)

    assert doubt.look_twice(SCAN, (word("tô", 2, 0.5),), "Vietnamese")[0].text == "tô"


@pytest.mark.parametrize(("likes", "kept"), [("tổ", "tổ"), ("tô", "tô")])
def test_a_judge_hears_the_words_around(monkeypatch: pytest.MonkeyPatch, likes: str, kept: str) -> None:
    seen_as(monkeypatch, "tổ", confidence=0.5)
    heard: list[str] = []

    def judge(text: str) -> float:
        heard.append(text)
        return 0.9 if likes in text.split() else 0.1

    words = (word("cơ", 1), word("quan,", 2), word("tô", 3, 0.5), word("chức,", 4), word("cá", 5), word("nhân", 6))

    assert doubt.look_twice(SCAN, words, "Vietnamese", judge)[2].text == kept
    assert heard == ["cơ quan, tô chức, cá", "cơ quan, tổ chức, cá"]


def test_a_crop_read_as_two_words_or_none_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    words = (word("phối", 1, 0.5), word("hơp", 2, 0.5))
    seen_as(monkeypatch, "", "hợp")

    assert [one.text for one in doubt.look_twice(SCAN, words, "Vietnamese")] == ["phối", "hợp"]


def test_only_the_worst_words_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubt, "MOST", 1)
    seen_as(monkeypatch, "hợp")

    words = (word("phôi", 1, 0.6), word("hơp", 2, 0.5))

    assert [one.text for one in doubt.look_twice(SCAN, words, "Vietnamese")] == ["phôi", "hợp"]
