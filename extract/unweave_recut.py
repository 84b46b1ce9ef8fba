"""Neighbouring cells of garbled tables, cut again where that makes both say what their columns say elsewhere.

`Các cơ bản Báo cáo kết quả` beside `liên quan` are the words of `Các cơ quan, đơn vị liên quan` and of `Báo cáo kết
quả`, cut at the wrong places of their lines. A column that repeats itself knows what a row most likely says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from extract.rowtasks import one_line
from extract.unweave_cut import key_of
from ingest.records import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extract.records import Assignment
    from extract.unweave_lines import Word

    Cells = Mapping[str, Mapping[int, Sequence[Word]]]  # field -> line -> its words there, fields from left to right

FIELDS = {"lead": "lead_text", "coordinator": "coordinator_text", "product": "product"}
_TIMES = 2  # times a column must say the same
_ALIKE, _EACH = 0.75, 0.5  # of the letters of two cells, and of each, that their words must have
_BETTER = 0.1  # more than the cells have as they are cut
_APART = 0.04  # more than any other two texts
_WAYS = 80  # ways of cutting that are followed up
_MOST_LINES = 16

Way = tuple[int, str, str]  # letters that are wrong so far, and what the left and the right cell say


def recut(tasks: Sequence[Assignment], cells: Sequence[Cells]) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
    """The tasks with cells cut again, each such row with an issue; `cells` are the words of each task's cells."""
    known = {field: _repeated(tasks, field) for field in FIELDS.values()}
    made, issues = list(tasks), []
    for at, own in enumerate(cells):
        for left, right in reversed(list(pairwise(own))):
            told = _meant(made[at], left, right, own, known)
            if told:
                before = " | ".join(getattr(made[at], field) or "" for field in (left, right))
                made[at] = replace(made[at], **{left: told[0], right: told[1]})  # type: ignore[arg-type]  # texts
                message = f"two garbled cells were cut again as their columns read elsewhere: {' | '.join(told)}"
                issues.append(Issue("flattened_cell", "info", message, made[at].page_no, evidence=before))
    return tuple(made), tuple(issues)


def _repeated(tasks: Sequence[Assignment], field: str) -> list[str]:
    """What a column says again and again; a text around another one that it says oftener was cut wrongly."""
    times = Counter(one_line(text) for task in tasks if (text := getattr(task, field)))
    known = {text: count for text, count in times.items() if count >= _TIMES}
    oftener = {text: [other for other, more in known.items() if more > count] for text, count in known.items()}
    return [text for text, others in oftener.items() if not any(other in text for other in others)]


def _meant(
    task: Assignment, left: str, right: str, cells: Cells, known: Mapping[str, Sequence[str]]
) -> tuple[str, str] | None:
    """What two cells say by their columns, None where nothing is clearly better than what they say."""
    now = tuple(one_line(getattr(task, field) or "") for field in (left, right))
    if all(text in known[field] for text, field in zip(now, (left, right), strict=True)):
        return None
    lines = list(_beside(cells[left], cells[right]))
    if not lines or len(lines) > _MOST_LINES:
        return None
    ways = sorted(
        ((_alike(lines, one, other), one, other) for one in known[left] for other in known[right]), reverse=True
    )
    if not ways or ways[0][0] < _ALIKE or (len(ways) > 1 and ways[1][0] > ways[0][0] - _APART):
        return None
    best, one, other = ways[0]
    return (one, other) if best > _share(_letters(now[0]), _letters(now[1]), one, other) + _BETTER else None


def _beside(left: Mapping[int, Sequence[Word]], right: Mapping[int, Sequence[Word]]) -> Iterator[list[Word]]:
    for line in sorted({*left, *right}):
        yield [*left.get(line, ()), *right.get(line, ())]


def _alike(lines: Sequence[Sequence[Word]], one: str, other: str) -> float:
    """The share of the letters of two texts that the words have, at the best cut of every line."""
    wanted = _letters(one), _letters(other)
    ways: list[Way] = [(0, "", "")]
    for words in lines:
        grown = {
            (left + _letters(" ".join(texts[:cut])), right + _letters(" ".join(texts[cut:])))
            for _, left, right in ways
            for texts in {tuple(word.text for word in words), tuple(word.seen for word in words)}
            for cut in range(len(texts) + 1)
        }
        ways = sorted((_wrong(left, wanted[0]) + _wrong(right, wanted[1]), left, right) for left, right in grown)[
            :_WAYS
        ]
    return max(_share(left, right, one, other) for _, left, right in ways)


def _wrong(said: str, wanted: str) -> int:
    """Letters by which a beginning differs from the best beginning of what is wanted."""
    near = range(max(0, len(said) - 3), min(len(wanted), len(said) + 6) + 1)
    return min((int(Levenshtein.distance(said, wanted[:end])) for end in near), default=len(said))


def _share(left: str, right: str, one: str, other: str) -> float:
    wanted = _letters(one), _letters(other)
    off = [Levenshtein.distance(said, text) for said, text in zip((left, right), wanted, strict=True)]
    if any(wrong > (1 - _EACH) * len(text) for wrong, text in zip(off, wanted, strict=True)):
        return 0.0
    return 1 - sum(off) / sum(map(len, wanted))


def _letters(text: str) -> str:
    return "".join(key_of(word) for word in text.split())
