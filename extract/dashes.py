"""Dashes at the start of a line that open no item: inside a name, a speck, a sentence that was broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Line, SectionKind

END_MARKS = ".;:!?…"
_BROKEN_SHARE = 0.85  # a line within this share of that width was certainly broken by the margin
_LABEL_LENGTH = 40  # letters: the label of an item ends with a colon within so many
UNBROKEN = 180  # letters: where lines so long are usual, none was broken by a margin


def is_dash_inside(kind: SectionKind, previous: str, text: str, width: int) -> bool:
    """Whether a line starts with no dash of a list: one inside a name ("… Thăng Long / - Hà Nội"), or a speck."""
    if text[0] not in "-–":
        return False
    broken = _BROKEN_SHARE * width <= len(previous) <= width / _BROKEN_SHARE and previous[-1] not in END_MARKS + ","
    if broken and text.lstrip("-– ")[:1].islower():
        return True  # a speck before the line: no item begins in small letters inside a sentence
    if kind not in ("bullet", "point", "paragraph") or ":" in text[:_LABEL_LENGTH]:
        return False
    return broken and previous.rsplit(maxsplit=1)[-1].istitle() and text.lstrip("-– ")[:1].isupper()


def is_lone_dash(previous: str, lines: Sequence[Line]) -> bool:
    """Whether a dash goes on with a long line that ends in no mark, in files without margins: no list has one item."""
    is_lone = [line.text.strip()[:1] in ("-", "–") for line in lines] == [True, False]
    return is_lone and len(previous) > UNBROKEN and previous[-1].isalpha()
