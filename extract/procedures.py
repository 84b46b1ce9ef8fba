"""Descriptions of administrative procedures (thủ tục hành chính): what they say of who does what is nobody's task."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from normalize.datafile import read_tsv
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.listtasks import Outline
    from extract.records import Section

_DATA = Path(__file__).parent / "data"
_OPENING = 40  # letters: no name of a part is longer
_PARTS = 3  # so many different parts tell a description
_NAMED = ("heading", "clause", "point", "bullet")  # an item of such a kind above the parts is the procedure's name


def in_procedures(outline: Outline) -> frozenset[str]:
    """Ids of the sections of descriptions: their names, their parts from the first to the last, and all below these."""
    found: set[str] = set()
    for parent_id, items in outline.children.items():
        parts = list(map(_part, items))
        at = [number for number, part in enumerate(parts) if part]
        if len(set(parts) - {None}) >= _PARTS:
            above = outline.by_id[parent_id] if parent_id else None
            found |= {above.section_id} if above and above.kind in _NAMED else set()
            found.update(_all(items[at[0] : at[-1] + 1], outline))
    return frozenset(found)


def _all(sections: Sequence[Section], outline: Outline) -> Iterator[str]:
    for section in sections:
        yield section.section_id
        yield from _all(outline.children[section.section_id], outline)


def _part(section: Section) -> str | None:
    """The part of a description that an item begins as, by its name; None for any other."""
    opening = " ".join(fold(section.text[:_OPENING]).split())
    return next((phrase for phrase in _phrases() if opening.startswith(phrase)), None)


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(fold(row["phrase"]) for row in read_tsv(_DATA / "procedure_parts.tsv", ("id", "phrase"), key="id"))
