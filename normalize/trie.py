"""The syllables of a lexicon as halves: onset and rhyme, each a path of a trie, in each of three cases.

They are the same for every channel over a lexicon, also for those that are learned from a document, so they are
made once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from normalize.syllable import split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from normalize.ngram import Ints

FORMS = ("lower", "title", "upper")


def shape(word: str, form: str) -> str:
    """A lower-case word in a case form."""
    return word.upper() if form == "upper" else word[:1].upper() + word[1:] if form == "title" else word


@dataclass(frozen=True, slots=True)
class Trie:
    """Strings as paths; `backward` tries grow from the end of the string.

    Attributes:
        moves: node, the node it comes from by a step of 1 or 2 letters, and the column of that step; by depth.
        size: number of nodes; 0 is the root.
        ends: node of each string.
    """

    moves: Ints
    size: int
    ends: Ints
    backward: bool

    @staticmethod
    def build(strings: Sequence[str], columns: Mapping[str, int], backward: bool) -> Trie:
        """A trie of all `strings`, whose segments are all in `columns`."""
        paths = sorted({s[len(s) - n :] if backward else s[:n] for s in strings for n in range(len(s) + 1)}, key=len)
        number = {path: at for at, path in enumerate(paths)}
        moves = [
            (
                number[path],
                number[path[n:] if backward else path[:-n]],
                columns[path[:n] if backward else path[-n:]],
            )
            for path in paths
            for n in range(1, min(2, len(path)) + 1)
        ]
        return Trie(np.array(moves), len(paths), np.array([number[s] for s in strings]), backward)


@dataclass(frozen=True, slots=True)
class Case:
    """All syllables in one case form.

    Attributes:
        onsets: the different first halves, sorted, and their trie; `rhymes` the second ones, with a backward trie.
        words: the syllables whole.
        halves: number of each syllable's onset among `onsets`, and of its rhyme among `rhymes`.
    """

    onsets: tuple[str, ...]
    onset_trie: Trie
    rhymes: tuple[str, ...]
    rhyme_trie: Trie
    words: tuple[str, ...]
    halves: tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class Halves:
    """The syllables of a lexicon.

    Attributes:
        columns: a number for every segment of one or two letters in any half.
        numbers: word number of each syllable.
        cases: the syllables by case form.
    """

    columns: Mapping[str, int]
    numbers: Ints
    cases: Mapping[str, Case]


@lru_cache(maxsize=4)
def halved(lexicon: tuple[str, ...]) -> Halves:
    """The syllables among lower-case words; others are passed over."""
    syllables = [(at, cut) for at, word in enumerate(lexicon) if (cut := split(word))]
    shaped = {form: [_shaped(cut, form) for _, cut in syllables] for form in FORMS}
    halves = {half for pairs in shaped.values() for pair in pairs for half in pair}
    meant = {half[at : at + n] for half in halves for n in (1, 2) for at in range(len(half) - n + 1)}
    columns = {name: at for at, name in enumerate(sorted(meant))}
    cases = {form: _case(pairs, columns) for form, pairs in shaped.items()}
    return Halves(columns, np.array([at for at, _ in syllables]), cases)


def _case(pairs: Sequence[tuple[str, str]], columns: Mapping[str, int]) -> Case:
    onsets, rhymes = (tuple(sorted({pair[side] for pair in pairs})) for side in (0, 1))
    first, second = ({half: at for at, half in enumerate(side)} for side in (onsets, rhymes))
    return Case(
        onsets,
        Trie.build(onsets, columns, backward=False),
        rhymes,
        Trie.build(rhymes, columns, backward=True),
        tuple("".join(pair) for pair in pairs),
        (np.array([first[onset] for onset, _ in pairs]), np.array([second[rhyme] for _, rhyme in pairs])),
    )


def _shaped(cut: tuple[str, str], form: str) -> tuple[str, str]:
    onset, rhyme = cut
    if form == "title":
        return (shape(onset, form), rhyme) if onset else ("", shape(rhyme, form))
    return shape(onset, form), shape(rhyme, form)
