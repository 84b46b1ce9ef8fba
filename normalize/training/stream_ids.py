"""The corpus as one row of word numbers, and the lexicon it is written in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.stream import CLASSES, UNKNOWN, read
from normalize.syllable import fold, is_syllable
from normalize.training.corpus import read_documents

if TYPE_CHECKING:
    from pathlib import Path

    from normalize.ngram import Ints

LEAST = 5  # occurrences from which a word is in the lexicon
LARGEST = 16000  # words; numbers must fit 14 bits
# Files closest to the decisions the project reads count several times.
WEIGHTS = {"tvpl_docs.txt.xz": 3, "vnmasterplan.txt.xz": 6}


@dataclass(frozen=True, slots=True)
class Span:
    """A document's place in the row: numbers [start, end), its name and share."""

    name: str
    share: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """The corpus as numbers.

    Attributes:
        ids: one number a token; 0 before a document and after a paragraph.
        names: token by number; the first are `CLASSES`.
        spans: the documents.
    """

    ids: Ints
    names: list[str]
    spans: list[Span]


def read_corpus(folder: Path) -> Text:
    """Read all corpus files of a folder, in order of their names."""
    number = {name: at for at, name in enumerate(CLASSES)}
    rows: list[Ints] = []
    spans: list[Span] = []
    start = 0
    for path in sorted(folder.glob("*.xz")):
        for document in read_documents(path):
            row = [0]
            for paragraph in document.paragraphs:
                row += [number.setdefault(name, len(number)) for name in read(paragraph)]
                row.append(0)
            rows.append(np.array(row, np.int64))
            spans.append(Span(document.name, document.share, start, start + len(row)))
            start += len(row)
    return Text(np.concatenate(rows), list(number), spans)


def lexicon(text: Text) -> list[str]:
    """The words the model knows, classes first, then by frequency.

    Left out: rare words, and words without diacritics that are far oftener syllables with them.
    """
    counts = np.bincount(text.ids, minlength=len(text.names))
    marked: Counter[str] = Counter()
    for name, count in zip(text.names, counts.tolist(), strict=True):
        if not name.isascii() and is_syllable(name):
            marked[fold(name)] += count

    def known(at: int) -> bool:
        name, count = text.names[at], int(counts[at])
        stripped = name.isascii() and name.islower() and not is_syllable(name) and marked[name] >= 50 * count
        return at >= len(CLASSES) and count >= LEAST and not stripped

    order = [at for at in np.argsort(-counts, kind="stable").tolist() if known(at)]
    return [*CLASSES, *(text.names[at] for at in order[: LARGEST - len(CLASSES)])]


def renumber(text: Text, words: list[str], left_out: set[str]) -> Ints:
    """The row in numbers of the lexicon, without some documents, the weighty ones several times."""
    place = {word: at for at, word in enumerate(words)}
    unknown = place[UNKNOWN]
    new = np.array([place.get(name, unknown) for name in text.names], np.int64)
    parts = []
    for span in text.spans:
        if span.name not in left_out:
            parts += [text.ids[span.start : span.end]] * WEIGHTS.get(span.name.rsplit(":", 1)[0], 1)
    return new[np.concatenate(parts)]
