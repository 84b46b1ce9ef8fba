"""The language model: how likely a word is after the words before it.

Backed-off n-grams (log10) in one immutable hash table without keys: an n-gram's 32-bit cell is the exclusive
or of three slots, 18 bits of fingerprint, 8 of probability, 6 of back-off weight. An absent n-gram is taken
for a present one with a chance of 2⁻¹⁸.
Source: interpolated Kneser-Ney, Chen & Goodman 1999; Bloomier filter, Chazelle et al. 2004.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from normalize.grams import HALF, LOW, MARK, MIX, ONE, STEP, Grams
from normalize.stream import NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Cells = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

OFTEN = -2.0  # log10 P of a number behind a word from which one is apt to follow it
PROB_STEP, BOW_STEP = 1 / 32, 1 / 16  # log10 units of one quantum


def slots(keys: Keys, width: int) -> tuple[Ints, Ints, Ints, Cells]:
    """The three slots of each key in a table of three parts of `width`, and its 18-bit fingerprint << 14."""
    mixed = keys * MIX[0]
    mixed ^= mixed >> HALF
    mixed *= MIX[1]
    other = (mixed ^ (mixed >> HALF)) * MIX[2]
    size = np.uint64(width)
    first = ((mixed >> HALF) * size) >> HALF
    second = ((mixed & LOW) * size) >> HALF
    second += size
    third = ((other >> HALF) * size) >> HALF
    third += size + size
    mark = (other & MARK).astype(np.uint32)
    return first.view(np.int64), second.view(np.int64), third.view(np.int64), mark


def pack(probs: Floats, bows: Floats) -> Cells:
    """Log10 probability and back-off weight as the 14 low bits of a cell."""
    prob = np.clip(np.rint(-probs / PROB_STEP), 0, 255).astype(np.uint32)
    bow = np.clip(np.rint(-bows / BOW_STEP) + 8, 0, 63).astype(np.uint32)
    packed: Cells = (prob << np.uint32(6)) | bow
    return packed


_CELLS, _CELL = np.uint32(1 << 14), np.uint32((1 << 14) - 1)
_PROBS = np.repeat(-np.arange(256, dtype=np.float32) * np.float32(PROB_STEP), 64)
_BOWS = np.tile(-(np.arange(64, dtype=np.float32) - 8) * np.float32(BOW_STEP), 256)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """N-grams over word numbers.

    Attributes:
        order: longest n-gram.
        unigrams: log10 probability by word number.
        unibows: log10 back-off weight by word number.
        table: three parts of equal width, see the module.
    """

    order: int
    unigrams: Floats
    unibows: Floats
    table: Cells

    @property
    def grams(self) -> Grams:
        """The tables for a compiled search."""
        return Grams(self.order, self.unigrams, self.unibows, self.table, _PROBS, _BOWS)

    def look_up(self, keys: Keys) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint32]]:
        """Whether each key is there, and its 14 bits."""
        first, second, third, cell = slots(keys, len(self.table) // 3)
        cell ^= self.table.take(first)
        cell ^= self.table.take(second)
        cell ^= self.table.take(third)
        return cell < _CELLS, cell & _CELL

    def score(self, keys: Keys, bows: Floats, words: Ints) -> tuple[Floats, Keys, Floats]:
        """Log10 P of word i after context i, and the contexts that arise: [n], [n, order - 1] twice.

        A context is keys and back-off weights, shortest first; 0 stands for one the model does not know.
        """
        prob = self.unigrams.take(words)
        new_keys = np.zeros_like(keys)
        new_bows = np.zeros_like(bows)
        plain = words.astype(np.uint64)
        plain += ONE
        new_keys[:, 0] = plain
        new_bows[:, 0] = self.unibows.take(words)
        live = np.flatnonzero(keys[:, 0])
        for length in range(1, self.order):
            prob += bows[:, length - 1]
            context = keys[live, length - 1]
            known = context != 0
            if not known.all():
                live, context = live[known], context[known]
            grams = context * STEP + plain.take(live)
            hit, bits = self.look_up(grams)
            live, bits = live[hit], bits[hit]
            prob[live] = _PROBS.take(bits)
            if length < self.order - 1:
                new_keys[live, length] = grams[hit]
                new_bows[live, length] = _BOWS.take(bits)
        return prob, new_keys, new_bows

    def along(self, ids: Ints) -> Floats:
        """Log10 probability of each word of a text after the one before it (bigrams; [0] alone)."""
        prob: Floats = self.unigrams[ids]
        if len(ids) > 1:
            prob[1:] = self.beside(ids[:-1], ids[1:])
        return prob

    def counters(self, words: Sequence[str]) -> frozenset[str]:
        """Those of the words, given by number, that a number is apt to follow: `ngày`, `khoản`."""
        numbers = np.full(len(words), words.index(NUMBER))
        often = self.beside(np.arange(len(words)), numbers) >= OFTEN
        return frozenset(words[at] for at in np.flatnonzero(often).tolist())

    def beside(self, lefts: Ints, words: Ints) -> Floats:
        """Log10 probability of each word after the one to its left."""
        keys = (lefts.astype(np.uint64) + ONE) * STEP + (words.astype(np.uint64) + ONE)
        hit, bits = self.look_up(keys)
        prob: Floats = np.where(hit, _PROBS[bits], self.unibows[lefts] + self.unigrams[words])
        return prob
