"""The language model word by word says what it says of many words at once."""

from __future__ import annotations

import numpy as np
import pytest

from normalize.grams import Context, go, pair, score, start
from normalize.model import load_language
from normalize.repair import DATA

WORDS, MODEL = load_language(DATA)
GRAMS = MODEL.grams
NUMBERS = {word: at for at, word in enumerate(WORDS)}
TEXTS = ("<s> bộ", "công nghệ thông tin", "tổ chức thực hiện", "hội đồng hòa", "qua quýt mốc", "trí tuệ nhân tạo trọng")


def ids(text: str) -> list[int]:
    return [NUMBERS[word] for word in text.split()]


def _behind(words: list[int]) -> Context:
    context = Context(np.empty(MODEL.order - 1, np.uint64), np.empty(MODEL.order - 1, np.float32))
    start(GRAMS, np.array(words, np.int64), context)
    return context


@pytest.mark.parametrize("text", TEXTS)
def test_a_word_is_as_likely_as_among_many(text: str) -> None:
    *before, word = ids(text)
    context = _behind(before)
    keys, bows = np.zeros((1, MODEL.order - 1), np.uint64), np.zeros((1, MODEL.order - 1), np.float32)
    for one in before:
        _, keys, bows = MODEL.score(keys, bows, np.array([one]))
    np.testing.assert_array_equal(context.keys, keys[0])
    np.testing.assert_array_equal(context.bows, bows[0])
    prob, new_keys, new_bows = MODEL.score(keys, bows, np.array([word]))
    bits = pair(GRAMS, context, word)
    assert score(GRAMS, context, word, bits) == prob[0]
    assert go(GRAMS, context, word, bits) == prob[0]
    np.testing.assert_array_equal(context.keys, new_keys[0])
    np.testing.assert_array_equal(context.bows, new_bows[0])


def test_nothing_stands_before_the_first_word() -> None:
    context = _behind([])
    word = NUMBERS["bộ"]
    assert pair(GRAMS, context, word) == -1
    assert score(GRAMS, context, word, -1) == MODEL.unigrams[word]
