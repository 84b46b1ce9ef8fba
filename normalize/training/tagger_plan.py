# ruff: noqa: S311 - draws need a seed, not secrecy
"""What a training run of the tagger is asked for, and what its inputs come to."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

from normalize.tagger import COPY
from normalize.training import noise, tagger_align, tagger_data, tagger_engines, tagger_stream

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz" + tagger_engines.ACCENTED


@dataclass(frozen=True, slots=True)
class Plan:
    """One training run; times in minutes of wall clock, lengths in characters.

    Attributes:
        more: pairs that `gold.simulate.pairs` made: of the English model, and of engines of other languages.
        device: "cpu" or "cuda"; with "cuda" the workers make texts, and one network learns from them.
        keep: rows that stay on the device to be drawn again.
        sizes: widths and dilations that differ from those of `tagger_net.Shape`.
    """

    corpus: Path
    pairs: Path
    out: Path
    more: Path | None = None
    minutes: float = 60.0
    steps: int = 0
    seed: int = 1
    batch: int = 16
    length: int = 512
    rate: float = 3e-3
    labels: int = 700
    workers: int = 2
    device: str = "cpu"
    keep: int = 2_000_000
    sizes: Mapping[str, Any] = field(default_factory=dict)
    state: Path | None = None
    resume: Path | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """What a plan's inputs come to.

    Attributes:
        tune: lines of the English model to check on, never learnt from.
        made_from: hashes and counts for the manifest.
        alphabets: the characters and the outputs that get a number, in its order.
    """

    material: tagger_stream.Material
    tune: tuple[tagger_data.Pair, ...]
    made_from: dict[str, object]
    alphabets: tuple[list[str], list[str]]


def prepare(plan: Plan) -> Set:
    """Read, split and align everything; what is kept apart is left out of the pairs and of the corpus."""
    paths = {name: plan.pairs / f"{name}.jsonl.xz" for name in ("eng", "vie", "script-vietnamese")}
    splits = {name: tagger_data.split(tagger_data.read_pairs(path)) for name, path in paths.items()}
    apart = tagger_data.kept_apart(splits.values())
    aligned = {}
    for name, part in splits.items():
        kept = [(seen, tagger_data.settle(seen, meant)) for seen, meant in tagger_data.without(part.train, apart)]
        aligned[name] = tagger_align.align(kept)
    made = _made(plan.more, apart) if plan.more else {}
    aligned["eng"] += made.pop("eng", [])
    residue = aligned["vie"] + aligned["script-vietnamese"]
    sources = tagger_data.sources_without(plan.corpus, apart)
    channels = noise.learn(aligned["eng"], 12, plan.seed)
    quiet = noise.learn(aligned["vie"], 2, plan.seed) + noise.learn(aligned["script-vietnamese"], 2, plan.seed)
    strange = [channel for lines in made.values() for channel in noise.learn(lines, 2, plan.seed)]
    material = tagger_stream.Material(aligned["eng"], residue, channels, quiet, sources, tuple(made.values()), strange)
    made_from = {
        "files": {path.name: _digest(path) for path in [*paths.values(), *_xz(plan.corpus)]}
        | {f"more/{path.name}": _digest(path) for path in _xz(plan.more)},
        "pairs": {name: len(lines) for name, lines in (aligned | made).items()},
        "documents": {source.name: len(source.documents) for source in sources},
    }
    return Set(material, splits["eng"].tune, made_from, alphabets(material, plan))


def _made(folder: Path, apart: set[int]) -> dict[str, list[list[noise.Unit]]]:
    """Aligned lines of every file of made pairs, by engine."""
    aligned = {}
    for path in _xz(folder):
        pairs = tagger_data.without(tagger_data.read_pairs(path), apart)
        kept = [(seen, tagger_data.settle(seen, meant)) for seen, meant in pairs]
        aligned[path.name.removesuffix(".jsonl.xz")] = tagger_align.align(kept)
    return aligned


def _xz(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("*.xz")) if folder else []


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def alphabets(material: tagger_stream.Material, plan: Plan, lines: int = 60000) -> tuple[list[str], list[str]]:
    """Characters and outputs worth a number, by their counts in the first lines of the stream."""
    chars, outputs = Counter[str](), Counter[str]()
    for seen, labels in islice(tagger_stream.lines(material, Random(plan.seed)), lines):
        chars.update(seen)
        outputs.update(labels)
    always = ALPHABET + ALPHABET.upper() + "".join(map(chr, range(32, 127)))
    known = sorted(set(always) | {char for char, count in chars.items() if count >= 20} - {"\n"})
    first = [COPY, "", *dict.fromkeys(ALPHABET + ALPHABET.upper())]
    frequent = [label for label, count in outputs.most_common() if count >= 4 and label not in set(first)]
    return known, [*first, *frequent][: plan.labels]
