"""What an engine prints for a word: log10 P(seen | meant) for every syllable of the lexicon at once.

A syllable in one of three cases is an onset and a rhyme; each half is scored along a trie whose steps are
segments of up to two letters seen as up to three, and whole halves and whole words that were met in training
count by their own frequency (absolute discounting).
Source: Brill & Moore 2000; Ney et al. 1994.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.halves import FLOOR, meet, walk
from normalize.syllable import VOWELS, fold
from normalize.trie import halved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from normalize.ngram import Floats, Ints
    from normalize.trie import Trie

DISCOUNT = 0.6
STRANGE = 0.15  # share of another engine, scanner or font than the one that was learned from
BLUR = (-3.0, -2.4, -1.6)  # log10 odds of a sign, another vowel, the same vowel otherwise marked
_SEEN_MAX = 3
_MARKED = frozenset(filter(str.isalpha, map(chr, (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)))))  # of Latin scripts
_LN10 = np.float32(np.log(10.0))


@dataclass(frozen=True, slots=True)
class Segments:
    """Costs of segments.

    Attributes:
        meant: column of each meant segment (1 or 2 letters).
        seen: row of each seen segment (0 to 3 glyphs) that training met.
        cost: log10 P(seen | meant), [columns, rows]; the first four rows are for unmet ones by length.
    """

    meant: Mapping[str, int]
    seen: Mapping[str, int]
    cost: Floats

    @staticmethod
    def build(
        counts: Mapping[tuple[str, str], float], spans: Mapping[str, float], columns: Mapping[str, int]
    ) -> Segments:
        """From training counts of (seen, meant) and of meant; `columns` numbers every segment the tries need."""
        rows = {name: at + 4 for at, name in enumerate(sorted({seen for seen, _ in counts} | _MARKED))}
        sizes = np.array([len(name) for name in columns], np.float32)
        lengths = np.array([0, 1, 2, 3, *(len(name) for name in rows)], np.float32)
        cost = -4.0 - 1.5 * np.abs(lengths[:, None] - sizes[None, :]) - (sizes[None, :] - 1)
        _blur(cost, rows, columns)
        met = {pair: times / (spans[pair[1]] + 1) for pair, times in counts.items() if pair[1] in columns}
        cells = [rows[seen] for seen, _ in met], [columns[wanted] for _, wanted in met]
        cost[cells] = np.log10(np.array(list(met.values()), np.float32) + 10.0 ** cost[cells])
        for name, at in columns.items():
            if name in rows and (name, name) not in counts:
                cost[rows[name], at] = -1.5
        return Segments(columns, rows, np.ascontiguousarray(cost.T, np.float32))


def _blur(cost: Floats, rows: Mapping[str, int], columns: Mapping[str, int]) -> None:
    """Odds of confusions that training did not meet: a vowel, above all a marked one, for another or a sign."""
    single = {name: at for name, at in columns.items() if len(name) == 1 and name.lower() in VOWELS}
    signs = [at for name, at in rows.items() if len(name) == 1 and not name.isalpha()]
    vowels = {name: at for name, at in rows.items() if len(name) == 1 and fold(name) in "aeiouy"}
    marked = np.array([not name.isascii() for name in single], bool)
    at = list(single.values())
    cost[1, at] = np.where(marked, -3.6, -4.0)
    for others, odds in ((signs, BLUR[0]), (list(vowels.values()), BLUR[1])):
        cost[np.ix_(others, at)] = np.where(marked, odds, odds - 1.0)
    kin: dict[tuple[str, bool], list[int]] = {}
    for name, row in vowels.items():
        kin.setdefault((fold(name), name.isupper()), []).append(row)
    for name, column in single.items():
        cost[kin.get((fold(name), name.isupper()), []), column] = BLUR[2]


def rows_of(seen: Sequence[str], segments: Segments) -> Ints:
    """Rows of the segments of words of one length, by width (0 to 3 glyphs) and place: [widths, len + 1, words]."""
    ends, known = len(seen[0]) + 1, segments.seen.get
    out = np.zeros((min(_SEEN_MAX + 1, ends), ends, len(seen)), np.int64)
    for wide, rows in enumerate(out):
        rows[: ends - wide] = [[known(word[at : at + wide], wide) for word in seen] for at in range(ends - wide)]
    return out


@dataclass(frozen=True, slots=True)
class Memory:
    """Frequencies of whole strings as seen, over a list of meant strings.

    Attributes:
        met: seen string -> (numbers of meant strings, P(seen | meant) less the discount).
        spare: per meant string, log10 of the share left for what was not met.
    """

    met: Mapping[str, tuple[Ints, Floats]]
    spare: Floats

    @staticmethod
    def build(counts: Mapping[tuple[str, str], int], meant: Sequence[str], strange: float) -> Memory:
        """From counts of (seen, meant)."""
        number = {name: at for at, name in enumerate(meant)}
        known = sorted((seen, number[name], times) for (seen, name), times in counts.items() if name in number)
        at = np.array([spot for _, spot, _ in known], int)
        times = np.array([times for _, _, times in known], float)
        total, kinds = np.bincount(at, times, len(meant)), np.bincount(at, minlength=len(meant))
        shares = ((times - DISCOUNT) / (total[at] + 1)).astype(np.float32)
        starts = [n for n, row in enumerate(known) if n == 0 or row[0] != known[n - 1][0]]
        spans = map(slice, starts, [*starts[1:], len(known)])
        met = {known[span.start][0]: (at[span], shares[span]) for span in spans}
        spare = strange + (1 - strange) * (DISCOUNT * kinds + 1) / (total + 1)
        return Memory(met, np.log10(np.minimum(spare, 1.0)).astype(np.float32))

    def mix(self, seen: Sequence[str], scores: Floats) -> None:
        """Turn scores, [meant strings, seen strings], into log10 of met frequency plus spare share times 10^scores."""
        scores += self.spare[:, None]
        found = [(at, *self.met[name]) for at, name in enumerate(seen) if name in self.met]
        if found:
            columns = np.repeat([at for at, _, _ in found], [len(rows) for _, rows, _ in found])
            cells = np.concatenate([rows for _, rows, _ in found]), columns
            more = np.concatenate([shares for _, _, shares in found])
            scores[cells] = np.log10(np.power(np.float32(10.0), scores[cells]) + more)


@dataclass(frozen=True, slots=True)
class Inventory:
    """The syllables of the lexicon in one case.

    Attributes:
        onsets: trie and memory of onsets.
        rhymes: trie (backward) and memory of rhymes.
        words: memory of whole words, over `numbers`.
        halves: number of each syllable's onset, and of its rhyme.
        numbers: word number of each syllable.
    """

    onsets: tuple[Trie, Memory]
    rhymes: tuple[Trie, Memory]
    words: Memory
    halves: tuple[Ints, Ints]
    numbers: Ints

    def score(self, seen: Sequence[str], segments: Segments) -> Floats:
        """Log10 P(seen | syllable) of some words of one length, each by itself: [syllables, words]."""
        rows = rows_of(seen, segments)
        onset, rhyme = (
            walk(trie.moves, trie.size, trie.backward, segments.cost, rows)[trie.ends]
            for trie, _ in (self.onsets, self.rhymes)
        )
        _, ends, words = onset.shape
        cuts = [(word[:at], word[at:]) for at in range(ends) for word in seen]
        self.onsets[1].mix([left for left, _ in cuts], onset.reshape(-1, ends * words))
        self.rhymes[1].mix([right for _, right in cuts], rhyme.reshape(-1, ends * words))
        bound = onset.max(axis=0) + rhyme.max(axis=0)
        open_ = bound > bound.max(axis=0) - 6.0
        onset[:, ~open_] = FLOOR * 2
        out = meet(onset, rhyme, *self.halves, open_)
        self.words.mix(seen, out)
        return out


@dataclass(frozen=True, slots=True)
class Channel:
    """One engine's habits over one lexicon: an inventory a case form."""

    segments: Segments
    forms: Mapping[str, Inventory]

    def score(self, seen: Sequence[str], form: str) -> tuple[Ints, Floats]:
        """Word numbers of all syllables, and log10 P(seen | syllable in that case) of some words of one length."""
        inventory = self.forms[form]
        return inventory.numbers, np.ascontiguousarray(inventory.score(seen, self.segments).T)


