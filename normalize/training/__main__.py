"""Train the repair: `python -m normalize.training --corpus DIR --pairs DIR --out normalize/data`.

First an honest model, without the documents of the held-out lines: it is measured, and calibrates the
confidence. Then the shipped one, from everything. `--honest DIR` keeps the honest model in `DIR/models` and the
held-out lines, as pairs, in `DIR/report`: what `benchmarks/repair` measures.
The tagger is trained before all that with `--tagger cpu` (an hour of two cores) or `--tagger cuda` (nine minutes of a
graphics processor and fifteen cores, as the shipped one was); both need torch. Without, the one in `--out` stays.
"""

from __future__ import annotations

import argparse
import json
import lzma
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from normalize.training import confusions, measure, ngrams, save
from normalize.training.align import align
from normalize.training.held import REPORT, TRAIN, TUNE, blocks, split
from normalize.training.stream_ids import Text, lexicon, read_corpus, renumber

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from normalize.training.align import Pair
    from normalize.training.held import Split

ORDER, BUDGET = 4, 3_000_000
RECIPES = {
    "cpu": ("--minutes", "60"),
    "cuda": ("--device", "cuda", "--workers", "15", "--batch", "256", "--minutes", "8.8"),
}
CHANNELS = ("eng", "vie", "script-vietnamese")


def read_pairs(folder: Path) -> dict[str, list[Pair]]:
    """Aligned lines (seen, meant) by engine."""
    out = {}
    for engine in CHANNELS:
        with lzma.open(folder / f"{engine}.jsonl.xz", "rt", encoding="utf-8") as lines:
            pairs = [json.loads(unicodedata.normalize("NFC", line)) for line in lines]
        out[engine] = [(seen, meant) for seen, meant in pairs]
    return out


def train_tagger(corpus: Path, pairs: Path, out: Path, recipe: str, more: Path | None) -> None:
    """Run one of `RECIPES`, in a process of its own: it takes all cores, and much memory.

    Raises:
        CalledProcessError: if it fails; what it said is on standard error.
    """
    places = ["--corpus", str(corpus), "--pairs", str(pairs), "--out", str(out)]
    places += ["--more", str(more)] if more else []
    subprocess.run([sys.executable, "-m", "normalize.training.tagger", *places, *RECIPES[recipe]], check=True)


def train_language(text: Text, words: list[str], left_out: set[str], folder: Path, date: str) -> dict[str, int]:
    """Make and write the language model; returns how many n-grams it kept by order."""
    grams = ngrams.smooth(renumber(text, words, left_out), ORDER, len(words))
    keep = ngrams.prune(grams, BUDGET)
    save.write_language(folder, words, ngrams.build(grams, keep, len(words)), date)
    return {str(at + 1): int(np.count_nonzero(one)) for at, one in enumerate(keep)}


def train_channels(
    pairs: dict[str, list[Pair]], use: dict[str, list[str]], allowed: set[str], folder: Path, date: str
) -> None:
    """Make and write the channel of each engine from the lines that may be used."""
    for engine, lines in pairs.items():
        chosen = [pair for pair, what in zip(lines, use[engine], strict=True) if what in allowed]
        words = confusions.word_pairs(align(seen.split(), meant.split()) for seen, meant in chosen)
        single = confusions.Words({pair: n for pair, n in words.items() if pair[0] and " " not in pair[0]})
        save.write_channel(folder / f"channel-{engine}.tsv", confusions.learn(single), date)


def _splits(pairs: dict[str, list[Pair]], text: Text) -> tuple[dict[str, list[str]], Split]:
    kept = [what for lines in pairs.values() for what in blocks(len(lines))]
    together = split([pair for lines in pairs.values() for pair in lines], kept, text)
    use, start = {}, 0
    for engine, lines in pairs.items():
        use[engine] = together.use[start : start + len(lines)]
        start += len(lines)
    return use, together


def keep_honest(models: Path, lines: Mapping[str, Sequence[Pair]], folder: Path) -> None:
    """Copy the honest model to `folder/models` and write the held-out lines as JSON lines to `folder/report`."""
    shutil.copytree(models, folder / "models", dirs_exist_ok=True)
    (folder / "report").mkdir(parents=True, exist_ok=True)
    for name, pairs in lines.items():
        save.write_text(folder / "report" / f"{name}.jsonl", [json.dumps(pair, ensure_ascii=False) for pair in pairs])


def read_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tagger", choices=list(RECIPES), help="train the tagger too, by this recipe")
    parser.add_argument("--more", type=Path, metavar="DIR", help="pairs by gold.simulate.pairs, for the tagger")
    parser.add_argument("--honest", type=Path, metavar="DIR", help="keep the honest model and the held-out lines")
    parser.add_argument("--date", default=time.strftime("%Y-%m-%d"), help="written into the files")
    return parser.parse_args()


def main() -> None:
    """Train, measure, calibrate, write."""
    wanted = read_arguments()
    if wanted.tagger:
        train_tagger(wanted.corpus, wanted.pairs, wanted.out, wanted.tagger, wanted.more)
    text, pairs = read_corpus(wanted.corpus), read_pairs(wanted.pairs)
    words = lexicon(text)
    use, together = _splits(pairs, text)
    with tempfile.TemporaryDirectory() as name:
        honest = Path(name)
        measure.carry(wanted.out, honest)
        train_language(text, words, together.documents, honest, wanted.date)
        train_channels(pairs, use, {TRAIN}, honest, wanted.date)
        tables = measure.calibrate(honest, pairs, use, TUNE, wanted.date)
        measure.write_calibration(honest / "calibration.tsv", tables, wanted.date)
        held_out = measure.chosen(pairs, use, REPORT)
        report = measure.report(honest, held_out)
        if wanted.honest:
            keep_honest(honest, held_out, wanted.honest)
    measure.write_calibration(wanted.out / "calibration.tsv", tables, wanted.date)
    kept = train_language(text, words, set(), wanted.out, wanted.date)
    train_channels(pairs, use, {TRAIN, TUNE, REPORT, "near"}, wanted.out, wanted.date)
    facts = {
        "date": wanted.date,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "tokens": len(text.ids),
        "words": len(words),
        "documents": len(text.spans),
        "held_out_documents": len(together.documents),
        "lines": {engine: {what: use[engine].count(what) for what in sorted(set(use[engine]))} for engine in use},
        "ngrams": kept,
        "held_out": report,
    }
    inputs = [*sorted(wanted.corpus.glob("*.xz")), *(wanted.pairs / f"{engine}.jsonl.xz" for engine in CHANNELS)]
    save.write_manifest(wanted.out / "manifest.json", facts, inputs)


if __name__ == "__main__":
    main()
