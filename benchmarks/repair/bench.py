"""Measure the repair on aligned text: `python benchmarks/repair/bench.py PAIRS...`.

PAIRS are files of aligned lines: JSON lines `["seen", "meant"]` (also .xz), or `seen<TAB>meant`. Two parallel
text files: `--parallel SEEN MEANT`. A clean text against itself (`--parallel TEXT TEXT`) gives the harm.
Each rate is printed with its n. Lines that the shipped models were trained on flatter the result.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
import unicodedata
from collections import Counter
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from normalize.repair import Repairer
from normalize.syllable import fold, unify_tone
from normalize.training.measure import judge, odds_of, tokens

SURE = 0.95


def read_pairs(path: Path) -> list[tuple[str, str]]:
    raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    lines = raw.decode("utf-8").rstrip("\n").split("\n")
    rows = [line.split("\t") if "\t" in line else json.loads(line) for line in lines]
    return [(unicodedata.normalize("NFC", seen), unicodedata.normalize("NFC", meant)) for seen, meant in rows]


def read_parallel(seen: Path, meant: Path) -> list[tuple[str, str]]:
    sides = [path.read_text(encoding="utf-8").split("\n") for path in (seen, meant)]
    return list(zip(*sides, strict=True))


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


def measure(name: str, pairs: list[tuple[str, str]], repairer: Repairer, worst: int) -> None:
    start = time.process_time()
    repaired = repairer.repair_lines([seen for seen, _ in pairs])
    spent = time.process_time() - start
    tally: Counter[str] = Counter()
    errors: Counter[tuple[str, str]] = Counter()
    sure: list[bool] = []
    for one, (seen, meant) in zip(repaired, pairs, strict=True):
        reference = tokens(meant)
        before, after = partners(tokens(seen), reference), partners(tokens(one.text), reference)
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
                errors[now or "", token] += 1
        sure += [right for odds, right in judge(one, meant) if odds >= odds_of(SURE)]
    n = max(tally["n"], 1)
    print(f"{name}: {len(pairs)} lines, n = {n} tokens, {n / max(spent, 1e-9):,.0f} tokens/s")
    for what in ("before", "after", "folded", "helped", "harmed", "missed"):
        print(f"  {what:8} {tally[what] / n:8.4%}  ({tally[what]})")
    print(f"  edits with confidence >= {SURE}: {sum(sure) / max(len(sure), 1):.4%} right (n = {len(sure)})")
    for what, times in tally.most_common():
        if what.startswith("error: "):
            print(f"  {what:24} {times / n:8.4%}  ({times})")
    for (now, token), times in errors.most_common(worst):
        print(f"    {times:5} {now!r} for {token!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="*", type=Path)
    parser.add_argument("--parallel", nargs=2, type=Path, action="append", default=[], metavar=("SEEN", "MEANT"))
    parser.add_argument("--data", type=Path, help="model folder (default: the shipped one)")
    parser.add_argument("--worst", type=int, default=10, help="how many of the commonest errors to print")
    wanted = parser.parse_args()
    repairer = Repairer.load(wanted.data)
    for path in wanted.pairs:
        measure(path.name, read_pairs(path), repairer, wanted.worst)
    for seen, meant in wanted.parallel:
        measure(f"{seen.name} against {meant.name}", read_parallel(seen, meant), repairer, wanted.worst)


if __name__ == "__main__":
    main()
