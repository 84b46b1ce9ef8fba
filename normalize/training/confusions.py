"""Learn from aligned words what an engine prints for what stood on the page.

Three levels, each falling back on the next: the whole word, its onset and rhyme, and segments of up to two
letters seen as up to three.
Source: Brill & Moore 2000 (segment confusions by Viterbi training); absolute discounting, Ney et al. 1994.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from normalize.syllable import fold, split, unify_tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MEANT_MAX, SEEN_MAX = 2, 3
ROUNDS = 4
_NEVER = -99.0

Words = Counter[tuple[str, str]]  # (seen, meant) -> times
Price = Callable[[str, str], float]  # log10 P(seen segment | meant segment)


@dataclass(frozen=True, slots=True)
class Confusions:
    """Counts of what was seen for what was meant.

    Attributes:
        words: (seen, meant) for whole words; meant in its case, early tone style.
        onsets: the same for onsets; both may be "".
        rhymes: the same for rhymes.
        segments: the same for segments of up to 2 letters, seen as 0 to 3.
        spans: how often each meant segment stood in the words at all.
    """

    words: Words
    onsets: Words
    rhymes: Words
    segments: Counter[tuple[str, str]]
    spans: Counter[str]


def parts(word: str) -> tuple[str, str] | None:
    """Onset and rhyme of a syllable in its case (lower, Title or UPPER), None for anything else."""
    unified = unify_tone(word)
    if not (unified.islower() or unified.isupper() or (unified[:1].isupper() and unified[1:].islower())):
        return None
    found = split(unified.lower())
    return None if found is None else (unified[: len(found[0])], unified[len(found[0]) :])


def learn(words: Words) -> Confusions:
    """Segment, onset, rhyme and word counts from (seen, meant) pairs of single syllables."""
    known = Counter({pair: times for pair, times in words.items() if parts(pair[1])})
    cost: Price = _first_cost
    segments: Counter[tuple[str, str]] = Counter()
    spans = _spans(known)
    for _ in range(ROUNDS):
        segments = Counter()
        for (seen, meant), times in known.items():
            for piece in derive(seen, unify_tone(meant), cost):
                segments[piece] += times
        cost = _cost_of(segments, spans)
    onsets: Words = Counter()
    rhymes: Words = Counter()
    for (seen, meant), times in known.items():
        head, tail = _cut(seen, meant, cost)
        onset, rhyme = parts(meant) or ("", meant)
        onsets[head, onset] += times
        rhymes[tail, rhyme] += times
    tidy: Words = Counter()
    for (seen, meant), times in known.items():
        tidy[seen, unify_tone(meant)] += times
    return Confusions(tidy, onsets, rhymes, segments, spans)


def _spans(words: Mapping[tuple[str, str], int]) -> Counter[str]:
    spans: Counter[str] = Counter()
    for (_, meant), times in words.items():
        for size in range(1, MEANT_MAX + 1):
            for at in range(len(meant) - size + 1):
                spans[unify_tone(meant)[at : at + size]] += times
    return spans


def _first_cost(seen: str, meant: str) -> float:
    """Before anything is learned: letters that fold alike stand for each other."""
    if len(seen) == len(meant) == 1:
        return 0.0 if seen == meant else -0.5 if fold(seen) == fold(meant) else -2.0
    return -2.5 * abs(len(seen) - len(meant)) - 1.2 * len(meant)


def _cost_of(segments: Counter[tuple[str, str]], spans: Counter[str]) -> _Learned:
    return _Learned({pair: math.log10(times / (spans[pair[1]] + 1)) for pair, times in segments.items()})


@dataclass(frozen=True, slots=True)
class _Learned:
    known: dict[tuple[str, str], float]

    def __call__(self, seen: str, meant: str) -> float:
        found = self.known.get((seen, meant))
        if found is not None:
            return found
        return -4.0 - 1.5 * abs(len(seen) - len(meant)) - (len(meant) - 1)


def derive(seen: str, meant: str, price: Price) -> list[tuple[str, str]]:
    """The cheapest segmentation of a pair: (seen segment, meant segment) from left to right; [] where there is none."""
    best, source = _grow(seen, meant, price)
    i, j, pieces = len(seen), len(meant), []
    if best[j][i] <= _NEVER:
        return []
    while j:
        before = source[j][i]
        pieces.append((seen[before[0] : i], meant[before[1] : j]))
        i, j = before
    return pieces[::-1]


def _grow(seen: str, meant: str, price: Price) -> tuple[list[list[float]], list[list[tuple[int, int]]]]:
    """The best score of each prefix of `seen` for each of `meant`, by [meant][seen], and the prefixes before."""
    wide, high = len(seen), len(meant)
    best = [[_NEVER] * (wide + 1) for _ in range(high + 1)]
    source = [[(0, 0)] * (wide + 1) for _ in range(high + 1)]
    best[0][0] = 0.0
    for j in range(high):
        steps = [(j + size, meant[j : j + size]) for size in range(1, min(MEANT_MAX, high - j) + 1)]
        for i, here in enumerate(best[j]):
            if here <= _NEVER:
                continue
            pieces = [(k, seen[i:k]) for k in range(i, min(i + SEEN_MAX, wide) + 1)]
            for to, letters in steps:
                row = best[to]
                for k, glyphs in pieces:
                    total = here + price(glyphs, letters)
                    if total > row[k]:
                        row[k], source[to][k] = total, (i, j)
    return best, source


def _cut(seen: str, meant: str, price: Price) -> tuple[str, str]:
    """Where in `seen` the onset of `meant` ends; the likeliest place."""
    onset, rhyme = parts(meant) or ("", meant)
    if not onset:
        return "", seen
    heads = _grow(seen, onset, price)[0][-1]
    tails = _grow(seen[::-1], rhyme[::-1], lambda glyphs, letters: price(glyphs[::-1], letters[::-1]))[0][-1][::-1]
    ways = [(round(head + tail, 9), -at) for at, (head, tail) in enumerate(zip(heads, tails, strict=True))]
    best, at = max(ways)
    cut = -at if best > _NEVER else min(len(onset), len(seen))
    return seen[:cut], seen[cut:]


def word_pairs(lines: Iterable[Iterable[tuple[str, str]]]) -> Words:
    """(seen, meant) words of aligned lines, bare of the punctuation that both sides share."""
    words: Words = Counter()
    for line in lines:
        for seen, meant in line:
            words[strip_both(seen, meant)] += 1
    return words


def strip_both(seen: str, meant: str) -> tuple[str, str]:
    """Take punctuation off both sides of a pair where it is punctuation in both."""
    head = len(meant) - len(meant.lstrip("(“\"'‘-[/*+•–"))
    tail = len(meant) - len(meant.rstrip(".,;:!?)”\"'’]/…"))
    bare = meant[head : len(meant) - tail]
    if head and seen[:1].isalnum():
        head = 0
    body = seen[min(head, len(seen)) :]
    if tail:
        body = body.rstrip(".,;:!?)”\"'’]/…") or body
    return body, bare
