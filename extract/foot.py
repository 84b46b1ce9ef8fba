"""The foot of a page beside the recipients, where the signature stands: parts of lines put together again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.blocks import opens_recipients

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Line
    from ingest.records import Box

_ABOVE = 70.0  # points: titles of four lines begin so far above the recipients at most
_ROW = 0.8  # of a line's height: the middles of parts of one line are no further apart, on a page that lies aslant too
_LETTERS = 2  # a part with fewer is a speck


def beside_recipients(lines: Sequence[Line]) -> list[str]:
    """The lines in the right half of the page that has the last list of recipients, from its height on, top first.

    () where no recipients are, or the file has no geometry.
    """
    heading = next((line for line in reversed(lines) if line.box and opens_recipients(line.text.strip())), None)
    if heading is None or heading.box is None:
        return []
    page = [(line.box, line.text) for line in lines if line.page_no == heading.page_no and line.box]
    middle = (min(box.left for box, _ in page) + max(box.right for box, _ in page)) / 2
    right = [
        (box, text)
        for box, text in page
        if box.left > middle and box.top > heading.box.top - _ABOVE and sum(map(str.isalpha, text)) >= _LETTERS
    ]
    return _rows(sorted(right, key=lambda placed: placed[0].top))


def _rows(parts: Sequence[tuple[Box, str]]) -> list[str]:
    rows: list[list[tuple[Box, str]]] = []
    for box, text in parts:
        if rows and abs(_middle(box) - _middle(rows[-1][-1][0])) <= _ROW * (box.bottom - box.top):
            rows[-1].append((box, text))
        else:
            rows.append([(box, text)])
    return [" ".join(text for _, text in sorted(row, key=lambda placed: placed[0].left)) for row in rows]


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2
