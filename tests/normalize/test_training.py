"""Training on a handful of sentences: counts, smoothing, packing, confusions, calibration."""

from __future__ import annotations

import json
import lzma
from typing import TYPE_CHECKING

import numpy as np
import pytest

from normalize.ngram import LanguageModel
from normalize.training import confusions, corpus, measure, ngrams
from normalize.training.align import align

if TYPE_CHECKING:
    from pathlib import Path

# "a b c" thrice and "b d" once, as numbers, with an edge (0) around
ROW = np.array([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 2, 4, 0])


def _model(budget: int = 100) -> LanguageModel:
    grams = ngrams.smooth(ROW, 3, 5)
    return ngrams.build(grams, ngrams.prune(grams, budget, least=1), 5)


def test_a_likely_follower_is_likelier() -> None:
    model = _model()
    nothing = np.zeros((2, 2), np.uint64), np.zeros((2, 2), np.float32)
    _, keys, bows = model.score(*nothing, np.array([1, 1]))
    prob, _, _ = model.score(keys, bows, np.array([2, 4]))
    assert prob[0] > prob[1]


def test_smoothed_probabilities_sum_to_one() -> None:
    for grams in ngrams.smooth(ROW, 2, 5)[1:]:
        heads = grams.keys >> ngrams.BITS
        for head in np.unique(heads):
            assert grams.probs[heads == head].sum() <= 1.0 + 1e-9


@pytest.mark.parametrize("size", [1, 2, 50, 5000])
def test_the_table_gives_back_what_was_put_in(size: int) -> None:
    random = np.random.default_rng(7)
    keys = np.unique(random.integers(1, 2**63, size, dtype=np.uint64))
    cells = random.integers(0, 1 << 14, len(keys), dtype=np.uint32)
    none = np.zeros(1, np.float32)
    model = LanguageModel(2, none, none, ngrams.solve(keys, cells))
    hit, bits = model.look_up(keys)
    assert hit.all()
    assert np.array_equal(bits, cells)
    strange, _ = model.look_up(random.integers(1, 2**63, 4000, dtype=np.uint64))
    assert strange.mean() < 0.01


def test_align_joins_and_parts_chunks() -> None:
    assert align(["Quyét", "dinh", "nay"], ["Quyết", "định", "này"])[0] == ("Quyét", "Quyết")
    assert ("trié n", "triển") in align(["phat", "trié", "n", "khai"], ["phát", "triển", "khai"])
    assert align([], ["a"]) == [("", "a")]


def test_confusions_know_onset_and_rhyme() -> None:
    words = confusions.Words({("ciia", "của"): 5, ("cua", "của"): 5, ("Piéu", "Điều"): 4, ("diéu", "điều"): 4})
    found = confusions.learn(words)
    assert found.rhymes["iia", "ủa"] == 5
    assert found.onsets["P", "Đ"] == 4
    assert confusions.strip_both("tir,", "từ,") == ("tir", "từ")


def test_corpus_files(tmp_path: Path) -> None:
    with lzma.open(tmp_path / "a.txt.xz", "wt", encoding="utf-8") as out:
        out.write(
            "# Luật | 1 | luat-so-1-2-3\nĐiều 1. Phạm vi\n\n# Khác\nLuật này quy định\n"
            "cong hoa xa hoi chu nghia viet nam\n"
        )
    with lzma.open(tmp_path / "b.jsonl.xz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"paragraphs": ["Một", " ", "Hai"]}) + "\n")
    first, second = corpus.read_documents(tmp_path / "a.txt.xz")
    assert first.paragraphs[1] == "Điều 1. Phạm vi"
    assert "luat-so" not in first.paragraphs[0]
    assert second.paragraphs == ("Khác", "Luật này quy định")
    assert next(iter(corpus.read_documents(tmp_path / "b.jsonl.xz"))).paragraphs == ("Một", "Hai")


def test_calibration_rises() -> None:
    points = [(odds, index % 10 >= 5 - int(odds)) for odds in (0.2, 1.0, 2.2, 4.5) for index in range(100)]
    table = measure.isotonic(points)
    assert [share for _, share in table] == sorted(share for _, share in table)


def test_accuracy_counts_reference_tokens() -> None:
    assert measure.accuracy(["a – b c"], ["a - b d"]) == (3, 4)
    assert measure.accuracy(["a | b"], ["a b"]) == (2, 2)
