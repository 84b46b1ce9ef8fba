"""Words that an engine printed twice: where a line of text stands askew it may read its end again, worse, as a line."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from extract.unweave_cut import key_of
from extract.unweave_mend import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unweave_lines import Strip, Word
    from extract.unweave_weave import Block, Piece

_SHORTEST = 3  # words
_SAME = 2  # words that both readings begin with
_LETTERS = 2  # in each of these
_ALIKE = 65.0  # of 100, folded


def without_ghosts(rows: Sequence[Strip], blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without the lines of a cell that say worse what the end of the line above says."""
    return tuple(replace(block, pieces=tuple(_real(rows, cell) for cell in block.pieces)) for block in blocks)


def _real(rows: Sequence[Strip], cell: Sequence[Piece]) -> tuple[Piece, ...]:
    ghosts = {below for above, below in pairwise(cell) if _is_ghost(words_of(rows, [below]), words_of(rows, [above]))}
    return tuple(piece for piece in cell if piece not in ghosts)


def _is_ghost(words: Sequence[Word], above: Sequence[Word]) -> bool:
    """Whether the words are a second reading of the last ones above: alike, and with what no word looks like."""
    if len(words) < _SHORTEST or all(word.cost is None for word in words):
        return False
    own, other = ([key_of(word.seen) for word in some] for some in (words, above))
    if min(map(len, own[:_SAME])) < _LETTERS:
        return False
    for size in range(len(own) - 1, len(own) + 2):
        end = other[-size:]
        if end[:_SAME] == own[:_SAME] and fuzz.ratio(" ".join(own), " ".join(end)) >= _ALIKE:
            return True
    return False
