"""Two texts side by side, word by word, and letter by letter inside words that are alike.

A letter is a grapheme cluster of the NFC text, so that a vowel with its marks is never cut: `ệ` against `ê` is one
letter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz.distance import Indel

from gold.align import clusters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Op = Literal["same", "removed", "added"]
_WORDS = re.compile(r"\s+|[\w\u0300-\u036f]+|[^\w\s]")
_ALIKE = 0.5  # words less alike than this are shown as two whole words


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text: on both sides, on the older or on the newer one; `strong` letters are those that differ."""

    op: Op
    text: str
    strong: bool = False


def words(text: str) -> tuple[str, ...]:
    """Words, stretches of white space and single marks; joined they are the NFC text again."""
    return tuple(_WORDS.findall(unicodedata.normalize("NFC", text)))


def marked(before: str, after: str) -> tuple[Mark, ...]:
    """Both texts in one line of marks: those not `added` make the older text, those not `removed` the newer."""
    made: list[Mark] = []
    for old, new in runs(before, after):
        if old == new:
            made.append(Mark("same", old))
        else:
            made += _letters(old, new)
    return tuple(made)


def runs(before: str, after: str) -> list[tuple[str, str]]:
    """Stretches that are equal or stand for each other, in order; joined on each side they are the text again."""
    old, new = words(before), words(after)
    found: list[tuple[str, str]] = []
    lost: list[str] = []
    won: list[str] = []

    def close() -> None:
        if lost or won:
            found.append(("".join(lost), "".join(won)))
            lost.clear()
            won.clear()

    blocks = Indel.opcodes(old, new)
    for op in blocks:
        if op.tag == "equal":
            same = "".join(old[op.src_start : op.src_end])
            if same.isspace() and (lost or won) and op.src_end < len(old):
                lost.append(same)  # a space between two changed words belongs to the change
                won.append(same)
                continue
            close()
            found.append((same, same))
        else:
            lost += old[op.src_start : op.src_end]
            won += new[op.dest_start : op.dest_end]
    close()
    return found


def _letters(old: str, new: str) -> Iterable[Mark]:
    """A changed stretch: with its letters marked where the two are alike, else whole."""
    left, right = clusters(old), clusters(new)
    if not old or not new or Indel.normalized_similarity(left, right) < _ALIKE:
        if old:
            yield Mark("removed", old, strong=True)
        if new:
            yield Mark("added", new, strong=True)
        return
    opcodes = list(Indel.opcodes(left, right))
    for op in opcodes:
        if op.src_end > op.src_start:
            yield Mark("removed", "".join(left[op.src_start : op.src_end]), strong=op.tag != "equal")
    for op in opcodes:
        if op.dest_end > op.dest_start:
            yield Mark("added", "".join(right[op.dest_start : op.dest_end]), strong=op.tag != "equal")


def pattern(before: str, after: str) -> tuple[str, str]:
    """What a change is apart from where it stands: the stretches that differ, joined by ` … `."""
    different = [(old.strip(), new.strip()) for old, new in runs(before, after) if old != new]
    return " … ".join(old for old, _ in different), " … ".join(new for _, new in different)


def shortened(marks: Sequence[Mark], around: int = 60) -> tuple[Mark, ...]:
    """The marks with long stretches that are the same cut down to what stands beside a change."""
    made = []
    for number, mark in enumerate(marks):
        text = mark.text
        if mark.op == "same" and len(text) > 2 * around + 5:
            head = text[:around].rstrip() + " " if number else ""
            tail = " " + text[-around:].lstrip() if number + 1 < len(marks) else ""
            text = f"{head}…{tail}"
        made.append(Mark(mark.op, text, mark.strong))
    return tuple(made)
