"""Cut one line of a block into its columns, given how far each column has been read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from extract.unweave_marks import is_number, is_title_case, may_start
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from extract.unweave_fluency import Fluency
    from extract.unweave_lines import Word

_BULLETS = ("-", "–", "+", "•")
_TAIL = 3  # words of a column that the next one is judged by
_BEST = 6  # ways of cutting a line that are followed up
_NO_CUT = 3.0  # words that belong together this much (log10 odds) are not cut where no rule stands
_RULE = 1.2  # a rule between two words says that they stand in two cells
_START_LOW, _START_HIGH = -1.6, 0.4  # a cell begins with a capital letter or a figure
_AFTER_STOP = -1.3  # a cell goes on after a full stop
_SEEN_BEFORE = 0.8  # the column has had the same words side by side in another row
_CAPITAL = -0.4  # a cell goes on with a capital letter
_SEGMENT = -0.9  # each cell that a line reaches; a line is not cut without need
_PER_LETTER = -0.25  # wider than the column
_CLOSES = 2.0  # times how much more often than not the cells of a column end so
_EARLY, _ROOM = -0.05, 6.0  # a letter of room that a line left; letters that do not matter
_NEARLY = -0.2  # a cell that begins as names do, one letter misread
_IN_NAMES, _NO_NAME = 0.2, -0.3  # two words side by side in the name of a unit, or in none
_HEAD, _NO_HEAD = 0.8, -1.2  # a cell that begins as names do, or does not

Tail = tuple[str, ...]
Pair = tuple[str, str]
_NOWHERE: frozenset[int] = frozenset()
Fit = list[list[tuple[int, float]]]  # for each spot: where a segment from there may end, and what it gains


@dataclass(frozen=True, slots=True)
class Habit:
    """What is known of a column beforehand or from reading the table once.

    Attributes:
        width: letters in its widest line, None if not known.
        pairs: folded words that stood side by side in it, by the rows they stood in.
        share: how much it repeats itself, 0..1: the share of its pairs that other rows have too.
        names: pairs that stand side by side in names that belong in the column.
        heads: folded words that such names begin with; empty where any word may begin a cell.
        stops: share of its cells that end with a full stop, None if not known.
    """

    width: float | None = None
    pairs: dict[Pair, frozenset[int]] = field(default_factory=dict)
    share: float = 0.0
    names: frozenset[Pair] = frozenset()
    heads: frozenset[str] = frozenset()
    stops: float | None = None

    def usual(self, texts: Sequence[str], row: int) -> float:
        """What words gain by standing side by side in names or in this column in another row than `row`."""
        if not self.pairs and not self.names:
            return 0.0
        gain = 0.0
        for pair in pairs_of(texts):
            if self.names:
                gain += _IN_NAMES if pair in self.names else _NO_NAME
            if self.pairs.get(pair, _NOWHERE) - {row}:
                gain += _SEEN_BEFORE * self.share
        return gain

    def opens(self, word: str) -> float:
        """What the first word of a cell gains."""
        low = 0.0 if may_start(word) else _START_LOW
        if self.heads:
            if is_title_case(word) and key_of(word) not in self.heads and _nearly(key_of(word), self.heads):
                return _NEARLY
            return low + (_HEAD if key_of(word) in self.heads else _NO_HEAD)
        return low or (_START_HIGH if is_title_case(word) else 0.0)

    def closes(self, text: str) -> float:
        """What a cell gains by ending as the others of its column do, with or without a full stop."""
        if self.stops is None or not text:
            return 0.0
        return _CLOSES * (self.stops - 0.5) * (1 if text.endswith((".", ";")) else -1)

    def room(self, length: int, word: str) -> float:
        """What a column loses by going on with `word` in a new line when it had room after `length` letters."""
        return _EARLY * max(0.0, self.width - _ROOM - length - len(word)) if self.width is not None else 0.0


@dataclass(frozen=True, slots=True)
class Cut:
    """A way of cutting a line: (column, first word, end) of each segment, from left to right."""

    segments: tuple[tuple[int, int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class CutLine:
    """A line made ready: where it may be cut and how well the words between read."""

    words: tuple[Word, ...]
    spots: tuple[int, ...]
    spans: dict[tuple[int, int], float]
    lengths: tuple[int, ...]

    def length(self, start: int, end: int) -> int:
        """Letters and blanks from word `start` to before `end`."""
        return self.lengths[end] - self.lengths[start] - 1


def ready(words: Sequence[Word], fluency: Fluency) -> CutLine:
    """Look once at all words that stand side by side."""
    texts = [word.text for word in words]
    inner = [0.0] + [fluency.gain(" ".join(texts[max(0, i - _TAIL) : i]), texts[i]) for i in range(1, len(texts))]
    pair = [0.0] + [fluency.gain(texts[i - 1], texts[i]) for i in range(1, len(texts))]
    spots = [i for i in range(1, len(texts)) if _may_cut(words, i, min(inner[i], pair[i]))]
    lengths = [0]
    for text in texts:
        lengths.append(lengths[-1] + len(text) + 1)
    bounds = (0, *spots, len(texts))
    spans: dict[tuple[int, int], float] = {}
    for at, start in enumerate(bounds):
        for end in bounds[at + 1 :]:
            gains = [pair[i] if i == start + 1 else inner[i] for i in range(start + 1, end)]
            ruled = sum(words[i].ruled for i in range(start + 1, end))
            stops = sum(texts[i - 1].endswith((".", ";")) and len(texts[i - 1]) >= _TAIL for i in range(start + 1, end))
            spans[start, end] = sum(gains) - _RULE * ruled + _AFTER_STOP * stops
    return CutLine(tuple(words), bounds, spans, tuple(lengths))


def _may_cut(words: Sequence[Word], at: int, gain: float) -> bool:
    word, before = words[at], words[at - 1]
    return word.ruled or gain < _NO_CUT or word.cost is not None or before.cost is not None or is_number(word.text)


def cuts(line: CutLine, fit: Sequence[Fit], enter: Callable[[int, int], float]) -> list[Cut]:
    """The best ways of cutting, best first.

    `fit` tells for each column what each segment gains by standing there, `enter(column, word)` what it gains by
    following what was read of the column before. Words may be left out at their cost.
    """
    bounds = line.spots
    reach: list[list[_Way]] = [[] for _ in bounds]
    reach[0] = [(0.0, ())]
    _leave_out(line, reach)
    for column, gains in enumerate(fit):
        fresh: list[list[_Way]] = [[] for _ in bounds]
        for a, ends in enumerate(gains):
            if not ends or not reach[a]:
                continue
            start = bounds[a]
            entry = enter(column, start)
            for b, gain in ends:
                segment = (column, start, bounds[b])
                fresh[b] += [(score + gain + entry, (*segments, segment)) for score, segments in reach[a]]
        for b, more in enumerate(fresh):
            if more:
                reach[b] = sorted(reach[b] + more, key=_by_score)[:_BEST]
        _leave_out(line, reach)
    return [Cut(segments, score) for score, segments in reach[-1]]


_Way = tuple[float, tuple[tuple[int, int, int], ...]]


def _by_score(way: _Way) -> float:
    return -way[0]


def _leave_out(line: CutLine, reach: list[list[_Way]]) -> None:
    """Step over words that may be specks."""
    for at in range(len(reach) - 1):
        start, end = line.spots[at], line.spots[at + 1]
        cost = line.words[start].cost
        if end == start + 1 and cost is not None and reach[at]:
            known = {segments for _, segments in reach[at + 1]}
            more = [(score - cost, segments) for score, segments in reach[at] if segments not in known]
            reach[at + 1] = sorted(reach[at + 1] + more, key=_by_score)[:_BEST]


def fitted(line: CutLine, habit: Habit, row: int, stand: Callable[[int, int], float | None]) -> Fit:
    """What each segment of the line gains by standing in one column, whatever was read of the column before.

    `stand(start, end)` is what the words between say of the column, None if they cannot stand there; `row`
    is the row that the line stood in when the habit was learnt, -1 for none.
    """
    texts = [word.text for word in line.words]
    fit: list[list[tuple[int, float]]] = []
    for a, start in enumerate(line.spots[:-1]):
        fit.append([])
        for b in range(a + 1, len(line.spots)):
            end = line.spots[b]
            said = stand(start, end)
            if said is None:
                continue
            gain = said + line.spans[start, end] + _SEGMENT + habit.usual(texts[start:end], row)
            if habit.width is not None:
                gain += _PER_LETTER * max(0.0, line.length(start, end) - habit.width)
            fit[-1].append((b, gain + (_RULE if line.words[start].ruled and start else 0.0)))
    return fit


def entering(first: str, tail: Tail, habit: Habit, row: int, fluency: Fluency) -> float:
    """What a segment that begins with `first` gains by following `tail`, the words last read of its column."""
    score = fluency.gain(" ".join(tail), first)
    if tail[-1].endswith((".", ";")) and len(tail[-1]) >= _TAIL:
        score += 0.0 if first in _BULLETS else _AFTER_STOP
    elif is_title_case(first):
        score += _CAPITAL
    return score + habit.usual((tail[-1], first), row)


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
