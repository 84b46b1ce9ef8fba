"""Where the pages of a plain text end: form feeds, several blank lines, or page numbers on lines of their own."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGE_GAP = 3  # this many blank lines in a row end a page where a file has no form feed
SHORT_PAGE = 3  # a block with fewer lines of text is no page of its own (a signature's blank space)
_PAGE_NUMBER = re.compile(r"\s*[-–—]?\s*(\d{1,4})\s*[-–—]?\s*")


def split_pages(text: str) -> tuple[list[list[str]], str]:
    """Lines by page, and what marked the pages; the pages together are all lines of `text`."""
    if "\f" in text:
        return [part.split("\n") for part in text.split("\f")], "form feeds mark the pages"
    blocks = _join_short(_split_at_gaps(text.split("\n")))
    pages = [page for block in _carried(blocks) for page in block]
    marks = "blank lines or page numbers mark the pages"
    return pages, marks if len(pages) > 1 else "one page without page marks"


def is_page_number(line: str) -> bool:
    """A line that holds nothing but a number, perhaps between dashes: `2`, `- 2 -`."""
    return bool(line.strip()) and _PAGE_NUMBER.fullmatch(line) is not None


def _split_at_gaps(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    blank = 0
    for line in lines:
        filled = _is_filled(line)
        if filled and blank >= PAGE_GAP:
            blocks.append([])
        blank = 0 if filled else blank + 1
        blocks[-1].append(line)
    return blocks


def _is_filled(line: str) -> bool:
    return bool(line.strip(" \xa0"))  # a line that holds a tab holds an empty table cell


def _join_short(blocks: Iterable[list[str]]) -> list[list[str]]:
    """Short blocks join the block before, unless a page number starts them."""
    joined: list[list[str]] = []
    for block in blocks:
        if joined and (_is_short(block) or _is_short(joined[-1])) and not _starts_numbered(block):
            joined[-1] += block
        else:
            joined.append(list(block))
    return joined


def _is_short(block: Sequence[str]) -> bool:
    return sum(1 for line in block if line.strip()) < SHORT_PAGE


def _starts_numbered(block: Sequence[str]) -> bool:
    return is_page_number(next((line for line in block if line.strip()), ""))


def _carried(blocks: Sequence[list[str]]) -> list[list[list[str]]]:
    """Each block cut where lone numbers go on counting the pages from the blocks before it."""
    made: list[list[list[str]]] = []
    for block in blocks:
        made.append(_cut_at_numbers(block, sum(map(len, made)) + 1))
    return made


def _cut_at_numbers(block: list[str], page: int) -> list[list[str]]:
    """Cut before the number of the next page (set at the top) or after the number of this page (set at the foot).

    `page` is the number of the block's first page. Only a number with blank lines around it counts, and only the
    one that the count of pages asks for: figures in a table do not go on counting pages.
    """
    cuts = [0]
    for at in range(1, len(block) - 1):
        number = _lone_number(block, at)
        if number == page + 1 and not _is_short(block[cuts[-1] : at]):
            cuts.append(at)
            page += 1
        elif number == page and not _is_short(block[cuts[-1] : at]) and not _is_short(block[at + 1 :]):
            cuts.append(at + 1)
            page += 1
    return [block[start:end] for start, end in pairwise([*cuts, len(block)])]


def _lone_number(block: Sequence[str], at: int) -> int | None:
    found = _PAGE_NUMBER.fullmatch(block[at]) if "\t" not in block[at] else None
    lone = found and not _is_filled(block[at - 1]) and not _is_filled(block[at + 1])
    return int(found[1]) if found and lone else None
