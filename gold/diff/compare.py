"""Match documents, then their rows by natural key, and say what was added, removed, moved or changed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from gold.diff.records import Change, Diff, Group, Side, SideDocument, SideRow
from gold.diff.words import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_ALIKE = 60.0  # per cent, as rows are matched in the scores
_MOST = 4_000_000  # pairs of rows without a common key that are compared for likeness in one document
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_ORDERED = ("tasks", "sections")  # tables whose rows may move


def compare(before: Side, after: Side) -> Diff:
    """All changes from the older side to the newer one, by document, table and row."""
    changes: list[Change] = []
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for old, new in _documents(before.documents, after.documents):
        for table in _tables(old, new):
            left = old.tables.get(table, ()) if old else ()
            right = new.tables.get(table, ()) if new else ()
            counts[table][0] += len(left)
            counts[table][1] += len(right)
            if left != right:
                name = (new or old or SideDocument("", "", "", "")).name
                doc_id = new.doc_id if new else ""
                changes += _rows(table, name, doc_id, left, right)
    return Diff(before.name, after.name, tuple(changes), {t: (a, b) for t, (a, b) in counts.items()})


def _tables(old: SideDocument | None, new: SideDocument | None) -> list[str]:
    return list(dict.fromkeys([*(old.tables if old else ()), *(new.tables if new else ())]))


def _documents(
    before: Sequence[SideDocument], after: Sequence[SideDocument]
) -> Iterator[tuple[SideDocument | None, SideDocument | None]]:
    """Documents by their bytes, else by path, else by name and decision; each stands for one other at most."""
    free = list(after)
    left = list(before)
    keys: tuple[Callable[[SideDocument], object], ...] = (
        lambda d: d.doc_id,
        lambda d: d.path,
        lambda d: (d.name, d.decision_key),
    )
    pairs: list[tuple[SideDocument | None, SideDocument | None]] = []
    for key in keys:
        found = {key(document): document for document in reversed(free)}
        counted = Counter(key(document) for document in left)
        for document in list(left):
            other = found.get(key(document))
            if other is not None and counted[key(document)] == 1:
                pairs.append((document, other))
                left.remove(document)
                del found[key(document)]
        taken = {id(new) for _, new in pairs}
        free = [document for document in free if id(document) not in taken]
        if not left or not free:
            break
    order = {id(document): n for n, document in enumerate(before)}
    yield from sorted(pairs, key=lambda pair: order[id(pair[0])])
    yield from ((document, None) for document in left)
    yield from ((None, document) for document in free)


def _rows(
    table: str, document: str, doc_id: str, before: Sequence[SideRow], after: Sequence[SideRow]
) -> Iterator[Change]:
    pairs = matched(before, after)
    moved = _moved(pairs) if table in _ORDERED else frozenset()
    for i, j in pairs:
        old, new = before[i], after[j]
        row_id = new.row_id or old.row_id
        if i in moved:
            yield Change(table, "moved", document, new.where, "", old.where, new.where, row_id, doc_id)
        if old.fields == new.fields:
            continue
        for name in dict.fromkeys([*old.fields, *new.fields]):
            was, now = old.fields.get(name, ""), new.fields.get(name, "")
            if was != now:
                own, _, field = name.rpartition(".")
                yield Change(own or table, "changed", document, new.where, field, was, now, row_id, doc_id)
    here, there = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, row in enumerate(before):
        if i not in here:
            yield Change(table, "removed", document, row.where, "", row.text, "", row.row_id, doc_id)
    for j, row in enumerate(after):
        if j not in there:
            yield Change(table, "added", document, row.where, "", "", row.text, row.row_id, doc_id)


def matched(before: Sequence[SideRow], after: Sequence[SideRow]) -> list[tuple[int, int]]:
    """Index pairs of rows that stand for each other: by natural key, the same key in turn, else by likeness."""
    wanted: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j, row in enumerate(after):
        wanted[row.key].append(j)
    pairs: list[tuple[int, int]] = []
    rest: list[int] = []
    same = {row.text: j for j, row in enumerate(after)}
    for i, row in enumerate(before):
        found = wanted.get(row.key)
        if found:
            best = same.get(row.text, found[0])
            pairs.append((i, best if best in found else found[0]))
            found.remove(pairs[-1][1])
        else:
            rest.append(i)
    taken = {j for _, j in pairs}
    free = [j for j in range(len(after)) if j not in taken]
    return sorted([*pairs, *_like(before, after, rest, free)])


def _like(
    before: Sequence[SideRow], after: Sequence[SideRow], rest: Sequence[int], free: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Rows without a common key that are about the same, most alike first."""
    if not rest or not free or len(rest) * len(free) > _MOST:
        return
    scores = process.cdist(
        [before[i].text for i in rest], [after[j].text for j in free], scorer=fuzz.ratio, score_cutoff=_ALIKE
    )
    edges = [
        (-scores[a, b], abs(rest[a] - free[b]), rest[a], free[b]) for a, b in zip(*np.nonzero(scores), strict=True)
    ]
    lefts: set[int] = set()
    rights: set[int] = set()
    for _, _, i, j in sorted(edges):
        if i not in lefts and j not in rights and before[i].place == after[j].place:
            lefts.add(i)
            rights.add(j)
            yield i, j


def _moved(pairs: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Older indexes of the rows that do not keep their order: all but a longest rising stretch."""
    tails: list[int] = []
    ends: list[int] = []
    links: list[int] = []
    for n, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        links.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [n]
    kept: set[int] = set()
    n = ends[-1] if ends else -1
    while n >= 0:
        kept.add(n)
        n = links[n]
    return frozenset(i for n, (i, _) in enumerate(pairs) if n not in kept)


def grouped(changes: Iterable[Change]) -> tuple[Group, ...]:
    """The same change in many rows as one, the largest groups first.

    Changed fields are the same where the words that differ are; numbers where they rise or fall alike. Rows that are
    only on one side go by their document.
    """
    found: dict[tuple[str, str, str, str, str], list[Change]] = defaultdict(list)
    for change in changes:
        found[(change.table, change.kind, change.field, *_pattern(change))].append(change)
    groups = (Group(*key, tuple(some)) for key, some in found.items())  # type: ignore[arg-type]
    return tuple(sorted(groups, key=lambda group: -len(group.changes)))


def _pattern(change: Change) -> tuple[str, str]:
    if change.kind != "changed":
        return ("", change.document)
    if _NUMBER.fullmatch(change.before) and _NUMBER.fullmatch(change.after):
        return ("a number", "a higher one" if float(change.after) > float(change.before) else "a lower one")
    return pattern(change.before, change.after)


def summary(diff: Diff) -> list[tuple[str, str, str, int]]:
    """Changes counted by table, field and kind, in the order of tables."""
    counts = Counter((change.table, change.field, change.kind) for change in diff.changes)
    order = {table: n for n, table in enumerate(dict.fromkeys(change.table for change in diff.changes))}
    return [(*key, n) for key, n in sorted(counts.items(), key=lambda item: (order[item[0][0]], item[0][1:]))]
