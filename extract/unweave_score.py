"""What a cell is worth in its column: units in the registry, dates in the date grammar, figures among targets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extract import deadlines, targets, units
from extract.deadline_rules import scan
from extract.unit_groups import LISTS
from extract.unit_words import heads, phrases
from extract.unweave_agree import is_known
from extract.unweave_cut import key_of, pairs_of
from extract.unweave_marks import is_group_label, is_number, is_roman, may_start
from extract.unweave_weights import weights
from normalize.datafile import read_tsv
from normalize.syllable import fold, is_syllable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from extract.records import UnitMention
    from extract.registry import Registry
    from extract.unweave_cut import CutLine, Floats, Pair
    from extract.unweave_header import Column
    from extract.unweave_lines import Word

UNIT_ROLES = frozenset({"lead", "coordinator", "monitor", "approver"})
_GROUP_CLASSES = ("start", "noun", "inside", "goes_on")
_GROUP_HEADS = ("các", "những", "toàn", "tất", "ubnd", "hđnd")  # how open groups and short forms begin
_MAY_BE_EMPTY = frozenset({"note", "label"})
_FIGURE_WORDS = 6  # a figure to reach is told in so many
_DATE = re.compile(r"(?:\d{1,2}/){1,2}\d{4}[.,;]?")
_LIKE_DATE = re.compile(r"(?:[\dIVXTl]{1,4}/){1,2}[29][0O]\d\d[.,;]?|20\d\d[.,;]?")  # as engines print dates
_WORDS = Path(__file__).parent / "data" / "unweave_date_words.tsv"
_SLACK, _MOST_OFF = 0.75, 1.0  # lines off the place where a cell should stand that do not matter, or count at most


@dataclass(frozen=True, slots=True)
class Judge:
    """Scores of cells, remembered: the search asks for the same cell many times."""

    columns: tuple[Column, ...]
    registry: Registry
    context: units.LinkContext
    issued: dt.date | None
    names: frozenset[str] = frozenset()  # keys of units that the document names in its headings
    known: dict[tuple[str, str], float] = field(default_factory=dict)

    def cell(self, column: int, text: str) -> float:
        """Log10 odds, by rule of thumb, that `text` is a whole cell of the column."""
        role = self.columns[column].role
        key = (role, text)
        if key not in self.known:
            self.known[key] = self._cell(role, text)
        return self.known[key]

    def _cell(self, role: str, text: str) -> float:
        if not text.strip():
            return _empty(role)
        if role in UNIT_ROLES:
            return self._units(text)
        if role == "deadline":
            return _dated(text, self.issued)
        if role == "figure":
            found = targets.find(text)
            extra = max(0, len(text.split()) - _FIGURE_WORDS)
            return (
                (weights().figure if found else weights().no_figure)
                + weights().wordy * extra
                + weights().second * max(0, len(found) - 1)
            )
        return 0.0

    def _units(self, text: str) -> float:
        named = units.link_list(text, self.registry, self.context)
        if not named:
            return weights().unlinked
        sure = [m.link_score if m.unit_id else self._own(m) for m in named]
        linked = sum(sure) / len(sure)
        odd = sum(not word.isupper() and not is_syllable(word) for word in re.findall(r"[^\W\d_]+", text))
        odd += sum(abs(_size(m.name) - _size(m.text)) for m in named if m.unit_id)
        return weights().odd * odd + weights().linked * linked + weights().unlinked * sum(score == 0 for score in sure)

    def _own(self, mention: UnitMention) -> float:
        """How sure a mention is that no registry knows: named in a heading of the document, or an open group."""
        if is_known(mention.text, self.names):
            return 1.0
        _, heads = names_of(self.registry)
        return weights().open_group * (mention.is_collective and key_of(mention.text.split()[0]) in heads)

    def said(self, role: str, line: CutLine, label: int) -> Floats:
        """[spot, spot] what the words of each segment of a line gain by standing in a column of that role at all.

        -inf where they cannot; the word at `label` is the row's label, -1 for none.
        """
        spots = line.spots
        said = np.zeros((len(spots), len(spots)))
        if role == "label":
            said[:] = -np.inf
            if label in spots[:-1] and label + 1 in spots:
                said[spots.index(label), spots.index(label + 1)] = weights().label
        elif role in ("deadline", "figure"):
            for a, start in enumerate(spots):
                for b in range(a + 1, len(spots)):
                    said[a, b] = self._figures(role, " ".join(word.text for word in line.words[start : spots[b]]))
        else:
            opens = [line.words[start].text for start in spots[:-1]]
            grouped = [weights().group_label * (is_group_label(word) and len(word) > 1) for word in opens]
            if is_ruled_label(line.words):
                grouped[0] = weights().ruled_label
            said += np.array([*grouped, 0.0])[:, None]
            if any(column.role == "deadline" for column in self.columns):
                dates = np.cumsum([0.0, *(_DATE.fullmatch(word.text) is not None for word in line.words)])[list(spots)]
                said += weights().elsewhere * (dates[None, :] - dates[:, None])
        return said

    def _figures(self, role: str, text: str) -> float:
        """What the words of one line gain by standing among dates or figures."""
        key = ("in " + role, text)
        if key not in self.known:
            if role == "figure":
                self.known[key] = (
                    weights().in_dates if is_number(text) and targets.find(text) else -weights().in_dates / 2
                )
            else:
                self.known[key] = _in_dates(text, self.issued)
        return self.known[key]


def _empty(role: str) -> float:
    known = {"title": weights().empty_title, "target": weights().empty_title}
    known |= {"lead": weights().empty_lead, "deadline": weights().empty_deadline}
    return 0.0 if role in _MAY_BE_EMPTY else known.get(role, weights().no_cell)


def _size(text: str) -> int:
    return len(re.findall(r"\w+", text))


def _in_dates(text: str, issued: dt.date | None) -> float:
    """What the words of one line gain among deadlines: a date, figures that look like one, or words of deadlines."""
    if is_number(text) and any(due.kind != "none" for due in deadlines.parse(text, issued)):
        return weights().in_dates
    plain = [key_of(word) for word in text.split() if not _LIKE_DATE.fullmatch(word)]
    return weights().like_a_date if all(word in _date_words() for word in plain) else weights().not_in_dates


@cache
def _date_words() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in read_tsv(_WORDS, ("id", "word", "example"), key="id"))


def _dated(text: str, issued: dt.date | None) -> float:
    dated = sum(deadline.kind != "none" for deadline in deadlines.parse(text, issued))
    covered = [(word.start, word.end) for word in scan(text)]
    extra = sum(
        not any(start < match.end() and match.start() < end for start, end in covered)
        for match in re.finditer(r"\w\S*", text)
    )
    return (weights().dated if dated else weights().undated) + weights().off_date * (
        min(extra, _FIGURE_WORDS) + max(0, dated - 1)
    )


def misplaced(spans: Sequence[tuple[int, int]], height: int, *, sure: bool) -> float:
    """What cells lose that stand neither in the middle of their row nor at its top; the tallest makes its height.

    `spans` are the first and last line of each cell, `height` the number of lines of the row; not `sure` where
    blank lines stand between, which tell that the engine did not read the row line by line.
    """
    most = float(height) if sure else _MOST_OFF
    middle = sum(min(most, max(0.0, abs(first + last - (height - 1)) / 2 - _SLACK)) for first, last in spans)
    top = sum(min(most, max(0.0, first - _SLACK)) for first, _ in spans)
    short = min((height - 1 - (last - first) for first, last in spans), default=0) if sure else 0
    return weights().centre * min(middle, top) + weights().short * short


@lru_cache(maxsize=2)
def names_of(registry: Registry) -> tuple[frozenset[Pair], frozenset[str]]:
    """Folded words side by side in names of units, and the words that names and open groups begin with."""
    pairs: set[Pair] = set()
    for unit in registry.by_id.values():
        pairs.update(pairs_of(unit.name.split()))
    for group in _GROUP_CLASSES:
        for phrase in phrases(LISTS, group):
            pairs.update(pairs_of(phrase.split()))
    first = {key_of(head.split()[0]) for head in heads()}
    return frozenset(pairs), frozenset(first | {key_of(word) for word in _GROUP_HEADS})


def is_ruled_label(words: Sequence[Word]) -> bool:
    """Whether a line begins with a Roman number, a rule and a text."""
    return len(words) > 1 and is_roman(words[0].text) and words[1].ruled and may_start(words[1].text)
