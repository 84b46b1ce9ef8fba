"""The words of deadlines: the grammar of `data/deadlines.tsv` as one scanner over a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from normalize.datafile import read_tsv
from normalize.errors import DataFileError
from normalize.syllable import unify_tone

GRAMMAR = Path(__file__).parent / "data" / "deadlines.tsv"
COLUMNS = ("id", "class", "prose", "pattern", "example", "source")

_MACROS = {
    "{d}": r"(?P<d>(?<!\d)(?:3[01]|[12]\d|0?[1-9])(?!\d))",
    "{m}": r"(?P<m>(?<!\d)(?:1[0-2]|0?[1-9])(?!\d))",
    "{m1}": r"(?P<m1>(?<!\d)(?:1[0-2]|0?[1-9])(?!\d))",
    "{q}": r"(?P<q>(?:iv|i{1,3}|[1-4])(?!\w))",
    "{q1}": r"(?P<q1>(?:iv|i{1,3}|[1-4])(?!\w))",
    "{y}": r"(?P<y>(?<![\d.])(?:19|20)\d\d(?![\d/]|[.,]\d))",
    "{y1}": r"(?P<y1>(?<![\d/.])(?:19|20)\d\d(?!\d))",
    "{n}": r"(?P<n>(?<![\d.,])\d{1,3})(?:,\d)?",
}
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6}
_CELL_ONLY = frozenset({"condition", "until_event", "ongoing"})
_DASHES = str.maketrans("–—−", "---")
_BEGINS = r"(?<!\w)"
_NAMED = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the grammar; `name` is its class, `prose` ("yes", "no", "only") where it counts by itself."""

    name: str
    prose: str
    pattern: re.Pattern[str]

    @property
    def at_a_word(self) -> str:
        """The pattern for places where a word is known to begin, its groups without names."""
        return _NAMED.sub("(?:", self.pattern.pattern.removeprefix(_BEGINS))


@dataclass(frozen=True, slots=True)
class Word:
    """Words of one rule in a text: `start` and `end` are code points, end exclusive; `parts` its named groups."""

    rule: Rule
    start: int
    end: int
    parts: dict[str, str]

    @property
    def name(self) -> str:
        """The class of the rule."""
        return self.rule.name

    def number(self, part: str) -> int | None:
        """A part as a number, Roman quarters and counts in words included; None where the words leave it out."""
        value = self.parts.get(part)
        if not value:
            return None
        return _NUMBERS[value] if value in _NUMBERS else int(value)


def level(text: str) -> str:
    """Lower case, tone marks in one style, dashes as `-`; every code point keeps its place."""
    unified = unify_tone(text)
    lower = unified.lower()
    if len(lower) != len(text):  # some letter of another script is two letters in lower case
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in unified)
    return lower.translate(_DASHES) if len(lower) == len(text) else text


def _compile(pattern: str) -> re.Pattern[str]:
    spaced = pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
    for macro, meaning in _MACROS.items():
        spaced = spaced.replace(macro, meaning)
    return re.compile(rf"{_BEGINS}(?:{spaced})(?!\w)", re.DOTALL)


@lru_cache(maxsize=2)
def _grammar(prose: bool) -> tuple[tuple[Rule, ...], re.Pattern[str]]:
    rules: list[Rule] = []
    for row in read_tsv(GRAMMAR, COLUMNS, key="id"):
        if row["prose"] == "only" and not prose:
            continue
        # Conditions run to the end of a cell; in a sentence only the unmistakable ones may do that.
        if prose and row["prose"] == "no" and row["class"] in _CELL_ONLY:
            continue
        try:
            rules.append(Rule(row["class"], row["prose"], _compile(row["pattern"])))
        except re.error as problem:
            raise DataFileError(f"row {row['id']}: {problem}", "correct the data file") from problem
    # The empty group behind a rule tells which it was; a rule that begins with letters is passed over at once.
    joined = "|".join(f"{rule.at_a_word}(?P<r{n}>)" for n, rule in enumerate(rules))
    return tuple(rules), re.compile(rf"{_BEGINS}(?=\w)(?:{joined})", re.DOTALL)  # every rule starts with a word


@lru_cache(maxsize=4096)  # a sentence is read for its task, its units and its deadlines
def scan(text: str, *, prose: bool = False) -> tuple[Word, ...]:
    """The words of deadlines in a text, in order, without overlaps.

    Raises:
        DataFileError: naming the row of the grammar whose pattern cannot be read.
    """
    rules, joined = _grammar(prose)
    levelled = level(text)
    words: list[Word] = []
    for match in joined.finditer(levelled):
        rule = rules[int((match.lastgroup or "r0")[1:])]
        inner = rule.pattern.match(levelled, match.start())
        if inner is not None:
            parts = {key: value for key, value in inner.groupdict().items() if value is not None}
            words.append(Word(rule, inner.start(), inner.end(), parts))
    return tuple(words)
