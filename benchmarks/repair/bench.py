"""Measure the repair on aligned text: `python benchmarks/repair/bench.py PAIRS...`.

PAIRS are files of aligned lines: JSON lines `["seen", "meant"]` (also .xz), or `seen<TAB>meant`. Two parallel
text files: `--parallel SEEN MEANT`, repaired and compared as one document. A clean text against itself gives the
harm. The seen text may be a PDF, whose text layer is meant. `--decision NAME`: a sample of `data/raw` against its
annotated text, without the lines that its annotation calls unreadable. Aligned lines are repaired in pages of `--page`.
Each rate is printed with its n; `--write-readme` puts the table into the README beside this file.
Speed is CPU time: set OPENBLAS_NUM_THREADS=1, or threads that wait for each other are counted too.
Lines that the models in use were trained on flatter the result.
"""

from __future__ import annotations

import argparse
import gc
import json
import lzma
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pdfplumber
from rapidfuzz.distance import Levenshtein

from gold.load import read_truth
from normalize.repair import Repairer
from normalize.syllable import fold, unify_tone
from normalize.training.measure import judge, odds_of, tokens

if TYPE_CHECKING:
    from normalize.records import Repaired

README = Path(__file__).parent / "README.md"
DECISIONS = Path(__file__).parents[2] / "gold" / "decisions"
START, END = "<!-- table: written by bench.py -->", "<!-- end of table -->"
BINS = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01)
HEAD = (
    "set | n tokens | seen | repaired | folded | helped | harmed | missed | edits ≥ 0.95 right (n) | tokens/s | again",
    "---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:",
)


@dataclass(slots=True)
class Result:
    """What was counted on one set.

    Attributes:
        name: of the set.
        speed: tokens a CPU second, read for the first time, and read again: all words were met before.
    """

    name: str
    speed: tuple[float, float]
    tally: Counter[str] = field(default_factory=Counter)
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    judged: list[tuple[float, bool]] = field(default_factory=list)

    def share(self, what: str) -> float:
        """A count as a share of all tokens."""
        return self.tally[what] / max(self.tally["n"], 1)

    def row(self) -> str:
        """The set's row of the README's table."""
        sure = [right for odds, right in self.judged if odds >= odds_of(0.95)]
        rates = " | ".join(f"{self.share(what):.2%}" for what in ("before", "after", "folded"))
        counts = " | ".join(f"{self.tally[what]:,}" for what in ("helped", "harmed", "missed"))
        right = f"{sum(sure) / len(sure):.2%} ({len(sure):,})" if sure else "none"
        speed = " | ".join(f"{one:,.0f}" for one in self.speed)
        return f"{self.name} | {self.tally['n']:,} | {rates} | {counts} | {right} | {speed}"


def read_pairs(path: Path) -> list[tuple[str, str]]:
    raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    lines = raw.decode("utf-8").rstrip("\n").split("\n")
    rows = [line.split("\t") if "\t" in line else json.loads(line) for line in lines]
    return [(unicodedata.normalize("NFC", seen), unicodedata.normalize("NFC", meant)) for seen, meant in rows]


def partners(out: list[str], meant: list[str]) -> list[str | None]:
    """For each reference token the output token beside it, None where there is none."""
    beside: list[str | None] = [None] * len(meant)
    for block in Levenshtein.opcodes(out, meant):
        if block.tag in ("equal", "replace"):
            for left, right in zip(
                range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=False
            ):
                beside[right] = out[left]
    return beside


def kind(out: str | None, meant: str) -> str:
    """What is wrong with a token: one class of error."""
    if out is None:
        return "lost or merged"
    rules = (
        ("tone placement", unify_tone(out) == unify_tone(meant)),
        ("case", out.lower() == meant.lower()),
        ("diacritics", fold(out) == fold(meant)),
        ("digits", any(map(str.isdigit, meant)) or any(map(str.isdigit, out))),
        ("punctuation", "".join(filter(str.isalnum, out)) == "".join(filter(str.isalnum, meant))),
    )
    return next((name for name, holds in rules if holds), "letters")


def count(result: Result, seen: str, text: str, meant: str) -> None:
    """Count the tokens of one passage before and after."""
    reference = tokens(meant)
    before, after = partners(tokens(seen), reference), partners(tokens(text), reference)
    tally = result.tally
    for was, now, token in zip(before, after, reference, strict=True):
        tally["n"] += 1
        tally["before"] += was == token
        tally["after"] += now == token
        tally["folded"] += now is not None and fold(now) == fold(token)
        tally["helped"] += was != token and now == token
        tally["harmed"] += was == token and now != token
        tally["missed"] += token not in (was, now)
        if now != token:
            tally[f"error: {kind(now, token)}"] += 1
            result.errors[now or "", token] += 1


