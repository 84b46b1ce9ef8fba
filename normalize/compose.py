"""Two repairs of a line, one after the other, told as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from normalize.records import Edit, Repaired, replay

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[int, int]


def compose(first: Repaired, second: Repaired) -> Repaired:
    """What `first` made of a line and `second` of that, as edits of the line as it was seen.

    Where edits of the two touch, one edit stands for both, no surer than the less sure one. `second.seen` is
    `first.text`.
    """
    if not first.edits:
        return second
    spans = _spans(first.edits)
    edits = [edit for group in _groups(second, spans) for edit in _told(first, spans, *group)]
    made = tuple(edit for edit in edits if edit.before != edit.after)
    doubts = tuple(_doubt(first, spans, doubt) for doubt in second.doubts)
    return Repaired(first.seen, replay(first.seen, made), made, doubts)


def _spans(edits: Sequence[Edit]) -> list[Span]:
    """Where what each edit wrote stands in the text that they made."""
    spans, moved = [], 0
    for edit in edits:
        start = edit.start + moved
        spans.append((start, start + len(edit.after)))
        moved += len(edit.after) - len(edit.before)
    return spans


def _groups(second: Repaired, spans: Sequence[Span]) -> list[tuple[list[int], list[Edit]]]:
    """Edits that touch one another, of the first repair by their numbers and of the second, in reading order."""
    every: list[tuple[Span, int | Edit]] = [(span, at) for at, span in enumerate(spans)]
    every += [((edit.start, edit.end), edit) for edit in second.edits]
    groups: list[tuple[list[int], list[Edit]]] = []
    reached = -1
    for (start, end), one in sorted(every, key=lambda found: found[0]):
        if start > reached:
            groups.append(([], []))
        ours, theirs = groups[-1]
        if isinstance(one, int):
            ours.append(one)
        else:
            theirs.append(one)
        reached = max(reached, end)
    return groups


def _told(first: Repaired, spans: Sequence[Span], ours: list[int], theirs: list[Edit]) -> list[Edit]:
    """Edits of the seen line for a group: one for both repairs, or those of the one that has any."""
    if not theirs:
        return [first.edits[at] for at in ours]
    if not ours:
        return [_moved(first, spans, edit) for edit in theirs]
    start = min(theirs[0].start, spans[ours[0]][0])
    end = max(*(edit.end for edit in theirs), spans[ours[-1]][1])
    begin = start - _longer(first.edits[: ours[0]])
    stop = end - _longer(first.edits[: ours[-1] + 1])
    inside = tuple(replace(edit, start=edit.start - start, end=edit.end - start) for edit in theirs)
    every = [*theirs, *(first.edits[at] for at in ours)]
    whole = replace(
        theirs[0],
        start=begin,
        end=stop,
        before=first.seen[begin:stop],
        after=replay(first.text[start:end], inside),
        gain=min(edit.gain for edit in every),
        confidence=min(edit.confidence for edit in every),
        alternatives=_around(first.text, start, theirs[0], end) if len(theirs) == 1 else (),
    )
    return [whole]


def _doubt(first: Repaired, spans: Sequence[Span], doubt: Edit) -> Edit:
    """A doubt of the second repair at its place in the seen line, whole edits of the first around it."""
    met = [at for at, (start, end) in enumerate(spans) if start < doubt.end and doubt.start < end]
    if not met:
        return _moved(first, spans, doubt)
    start, end = min(doubt.start, spans[met[0]][0]), max(doubt.end, spans[met[-1]][1])
    begin, stop = start - _longer(first.edits[: met[0]]), end - _longer(first.edits[: met[-1] + 1])
    (after, *others) = _around(first.text, start, replace(doubt, alternatives=(doubt.after, *doubt.alternatives)), end)
    return replace(doubt, start=begin, end=stop, before=first.seen[begin:stop], after=after, alternatives=tuple(others))


def _around(text: str, start: int, edit: Edit, end: int) -> tuple[str, ...]:
    """The other readings of an edit with what stands beside it up to the bounds."""
    return tuple(text[start : edit.start] + other + text[edit.end : end] for other in edit.alternatives)


def _moved(first: Repaired, spans: Sequence[Span], edit: Edit) -> Edit:
    """An edit that touches none of the first repair's, at its place in the seen line."""
    moved = _longer([one for one, (_, end) in zip(first.edits, spans, strict=True) if end <= edit.start])
    return replace(edit, start=edit.start - moved, end=edit.end - moved)


def _longer(edits: Sequence[Edit]) -> int:
    """By how many letters edits lengthened a line."""
    return sum(len(edit.after) - len(edit.before) for edit in edits)
