# ruff: noqa: T201, S311 - it prints a table; its draws need a seed, not secrecy
"""How well a tagger reads: `python -m normalize.training.tagger_report --corpus DIR --pairs DIR`.

Strict token accuracy: both sides NFC, split on white space, all dashes equal, `|` dropped, tokens of a line
aligned by Levenshtein distance; exact matches / tokens meant. Of the pairs, the blocks kept for the report are
read; of the corpus, the documents kept apart. Samples given by `--gold` and `--raw` are a development set.
"""

from __future__ import annotations

import argparse
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from normalize.tagger import Tagger
from normalize.training import tagger_data, tagger_engines, tagger_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DASHES = str.maketrans({"–": "-", "—": "-", "|": " "})


@dataclass(frozen=True, slots=True)
class Score:
    """Tokens of one set: all, right before, right after; of these changed for the better and for the worse."""

    tokens: int
    before: int
    after: int
    helped: int
    harmed: int
    misses: tuple[tuple[str, str], ...]

    def row(self, name: str) -> str:
        """One line of the table of figures."""
        whole = max(1, self.tokens)
        before, after = (100 * count / whole for count in (self.before, self.after))
        changed = f"helped {self.helped} harmed {self.harmed} ({1e4 * self.harmed / whole:.1f} in 10,000)"
        return f"{name:34} n={self.tokens:7} before {before:6.2f} after {after:6.2f} {changed}"


def tokens(text: str) -> list[str]:
    """The tokens that the metric compares."""
    return unicodedata.normalize("NFC", text).translate(DASHES).split()


def matched(found: Sequence[str], meant: Sequence[str]) -> list[str | None]:
    """For each token of `meant` the token of `found` aligned with it; None where nothing is."""
    partner: list[str | None] = [None] * len(meant)
    for step in Levenshtein.opcodes(list(found), list(meant)):
        if step.tag in {"equal", "replace"}:  # of equal length on both sides
            partner[step.dest_start : step.dest_end] = found[step.src_start : step.src_end]
    return partner


def score(seen: Sequence[str], found: Sequence[str], meant: Sequence[str]) -> Score:
    """Compare lines before and after with what was meant; tone placement is put into the declared style."""
    every: list[tuple[bool, bool]] = []
    misses: list[tuple[str, str]] = []
    for line in zip(seen, found, meant, strict=True):
        raw, out, want = (tokens(tagger_data.old_style(text)) for text in line)
        for was, now, token in zip(matched(raw, want), matched(out, want), want, strict=True):
            every.append((was == token, now == token))
            if now != token:
                misses.append((now or "", token))
    before, after = sum(was for was, _ in every), sum(now for _, now in every)
    helped, harmed = every.count((False, True)), every.count((True, False))
    return Score(len(every), before, after, helped, harmed, tuple(misses))


def clean_lines(sources: Sequence[tagger_data.Source], most: int, seed: int) -> list[str]:
    """Wrapped lines of documents kept apart, from every source by its share, in document order."""
    rng = Random(seed)
    lines: list[str] = []
    while len(lines) < most:
        source = rng.choices(sources, [source.share if source.test else 0 for source in sources])[0]
        document = rng.choice(source.test)
        at = rng.randrange(len(document))
        for paragraph in document[at : at + 6]:
            lines += tagger_stream.wrap(paragraph, 78, rng)[:12]
    return lines[:most]


def sets(corpus: Path, pairs: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Name, seen lines and meant lines of each set that is not a sample."""
    for name in ("eng", "vie", "script-vietnamese"):
        part = tagger_data.split(tagger_data.read_pairs(pairs / f"{name}.jsonl.xz"))
        for block, chosen in (("report", part.report), ("tune", part.tune)):
            yield f"{name}, {block} block", [seen for seen, _ in chosen], [meant for _, meant in chosen]
    lines = clean_lines(tagger_data.read_corpus(corpus), 4000, 7)
    yield "clean documents", lines, lines
    bare = dict.fromkeys(tagger_engines.TONES + tagger_engines.SHAPES, "") | {"đ": "d", "Đ": "D"}
    yield "the same, marks stripped", [tagger_engines.change_marks(line, bare) for line in lines], lines
    for name, make in (("faded", tagger_engines.faded), ("foreign", tagger_engines.foreign)):
        rng = Random(11)
        spoilt: list[str] = []
        for start in range(0, 2000, 10):
            engine = make(rng)
            for line in lines[start : start + 10]:
                units = engine.spoil([(char, char) for char in line], rng)
                spoilt.append("".join(seen for _, seen in units))
        yield f"the same, {name} by invented engines", spoilt, lines[:2000]


def samples(gold: Path, raw: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """The samples whose text was restored by hand, line by line."""
    for path in sorted(gold.glob("*/text.txt")):
        seen = (raw / f"{path.parent.name}.txt").read_text(encoding="utf-8").split("\n")
        meant = path.read_text(encoding="utf-8").split("\n")
        size = min(len(seen), len(meant))
        yield f"sample {path.parent.name}", seen[:size], meant[:size]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table of figures, and with `--misses N` the N most frequent misses of each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpus", "pairs", "gold", "raw", "model"):
        parser.add_argument(f"--{name}", type=Path, required=name in {"corpus", "pairs"})
    parser.add_argument("--misses", type=int, default=0)
    given = parser.parse_args(arguments)
    tagger = Tagger.load(given.model)
    every = list(samples(given.gold, given.raw)) if given.gold and given.raw else []
    for name, seen, meant in [*every, *sets(given.corpus, given.pairs)]:
        start = time.perf_counter()
        found = tagger.greedy(seen)
        seconds = time.perf_counter() - start
        result = score(seen, found, meant)
        print(result.row(name), f"{sum(map(len, map(str.split, seen))) / seconds:.0f} tokens/s")
        ranked = sorted(set(result.misses), key=lambda miss: -result.misses.count(miss))
        for miss in ranked[: given.misses]:
            print(f"    {result.misses.count(miss)}× {miss[0]!r} for {miss[1]!r}")


if __name__ == "__main__":
    main()
