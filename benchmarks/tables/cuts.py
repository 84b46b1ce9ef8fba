"""How many words of flattened tables land in their row and column, and what other weights would do.

`python benchmarks/tables/cuts.py [--more] [--faults] [--try segment=-0.4 gap=-0.5 …]`: the tables of `flattened.py`,
with `--more` nine further ones of the same decisions, are printed by the engine with a box around every word; the
rules of the typeset page tell the row and the column that it stands in. Cells are not repaired again: cuts alone are
measured. `--try` reads with other weights than those of `extract/data/unweave_weights.tsv`.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytesseract
from PIL import Image
from rapidfuzz import fuzz
from reportlab.lib import pagesizes

from extract.records import Line
from extract.unweave import unweave
from extract.unweave_weights import weights
from gold.simulate.typeset import register_fonts
from normalize.syllable import fold
from pipeline.kit import load_kit

from flattened import DPI, SETS, SIX, WIDTH, Row, Set, typeset_set  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.unweave import Unwoven
    from pipeline.kit import Kit

MORE: tuple[Set, ...] = (
    ("1678-qd-bkhcn", 10, 9, ("label", "title", "lead", "coordinator", "deadline"), False),
    ("1678-qd-bkhcn", 20, 9, ("label", "title", "deadline", "lead", "coordinator"), True),
    ("chuong-trinh-hanh-dong", 0, 8, ("label", "title", "lead", "product", "deadline"), True),
    ("chuong-trinh-hanh-dong", 110, 9, ("label", "title", "product", "deadline", "lead"), True),
    ("844-qd-ttg", 14, 9, SIX, False),
    ("97-nq-cp", 12, 9, ("label", "title", "lead", "deadline", "product"), True),
    ("982-qd-ttg", 14, 8, ("label", "title", "lead", "coordinator", "deadline", "product"), True),
    ("982-qd-ttg", 24, 8, ("label", "title", "lead", "coordinator", "product", "deadline"), False),
    ("03-nq-cp-phu-luc-2", 20, 9, ("label", "title", "lead", "coordinator", "deadline"), True),
)
_ALIKE = 60.0  # of 100: so much alike are a word as printed and one of its cell; what is not, is a speck
_RULE, _INK = 0.9, 128  # share of a row of dots that is ink, and below which grey
Place = tuple[str, str]  # a row or the title of a group, and its column


@dataclass(frozen=True)
class Table:
    """A table as printed: its header and, line by line, its words with the place where each stands, None for specks."""

    name: str
    head: tuple[str, ...]
    lines: tuple[tuple[tuple[str, Place | None], ...], ...]


def tables(sets: Sequence[Set], first_seed: int) -> Iterator[Table]:
    """Every set typeset and printed, its words placed."""
    register_fonts()
    for seed, spec in enumerate(sets, first_seed):
        rows, head, widths, pages = typeset_set(seed, spec)
        edges = ((pagesizes.A4[0] - WIDTH) / 2 + np.concatenate(([0], np.cumsum(widths)))) * DPI / 72
        places, lines = _places(rows), []
        for page in pages:
            rules = _rules(page, edges)
            here = [next(places) for _ in rules[1:]]
            lines += list(_words(page, edges, rules, here, spec[3]))
        yield Table(f"{spec[0]} {spec[1] + 1}", ("Phu luc 1", *head), tuple(lines))


def _places(rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Name and cells of each row as it is typeset, titles of groups among them."""
    before = ""
    for at, row in enumerate(rows):
        if row["group_title"] not in ("", before):
            yield f"group {at}", {"group": f"{row['group']} {row['group_title']}"}
        before = row["group_title"]
        yield f"row {at}", row


def _rules(page: np.ndarray, edges: np.ndarray) -> list[int]:
    dark = (page < _INK)[:, int(edges[0]) + 5 : int(edges[-1]) - 5].mean(axis=1) > _RULE
    return [y for y in range(1, len(dark)) if dark[y] and not dark[y - 1]]


def _words(
    page: np.ndarray, edges: np.ndarray, rules: Sequence[int], rows: Sequence[tuple[str, Row]], columns: Sequence[str]
) -> Iterator[tuple[tuple[str, Place | None], ...]]:
    """The engine's lines, each word with the place of its middle."""
    found = pytesseract.image_to_data(Image.fromarray(page), "eng", "--psm 6", output_type=pytesseract.Output.DICT)
    lines: dict[tuple[int, int, int], list[tuple[str, Place | None]]] = defaultdict(list)
    for at, text in enumerate(found["text"]):
        if text.strip():
            x, y = found["left"][at] + found["width"][at] / 2, found["top"][at] + found["height"][at] / 2
            col, row = int(np.searchsorted(edges, x)) - 1, int(np.searchsorted(rules, y)) - 1
            inside = 0 <= row < len(rows) and 0 <= col < len(columns)
            place = _place(text, *rows[row], columns[col]) if inside else None
            lines[found["block_num"][at], found["par_num"][at], found["line_num"][at]].append((text, place))
    yield from map(tuple, lines.values())


