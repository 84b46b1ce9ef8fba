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
# A year by which something is reached: "đến hết năm 2030", "vào năm 2025", "Năm 2025 đạt …"; not one compared with.
_BY_YEAR = re.compile(
    r"(?:^|[:;,.]\s+|\b(?:đến|tới|vào|trong|hết|cuối|từ|phấn đấu)\s+)"
    r"(?:hết\s+|cuối\s+)?năm\s+((?:19|20)\d\d)\b(?!\s*[-–]\s*\d)",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"so với(?:\s\w+){0,3}\s*$", re.IGNORECASE)
_STRETCHES = (re.compile(r"[;.,]\s|\svà\s"), re.compile(r"[;.]\s"))  # parts of a clause, clauses
_NAMED = re.compile(r"chỉ tiêu\s*\d*\s*[:.]", re.IGNORECASE)  # a paragraph that says what it is, its dash lost


def find_indicators(outline: Outline) -> tuple[Indicator, ...]:
    """One row for each figure of each item below a heading of targets, where at least one item has a figure.

    An item without a figure has a row without a value; several figures of one item share its label.
    """
    found: list[Indicator] = []
    for section in outline.sections:
        if section.heading and section.kind != "annex" and _opens_targets(section, outline):
            leaves = [leaf for leaf in outline.leaves(section) if _is_item(leaf, section, outline)]
            if any(targets.find(leaf.text) for leaf in leaves):
                found += [row for leaf in leaves for row in _indicators(leaf, section, outline)]
    return tuple(found)


def _is_item(leaf: Section, container: Section, outline: Outline) -> bool:
    """Whether it is labelled, named a target, or one of the lines with figures below an item that is only a heading."""
    above = outline.parent(leaf)
    if leaf.label or _NAMED.match(leaf.text):
        return True
    if above is None or above is container or not (above.label and above.heading) or not targets.find(leaf.text):
        return False
    return all(line.kind == "paragraph" and line.text[-1:] != ":" for line in outline.children[above.section_id])


def _opens_targets(section: Section, outline: Outline) -> bool:
    """A heading of figures to reach that does not stand below another one, whose items it holds."""
    above = (zone_of(s.heading) for s in outline.ancestors(section) if s.heading and s.kind != "annex")
    return zone_of(section.heading) == "targets" and "targets" not in above


def _indicators(leaf: Section, container: Section, outline: Outline) -> Iterator[Indicator]:
    name = final_mark_off(one_line(leaf.text))
    group = outline.parent(leaf)
    above = _year_above(leaf, outline)
    for (begin, _), target in targets.place(name) or (((0, 0), None),):
        yield Indicator(
            label=leaf.path.removeprefix(container.path).lstrip("."),
            group_title=final_mark_off(group.heading) if group and group is not container else None,
            name=name,
            year=_year(name, begin) or above,
            target_text=target.text if target else None,
            target_value=target.value if target else None,
            target_unit=target.unit if target else None,
            comparator=target.comparator if target else None,
            measure=None,
            page_no=leaf.page_no,
        )


def _year(name: str, at: int) -> int | None:
    """The year that an item names for the figure at `at`: in its part of the clause, its clause, else at the start."""
    years = [found for found in _BY_YEAR.finditer(name) if not _COMPARED.search(name[: found.start()])]
    for marks in _STRETCHES:
        begin = max((mark.end() for mark in marks.finditer(name, 0, at)), default=0)
        mark = marks.search(name, at)
        near = [found for found in years if begin <= found.start(1) < (mark.start() if mark else len(name))]
        before = [found for found in near if found.start() < at]
        if near:
            return int((before[-1] if before else near[0])[1])
    return next((int(found[1]) for found in years if not found.start()), None)


def _year_above(leaf: Section, outline: Outline) -> int | None:
    """The last year in the nearest heading above that names one, or in the paragraph that opens the list below it."""
    for section in outline.ancestors(leaf):
        opens = next(iter(outline.children[section.section_id]), leaf)
        is_opening = opens.kind == "paragraph" and opens.text.rstrip().endswith(":")
        for text in (section.heading, opens.text if is_opening else ""):
            years = _YEAR.findall(text)
            if years:
                return int(years[-1])
    return None
