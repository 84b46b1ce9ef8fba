"""Tables whose lines an engine printed with the columns run together, read back into rows (un-woven).

Each row's lines are cut into columns so that every column reads on as language, units are units of the registry,
dates are dates and labels count on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extract import units
from extract.unweave_agree import key, unit_names
from extract.unweave_blocks import QUICK, read_blocks
from extract.unweave_fluency import EitherWay, OwnWords
from extract.unweave_ghosts import without_ghosts
from extract.unweave_header import find_heads
from extract.unweave_labels import label_words
from extract.unweave_lines import strips, swept
from extract.unweave_marks import following_roman
from extract.unweave_mend import Remembering, mended, readings
from extract.unweave_score import Judge
from extract.unweave_weave import learnt, reread, said_by, weave
from normalize.datafile import read_tsv

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from extract.records import Line
    from extract.registry import Registry
    from extract.unweave_fluency import Fluency
    from extract.unweave_header import Column, Head
    from extract.unweave_lines import Strip
    from extract.unweave_mend import Mender
    from extract.unweave_weave import Block, Said, Weave

_ENDS = Path(__file__).parent / "data" / "unweave_ends.tsv"
_READINGS = 1  # times more that a table is read, each with what the last one showed of its columns
_MOST_ROWS = 600  # lines; a longer region is no table


@dataclass(frozen=True, slots=True)
class Region:
    """A flattened table: its columns and its lines, header left out; `head` are the indexes of the header's lines."""

    columns: tuple[Column, ...]
    head: tuple[int, ...]
    rows: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Unwoven:
    """A flattened table as read: its rows and group titles, and the words they are made of."""

    region: Region
    woven: Weave
    blocks: tuple[Block, ...]


def unweave(
    lines: Sequence[Line],
    taken: Collection[int],
    registry: Registry,
    fluency: Fluency,
    mender: Mender | None = None,
) -> tuple[Unwoven, ...]:
    """Read every flattened table of a document; `taken` are the lines of tables that were read otherwise.

    With a `mender`, which repairs lines, the words of garbled lines are read again in their cells.
    """
    regions = find_regions(lines, taken)
    if not regions:
        return ()
    inside = {row.index for region in regions for row in region.rows}
    own = OwnWords.of((line.text for index, line in enumerate(lines) if index not in inside), fluency)
    context = units.LinkContext(None, None, units.find_abbreviations(line.text for line in lines))
    named = frozenset(map(key, unit_names(line for index, line in enumerate(lines) if index not in inside)))
    once = Remembering(mender) if mender else None
    read: dict[int, Unwoven] = {}
    said: dict[str, Said] = {}
    for at in sorted(range(len(regions)), key=lambda at: -len(regions[at].rows)):  # long tables teach short ones
        judge = Judge(regions[at].columns, registry, context, None, named)
        read[at] = read_region(regions[at], judge, own, once, said)
        said = said_by(read[at].woven, read[at].blocks) | said
    return tuple(read[at] for at in range(len(regions)))


def read_region(
    region: Region, judge: Judge, fluency: Fluency, mender: Remembering | None, elsewhere: Mapping[str, Said]
) -> Unwoven:
    """Read one table, again and again until what its columns are like no longer changes the reading.

    `elsewhere` tells by role what columns of tables read before say.
    """
    labels = {line: word for line, (word, _) in label_words(region.rows).items()}
    rows = swept(region.rows, labels)
    mender = mender if any(word.seen != word.text for row in rows for word in row.words) else None
    woven = weave(rows, judge, EitherWay(fluency, readings(rows, mender)) if mender else fluency, elsewhere)
    blocks = read_blocks(woven, QUICK)
    woven = learnt(woven, blocks)
    blocks = read_blocks(woven, QUICK) if mender else read_blocks(woven)
    if mender:  # in whole cells words read otherwise, and so do cells
        rows = mended(woven.rows, blocks, mender)
        woven = reread(woven, rows, EitherWay(fluency, readings(rows, mender)))
        blocks = read_blocks(woven)
    for _ in range(_READINGS):
        woven = learnt(woven, blocks)
        again = read_blocks(woven)
        if [block.pieces for block in again] == [block.pieces for block in blocks]:
            break
        blocks = again
    if mender:
        woven = replace(woven, rows=mended(woven.rows, blocks, mender))
    return Unwoven(region, woven, without_ghosts(woven.rows, _without_tail(blocks)))


def _without_tail(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """A title with no row below it is the text after the table."""
    last = max((at for at, block in enumerate(blocks) if not block.group), default=-1)
    return tuple(blocks[: last + 1])


def find_regions(lines: Sequence[Line], taken: Collection[int]) -> tuple[Region, ...]:
    """From each header of columns to the end of its table: the next header, a heading, recipients, a signature."""
    rows = strips(lines, [index for index in range(len(lines)) if index not in taken])
    heads = find_heads(rows)
    regions: list[Region] = []
    for head, below in zip(heads, [*heads[1:], None], strict=False):
        end = _end(lines, rows, head, below.first if below else len(rows))
        body = rows[head.last + 1 : end]
        if body and len(body) <= _MOST_ROWS:
            header = tuple(row.index for row in rows[head.first : head.last + 1])
            regions.append(Region(head.columns, header, body))
    return tuple(regions)


def _end(lines: Sequence[Line], rows: Sequence[Strip], head: Head, limit: int) -> int:
    above = next(
        (found for row in reversed(rows[: head.first]) if (found := _roman_heading(lines[row.index].text))), ""
    )
    for at in range(head.last + 1, limit):
        text = lines[rows[at].index].text.strip()
        heading = _roman_heading(text)
        counts_on = bool(above) and heading == following_roman(above) and text.isupper()
        if counts_on or ends_table(text):
            return _before_capitals(lines, rows, head, at)
    return limit


def _before_capitals(lines: Sequence[Line], rows: Sequence[Strip], head: Head, at: int) -> int:
    """Lines in capitals right above the end are the next part's head."""
    while at > head.last + 1 and lines[rows[at - 1].index].text.isupper():
        at -= 1
    return at


def _roman_heading(text: str) -> str:
    match = re.match(r"\s*([IVX]{1,6})\.\s+\S", text)
    return match.group(1) if match else ""


def ends_table(text: str) -> bool:
    """Whether a line begins what comes after a table: an annex, an article, recipients, a signature."""
    return any(pattern.match(text) for pattern in _ends())


@cache
def _ends() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in read_tsv(_ENDS, ("id", "pattern", "example"), key="id"))