def measure(name: str, pairs: list[tuple[str, str]], repairer: Repairer, page: int) -> Result:
    """Repair the seen lines in pages and count."""
    seen = [line for line, _ in pairs]
    repaired, speed = _timed([seen[at : at + page] for at in range(0, len(seen), page)], repairer)
    result = Result(name, speed)
    for one, (line, wanted) in zip(repaired, pairs, strict=True):
        count(result, line, one.text, wanted)
        result.judged += judge(one, wanted)
    return result


def measure_text(name: str, seen: str, meant: str, repairer: Repairer) -> Result:
    """Repair a text as one document and count; its lines need not be those of the reference."""
    repaired, speed = _timed([seen.split("\n")], repairer)
    result = Result(name, speed)
    count(result, seen, "\n".join(one.text for one in repaired), meant)
    return result


def text_of(path: Path) -> str:
    """A text file, or the text layer of a PDF."""
    if path.suffix != ".pdf":
        return path.read_text(encoding="utf-8")
    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def readable(name: str) -> tuple[str, str]:
    """A garbled sample and its annotated text, line for line, without the unreadable lines."""
    truth = read_truth(DECISIONS / name / "truth.json")
    seen = (DECISIONS.parents[1] / "data" / "raw" / truth.file).read_text(encoding="utf-8").split("\n")
    kept = [number for number in range(len(truth.lines)) if number + 1 not in truth.unsure_lines]
    return "\n".join(seen[number] for number in kept), "\n".join(truth.lines[number] for number in kept)


def _timed(pages: list[list[str]], repairer: Repairer) -> tuple[list[Repaired], tuple[float, float]]:
    """The repaired lines of some pages, and tokens a CPU second when they are read and when they are read again.

    What is loaded and what was measured before is kept from the garbage collector, as a worker does.
    """
    gc.collect()
    gc.freeze()
    size = sum(len(line.split()) for page in pages for line in page)
    times = [time.process_time()]
    for _ in range(2):
        repaired = [one for page in pages for one in repairer.repair_lines(page)]
        times.append(time.process_time())
    first, again = (size / max(after - before, 1e-9) for before, after in pairwise(times))
    return repaired, (first, again)


def show(result: Result, worst: int) -> None:
    """Print a set's figures, its classes of error, the reliability of its edits and its commonest errors."""
    tally = result.tally
    first, again = result.speed
    print(f"{result.name}: n = {tally['n']} tokens, {first:,.0f} tokens/s, {again:,.0f} when read again")
    for what in ("before", "after", "folded", "helped", "harmed", "missed"):
        print(f"  {what:8} {result.share(what):8.4%}  ({tally[what]})")
    for what, times in tally.most_common():
        if what.startswith("error: "):
            print(f"  {what:24} {result.share(what):8.4%}  ({times})")
    edges = [-99.0, *(odds_of(share) for share in BINS)]
    for low, high, share in zip(edges, edges[1:], (0.0, *BINS), strict=False):
        part = [right for odds, right in result.judged if low <= odds < high]
        if part:
            print(f"  confidence from {share:.2f}: {np.mean(part):8.4%} right (n = {len(part)})")
    for (now, token), times in result.errors.most_common(worst):
        print(f"    {times:5} {now!r} for {token!r}")


def write_readme(results: list[Result]) -> None:
    """Put the table between its marks, and leave the words around it."""
    text = README.read_text(encoding="utf-8")
    head, rest = text.split(START, 1)
    table = "\n".join([*HEAD, *(result.row() for result in results)])
    README.write_text(f"{head}{START}\n\n{table}\n\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="*", type=Path)
    parser.add_argument("--parallel", nargs=2, type=Path, action="append", default=[], metavar=("SEEN", "MEANT"))
    parser.add_argument("--decision", action="append", default=[], metavar="NAME")
    parser.add_argument("--data", type=Path, help="model folder (default: the shipped one)")
    parser.add_argument("--page", type=int, default=500, help="aligned lines that are repaired together")
    parser.add_argument("--no-adapt", action="store_true", help="learn nothing from the document itself")
    parser.add_argument("--worst", type=int, default=10, help="how many of the commonest errors to print")
    parser.add_argument("--write-readme", action="store_true")
    wanted = parser.parse_args()
    repairer = Repairer.load(wanted.data, adapt=not wanted.no_adapt)
    results = [measure(path.stem, read_pairs(path), repairer, wanted.page) for path in wanted.pairs]
    for seen, meant in wanted.parallel:
        results.append(measure_text(meant.stem, text_of(seen), text_of(meant), repairer))
    results += [measure_text(name, *readable(name), repairer) for name in wanted.decision]
    for result in results:
        show(result, wanted.worst)
    if wanted.write_readme:
        write_readme(results)


if __name__ == "__main__":
    main()
