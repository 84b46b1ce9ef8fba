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

from normalize.syllable import VOWELS, fold, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from normalize.ngram import Floats, Ints

FORMS = ("lower", "title", "upper")
FLOOR = np.float32(-30.0)
DISCOUNT = 0.6
STRANGE = 0.15  # share of another engine, scanner or font than the one that was learned from
BLUR = (-3.0, -2.4, -1.6)  # log10 odds of a sign, another vowel, the same vowel otherwise marked
_SEEN_MAX = 3
_LN10 = np.float32(np.log(10.0))


def shape(word: str, form: str) -> str:
    """A lower-case word in a case form."""
    return word.upper() if form == "upper" else word[:1].upper() + word[1:] if form == "title" else word


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
    def build(counts: Mapping[tuple[str, str], float], spans: Mapping[str, float], meant: Iterable[str]) -> Segments:
        """From training counts of (seen, meant) and of meant; `meant` lists every segment the tries need."""
        columns = {name: at for at, name in enumerate(sorted(set(meant)))}
        rows = {name: at + 4 for at, name in enumerate(sorted({seen for seen, _ in counts}))}
        sizes = np.array([len(name) for name in columns], np.float32)
        lengths = np.array([0, 1, 2, 3, *(len(name) for name in rows)], np.float32)
        cost = -4.0 - 1.5 * np.abs(lengths[:, None] - sizes[None, :]) - (sizes[None, :] - 1)
        _blur(cost, rows, columns)
        for (seen, wanted), times in counts.items():
            if wanted in columns:
                cell = rows[seen], columns[wanted]
                cost[cell] = np.log10(times / (spans[wanted] + 1) + 10.0 ** cost[cell])
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
    signs = {name: at for name, at in rows.items() if len(name) == 1 and not name.isalpha()}
    vowels = {name: at for name, at in rows.items() if len(name) == 1 and fold(name) in "aeiouy"}
    for name, column in single.items():
        marked = not name.isascii()
        cost[1, column] = -3.6 if marked else -4.0
        for others, odds in ((signs, BLUR[0]), (vowels, BLUR[1])):
            for row in others.values():
                cost[row, column] = odds - (0.0 if marked else 1.0)
        for other, row in vowels.items():
            if fold(other) == fold(name) and other.isupper() == name.isupper():
                cost[row, column] = BLUR[2]


@dataclass(frozen=True, slots=True)
class Level:
    """Nodes of one depth of a trie: their numbers, and for steps of 1 and 2 letters where from and by what."""

    nodes: slice
    froms: tuple[Ints, ...]
    columns: tuple[Ints, ...]


@dataclass(frozen=True, slots=True)
class Trie:
    """Strings as paths; `backward` tries grow from the end of the string.

    Attributes:
        levels: nodes by depth, from 1.
        size: number of nodes; 0 is the root.
        ends: node of each string.
    """

    levels: tuple[Level, ...]
    size: int
    ends: Ints
    backward: bool

    @staticmethod
    def build(strings: Sequence[str], columns: Mapping[str, int], backward: bool) -> Trie:
        """A trie of all `strings`, whose segments are all in `columns`."""
        paths = sorted({s[len(s) - n :] if backward else s[:n] for s in strings for n in range(len(s) + 1)}, key=len)
        number = {path: at for at, path in enumerate(paths)}
        levels = []
        for depth in range(1, max(map(len, paths), default=0) + 1):
            here = [path for path in paths if len(path) == depth]
            steps = range(1, min(2, depth) + 1)
            froms = [[number[path[n:] if backward else path[:-n]] for path in here] for n in steps]
            by = [[columns[path[:n] if backward else path[-n:]] for path in here] for n in steps]
            first = number[here[0]]
            levels.append(Level(slice(first, first + len(here)), tuple(map(np.array, froms)), tuple(map(np.array, by))))
        return Trie(tuple(levels), len(paths), np.array([number[s] for s in strings]), backward)

    def score(self, seen: str, segments: Segments) -> Floats:
        """Log10 P of a prefix of `seen` (of a suffix, for a backward trie) per string: [len + 1, strings]."""
        size = len(seen)
        rows = [
            segments.cost[[segments.row(seen[at : at + wide]) for at in range(size + 1 - wide)]]
            for wide in range(min(_SEEN_MAX, size) + 1)
        ]
        out = np.full((size + 1, self.size), FLOOR, np.float32)
        out[size if self.backward else 0, 0] = 0.0
        for level in self.levels:
            here = out[:, level.nodes]
            for source, column in zip(level.froms, level.columns, strict=True):
                old = out[:, source]
                for wide, costs in enumerate(rows):
                    step = costs[:, column]
                    if self.backward:
                        np.maximum(here[: size + 1 - wide], old[wide:] + step, out=here[: size + 1 - wide])
                    else:
                        np.maximum(here[wide:], old[: size + 1 - wide] + step, out=here[wide:])
        return out[:, self.ends]


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
        total, kinds = np.zeros(len(meant)), np.zeros(len(meant))
        lists: dict[str, list[tuple[int, int]]] = {}
        for (seen, name), times in counts.items():
            at = number.get(name)
            if at is not None:
                total[at] += times
                kinds[at] += 1
                lists.setdefault(seen, []).append((at, times))
        met = {}
        for seen, pairs in lists.items():
            spots, counted = (np.array(column) for column in zip(*pairs, strict=True))
            met[seen] = (spots, ((counted - DISCOUNT) / (total[spots] + 1)).astype(np.float32))
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
        onset = self.onsets[0].score(seen, segments)
        rhyme = self.rhymes[0].score(seen, segments)
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
    syllables = [(at, cut) for at, word in enumerate(lexicon) if (cut := split(word))]
    numbers = np.array([at for at, _ in syllables])
    shaped = {form: [_shaped(cut, form) for _, cut in syllables] for form in FORMS}
    halves = {half for pairs in shaped.values() for pair in pairs for half in pair}
    meant = {half[at : at + n] for half in halves for n in (1, 2) for at in range(len(half) - n + 1)}
    segments = Segments.build(counts.segments, counts.spans, meant)
    forms = {}
    for form, pairs in shaped.items():
        onsets, rhymes = (sorted({pair[side] for pair in pairs}) for side in (0, 1))
        spots = np.array([onsets.index(o) * len(rhymes) + r for o, r in _numbered(pairs, rhymes)])
        forms[form] = Inventory(
            (Trie.build(onsets, segments.meant, backward=False), Memory.build(counts.onsets, onsets, strange)),
            (Trie.build(rhymes, segments.meant, backward=True), Memory.build(counts.rhymes, rhymes, strange)),
            Memory.build(counts.words, ["".join(pair) for pair in pairs], strange),
            spots,
            numbers,
        )
    return Channel(segments, forms)


def _numbered(pairs: Sequence[tuple[str, str]], rhymes: Sequence[str]) -> list[tuple[str, int]]:
    number = {rhyme: at for at, rhyme in enumerate(rhymes)}
    return [(onset, number[rhyme]) for onset, rhyme in pairs]


def _shaped(cut: tuple[str, str], form: str) -> tuple[str, str]:
    onset, rhyme = cut
    if form == "title":
        return (shape(onset, form), rhyme) if onset else ("", shape(rhyme, form))
    return shape(onset, form), shape(rhyme, form)
