"""What a repair yields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a line; replaying a line's edits on its seen text gives its text.

    Attributes:
        start: code points into the NFC seen line, 0-based.
        end: exclusive; equal to `start` where something is inserted.
        before: the seen text of that span.
        after: what stands there now; may be empty.
        rule: what proposed it, a name documented in `normalize/data/rules.tsv`.
        gain: log10 odds against leaving the span as it was.
        confidence: probability that the edit is right, 0..1.
        alternatives: other readings of the span, best first.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    gain: float
    confidence: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repaired:
    """A line before and after: `text == replay(seen, edits)`.

    Attributes:
        seen: NFC, without a line end.
        text: NFC, without a line end.
        edits: in order of `start`, not overlapping.
        doubts: spans left alone although something else was nearly as likely; `after` is that reading.
    """

    seen: str
    text: str
    edits: tuple[Edit, ...] = ()
    doubts: tuple[Edit, ...] = ()


def replay(seen: str, edits: tuple[Edit, ...]) -> str:
    """The text that `edits` make of `seen`.

    Raises:
        ValueError: if an edit overlaps the one before it or does not find its `before`.
    """
    parts: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at or seen[edit.start : edit.end] != edit.before:
            message = f"edit {edit} does not fit the line {seen!r}"
            raise ValueError(message)
        parts += [seen[at : edit.start], edit.after]
        at = edit.end
    return "".join([*parts, seen[at:]])
