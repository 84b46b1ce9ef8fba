"""Figures to reach (chỉ tiêu, mục tiêu cụ thể): the items under their headings, with value, unit and year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract import targets
from extract.records import Indicator
from extract.rowtasks import final_mark_off, one_line
from extract.zones import zone_of

if TYPE_CHECKING:
    from extract.listtasks import Outline
    from extract.records import Section

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def find_indicators(outline: Outline) -> tuple[Indicator, ...]:
    """One row for each item below a heading of targets, where at least one of its items has a figure."""
    found: list[Indicator] = []
    for section in outline.sections:
        if section.heading and section.kind != "annex" and zone_of(section.heading) == "targets":
            leaves = outline.leaves(section)
            if any(targets.find(leaf.text) for leaf in leaves):
                found += [_indicator(leaf, section, outline) for leaf in leaves]
    return tuple(found)


def _indicator(leaf: Section, container: Section, outline: Outline) -> Indicator:
    name = final_mark_off(one_line(leaf.text))
    found = targets.find(name)
    first = found[0] if found else None
    group = outline.parent(leaf)
    return Indicator(
        label=leaf.path.removeprefix(container.path).lstrip("."),
        group_title=final_mark_off(group.heading) if group and group is not container else None,
        name=name,
        year=_year(container, outline),
        target_text=", ".join(target.text for target in found) or None,
        target_value=first.value if first else None,
        target_unit=first.unit if first else None,
        comparator=first.comparator if first else None,
        measure=None,
        page_no=leaf.page_no,
    )


def _year(container: Section, outline: Outline) -> int | None:
    """The last year in the heading, else in a heading above."""
    for section in (container, *outline.ancestors(container)):
        years = _YEAR.findall(section.heading)
        if years:
            return int(years[-1])
    return None