@dataclass(frozen=True, slots=True)
class Counts:
    """What training counted, see `normalize.training.confusions`: (seen, meant) -> times."""

    words: Mapping[tuple[str, str], int]
    onsets: Mapping[tuple[str, str], int]
    rhymes: Mapping[tuple[str, str], int]
    segments: Mapping[tuple[str, str], float]
    spans: Mapping[str, float]


def mix(first: Floats, second: Floats) -> Floats:
    """Log10 of the even mixture of two probabilities."""
    apart = np.abs(first - second)
    apart *= -_LN10
    more = np.log1p(np.exp(apart, out=apart), out=apart)
    more /= _LN10
    out: Floats = np.maximum(first, second) + more - np.float32(np.log10(2.0))
    return out


def merge(first: Counts, second: Counts) -> Counts:
    """The counts of two engines as one."""
    return Counts(
        *(
            Counter(getattr(first, level)) + Counter(getattr(second, level))
            for level in ("words", "onsets", "rhymes", "segments", "spans")
        )
    )


def build(counts: Counts, lexicon: Sequence[str], strange: float = STRANGE) -> Channel:
    """A channel over the syllables of a lexicon of lower-case words (others are passed over).

    `strange` is the share of text that another engine, scanner or font than the known one made.
    """
    cut = halved(tuple(lexicon))
    segments = Segments.build(counts.segments, counts.spans, cut.columns)
    forms = {
        form: Inventory(
            (case.onset_trie, Memory.build(counts.onsets, case.onsets, strange)),
            (case.rhyme_trie, Memory.build(counts.rhymes, case.rhymes, strange)),
            Memory.build(counts.words, case.words, strange),
            case.halves,
            cut.numbers,
        )
        for form, case in cut.cases.items()
    }
    return Channel(segments, forms)
