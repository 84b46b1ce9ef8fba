"""How many deadline cells of real plans the grammar reads: `python benchmarks/deadlines/cells.py admin_docs.jsonl.xz`.

The corpus holds plans (kế hoạch) whose tables were flattened, one cell a paragraph. A table is told by its header, its
rows by their numbers; rows whose cells do not count up to the header's are left out. Labelled items ("Thời hạn: …")
count too. Cells that no rule reads are listed, most frequent first.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.deadlines import parse
from extract.roles import header_role, item_role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ORDINAL = re.compile(r"(?:STT|TT|Số TT)\.?", re.IGNORECASE)
_LABEL = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?")
_GROUP = re.compile(r"[IVXLA-Z]{1,5}\.?")
_MAX_COLUMNS = 9


def cells(paragraphs: Sequence[str]) -> Iterator[str]:
    """Texts of the deadline column of each table, and of labelled items, in order."""
    for at, text in enumerate(paragraphs):
        if _ORDINAL.fullmatch(text.strip()):
            yield from _column(paragraphs, at)
        found = item_role(text.lstrip("-–+• "))
        if found and found[0] == "deadline" and found[1].strip("."):
            yield found[1]


def _column(paragraphs: Sequence[str], at: int) -> Iterator[str]:
    head = [at]
    while len(head) < _MAX_COLUMNS and head[-1] + 1 < len(paragraphs) and header_role(paragraphs[head[-1] + 1]):
        head.append(head[-1] + 1)
    roles = [header_role(paragraphs[here]) or "label" for here in head]
    if roles.count("deadline") != 1 or len(roles) < 4:
        return
    width, place = len(roles), roles.index("deadline")
    starts = [here for here in range(head[-1] + 1, len(paragraphs)) if _LABEL.fullmatch(paragraphs[here].strip())]
    for start, end in pairwise([*starts, len(paragraphs)]):
        row = paragraphs[start:end]
        if len(row) > width and _GROUP.fullmatch(row[width].strip()):
            row = row[:width]
        if len(row) == width and not any(_ORDINAL.fullmatch(cell.strip()) for cell in row):
            yield row[place]
        elif any(_ORDINAL.fullmatch(cell.strip()) for cell in row):
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", help="JSON lines with kind, number and paragraphs, packed by xz")
    parser.add_argument("--kinds", default="ke_hoach", help="kinds of documents to look at")
    given = parser.parse_args()
    kinds = given.kinds.split(",")
    read, unread = Counter[str](), Counter[str]()
    with lzma.open(given.corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document["kind"] in kinds:
                for cell in cells(document["paragraphs"]):
                    known = any(deadline.kind != "none" for deadline in parse(cell))
                    (read if known else unread)[cell.strip()] += 1
    n = read.total() + unread.total()
    print(f"{read.total()} of {n} deadline cells are read ({read.total() / n:.1%}); {len(read)} different ones")
    for cell, count in unread.most_common():
        print(f"{count:4}  {cell}")


if __name__ == "__main__":
    main()
