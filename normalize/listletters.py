"""The letters of lists that engines misread: `¢)` for `c)`, `d)` for `đ)`, `8)` for `g)`.

A letter's neighbours in its list tell what it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from normalize.records import Edit, Repaired, replay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The letters that points (điểm) go by; f, j, w and z label none. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I.
ALPHABET = "abcdđeghiklmnopqrstuvxy"
RULE = "list_letter"

_LABEL = re.compile(r"\s*([^\W_]{1,2}|[¢©@€])\)(?=\s)")
_LIKE = {
    "¢": "c",
    "©": "c",
    "Cc": "c",
    "C": "c",
    "€": "e",
    "@": "gđa",
    "d": "đ",
    "S": "s",
    "V": "v",
    "X": "x",
    "O": "o",
}
_FIGURES = {"0": "o", "1": "l", "4": "đa", "8": "g", "9": "g", "I": "l"}  # they label lists of their own
_ALWAYS = frozenset(("¢", "©", "Cc"))  # nothing else looks so


class _Label(NamedTuple):
    """The label of a line: where it is in the page, its span in the line, what was seen."""

    line: int
    start: int
    end: int
    seen: str


def list_letters(lines: Sequence[Repaired]) -> list[Repaired]:
    """The lines with the letters that their lists ask for: a) b) c) d) đ) e)."""
    out = list(lines)
    for label, letter in _misread(list(_labels(lines)), lines):
        one = out[label.line]
        edit = Edit(label.start, label.end, label.seen, letter, RULE, 2.0, 0.9)
        rest = [other for other in one.edits if other.end <= edit.start or edit.end <= other.start]
        edits = tuple(sorted([edit, *rest], key=lambda other: other.start))
        out[label.line] = Repaired(one.seen, replay(one.seen, edits), edits, one.doubts)
    return out


def _labels(lines: Sequence[Repaired]) -> Iterator[_Label]:
    for at, line in enumerate(lines):
        label = _LABEL.match(line.seen)
        if label:
            yield _Label(at, *label.span(1), label[1])


def _misread(labels: Sequence[_Label], lines: Sequence[Repaired]) -> Iterator[tuple[_Label, str]]:
    """The labels that are other letters, and these."""
    last = ""
    seen = ["", *(label.seen for label in labels), ""]
    for label, before, behind in zip(labels, seen, seen[2:], strict=False):
        letter = _letter(label.seen, next_letter(last), behind)
        capital = lines[label.line].seen.isupper() or (before + behind).isupper()
        if not letter and (label.seen in _ALWAYS or (label.seen == "C" and not capital)):
            letter = "c"
        if letter and letter != label.seen:
            yield label, letter
        last = letter or last


def _letter(seen: str, wanted: str, behind: str) -> str:
    """The letter that a label is where `wanted` comes next and `behind` stands on the label after it; "" if none."""
    if wanted and wanted in _LIKE.get(seen, ""):
        return wanted
    if wanted and wanted in _FIGURES.get(seen, "") and behind == next_letter(wanted):
        return wanted
    return seen if seen in ALPHABET else ""


def next_letter(letter: str) -> str:
    """The letter behind one in lists: `d` before `đ`; "" behind the last and behind what is none."""
    at = ALPHABET.find(letter) if letter else -1
    return ALPHABET[at + 1 : at + 2] if at >= 0 else ""
