r"""An endless stream of labelled characters: real pairs, spoilt corpus text, stripped text and clean text.

Lines of a document follow each other, with `\n` between them, and are cut into rows of equal length: no
padding, and a line learns from its neighbours as it will have them on a page. Some lines come alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.training import tagger_engines
from normalize.training.tagger_data import old_style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from random import Random

    from numpy.typing import NDArray

    from normalize.training.noise import Channel, Unit
    from normalize.training.tagger_data import Source

COPY = "\x00"
"""The label of a character that stands for itself."""

IGNORE = -100
"""The label id that the loss leaves out."""

MIX = {
    "pairs": 0.12,
    "others": 0.06,
    "residue": 0.05,
    "garbled": 0.28,
    "strange": 0.08,
    "foreign": 0.18,
    "faded": 0.05,
    "stripped": 0.11,
    "clean": 0.11,
}
"""Shares of the stream, by lines. Pairs are real but few, so a long run must not see them too often; residue is real
output of engines that know Vietnamese, others of engines that know other languages; strange is text of the corpus as
those would read it."""

Labelled = tuple[str, list[str]]
"""A line as seen, and the label of each of its characters."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the stream draws from.

    Attributes:
        pairs: aligned lines of the English model, in document order.
        residue: aligned lines of the engines that know Vietnamese.
        channels: what the pairs taught, one a kind of line; `quiet` the same of the residue, `strange` of the others.
        sources: clean documents.
        others: aligned lines of each engine that knows other languages.
    """

    pairs: Sequence[Sequence[Unit]]
    residue: Sequence[Sequence[Unit]]
    channels: Sequence[Channel]
    quiet: Sequence[Channel]
    sources: Sequence[Source]
    others: Sequence[Sequence[Sequence[Unit]]] = ()
    strange: Sequence[Channel] = ()


def labelled(units: Sequence[Unit]) -> Labelled:
    """Seen characters and their labels; a digit read as another digit is left alone: nobody can know it."""
    seen: list[str] = []
    labels: list[str] = []
    for meant, read in units:
        first = COPY if read[0] == meant or (read[0].isdigit() and meant.isdigit()) else meant
        labels += [first] + [""] * (len(read) - 1)
        seen.append(read)
    return "".join(seen), labels


def lines(material: Material, rng: Random) -> Iterator[Labelled]:
    r"""Labelled lines without end; `\n` is a line of its own between two lines."""
    makers: dict[str, Callable[[], Iterator[Sequence[Unit]]]] = {
        "pairs": lambda: _run(material.pairs, rng),
        "residue": lambda: _run(material.residue, rng),
        "others": lambda: _run(rng.choice(material.others), rng),
    }
    kinds = [kind for kind in MIX if material.others or kind not in {"others", "strange"}]
    upto = np.cumsum([MIX[kind] for kind in kinds])
    while True:
        kind = kinds[int(np.searchsorted(upto, rng.random() * upto[-1]))]
        made = makers[kind]() if kind in makers else _spoilt(kind, material, rng)
        for units in made:
            if units:
                yield labelled(units)
                yield "\n", [COPY]


def _run(aligned: Sequence[Sequence[Unit]], rng: Random) -> Iterator[Sequence[Unit]]:
    """Twelve lines, as they follow each other or from anywhere."""
    start = rng.randrange(max(1, len(aligned) - 12))
    if rng.random() < 0.35:
        return iter([aligned[rng.randrange(len(aligned))] for _ in range(12)])
    return iter(aligned[start : start + 12])


def _spoilt(kind: str, material: Material, rng: Random) -> Iterator[Sequence[Unit]]:
    """A passage of the corpus, spoilt by one engine as a whole."""
    spoil = _engine(kind, material, rng)
    for line in passage(material.sources, rng, tidy=kind != "clean"):
        yield spoil(line)


def _engine(kind: str, material: Material, rng: Random) -> Callable[[str], Sequence[Unit]]:
    channel, quiet = rng.choice(material.channels), rng.choice(material.quiet)
    if kind == "clean":
        return _as_is
    if kind in {"garbled", "strange"}:
        known = channel if kind == "garbled" else rng.choice(material.strange)
        return lambda line: known.garble(line, rng)
    if kind == "stripped":
        bare = tagger_engines.stripped(rng)
        return lambda line: bare.spoil(_as_is(line), rng)
    if kind == "faded":
        faded = tagger_engines.faded(rng)
        return lambda line: faded.spoil(quiet.garble(line, rng, 0.2), rng)
    engine, base = tagger_engines.foreign(rng), rng.random()
    if base < 0.45:
        return lambda line: engine.spoil(_as_is(line), rng)
    under = channel if base < 0.75 else quiet if base < 0.85 else rng.choice(material.strange or material.quiet)
    return lambda line: engine.spoil(under.garble(line, rng), rng)


def _as_is(line: str) -> list[Unit]:
    return [(char, char) for char in line]


def passage(sources: Sequence[Source], rng: Random, tidy: bool) -> Iterator[str]:
    """About 800 characters of one document (sometimes lines of several), wrapped as a page would; `tidy`: old style."""
    source = rng.choices(sources, [source.share for source in sources])[0]
    weights = rng.random()
    document = rng.choice(source.documents)
    at, width, count = rng.randrange(len(document)), _width(rng), 0
    while count < 800 and at < len(document):
        text = document[at]
        at += 1
        text = old_style(text) if tidy else text
        text = text.upper() if rng.random() < 0.05 else text
        for line in wrap(text, width, rng):
            count += len(line)
            yield line
            if count >= 800:
                return
        if weights < 0.2:
            document = rng.choice(source.documents)
            at = rng.randrange(len(document))


def _width(rng: Random) -> int:
    toss = rng.random()
    return rng.randint(60, 100) if toss < 0.75 else rng.randint(16, 45) if toss < 0.9 else 400


def wrap(text: str, width: int, rng: Random) -> list[str]:
    """Lines of at most `width` characters, starting anywhere in a long paragraph."""
    if len(text) > 900:
        start = text.find(" ", rng.randrange(len(text) - 800)) + 1
        text = text[start : start + 900].rpartition(" ")[0]
    return re.findall(rf"\S.{{0,{width - 1}}}(?!\S)|\S+", text)


@dataclass(frozen=True, slots=True)
class Codes:
    """Numbers for characters and labels; see `normalize.tagger` for how a character without one is read."""

    chars: Mapping[str, int]
    labels: Mapping[str, int]
    unknown: Callable[[str], int]

    def encode(self, line: Labelled) -> tuple[list[int], list[int]]:
        """Ids of a line; a label without a number is left out of the loss, a line end too."""
        seen, labels = line
        ids = [self.chars.get(char, -1) for char in seen]
        if -1 in ids:
            ids = [self.unknown(char) if at < 0 else at for char, at in zip(seen, ids, strict=True)]
        marks = [IGNORE] if seen == "\n" else [self.labels.get(label, IGNORE) for label in labels]
        return ids, marks


def rows(
    stream: Iterator[Labelled], codes: Codes, length: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The ids and labels of a stream, cut into rows of `length`."""
    ids: list[int] = []
    marks: list[int] = []
    while True:
        while len(ids) < length:
            more_ids, more_marks = codes.encode(next(stream))
            ids += more_ids
            marks += more_marks
        yield np.array(ids[:length], np.int64), np.array(marks[:length], np.int64)
        ids, marks = ids[length:], marks[length:]
