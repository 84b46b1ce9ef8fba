"""The compiled walk over a trie and the meeting of halves, beside the plain recursion that they stand for."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from normalize.channel import Segments, rows_of
from normalize.halves import FLOOR, meet, walk
from normalize.trie import Trie

STRINGS = ("", "n", "ng", "ngh", "th", "t", "iêng", "ang", "a", "ê")
COLUMNS = {s: at for at, s in enumerate(sorted({w[i : i + n] for w in STRINGS for i in range(len(w)) for n in (1, 2)}))}
COUNTS = {("ii", "n"): 3.0, ("n", "n"): 90.0, ("rg", "ng"): 5.0, ("é", "ê"): 20.0, ("", "h"): 2.0, ("lh", "th"): 7.0}
SPANS = {"n": 100.0, "ng": 40.0, "ê": 30.0, "h": 50.0, "th": 20.0}
SEGMENTS = Segments.build(COUNTS, SPANS, COLUMNS)


def _plainly(seen: str, meant: str) -> float:
    """Log10 P of the best way to cut `meant` into steps of 1 or 2 letters, each seen as 0 to 3 glyphs of `seen`."""

    @cache
    def best(at: int, to: int) -> float:
        if to == 0:
            return 0.0 if at == 0 else float(FLOOR)
        ways = [
            best(at - wide, to - step)
            + float(SEGMENTS.cost[COLUMNS[meant[to - step : to]], SEGMENTS.seen.get(seen[at - wide : at], wide)])
            for step in (1, 2)
            for wide in range(4)
            if step <= to and wide <= at
        ]
        return max([float(FLOOR), *ways])

    return best(len(seen), len(meant))


@pytest.mark.parametrize("seen", [("ngii", "tlha", "rgéa"), ("n",), ("lh", "ii")])
@pytest.mark.parametrize("backward", [False, True])
def test_every_part_of_a_word_costs_what_the_best_cut_does(seen: tuple[str, ...], backward: bool) -> None:
    trie = Trie.build(STRINGS, COLUMNS, backward)
    found = walk(trie.moves, trie.size, backward, SEGMENTS.cost, rows_of(seen, SEGMENTS))[trie.ends]
    for number, meant in enumerate(STRINGS):
        for at in range(len(seen[0]) + 1):
            parts = [word[at:] if backward else word[:at] for word in seen]
            plainly = [_plainly(part, meant) for part in parts]
            np.testing.assert_allclose(found[number, at], np.maximum(plainly, FLOOR), rtol=1e-5)


def test_halves_meet_at_the_best_open_cut() -> None:
    rng = np.random.default_rng(0)
    onsets, rhymes = (rng.uniform(-9, 0, (size, 4, 5)).astype(np.float32) for size in (3, 6))
    first, second = np.array([0, 1, 2, 2]), np.array([5, 0, 3, 4])
    cuts = np.ones((4, 5), bool)
    cuts[2] = False
    found = meet(onsets, rhymes, first, second, cuts)
    wanted = (onsets[first] + rhymes[second])[:, [0, 1, 3]].max(axis=1)
    np.testing.assert_array_equal(found, wanted)
