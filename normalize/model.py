"""Read the shipped models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from normalize.channel import Counts
from normalize.datafile import read_tsv
from normalize.errors import DataFileError
from normalize.ngram import LanguageModel

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = ("word", "onset", "rhyme", "segment", "span")


def load_language(folder: Path) -> tuple[list[str], LanguageModel]:
    """The lexicon by word number, and the n-grams (memory-mapped)."""
    lines = (folder / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    words = [row[0] for row in rows[1:]]
    numbers = np.array([row[1:] for row in rows[1:]], np.float32)
    table = np.load(folder / "language.npy", mmap_mode="r").view(np.ndarray)
    order = int(lines[0].rsplit("=", 1)[1])
    return words, LanguageModel(order, numbers[:, 0].copy(), numbers[:, 1].copy(), table)


def load_channel(path: Path) -> Counts:
    """The counts of one engine's confusions: rows of level, seen, meant, count.

    Raises:
        DataFileError: for a row of another shape.
    """
    parts: dict[str, dict[tuple[str, str], int]] = {level: {} for level in LEVELS}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.startswith("#") or number == 4 or not line:
            continue
        cells = line.split("\t")
        if len(cells) != 4 or cells[0] not in parts:
            raise DataFileError(f"line {number}: not level, seen, meant, count: {line!r}", "train again")
        parts[cells[0]][cells[1], cells[2]] = int(cells[3])
    spans = {meant: count for (_, meant), count in parts["span"].items()}
    return Counts(parts["word"], parts["onset"], parts["rhyme"], parts["segment"], spans)


def load_calibration(path: Path) -> dict[str, tuple[list[float], list[float]]]:
    """For each kind of text: log10 odds and the share of right edits at them, both rising."""
    out: dict[str, tuple[list[float], list[float]]] = {}
    for row in read_tsv(path, ("manner", "odds", "confidence")):
        odds, shares = out.setdefault(row["manner"], ([], []))
        odds.append(float(row["odds"]))
        shares.append(float(row["confidence"]))
    return out
