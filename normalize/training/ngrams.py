"""Count, smooth, prune and pack the n-grams of the language model.

Source: modified Kneser-Ney, Chen & Goodman 1999; weighted-difference pruning, Seymore & Rosenfeld 1996.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.grams import STEP
from normalize.ngram import Cells, Floats, Ints, Keys, LanguageModel, pack, slots

if TYPE_CHECKING:
    import numpy.typing as npt

BITS = 14  # a word number fits


@dataclass(frozen=True, slots=True)
class Grams:
    """All n-grams of one order, sorted by key.

    Attributes:
        keys: word numbers, 14 bits each, the last word lowest.
        counts: occurrences (highest order) or distinct words to the left.
        raw: occurrences.
        probs: interpolated probability.
        lower: probability by the next lower order.
    """

    keys: Ints
    counts: Ints
    raw: Ints
    probs: npt.NDArray[np.float64]
    lower: npt.NDArray[np.float64]


def count(ids: Ints, order: int) -> tuple[Ints, Ints]:
    """Distinct n-grams and how often each stands in `ids`; 0 marks an edge and may only come first."""
    size = len(ids) - order + 1
    keys = np.zeros(size, np.int64)
    fine = np.ones(size, bool)
    for place in range(order):
        part = ids[place : place + size]
        keys = (keys << BITS) | part
        if place:
            fine &= part != 0
    return np.unique(keys[fine], return_counts=True)


def _discounts(counts: Ints) -> npt.NDArray[np.float64]:
    """Chen and Goodman's discounts for counts 0, 1, 2, 3 and more."""
    n = [float(np.count_nonzero(counts == times)) + 1.0 for times in range(1, 5)]
    share = n[0] / (n[0] + 2 * n[1])
    three = [times - (times + 1) * share * n[times] / n[times - 1] for times in (1, 2, 3)]
    return np.array([0.0, *three])


def smooth(ids: Ints, order: int, words: int) -> list[Grams]:
    """Interpolated Kneser-Ney probabilities of all n-grams up to `order`; [0] holds the unigrams."""
    raw = [count(ids, length) for length in range(1, order + 1)]
    out: list[Grams] = []
    for length in range(1, order + 1):
        keys, times = raw[length - 1]
        counts = times if length == order else _left_variety(keys, raw[length][0], length)
        if length == 1:
            base = np.full(len(keys), 1.0 / words)
        else:
            mask = (1 << (BITS * (length - 1))) - 1
            base = out[-1].probs[np.searchsorted(out[-1].keys, keys & mask)]
        out.append(Grams(keys, counts, times, _interpolate(keys, counts, base), base))
    return out


def _left_variety(keys: Ints, longer: Ints, length: int) -> Ints:
    """How many different words stand to the left of each n-gram; at least 1 for one at an edge."""
    mask = (1 << (BITS * length)) - 1
    tails, variety = np.unique(longer & mask, return_counts=True)
    counts = np.ones(len(keys), np.int64)
    counts[np.searchsorted(keys, tails)] = variety
    return counts


