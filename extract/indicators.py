"""Figures to reach (chỉ tiêu, mục tiêu cụ thể): the items under their headings, with value, unit and year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract import targets
from extract.records import Indicator
from extract.rowtasks import final_mark_off, one_line
from extract.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.listtasks import Outline
    from extract.records import Section

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def find_indicators(outline: Outline) -> tuple[Indicator, ...]:
    """One row for each figure of each item below a heading of targets, where at least one item has a figure.

    An item without a figure has a row without a value; several figures of one item share its label.
    """
    found: list[Indicator] = []
    for section in outline.sections:
        if section.heading and section.kind != "annex" and _opens_targets(section, outline):
            leaves = [leaf for leaf in outline.leaves(section) if leaf.label]
            if any(targets.find(leaf.text) for leaf in leaves):
                found += [row for leaf in leaves for row in _indicators(leaf, section, outline)]
    return tuple(found)


def _opens_targets(section: Section, outline: Outline) -> bool:
    """A heading of figures to reach that does not stand below another one, whose items it holds."""
    above = (zone_of(s.heading) for s in outline.ancestors(section) if s.heading and s.kind != "annex")
    return zone_of(section.heading) == "targets" and "targets" not in above


def _indicators(leaf: Section, container: Section, outline: Outline) -> Iterator[Indicator]:
    name = final_mark_off(one_line(leaf.text))
    group = outline.parent(leaf)
    for target in targets.find(name) or (None,):
        yield Indicator(
            label=leaf.path.removeprefix(container.path).lstrip("."),
            group_title=final_mark_off(group.heading) if group and group is not container else None,
            name=name,
            year=_year(container, outline),
            target_text=target.text if target else None,
            target_value=target.value if target else None,
            target_unit=target.unit if target else None,
            comparator=target.comparator if target else None,
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
