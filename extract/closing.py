"""Recipients (nơi nhận) that a stamp parted from their heading: told by the filing note "Lưu: VT" below them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Section

_FILED = "luu:"  # "Lưu: VT, …" closes every list of recipients (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.9)
_OPENING = 20  # letters: the word stands in them
_LONG = 110  # letters: no recipient's name is longer
_MIN_LIST = 3
_STRAY = 45  # letters: a scrap of stamp or signature between the recipients


def part_recipients(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections, those of a list of recipients set apart as such wherever their heading was lost.

    The list is the run of short dashed lines above "- Lưu: …"; scraps between them, read off a stamp, go with it.
    """
    filed = [at for at, section in enumerate(sections) if _is_filing(section)]
    marked = list(sections)
    for last in filed:
        first = _first(sections, last)
        if sum(section.kind == "bullet" for section in sections[first:last]) >= _MIN_LIST:
            for at in range(first, last + 1):
                marked[at] = replace(sections[at], kind="recipients", parent_id=None, level=1, path="", heading="")
    return tuple(marked)


def _is_filing(section: Section) -> bool:
    return section.kind == "bullet" and fold(section.text[:_OPENING]).replace(" ", "").startswith(_FILED)


def _first(sections: Sequence[Section], last: int) -> int:
    """Index of the first section of the list that ends at `last`."""
    first = last
    while first and _may_belong(sections[first - 1]):
        first -= 1
    return first


def _may_belong(section: Section) -> bool:
    if section.kind == "bullet":
        return len(section.text) <= _LONG
    return section.kind in ("paragraph", "recipients") and not section.label and len(section.text) <= _STRAY
