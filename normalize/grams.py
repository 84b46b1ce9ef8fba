"""The language model word by word, for searches that are compiled: see `normalize.ngram` for its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from normalize.compiled import compiled

if TYPE_CHECKING:
    from normalize.ngram import Cells, Floats, Ints, Keys

Word: TypeAlias = "int | np.int64"
Bits: TypeAlias = "int | np.int64"

# How an n-gram is found in the table, see `normalize.ngram`; here, because compiled code takes them as they stand.
STEP, ONE = np.uint64(0x9E3779B97F4A7C15), np.uint64(1)  # polynomial base of an n-gram's key
MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB), np.uint64(0xD6E8FEB86659FD93))
HALF, LOW, MARK = np.uint64(32), np.uint64(0xFFFFFFFF), np.uint64(0x3FFFF << 14)
_CELLS = np.uint64(1 << 14)
_NONE, _EVEN = np.uint64(0), np.float32(0)


class Grams(NamedTuple):
    """The tables of a language model; `probs` and `weights` by the 14 bits of a cell."""

    order: int
    unigrams: Floats
    unibows: Floats
    table: Cells
    probs: Floats
    weights: Floats


class Context(NamedTuple):
    """What stands before a word, as far as the model knows it: shortest first, [order - 1].

    Attributes:
        keys: of n-grams; 0 for one the model does not know.
        bows: their log10 back-off weights; 0 there.
    """

    keys: Keys
    bows: Floats


@compiled
def find(table: Cells, key: np.uint64) -> Bits:
    """The 14 bits of an n-gram's cell, -1 where it is not in the table."""
    width = np.uint64(len(table) // 3)
    mixed = key * MIX[0]
    mixed ^= mixed >> HALF
    mixed *= MIX[1]
    other = (mixed ^ (mixed >> HALF)) * MIX[2]
    first = ((mixed >> HALF) * width) >> HALF
    second = (((mixed & LOW) * width) >> HALF) + width
    third = (((other >> HALF) * width) >> HALF) + width + width
    cell = (other & MARK) ^ np.uint64(table[first] ^ table[second] ^ table[third])
    return np.int64(cell) if cell < _CELLS else np.int64(-1)


@compiled
def pair(grams: Grams, context: Context, word: Word) -> Bits:
    """The bits of a word and the last one of a context, -1 where they are not known together."""
    last = context.keys[0]
    return find(grams.table, last * STEP + np.uint64(word) + ONE) if last != 0 else np.int64(-1)


@compiled
def score(grams: Grams, context: Context, word: Word, bits: Bits) -> np.float32:
    """Log10 P of a word after a context; `bits` are those of its `pair` with the last word."""
    prob = grams.unigrams[word]
    for length in range(len(context.keys)):
        prob += context.bows[length]
        if bits >= 0 and length > 0:
            key = context.keys[length]
            bits = find(grams.table, key * STEP + np.uint64(word) + ONE) if key != 0 else np.int64(-1)
        if bits >= 0:
            prob = grams.probs[bits]
    return np.float32(prob)


@compiled
def go(grams: Grams, context: Context, word: Word, bits: Bits) -> np.float32:
    """Log10 P of a word after a context, over which the context behind the word is written; `bits` as in `score`."""
    prob, plain = grams.unigrams[word], np.uint64(word) + ONE
    new_key, new_bow = plain, grams.unibows[word]
    for length in range(len(context.keys)):
        key, bow = context.keys[length], context.bows[length]
        context.keys[length], context.bows[length] = new_key, new_bow
        prob += bow
        if bits >= 0 and length > 0:
            bits = find(grams.table, key * STEP + plain) if key != 0 else np.int64(-1)
        new_key, new_bow = _NONE, _EVEN
        if bits >= 0:
            prob, new_key, new_bow = grams.probs[bits], key * STEP + plain, grams.weights[bits]
    return np.float32(prob)


@compiled
def start(grams: Grams, words: Ints, context: Context) -> None:
    """Write the context behind some words."""
    context.keys[:], context.bows[:] = 0, 0.0
    for word in words:
        go(grams, context, word, pair(grams, context, word))
