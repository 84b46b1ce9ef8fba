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

from normalize.syllable import VOWELS, fold
from normalize.trie import halved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from normalize.ngram import Floats, Ints
    from normalize.trie import Trie

FLOOR = np.float32(-30.0)
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
        cost: log10 P(seen | meant), [rows, columns]; the first four rows are for unmet ones by length.
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
        return Segments(columns, rows, cost.astype(np.float32))

    def row(self, seen: str) -> int:
        """The row of a seen segment."""
        return self.seen.get(seen, len(seen))


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


def along(trie: Trie, seen: str, segments: Segments) -> Floats:
    """Log10 P of a prefix of `seen` (of a suffix, for a backward trie) per string: [len + 1, strings]."""
    size = len(seen)
    rows = [
        segments.cost[[segments.row(seen[at : at + wide]) for at in range(size + 1 - wide)]]
        for wide in range(min(_SEEN_MAX, size) + 1)
    ]
    out = np.full((size + 1, trie.size), FLOOR, np.float32)
    out[size if trie.backward else 0, 0] = 0.0
    for level in trie.levels:
        here = out[:, level.nodes]
        for source, column in zip(level.froms, level.columns, strict=True):
            old = out[:, source]
            for wide, costs in enumerate(rows):
                step = costs[:, column]
                if trie.backward:
                    np.maximum(here[: size + 1 - wide], old[wide:] + step, out=here[: size + 1 - wide])
                else:
                    np.maximum(here[wide:], old[: size + 1 - wide] + step, out=here[wide:])
    return out[:, trie.ends]


@dataclass(frozen=True, slots=True)
class Memory:
    """Frequencies of whole strings as seen, over a list of meant strings.

    Attributes:
        met: seen string -> (numbers of meant strings, P(seen | meant) less the discount).
        spare: per meant string, the share left for what was not met.
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
        return Memory(met, np.minimum(spare, 1.0).astype(np.float32))

    def mix(self, seen: str, scores: Floats) -> Floats:
        """Log10 of met frequency plus spare share times 10^scores, per meant string."""
        prob = self.spare * np.power(np.float32(10.0), scores)
        if seen in self.met:
            at, more = self.met[seen]
            prob[at] += more
        return np.log10(np.maximum(prob, np.float32(1e-30)))


@dataclass(frozen=True, slots=True)
class Inventory:
    """The syllables of the lexicon in one case.

    Attributes:
        onsets: trie and memory of onsets.
        rhymes: trie (backward) and memory of rhymes.
        words: memory of whole words, over `numbers`.
        spots: flat place of each syllable in the grid onset x rhyme.
        numbers: word number of each syllable.
    """

    onsets: tuple[Trie, Memory]
    rhymes: tuple[Trie, Memory]
    words: Memory
    spots: Ints
    numbers: Ints

    def score(self, seen: str, segments: Segments) -> Floats:
        """Log10 P(seen | syllable) per syllable."""
        onset = along(self.onsets[0], seen, segments)
        rhyme = along(self.rhymes[0], seen, segments)
        onset = np.stack([self.onsets[1].mix(seen[:at], onset[at]) for at in range(len(seen) + 1)])
        rhyme = np.stack([self.rhymes[1].mix(seen[at:], rhyme[at]) for at in range(len(seen) + 1)])
        bound = onset.max(axis=1) + rhyme.max(axis=1)
        grid = np.full((onset.shape[1], rhyme.shape[1]), FLOOR * 2, np.float32)
        for at in np.flatnonzero(bound > bound.max() - 6.0):
            np.maximum(grid, onset[at][:, None] + rhyme[at][None, :], out=grid)
        return self.words.mix(seen, grid.ravel()[self.spots])


@dataclass(frozen=True, slots=True)
class Channel:
    """One engine's habits over one lexicon: an inventory a case form."""

    segments: Segments
    forms: Mapping[str, Inventory]

    def score(self, seen: str, form: str) -> tuple[Ints, Floats]:
        """Word numbers of all syllables and log10 P(seen | syllable in that case)."""
        inventory = self.forms[form]
        return inventory.numbers, inventory.score(seen, self.segments)


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
    out: Floats = np.logaddexp(first * _LN10, second * _LN10) / _LN10 - np.float32(np.log10(2.0))
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
            case.spots,
            cut.numbers,
        )
        for form, case in cut.cases.items()
    }
    return Channel(segments, forms)
