"""The language model asked about many words at once says what it says of each."""

from __future__ import annotations

import numpy as np

from normalize.model import load_language
from normalize.repair import DATA

WORDS, MODEL = load_language(DATA)
NUMBERS = {word: at for at, word in enumerate(WORDS)}
TEXTS = ("<s>", "công nghệ thông", "bộ", "tổ chức thực", "hội đồng")


def ids(text: str) -> list[int]:
    return [NUMBERS[word] for word in text.split()]


def test_contexts_do_not_see_each_other() -> None:
    keys, bows = MODEL.starts([ids(text) for text in TEXTS])
    for at, text in enumerate(TEXTS):
        key, bow = MODEL.contexts(np.array(ids(text)))
        np.testing.assert_array_equal(keys[at], key[-1])
        np.testing.assert_array_equal(bows[at], bow[-1])


def test_a_rough_score_is_the_score_where_one_word_stands_before() -> None:
    keys, bows = MODEL.starts([ids(text) for text in TEXTS])
    words = np.array([NUMBERS[word] for word in ("nghệ", "tin", "trưởng", "hiện", "nhân")])
    exact = MODEL.score(keys, bows, words)[0]
    rough = MODEL.rough(keys[:, 0], bows.sum(axis=1), words)
    single = np.array([len(text.split()) == 1 for text in TEXTS])
    np.testing.assert_allclose(rough[single], exact[single], atol=1e-5)
    assert exact[1] > rough[1]  # `tin` is likelier after the whole phrase
