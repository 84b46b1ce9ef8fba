"""What an engine prints for the halves of syllables, for words of one length at once: compiled loops over the tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from normalize.compiled import compiled

if TYPE_CHECKING:
    from normalize.ngram import Bools, Floats, Ints

FLOOR = np.float32(-30.0)


@compiled
def walk(moves: Ints, size: int, backward: bool, cost: Floats, rows: Ints) -> Floats:
    """Log10 P of a prefix of each word (of a suffix, for a backward trie) at each node: [nodes, len + 1, words].

    Args:
        moves: node, the node it comes from and the column of what was meant, by depth, see `Trie`.
        size: number of nodes.
        backward: whether the trie grows from the end.
        cost: log10 P of segments, [columns, rows].
        rows: of the segments of the words, by width and place, [widths, len + 1, words]; width `w` has `w` places less.
    """
    widths, ends, words = rows.shape
    out = np.full((size, ends, words), FLOOR, np.float32)
    out[0, ends - 1 if backward else 0] = np.float32(0)
    for move in range(len(moves)):
        node, source, column = moves[move]
        for wide in range(widths):
            for place in range(ends - wide):
                old = out[source, place + wide if backward else place]
                new = out[node, place if backward else place + wide]
                for word in range(words):
                    new[word] = max(new[word], cost[column, rows[wide, place, word]] + old[word])
    return out


@compiled
def meet(onsets: Floats, rhymes: Floats, first: Ints, second: Ints, cuts: Bools) -> Floats:
    """Log10 P of words as syllables, over the open cuts of each word the best: [syllables, words].

    Args:
        onsets: of the part before a cut by first half, [onsets, cuts, words].
        rhymes: of the part behind it by second half.
        first: the onset of each syllable.
        second: its rhyme.
        cuts: whether a cut of a word is open, [cuts, words].
    """
    _, ends, words = onsets.shape
    out = np.full((len(first), words), FLOOR + FLOOR, np.float32)
    open_ = [at for at in range(ends) if cuts[at].any()]
    for syllable in range(len(first)):
        best = out[syllable]
        for at in open_:
            left, right = onsets[first[syllable], at], rhymes[second[syllable], at]
            for word in range(words):
                best[word] = max(best[word], left[word] + right[word])
    return out
