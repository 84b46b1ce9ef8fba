"""Running headers and page numbers: lines at the edge of a page that come again on other pages."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.paging import is_page_number
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Line

_EDGE = 2  # lines with text at the top and at the bottom of a page where furniture may stand
_MIN_PAGES = 3  # a line that comes again on so many pages is furniture
_LETTERS = re.compile(r"[^\W\d_]+")
_LONG = 90  # letters; no running header is longer


def furniture(lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of the lines that belong to the page, not to the text; figures in them may differ from page to page.

    A line that also stands inside a page is text that happens to come again (`- Đơn vị phối hợp: …`).
    """
    edges = _edges(lines)
    pages: dict[str, set[int]] = defaultdict(set)
    for index in edges:
        pages[_key(lines[index].text)].add(lines[index].page_no)
    running = {key for key, found in pages.items() if len(found) >= _MIN_PAGES} - {""}
    if running:
        opens = {key.partition(" ")[0] for key in running}
        inside = (lines[index].text for index in set(range(len(lines))).difference(edges))
        running -= {_key(text) for text in inside if _first_word(text) in opens}
    return frozenset(i for i in edges if is_page_number(lines[i].text) or _key(lines[i].text) in running)


def _edges(lines: Sequence[Line]) -> list[int]:
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.text.strip():
            by_page[line.page_no].append(index)
    return [index for page in by_page.values() for index in dict.fromkeys([*page[:_EDGE], *page[-_EDGE:]])]


def _first_word(text: str) -> str:
    found = _LETTERS.search(text)
    return fold(found[0]) if found else ""


@lru_cache(maxsize=8192)  # sections and the doubts about them ask for the same lines
def _key(text: str) -> str:
    """The line without figures and case; "" for lines that are too long or hold nothing else."""
    if len(text) > _LONG:
        return ""
    letters = " ".join(_LETTERS.findall(fold(text)))
    return letters if len(letters) > 3 else ""
