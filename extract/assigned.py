"""Tasks that a directive or resolution gives to a unit: under the unit's heading, or in a sentence of its own."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extract.listtasks import item
from extract.zones import is_execution, zone_of
from normalize.datafile import read_tsv
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.duties import LeadingUnit
    from extract.listtasks import Outline
    from extract.records import Assignment, Section

_WORDS = Path(__file__).parent / "data" / "assigning.tsv"
_CLOSED = frozenset({"duties", "targets", "other"})  # headings below which nothing is a task of this kind
_KINDS = ("heading", "article", "clause", "point", "bullet")


@cache
def _openers() -> tuple[str, ...]:
    return tuple(fold(row["phrase"]) for row in read_tsv(_WORDS, ("id", "phrase"), key="id"))


def assigned_tasks(outline: Outline, leading_unit: LeadingUnit) -> tuple[Assignment, ...]:
    """Tasks in reading order. Where an annex is headed as a list of tasks, those of the annex alone count."""
    found = [task for top in outline.children[None] for task in _walk(top, None, outline, leading_unit)]
    listed = [task for section, task in found if _in_task_annex(section, outline)]
    return tuple(listed or [task for _, task in found])


def _walk(
    section: Section, unit: str | None, outline: Outline, leading_unit: LeadingUnit
) -> Iterator[tuple[Section, Assignment]]:
    """Tasks of a section and below; the unit of the nearest heading that names one leads."""
    if section.kind not in (*_KINDS, "annex") or zone_of(section.heading) in _CLOSED or is_execution(section.text):
        return
    named = _named(section, leading_unit) or unit
    if section.kind != "annex" and outline.is_leaf(section):
        if named:
            yield section, replace(item(outline.whole(section)), lead_text=named)
        return
    for child in outline.children[section.section_id]:
        yield from _walk(child, named, outline, leading_unit)


def _named(section: Section, leading_unit: LeadingUnit) -> str | None:
    """The unit that a section gives work to: its subject, after a word such as "Giao" if there is one."""
    text, folded = section.text, fold(section.text)
    opener = next((word for word in _openers() if folded.startswith(word + " ")), None)
    found = leading_unit(text[len(opener) + 1 :] if opener else text)
    return found[0].rstrip(" ,:;") if found else None


def _in_task_annex(section: Section, outline: Outline) -> bool:
    return any(above.kind == "annex" and zone_of(above.heading) == "tasks" for above in outline.ancestors(section))
