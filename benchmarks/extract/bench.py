"""Speed of extract after reading and repair: `python benchmarks/extract/bench.py FILE... [--rounds N]`.

Every file is read and repaired once; then parsing, linking and word segmentation are timed alone, in CPU seconds of
one process. The first round, which loads word lists and the segmenter, is left out; what is kept of texts is forgotten
before each round. Pages are those of the files; files without page breaks are timed, but left out of the last line.
The time of a fixed loop tells how fast the machine is just now: other work on it slows everything alike.
"""

from __future__ import annotations

import argparse
import gc
import time
from functools import _lru_cache_wrapper
from itertools import pairwise
from pathlib import Path

from extract.link import link
from extract.parse import parse
from extract.segment import segment
from ingest.read import read_source
from pipeline.kit import load_kit
from pipeline.run import lines_of, mend, rulings_of

MANY = 256  # entries; caches of data files hold fewer
LOOP = 10_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds, the fastest counts")
    given = parser.parse_args()
    kit = load_kit()
    print("pages/s  parse  link  words  pages  tasks  file")
    totals = [0.0, 0]
    for file in given.files:
        source = read_source(file)
        pages = mend(source.pages, kit)
        lines, rulings = lines_of(pages), rulings_of(source.pages)
        quality = {page.page.number: page.quality for page in pages}
        best: list[float] = []
        for number in range(given.rounds + 1):
            forget()
            marks = [time.process_time()]
            parts = parse(lines, rulings, kit.registry, kit.fluency)
            marks.append(time.process_time())
            facts = link(parts, kit.registry, quality)
            marks.append(time.process_time())
            for task in facts.tasks:
                segment(task.assignment.title)
            marks.append(time.process_time())
            spent = [after - before for before, after in pairwise(marks)]
            best = spent if number and (not best or sum(spent) < sum(best)) else best
        if len(pages) > 1:
            totals = [totals[0] + sum(best), totals[1] + len(pages)]
        shares = "  ".join(f"{share:.3f}" for share in best)
        print(f"{len(pages) / sum(best):7.0f}  {shares}  {len(pages):5}  {len(facts.tasks):5}  {file.name}")
    print(f"{totals[1] / totals[0]:7.0f}  all, {totals[1]} pages; a loop of {LOOP:,} additions takes {loop():.2f} s")


def forget() -> None:
    """Empty every cache whose entries are about texts, not about data files."""
    for kept in gc.get_objects():
        if isinstance(kept, _lru_cache_wrapper) and (kept.cache_parameters()["maxsize"] or 0) >= MANY:
            kept.cache_clear()


def loop() -> float:
    """CPU seconds of a loop that does nothing else."""
    began, total = time.process_time(), 0
    for number in range(LOOP):
        total += number
    return time.process_time() - began


if __name__ == "__main__":
    main()