def _place(text: str, name: str, cells: Row, column: str) -> Place | None:
    column = "group" if "group" in name else column
    bare = _letters(fold(text))
    known = fold(cells[column]).split()
    real = (len(bare) > 1 or bare.isdigit()) and any(fuzz.ratio(bare, word) >= _ALIKE for word in known)
    return (name, column) if real else None


def _letters(text: str) -> str:
    return "".join(letter for letter in text if not letter.isspace() and letter not in "|¦")


def measure(table: Table, kit: Kit) -> tuple[Counter[str], Counter[str], list[str]]:
    """Words in their place and words there, by column, and those that are elsewhere."""
    seen = [*table.head, *(" ".join(word for word, _ in line) for line in table.lines)]
    repaired = kit.repairer.repair_lines(seen)
    lines = [Line(1, number, one.seen, one.text) for number, one in enumerate(repaired, start=1)]
    told = list(_told(unweave(lines, frozenset(), kit.registry, kit.fluency), len(lines)))[len(table.head) :]
    read = [
        (word, place, at)
        for line, own in zip(table.lines, told, strict=True)
        for word, place, at in _beside(line, own)
        if place
    ]
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for _, place, at in read:
        votes[at[0] if at else ""][place[0]] += 1
    meant = {block: names.most_common(1)[0][0] for block, names in votes.items() if block}
    hits, wanted, faults = Counter[str](), Counter[str](), []
    for word, place, at in read:
        right = at is not None and (meant[at[0]], at[1]) == place
        wanted[place[1]] += 1
        hits[place[1]] += right
        faults += [] if right else [f"{table.name} {word}: {place} told {at and (meant[at[0]], at[1])}"]
    return hits, wanted, faults


def _told(read: Sequence[Unwoven], size: int) -> Iterator[list[tuple[str, Place]]]:
    """For each line its words as printed, each with the block and the column it was read into."""
    found: dict[int, list[tuple[int, str, Place]]] = defaultdict(list)
    for number, table in enumerate(read):
        for block in table.blocks:
            for column, pieces in zip(table.region.columns, block.pieces, strict=False):
                at = (f"{number} {block.first}", "group" if block.group else column.role)
                for line, start, end in pieces:
                    row = table.woven.rows[line]
                    found[row.index] += [(word, row.words[word].seen, at) for word in range(start, end)]
    for line in range(size):
        yield [(seen, at) for _, seen, at in sorted(found[line])]


def _beside(
    line: Sequence[tuple[str, Place | None]], own: Sequence[tuple[str, Place]]
) -> Iterator[tuple[str, Place | None, Place | None]]:
    """Each word of a line with where it stands and where it was read: by its first letter, as words may be parted."""
    whole = "".join(_letters(word) for word, _ in line)
    read: list[Place | None] = [None] * (len(whole) + 1)
    reached = 0
    for seen, at in own:
        letters = _letters(seen)
        start = whole.find(letters, reached) if letters else -1
        if start >= 0:
            reached = start + len(letters)
            read[start:reached] = [at] * len(letters)
    ends = [0, *np.cumsum([len(_letters(word)) for word, _ in line]).tolist()]
    for (word, place), (start, _) in zip(line, pairwise(ends), strict=True):
        yield word, place, read[start]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--more", action="store_true", help="nine further tables")
    parser.add_argument("--faults", action="store_true", help="list the words that are elsewhere")
    parser.add_argument("--try", dest="tried", nargs="*", default=[], metavar="NAME=VALUE", help="other weights")
    chosen = parser.parse_args()
    for one in chosen.tried:
        name, _, value = one.partition("=")
        setattr(weights(), name, float(value))
    kit, hits, wanted = load_kit(), Counter[str](), Counter[str]()
    for table in (*tables(SETS, 0), *(tables(MORE, 50) if chosen.more else ())):
        own_hits, own_wanted, faults = measure(table, kit)
        hits, wanted = hits + own_hits, wanted + own_wanted
        print(table.name, f"{own_hits.total()}/{own_wanted.total()}", flush=True)
        print("\n".join(faults) if chosen.faults else "", end="\n" if chosen.faults and faults else "", flush=True)
    print("; ".join(f"{name} {hits[name]}/{wanted[name]}" for name in wanted))
    print(f"all {hits.total()}/{wanted.total()} ({hits.total() / wanted.total():.1%})")


if __name__ == "__main__":
    main()
