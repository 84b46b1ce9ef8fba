"""Do labels count on? A missing or a repeated number is a doubt for a person to settle, never a guess."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.labels import clean_label, label_style, roman_value
from ingest.records import Issue
from normalize.listletters import ALPHABET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extract.records import Section, Table

_COUNTED = frozenset({"part", "chapter", "heading", "article", "clause", "point"})
_MOST = 3  # numbers missing; a wider gap is another list, or a label that was misread


def section_doubts(sections: Sequence[Section]) -> tuple[Issue, ...]:
    """Labels of sections that do not count on: articles through the document, the others below one parent."""
    lists: dict[tuple[object, ...], list[Section]] = defaultdict(list)
    for section in sections:
        if section.kind in _COUNTED and section.label:
            above = None if section.kind == "article" else section.parent_id
            lists[section.annex, section.kind, above, label_style(_figure(section.label))].append(section)
    found = []
    for rows in lists.values():
        for before, after in pairwise(rows):
            if said := _fault(_figure(before.label), _figure(after.label)):
                message = f"{after.label} follows {before.label}: {said}; look whether a part is lost or misread"
                subject = f"sections {after.section_id}"
                found.append(Issue("label_order", "warning", message, after.page_no, subject, after.text[:200]))
    return tuple(found)


def table_doubts(tables: Iterable[Table]) -> tuple[Issue, ...]:
    """Labels of table rows that do not count on; a number 1 begins anew, as do rows below another group."""
    return tuple(issue for table in tables if "label" in table.roles for issue in _of_table(table))


def _of_table(table: Table) -> Iterator[Issue]:
    last = ""
    for row in table.rows:
        label = clean_label(row.get("label"))
        if label_style(label) != "number":
            continue
        if last and int(label) != 1 and (said := _fault(last, label)):
            message = f"row {label} follows row {last}: {said}; look whether a row is lost or misread"
            words = " | ".join(text for _, text in row.values if text)[:200]
            subject = f"table_cells {table.table_no}.{row.row_no}"
            yield Issue("label_order", "warning", message, row.page_no, subject, words)
        last = label


def _fault(before: str, after: str) -> str:
    """What is wrong where one label follows another: "" for nothing, or where they are of two lists."""
    step = _value(after) - _value(before)
    if not _value(after) or not _value(before) or step == 1:
        return ""
    if step == 0:
        return "the label is repeated"
    return f"{step - 1} missing between them" if 1 < step <= _MOST + 1 else ""


def _value(label: str) -> int:
    """Place in its list, from 1; 0 for a label that does not count."""
    if label.isdecimal():
        return int(label)
    if len(label) == 1 and label in ALPHABET:
        return ALPHABET.index(label) + 1
    return roman_value(label)


def _figure(label: str) -> str:
    """The part of a label that counts: `5` of `Điều 5`."""
    return label.rsplit(maxsplit=1)[-1].rstrip(".)") if label.split() else ""
