"""Cut one line of a block into its columns, given how far each column has been read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from extract.unweave_marks import is_number, is_title_case, may_start
from extract.unweave_weights import weights
from normalize.syllable import fold, is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unweave_fluency import Fluency
    from extract.unweave_lines import Word

_BULLETS = ("-", "–", "+", "•")
_TAIL = 3  # words of a column that the next one is judged by
_NO_CUT = 3.0  # words that belong together this much (log10 odds) are not cut where no rule stands
_ROOM = 5.0  # letters of room that do not matter

Tail = tuple[str, ...]
Pair = tuple[str, str]
_NOWHERE: frozenset[int] = frozenset()
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Habit:
    """What is known of a column beforehand or from reading the table once.

    Attributes:
        width: letters in its widest line, None if not known.
        pairs: folded words that stood side by side in it, by the rows they stood in.
        share: how much it repeats itself, 0..1: the share of its pairs that other rows have too.
        elsewhere: pairs that stood side by side in such a column of another table of the document.
        names: pairs that stand side by side in names that belong in the column.
        heads: folded words that such names begin with; empty where any word may begin a cell.
        stops: share of its cells that end with a full stop, None if not known.
    """

    width: float | None = None
    pairs: dict[Pair, frozenset[int]] = field(default_factory=dict)
    share: float = 0.0
    elsewhere: frozenset[Pair] = frozenset()
    names: frozenset[Pair] = frozenset()
    heads: frozenset[str] = frozenset()
    stops: float | None = None

    def usual(self, texts: Sequence[str], row: int) -> float:
        """What words gain by standing side by side in names or in this column in another row than `row`."""
        if not self.pairs and not self.names and not self.elsewhere:
            return 0.0
        return sum(self.beside(*pair, row) for pair in pairs_of(texts))

    def beside(self, left: str, right: str, row: int) -> float:
        """The same for two folded words."""
        gain = 0.0
        if self.names:
            gain += weights().in_names if (left, right) in self.names else weights().no_name
        if (left, right) in self.elsewhere or self.pairs.get((left, right), _NOWHERE) - {row}:
            gain += weights().seen_before * self.share
        return gain

    def opens(self, word: Word) -> float:
        """What the first word of a cell gains."""
        low = 0.0 if may_start(word.text) else weights().start_low
        if not self.heads:
            return low or (weights().start_high if is_title_case(word.text) else 0.0)
        key = key_of(word.text.partition(" ")[0])  # an engine glues words
        if key in self.heads:
            return low + weights().head
        # A print that is a word as it stands is no misread head, near one as it may be: "Dao" beside "Bao".
        misread = is_title_case(word.text) and not is_syllable(word.seen.strip(".,;:"))
        return weights().nearly if misread and _nearly(key, self.heads) else low + weights().no_head

    def closes(self, text: str) -> float:
        """What a cell gains by ending as the others of its column do, with or without a full stop."""
        if self.stops is None or not text:
            return 0.0
        return weights().closes * (self.stops - 0.5) * (1 if text.endswith((".", ";")) else -1)

    def room(self, length: int, word: str) -> float:
        """What a column loses by going on with `word` in a new line when it had room after `length` letters."""
        if self.width is None or not self.pairs:  # how wide it is has not been learnt
            return 0.0
        return weights().early * max(0.0, self.width - _ROOM - length - len(word))


@dataclass(frozen=True, slots=True)
class CutLine:
    """A line made ready: where it may be cut and how well the words between read.

    Attributes:
        words: of the line.
        spots: words that a segment may begin with, and at last the number of words.
        spans: [spot, spot] what the words from one spot to before another gain by reading on, -inf backwards.
        skips: [spot, spot] what it costs to leave the words between out, -inf where one is no speck, or None.
        lengths: letters and blanks before each word.
        first: the words that a segment may begin with.
        second: the word after each, "" after the last.
        beside: what each of these gains by standing after the first alone.
    """

    words: tuple[Word, ...]
    spots: tuple[int, ...]
    spans: Floats
    skips: Floats | None
    lengths: tuple[int, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]
    beside: Floats

    def length(self, start: int, end: int) -> int:
        """Letters and blanks from word `start` to before `end`."""
        return self.lengths[end] - self.lengths[start] - 1


def ready(words: Sequence[Word], fluency: Fluency) -> CutLine:
    """Look once at all words that stand side by side."""
    texts = [word.text for word in words]
    lefts = [" ".join(texts[max(0, at - _TAIL) : at]) for at in range(1, len(texts))]
    inner = [0.0, *fluency.gains(list(zip(lefts, texts[1:], strict=True)))]
    pair = [0.0, *fluency.gains(list(pairwise(texts))), 0.0]
    spots = [0, *(i for i in range(1, len(texts)) if _may_cut(words, i, min(inner[i], pair[i]))), len(texts)]
    stops = [0, *(text.endswith((".", ";")) and len(text) >= _TAIL for text in texts[:-1])]
    marks = [weights().after_stop * stop - weights().rule * word.ruled for stop, word in zip(stops, words, strict=True)]
    inside, beside = _sums(np.array(inner) + marks), np.array([*np.array(pair[:-1]) - inner, 0.0, 0.0])
    at = np.array(spots)
    spans = inside[at][None, :] - inside[np.minimum(at + 1, len(texts))][:, None]
    spans = spans + np.where(at[None, :] > at[:, None] + 1, beside[at + 1][:, None], 0.0)
    spans[at[None, :] <= at[:, None]] = -np.inf
    lengths = np.concatenate(([0], np.cumsum([len(text) + 1 for text in texts])))
    opening = spots[:-1]
    first, second = tuple(texts[spot] for spot in opening), tuple([*texts, ""][spot + 1] for spot in opening)
    seams = np.array([pair[spot + 1] for spot in opening])
    return CutLine(
        tuple(words), tuple(spots), spans, _skips(words, spots), tuple(map(int, lengths)), first, second, seams
    )


def _sums(gains: Floats) -> Floats:
    """Sums of the gains before each place."""
    return np.concatenate(([0.0], np.cumsum(gains)))


def _skips(words: Sequence[Word], spots: Sequence[int]) -> Floats | None:
    """What it costs to leave words out that may be specks: each stands alone between two spots."""
    costs = [words[a].cost if b == a + 1 else None for a, b in pairwise(spots)]
    if all(cost is None for cost in costs):
        return None
    skips = np.full((len(spots), len(spots)), -np.inf)
    for a in range(len(spots)):
        skips[a, a] = 0.0
        for b in range(a, len(costs)):
            cost = costs[b]
            if cost is None:
                break
            skips[a, b + 1] = skips[a, b] - cost
    return skips


def _may_cut(words: Sequence[Word], at: int, gain: float) -> bool:
    word, before = words[at], words[at - 1]
    return word.ruled or gain < _NO_CUT or word.cost is not None or before.cost is not None or is_number(word.text)


def fitted(line: CutLine, habit: Habit, row: int, said: Floats) -> Floats:
    """[spot, spot] what each segment of the line gains by standing in one column, whatever was read of it before.

    `said` is what the words between say of the column, -inf where they cannot stand there; `row` is the row that
    the line stood in when the habit was learnt, -1 for none.
    """
    at = np.array(line.spots)
    fit: Floats = said + line.spans + weights().segment + _usual(line, habit, row)
    lengths = np.array(line.lengths)[at]
    if habit.width is not None:
        fit = fit + weights().per_letter * np.maximum(0.0, lengths[None, :] - lengths[:, None] - 1 - habit.width)
    ruled = [weights().rule * bool(start and line.words[start].ruled) for start in line.spots[:-1]]
    fit += np.array([*ruled, 0.0])[:, None]
    return fit


def _usual(line: CutLine, habit: Habit, row: int) -> Floats:
    """[spot, spot] what the words of each segment gain by standing side by side, see `Habit.usual`."""
    keys = [key_of(word.text) for word in line.words]
    gains = np.zeros(len(keys))
    before = ""
    for at, key in enumerate(keys):
        gains[at] = habit.beside(before, key, row) if before and key else 0.0
        before = key or before
    first = [next((i for i in range(at, len(keys)) if keys[i]), len(keys)) for at in (*range(len(keys)), len(keys))]
    sums, spots = _sums(gains), np.array(line.spots)
    opening = np.array(first)[spots]
    lead = np.array([*gains, 0.0])[opening]
    usual: Floats = sums[spots][None, :] - sums[spots][:, None]
    return usual - np.where(opening[:, None] < spots[None, :], lead[:, None], 0.0)


def entering(line: CutLine, tail: Tail, habit: Habit, row: int, fluency: Fluency) -> Floats:
    """[longer, spot] what segments of a line gain by following `tail`, the words last read of their column.

    The second word of a longer segment was looked at beside the first alone, see `ready`; here the tail counts too.
    """
    gains = fluency.gains(seams(tail, line))
    count = len(line.first)
    first, second = np.array(gains[:count]), np.array(gains[count:])
    stopped = tail[-1].endswith((".", ";")) and len(tail[-1]) >= _TAIL
    for at, word in enumerate(line.first):
        if stopped:
            first[at] += 0.0 if word in _BULLETS else weights().after_stop
        elif is_title_case(word):
            first[at] += weights().capital
        first[at] += habit.usual((tail[-1], word), row)
    return np.array([first, first + second - line.beside])


def seams(tail: Tail, line: CutLine) -> list[tuple[str, str]]:
    """What the language model is asked where a line goes on after `tail`: each first word, then each second one."""
    left, right = " ".join(tail), " ".join(tail[1 - _TAIL :])
    seconds = [(f"{right} {word}", after) for word, after in zip(line.first, line.second, strict=True)]
    return [*((left, word) for word in line.first), *seconds]


@lru_cache(maxsize=1 << 12)
def _nearly(key: str, heads: frozenset[str]) -> bool:
    """Whether one letter of a head word was misread."""
    return any(Levenshtein.distance(key, head, score_cutoff=1) <= 1 for head in heads)


def pairs_of(texts: Sequence[str]) -> list[Pair]:
    """Words side by side, in the form habits are remembered in."""
    keys = [key for text in texts if (key := key_of(text))]
    return list(pairwise(keys))


@lru_cache(maxsize=1 << 14)
def key_of(text: str) -> str:
    """The word folded, without marks."""
    return "".join(letter for letter in fold(text) if letter.isalnum())
