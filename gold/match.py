"""When two values are the same, and which row of a snapshot stands for which row of the annotation."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz.distance import Levenshtein

from gold.align import clusters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gold.records import Indicator, Task, Unit

Row = TypeVar("Row")
Pairs = tuple[tuple[int, int], ...]

ALIKE = 0.6  # rows without a common key are the same row from here on
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng
_DASHES = re.compile(r"\s*[‐‑‒–—―−-]\s*")


def plain(text: str) -> str:
    """A value as it is compared: NFC, one space, `-` for every dash, no final full stop or semicolon."""
    flat = " ".join(unicodedata.normalize("NFC", text).split())
    return _DASHES.sub("-", flat).rstrip(" .;")


def name_key(name: str) -> str:
    """Names with one key are one name: case, dashes and the seat of the tone (hóa, hoá) do not count."""
    words = []
    for word in plain(name).casefold().split():
        parts = unicodedata.normalize("NFD", word)
        tone = "".join(c for c in parts if c in _TONES)
        words.append("".join(c for c in parts if c not in _TONES) + tone)
    return " ".join(words)


def likeness(one: str, other: str) -> float:
    """1 minus edit distance by length, 0..1, in the form of `plain`, case ignored."""
    return float(Levenshtein.normalized_similarity(plain(one).casefold(), plain(other).casefold()))


def within(truth: str, told: str, share: float = 0.02) -> bool:
    """At most this share of the truth's grapheme clusters is edited."""
    wanted, got = clusters(plain(truth)), clusters(plain(told))
    return int(Levenshtein.distance(list(wanted), list(got))) <= share * len(wanted)


def same_names(one: Sequence[Unit], other: Sequence[Unit]) -> bool:
    """The same set of canonical names."""
    return {name_key(u.name) for u in one} == {name_key(u.name) for u in other}


def readings(units: Sequence[Unit], text: str) -> tuple[str, ...]:
    """The ways a cell of units can be read: as written, and with the canonical names."""
    ways = (text, ", ".join(u.text for u in units), ", ".join(u.name for u in units))
    return tuple(dict.fromkeys(way for way in ways if way))


def nearest(ones: Sequence[str], others: Sequence[str]) -> float:
    """Likeness of the two readings that are most alike; 1 where both sides are empty, 0 where one is."""
    if not ones or not others:
        return float(not ones and not others)
    return max(likeness(a, b) for a in ones for b in others)


_COUNTED = re.compile(r"-(?=\d+$)")  # an item counted by the annotator (`IV.1.a-2`) is the same as `IV.1.a.2`


def _label(text: str) -> str:
    return plain(text).casefold()


def same_place(one: Task, other: Task) -> bool:
    """Annex, group and label are equal."""
    return same_label(one, other) and _label(one.annex) == _label(other.annex)


def same_label(one: Task, other: Task) -> bool:
    """Group and label are equal and the annexes do not contradict each other."""
    annexes = {_label(one.annex), _label(other.annex)} - {""}
    return (
        bool(one.label)
        and len(annexes) < 2
        and (_label(one.group_label), _label(one.label)) == (_label(other.group_label), _label(other.label))
    )


def pair(
    left: Sequence[Row],
    right: Sequence[Row],
    keys: Sequence[Callable[[Row, Row], bool]],
    alike: Callable[[Row, Row], float],
) -> Pairs:
    """Rows that stand for each other: by each key in turn where it decides, else by likeness.

    Swapping the arguments swaps the pairs. Sorted by the left index.
    """
    found: list[tuple[int, int]] = []
    free_left, free_right = list(range(len(left))), list(range(len(right)))
    for same in keys:
        edges = [(i, j) for i in free_left for j in free_right if same(left[i], right[j])]
        ends_left, ends_right = [i for i, _ in edges], [j for _, j in edges]
        sure = [(i, j) for i, j in edges if ends_left.count(i) == 1 and ends_right.count(j) == 1]
        found += sure
        free_left = [i for i in free_left if i not in {a for a, _ in sure}]
        free_right = [j for j in free_right if j not in {b for _, b in sure}]
    scores = {(i, j): alike(left[i], right[j]) for i in free_left for j in free_right}
    return tuple(sorted(found + closest(scores)))


def closest(scores: dict[tuple[int, int], float], least: float = ALIKE) -> list[tuple[int, int]]:
    """Best pairs first, each index once, none below `least`; earlier rows win a tie."""

    def rank(edge: tuple[int, int]) -> tuple[float, int, int]:
        # Edges that still tie are (i, j) and (j, i), which do not exclude each other.
        return (-scores[edge], sum(edge), abs(edge[0] - edge[1]))

    found: list[tuple[int, int]] = []
    lefts: set[int] = set()
    rights: set[int] = set()
    for i, j in sorted((e for e in scores if scores[e] >= least), key=rank):
        if i not in lefts and j not in rights:
            found.append((i, j))
            lefts.add(i)
            rights.add(j)
    return found


def pair_tasks(truth: Sequence[Task], told: Sequence[Task]) -> Pairs:
    """Tasks by annex, group and label, then by label alone where that decides, else by title."""
    return pair(truth, told, (same_place, same_label), lambda a, b: likeness(a.title, b.title))


def pair_duties(truth: Sequence[Task], told: Sequence[Task]) -> Pairs:
    """Duties by label, else by text, with or without the unit in front of it."""

    def path(duty: Task) -> str:
        return _COUNTED.sub(".", _label(duty.label))

    def same(one: Task, other: Task) -> bool:
        return bool(one.label) and path(one) == path(other)

    def ways(duty: Task) -> tuple[str, str]:
        return (duty.title, f"{duty.lead_text} {duty.title}")

    def alike(one: Task, other: Task) -> float:
        return max(likeness(a, b) for a in ways(one) for b in ways(other))

    return pair(truth, told, (same,), alike)


def pair_indicators(truth: Sequence[Indicator], told: Sequence[Indicator]) -> Pairs:
    """Indicators by label where the names are alike too, else by name."""

    def same(one: Indicator, other: Indicator) -> bool:
        same_label = bool(one.label) and _label(one.label) == _label(other.label)
        return same_label and likeness(one.name, other.name) >= ALIKE

    return pair(truth, told, (same,), lambda a, b: likeness(a.name, b.name))