def _interpolate(keys: Ints, counts: Ints, base: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    cut = _discounts(counts)[np.minimum(counts, 3)]
    starts = np.flatnonzero(np.diff(keys >> BITS, prepend=-1))
    sizes = np.diff(np.append(starts, len(keys)))
    total = np.repeat(np.add.reduceat(counts, starts), sizes)
    left = np.repeat(np.add.reduceat(cut, starts), sizes)
    probs: npt.NDArray[np.float64] = (counts - cut) / total + left / total * base
    return probs


def prune(grams: list[Grams], budget: int, least: int = 2) -> list[npt.NDArray[np.bool_]]:
    """Which n-grams to keep: about `budget` of order 2 and more, with every tail and head of a kept one."""
    worth = [
        np.where(g.raw >= least, g.raw * np.log(g.probs / g.lower), -1.0) if at else np.full(len(g.keys), 1e9)
        for at, g in enumerate(grams)
    ]
    above = np.concatenate(worth[1:])
    wanted = min(budget, int(np.count_nonzero(above > 0)))
    limit = np.partition(above, len(above) - wanted)[len(above) - wanted]
    keep = [one >= max(limit, 1e-9) for one in worth]
    for at in range(len(grams) - 1, 1, -1):
        kept = grams[at].keys[keep[at]]
        mask = (1 << (BITS * at)) - 1
        for part in (kept & mask, kept >> BITS):
            found = np.searchsorted(grams[at - 1].keys, part)
            keep[at - 1][found] = True
    return keep


def _bows(grams: list[Grams], keep: list[npt.NDArray[np.bool_]], at: int) -> Floats:
    """Log10 back-off weights of the n-grams of order `at + 1` as contexts."""
    bows = np.zeros(len(grams[at].keys), np.float32)
    if at + 1 == len(grams):
        return bows
    up = grams[at + 1]
    heads, first = np.unique(up.keys[keep[at + 1]] >> BITS, return_index=True)
    spent = np.add.reduceat(up.probs[keep[at + 1]], first)
    owed = np.add.reduceat(up.lower[keep[at + 1]], first)
    weight = np.maximum(1 - spent, 1e-4) / np.maximum(1 - owed, 1e-4)
    bows[np.searchsorted(grams[at].keys, heads)] = np.log10(weight)
    return bows


def build(grams: list[Grams], keep: list[npt.NDArray[np.bool_]], words: int) -> LanguageModel:
    """Pack the kept n-grams."""
    unigrams = np.full(words, -8.0, np.float32)
    unibows = np.zeros(words, np.float32)
    unigrams[grams[0].keys] = np.log10(grams[0].probs)
    unibows[grams[0].keys] = _bows(grams, keep, 0)
    keys, cells = [], []
    for at in range(1, len(grams)):
        kept = grams[at].keys[keep[at]]
        hashed = np.zeros(len(kept), np.uint64)
        for place in range(at, -1, -1):
            word = (kept >> (BITS * place)) & ((1 << BITS) - 1)
            hashed = hashed * STEP + (word.astype(np.uint64) + np.uint64(1))
        keys.append(hashed)
        probs = np.log10(grams[at].probs[keep[at]]).astype(np.float32)
        cells.append(pack(probs, _bows(grams, keep, at)[keep[at]]))
    table = solve(np.concatenate(keys), np.concatenate(cells))
    return LanguageModel(len(grams), unigrams, unibows, table)


def solve(keys: Keys, cells: Cells) -> Cells:
    """A table in which the exclusive or of a key's three slots is its fingerprint and cell.

    Keys are peeled off in rounds (each round: those that stand alone in some slot) and filled in backwards.
    """
    width = int(len(keys) * 1.26 / 3) + 64
    first, second, third, mark = slots(keys, width)
    places = np.stack([first, second, third])
    alive = np.ones(len(keys), bool)
    order: list[tuple[Ints, Ints]] = []
    degree = np.bincount(places.ravel(), minlength=3 * width)
    holder = np.zeros(3 * width, np.int64)
    everyone = np.arange(len(keys))
    for row in places:
        np.add.at(holder, row, everyone) if len(keys) < 1000 else _sum_into(holder, row, everyone)
    while alive.any():
        lone = np.flatnonzero(degree == 1)
        who, at = np.unique(holder[lone], return_index=True)
        if not len(who):
            raise ValueError("the keys do not peel: two of them are equal or the table is too narrow")
        order.append((who, lone[at]))
        alive[who] = False
        for row in places:
            degree -= np.bincount(row[who], minlength=3 * width)
            _sum_into(holder, row[who], -who)
    table = np.zeros(3 * width, np.uint32)
    value = mark | cells
    for who, spot in reversed(order):
        known = table[places[0, who]] ^ table[places[1, who]] ^ table[places[2, who]]
        table[spot] = value[who] ^ known ^ table[spot]
    return table


def _sum_into(holder: Ints, row: Ints, values: Ints) -> None:
    order = np.argsort(row, kind="stable")
    spots, first = np.unique(row[order], return_index=True)
    holder[spots] += np.add.reduceat(values[order], first)
