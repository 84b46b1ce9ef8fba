"""The texts a tagger learns from: pairs of lines, clean documents, and what is kept apart for testing.

A pair file is JSON lines, `[seen, meant]`, in document order. The corpus is `*.txt.xz` (documents end at a
blank line, one paragraph a line) and `admin_docs.jsonl.xz` (one document with `paragraphs` a line).
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

Pair = tuple[str, str]
"""A line as seen and as meant, NFC, without surrounding white space."""

SHINGLE = 10
"""Words in a row that make two texts the same text."""

SHARES = {
    "admin_docs": 0.42,
    "phapdien": 0.2,
    "vbpl": 0.1,
    "tvpl_docs": 0.08,
    "congbao": 0.07,
    "diepxuan": 0.05,
    "vlc": 0.03,
    "nqb_2009": 0.03,
    "vnmasterplan": 0.02,
}
"""How often a document is drawn from each source: the closer to the genre and the cleaner, the oftener."""

_NEW_STYLE = re.compile(r"(?<![qQ])([oO][àáảãạÀÁẢÃẠèéẻẽẹÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class Split:
    """Contiguous blocks of one pair file: neighbours share documents, so lines are never shuffled apart.

    Attributes:
        train: what a model may learn from.
        tune: the 5 % before the last, for choices.
        report: the last 5 %, for figures.
    """

    train: tuple[Pair, ...]
    tune: tuple[Pair, ...]
    report: tuple[Pair, ...]


def old_style(text: str) -> str:
    """Put the tone of open oa, oe, uy on the first vowel (hoà → hòa, thuỷ → thủy); length is kept."""
    return _NEW_STYLE.sub(_move_tone, text)


def _move_tone(found: re.Match[str]) -> str:
    pair = found.group(1)
    marked = unicodedata.normalize("NFD", pair[1])
    return unicodedata.normalize("NFC", pair[0] + marked[1]) + marked[0]


def settle(seen: str, meant: str) -> str:
    """`meant` in the declared tone style, but for words that the engine read whole: those stay."""
    whole = set(seen.split())
    return " ".join(word if word in whole else old_style(word) for word in meant.split(" "))


def read_pairs(path: Path) -> list[Pair]:
    """All pairs of a file in document order, white space squeezed."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return [(_tidy(seen), _tidy(meant)) for seen, meant in rows]


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def split(pairs: Sequence[Pair]) -> Split:
    """Cut the last 5 % off for the report and the 5 % before it for tuning."""
    tenth, twentieth = len(pairs) * 90 // 100, len(pairs) * 95 // 100
    return Split(tuple(pairs[:tenth]), tuple(pairs[tenth:twentieth]), tuple(pairs[twentieth:]))


def shingles(text: str) -> set[int]:
    """Hashes of every run of `SHINGLE` words, case ignored; empty for shorter texts."""
    words = text.lower().split()
    return {hash(tuple(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1)}


def kept_apart(splits: Iterable[Split]) -> set[int]:
    """Shingles of all tune and report texts: a text that holds one is not learnt from."""
    apart: set[int] = set()
    for part in splits:
        for block in (part.tune, part.report):
            apart |= shingles(" ".join(meant for _, meant in block))
    return apart


def without(pairs: Sequence[Pair], apart: set[int]) -> list[Pair]:
    """Pairs that share no shingle with what is kept apart, alone or together with the next line."""
    bad: set[int] = set()
    for at, (here, after) in enumerate(pairwise([*pairs, ("", "")])):
        if not apart.isdisjoint(shingles(f"{here[1]} {after[1]}")):
            bad |= {at, at + 1}
    return [pair for at, pair in enumerate(pairs) if at not in bad]


def unlike(documents: Iterable[tuple[str, ...]], apart: set[int]) -> Iterator[tuple[str, ...]]:
    """The documents without the paragraphs that share a shingle with what is kept apart."""
    for document in documents:
        kept = tuple(text for text in document if apart.isdisjoint(shingles(text)))
        if kept:
            yield kept


@dataclass(frozen=True, slots=True)
class Source:
    """The documents of one corpus file.

    Attributes:
        share: how often a document is drawn from it, not normalised.
        documents: each a tuple of paragraphs, NFC.
        test: documents kept apart, one in fifty by a hash of their first paragraph.
    """

    name: str
    share: float
    documents: tuple[tuple[str, ...], ...]
    test: tuple[tuple[str, ...], ...]


def read_corpus(folder: Path) -> list[Source]:
    """Every source named in `SHARES` that lies in `folder`, in that order."""
    sources = []
    for name, share in SHARES.items():
        paths = [folder / f"{name}.jsonl.xz", folder / f"{name}.txt.xz"]
        for path in filter(lambda path: path.exists(), paths):
            documents = list(_documents(path))
            test = tuple(document for document in documents if _is_test(document))
            train = tuple(document for document in documents if not _is_test(document))
            sources.append(Source(name, share, train, test))
    return sources


def sources_without(folder: Path, apart: set[int]) -> list[Source]:
    """The corpus to learn from, without the paragraphs that share a shingle with what is kept apart."""
    return [replace(one, documents=tuple(unlike(one.documents, apart))) for one in read_corpus(folder)]


def _is_test(document: tuple[str, ...]) -> bool:
    return hashlib.sha256(document[0].encode()).digest()[0] < 5


def _documents(path: Path) -> Iterator[tuple[str, ...]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        if path.name.endswith(".jsonl.xz"):
            for line in lines:
                yield tuple(_paragraphs(json.loads(line)["paragraphs"]))
            return
        block: list[str] = []
        for line in lines:
            if line.strip():
                block.append(line)
            elif block:
                yield tuple(_paragraphs(block))
                block = []
        if block:
            yield tuple(_paragraphs(block))


def _paragraphs(raw: Iterable[str]) -> Iterator[str]:
    """Paragraphs with white space squeezed; the title line of a document without its keys."""
    for text in raw:
        if text.startswith("# "):
            yield _tidy(text[2:].split(" | ", 1)[0])
        elif text.strip():
            yield _tidy(text)
