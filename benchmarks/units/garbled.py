"""Links of garbled names: `python benchmarks/units/garbled.py PAIRS.jsonl.xz... [--names N]`.

PAIRS are lines as an engine read them beside the lines as set, one JSON array each. They teach how the engine spoils a
text; the names of the registry are spoiled in that way and linked as they are, without repair. Names that came out
unspoiled do not count. Then each name is taken out of the registry in turn: one that is not there must find no other.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import lzma
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

from extract.registry import Registry
from extract.unit_index import index
from extract.unit_words import tokens
from extract.units import LinkContext, link, misread
from normalize.training import noise
from normalize.training.tagger_align import align

DAY = dt.date(2026, 3, 1)
KINDS = 4  # of lines, each spoiled in its own way
LINES = 9000  # of pairs to learn from


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("--names", type=int, default=1500, help="names of the registry to spoil, and to take out")
    given = parser.parse_args()
    registry, context = Registry.load(), LinkContext(DAY)
    print("right  wrong  none  engine")
    for file in given.pairs:
        found = Counter(spoiled(file, registry, context, given.names))
        print(f"{found['right']:5}  {found['wrong']:5}  {found['none']:4}  {file.name}")
    found = Counter(taken_out(registry, context, given.names))
    print(f"{'':5}  {found['wrong']:5}  {found['none']:4}  names that are not in the registry")


def spoiled(file: Path, registry: Registry, context: LinkContext, names: int) -> list[str]:
    """What became of each spoiled name."""
    rng = Random(7)  # noqa: S311 - a seed, not secrecy
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        pairs = [(seen, meant) for seen, meant in (json.loads(line) for line in islice(lines, LINES))]
    channels = noise.learn(align(pairs), KINDS, 1)
    units = [unit for unit in registry.units if unit.is_valid(DAY)]
    rng.shuffle(units)
    told = []
    for unit in units[:names]:
        seen = "".join(part for _, part in rng.choice(channels).garble(unit.name, rng))
        if seen != unit.name and link(unit.name, registry, context).unit_id == unit.unit_id:
            got = link(seen, registry, context).unit_id
            told.append("none" if got is None else "right" if got == unit.unit_id else "wrong")
    return told


def taken_out(registry: Registry, context: LinkContext, names: int) -> list[str]:
    """What each name finds where it is unknown itself; another name of the same unit is no fault."""
    whole = index(registry)
    some = sorted(whole.units)
    Random(3).shuffle(some)  # noqa: S311 - a seed, not secrecy
    told = []
    for name in some[:names]:
        others = replace(whole, folded={other: folded for other, folded in whole.folded.items() if other != name})
        found = misread(tokens(name), others, context)
        same = found is not None and found[0] in whole.units[name]
        told.append("wrong" if found and not same else "none")
    return told


if __name__ == "__main__":
    main()
