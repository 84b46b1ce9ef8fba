"""The language model asked about many words at once says what it says of each."""

from __future__ import annotations

import numpy as np

from normalize.model import load_language
from normalize.repair import DATA

WORDS, MODEL = load_language(DATA)
NUMBERS = {word: at for at, word in enumerate(WORDS)}
TEXTS = ("bộ khoa học và", "công nghệ thông tin", "tổ chức thực hiện", "hội đồng nhân dân", "quốc gia về trí")


def test_words_do_not_see_those_of_other_texts() -> None:
    columns = np.array([[NUMBERS[word] for word in text.split()] for text in TEXTS])
    keys = np.zeros((len(TEXTS), MODEL.order - 1), np.uint64)
    bows = np.zeros((len(TEXTS), MODEL.order - 1), np.float32)
    own = [(keys[:1], bows[:1])] * len(TEXTS)
    for words in columns.T:
        prob, keys, bows = MODEL.score(keys, bows, words)
        alone = [MODEL.score(*context, words[at : at + 1]) for at, context in enumerate(own)]
        own = [(key, bow) for _, key, bow in alone]
        np.testing.assert_array_equal(prob, np.concatenate([one for one, _, _ in alone]))
        np.testing.assert_array_equal(keys, np.concatenate([key for key, _ in own]))


def test_a_word_is_likelier_where_it_belongs() -> None:
    lefts, words = (np.array([NUMBERS[word] for word in row]) for row in (("hội", "hội"), ("đồng", "thông")))
    prob = MODEL.beside(lefts, words)
    assert prob[0] > MODEL.unigrams[words[0]]
    assert prob[0] > prob[1]
