"""Read the shipped models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from normalize.channel import Counts, build, merge
from normalize.datafile import read_tsv
from normalize.docnumber import Numbers
from normalize.errors import DataFileError
from normalize.ngram import LanguageModel
from normalize.readings import Reader, Tuning
from normalize.tagger import Tagger

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = ("word", "onset", "rhyme", "segment", "span")
CLEAN_STRANGE = 0.02  # share of glyphs in a text that reads well that no known engine made


@dataclass(frozen=True, slots=True)
class Models:
    """What a repair needs.

    Attributes:
        reader: readings of garbled words.
        fine: readings of words in a text that reads well.
        known: the confusions behind `reader`.
        language: the language model.
        numbers: the grammar of document numbers.
        calibration: see `load_calibration`.
        tagger: None where the folder has none; the channel then speaks alone.
    """

    reader: Reader
    fine: Reader
    known: Counts
    language: LanguageModel
    numbers: Numbers
    calibration: dict[str, tuple[list[float], list[float]]]
    tagger: Tagger | None


def load_models(folder: Path) -> Models:
    """Read every model of a folder.

    Raises:
        DataFileError: if a data file breaks its rules.
        OSError: if one is missing.
    """
    words, language = load_language(folder)
    known = load_channel(folder / "channel-eng.tsv")
    counts = [load_channel(folder / f"channel-{engine}.tsv") for engine in ("vie", "script-vietnamese")]
    careful = build(merge(*counts), words, CLEAN_STRANGE)
    tagger = folder / "tagger.npz"
    return Models(
        Reader(build(known, words), words, language.unigrams, Tuning()),
        Reader(careful, words, language.unigrams, Tuning(channel=1.0)),
        known,
        language,
        Numbers.load(folder / "doc_numbers.tsv"),
        load_calibration(folder / "calibration.tsv"),
        Tagger.load(tagger) if tagger.exists() else None,
    )


def load_language(folder: Path) -> tuple[list[str], LanguageModel]:
    """The lexicon by word number, and the n-grams (memory-mapped)."""
    lines = (folder / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    words = [row[0] for row in rows[1:]]
    numbers = np.array([row[1:] for row in rows[1:]], np.float32)
    table = np.load(folder / "language.npy", mmap_mode="r").view(np.ndarray)
    order = int(lines[0].rsplit("=", 1)[1])
    return words, LanguageModel(order, numbers[:, 0].copy(), numbers[:, 1].copy(), table)


@cache
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
