"""The search finds the way that trying all of them finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from normalize.beam import Lattice, best_way
from normalize.model import load_language
from normalize.repair import DATA
from normalize.weighing import NEAR, weigh_way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from normalize.ngram import Floats

WORDS, MODEL = load_language(DATA)
SPACE = ((0, 1, 3), (0, 2, 2), (1, 2, 4), (2, 3, 3), (2, 4, 2), (3, 4, 2))  # place left, place reached, readings
WIDE = 200  # no way is given up for want of room


def lattice(seed: int) -> Lattice:
    """Edges between five places with frequent words for readings and odds by chance."""
    draw = np.random.default_rng(seed)
    sizes = [size for _, _, size in SPACE]
    firsts = np.cumsum(sizes) - sizes
    leaves, reaches, _ = zip(*SPACE, strict=True)
    edges = np.array([leaves, reaches, firsts, sizes, [at != 3 for at in range(len(SPACE))]], np.int64)
    frequent = np.argsort(-MODEL.unigrams)[7:400]
    words, odds = draw.choice(frequent, sum(sizes)), draw.uniform(-1.5, 0, sum(sizes)).astype(np.float32)
    return Lattice(edges, words, odds, draw.random(sum(sizes)) < 0.1, np.array([WORDS.index("<s>")]))


def _ways(place: int, last: int) -> Iterator[list[tuple[int, int]]]:
    """Every way from a place to the last: edges and readings."""
    if place == last:
        yield []
    for edge, (leaves, reaches, many) in enumerate(SPACE):
        if leaves == place:
            for rest in _ways(reaches, last):
                yield from ([(edge, choice), *rest] for choice in range(many))


def _likelihood(words: Sequence[int], before: Sequence[int]) -> float:
    """Log10 P of words after others."""
    keys, bows = np.zeros((1, MODEL.order - 1), np.uint64), np.zeros((1, MODEL.order - 1), np.float32)
    total = 0.0
    for at, word in enumerate([*before, *words]):
        prob, keys, bows = MODEL.score(keys, bows, np.array([word]))
        total += float(prob[0]) if at >= len(before) else 0.0
    return total


def _worth(one: Lattice, way: Sequence[tuple[int, int]]) -> float:
    at = [one.edges[2, edge] + choice for edge, choice in way]
    return float(one.odds[at].sum()) + _likelihood(one.ids[at].tolist(), one.before.tolist())


@pytest.mark.parametrize("seed", range(12))
def test_the_best_way_is_found(seed: int) -> None:
    one = lattice(seed)
    edges, choices = best_way(MODEL.grams, one, WIDE)
    found = list(zip(edges.tolist(), choices.tolist(), strict=True))
    assert _worth(one, found) == pytest.approx(max(_worth(one, way) for way in _ways(0, 4)), abs=1e-4)


def test_a_place_that_nothing_leaves_ends_no_way_while_another_lies_behind() -> None:
    one = lattice(1)
    kept = one.edges[:, [0, 1, 2, 4]]  # place 3 is not reached, place 2 leads to the end
    edges, _ = best_way(MODEL.grams, one._replace(edges=np.ascontiguousarray(kept)), 8)
    assert kept[1, edges[-1]] == 4


def _language(words: list[int], at: int, reading: int) -> float:
    """Log10 P of a reading in place of a word and of the three behind it, behind the edge of the text."""
    gap = [0] * MODEL.order
    return _likelihood([reading, *words[at + 1 : at + MODEL.order]], [*gap, *words[:at]][-MODEL.order + 1 :])


@pytest.mark.parametrize("seed", range(6))
def test_readings_weigh_what_they_weigh_between_their_neighbours(seed: int) -> None:
    one = lattice(seed)
    way, choices = best_way(MODEL.grams, one, WIDE)
    weighed = weigh_way(MODEL.grams, one, way, choices)
    words = [int(one.ids[one.edges[2, edge] + choice]) for edge, choice in zip(way, choices, strict=True)]
    start = step = 0
    for at, (edge, choice) in enumerate(zip(way, choices, strict=True)):
        if edge == 3:
            continue  # it is not open
        first, many = one.edges[2, edge], one.edges[3, edge]
        odds, said = weighed.odds[start : start + many], weighed.language[start : start + many]
        for k in range(many):
            if odds[k] > -NEAR:
                expected = _language([WORDS.index("<s>"), *words], at + 1, int(one.ids[first + k]))
                assert said[k] == pytest.approx(expected, abs=1e-4)
        _agree(odds, said + one.odds[first : first + many], int(choice))
        assert weighed.totals[step] == pytest.approx(np.power(10.0, odds).sum(), rel=1e-4)
        assert weighed.near[step] == np.count_nonzero(odds > -NEAR)
        start, step = start + many, step + 1
    assert start == len(weighed.odds)


def _agree(odds: Floats, worth: Floats, choice: int) -> None:
    np.testing.assert_allclose(odds, worth - worth[choice], atol=1e-4)
    assert odds[choice] == 0
