"""Read the training corpus: documents as lists of paragraphs, each document with a stable share number."""

from __future__ import annotations

import json
import lzma
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from normalize.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SLUG = re.compile(r"\b[a-z\d]+(?:[-_][a-z\d]+){3,}\b|https?://\S+")
SHARES = 40  # a document belongs to one of this many shares; 0 is kept for reporting, 1 for tuning


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the corpus.

    Attributes:
        name: file name and ordinal, stable as long as the file is.
        share: 0..SHARES-1, from the name.
        paragraphs: NFC, one line each.
    """

    name: str
    share: int
    paragraphs: tuple[str, ...]


def read_documents(path: Path) -> Iterator[Document]:
    """The documents of one corpus file (`.txt.xz` with `# ` heads, or `.jsonl.xz` with `paragraphs`)."""
    groups = _from_json(path) if path.name.endswith(".jsonl.xz") else _from_text(path)
    for ordinal, lines in enumerate(groups):
        name = f"{path.name}:{ordinal}"
        texts = (_SLUG.sub(" ", unicodedata.normalize("NFC", line)) for line in lines)
        kept = tuple(text for text in texts if text.strip() and not is_bare(text))
        yield Document(name, crc32(name.encode()) % SHARES, kept)


def is_bare(text: str) -> bool:
    """Whether a paragraph is Vietnamese without its diacritics, which would teach the model to leave them out."""
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) > 3 and text.isascii() and sum(map(_could_be, words)) > 0.8 * len(words)


def _could_be(word: str) -> bool:
    lower = word.lower()
    return is_syllable(lower) or is_syllable(lower.replace("e", "ê").replace("a", "á"))


def _from_json(path: Path) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield list(json.loads(line)["paragraphs"])


def _from_text(path: Path) -> Iterator[list[str]]:
    held: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# ") and held:
                yield held
                held = []
            held.append(line.rstrip("\n").removeprefix("# "))
    if held:
        yield held
