"""Write the models: each file is complete before it takes its name."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from normalize.ngram import LanguageModel
    from normalize.training.confusions import Confusions

SOURCE = "counted by normalize.training over official Vietnamese texts (outside copyright)"


def write_text(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file, in one piece."""
    part = path.with_name(path.name + ".part")
    part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    part.replace(path)


def write_language(folder: Path, words: Sequence[str], model: LanguageModel, date: str) -> None:
    """Write `lexicon.tsv` and `language.npy`."""
    head = [
        f"# lexicon of the language model: word, log10 unigram probability, back-off weight; order={model.order}",
        f"# source: {SOURCE}",
        f"# date: {date}",
        "word\tprob\tbackoff",
    ]
    rows = zip(words, model.unigrams.tolist(), model.unibows.tolist(), strict=True)
    write_text(folder / "lexicon.tsv", [*head, *(f"{word}\t{prob:.3f}\t{bow:.3f}" for word, prob, bow in rows)])
    part = folder / "language.part.npy"
    np.save(part, model.table)
    os.replace(part, folder / "language.npy")  # noqa: PTH105 — a reader may have the old file mapped


def write_channel(path: Path, found: Confusions, date: str) -> None:
    """Write the counts of one engine."""
    head = [
        "# what an engine prints for what stands on the page: counts of words, onsets, rhymes, segments, spans",
        "# source: counted by normalize.training over aligned lines (pages set and degraded by us)",
        f"# date: {date}",
        "level\tseen\tmeant\tcount",
    ]
    levels = [("word", found.words), ("onset", found.onsets), ("rhyme", found.rhymes), ("segment", found.segments)]
    rows = [f"{level}\t{seen}\t{meant}\t{n}" for level, counts in levels for (seen, meant), n in sorted(counts.items())]
    rows += [f"span\t\t{meant}\t{n}" for meant, n in sorted(found.spans.items())]
    write_text(path, [*head, *rows])


def write_manifest(path: Path, facts: Mapping[str, object], inputs: Sequence[Path]) -> None:
    """Write what the models were made from."""
    files = [{"file": file.name, "sha256": _sha256(file), "bytes": file.stat().st_size} for file in inputs]
    write_text(path, [json.dumps({**facts, "inputs": files}, ensure_ascii=False, indent=1)])


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
