"""Spoil clean text the way a known engine does: channels learned from real, aligned pairs.

A line becomes units, `(meant, seen)`: the first seen character stands for all of `meant`, the others for nothing.
`Channel` draws units as they were counted, by kind of line (`kinds_of`: an engine reads italics or a faded page
in its own way, and does so for the whole line). Engines that nobody has pairs for: `tagger_engines`.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from random import Random

Unit = tuple[str, str]

LONGEST = 3
"""The most meant letters that one seen character may stand for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Weighted seen strings; drawing is one bisection."""

    seen: tuple[str, ...]
    upto: tuple[float, ...]

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> Choice:
        """Weights need not add up to one, but must not all be zero."""
        return cls(tuple(weights), tuple(accumulate(weights.values())))

    def draw(self, rng: Random) -> str:
        """One of the strings, by weight."""
        return self.seen[min(bisect(self.upto, rng.random() * self.upto[-1]), len(self.seen) - 1)]


@dataclass(frozen=True, slots=True)
class Channel:
    """What one kind of line turned into, counted.

    Attributes:
        single: seen strings of each meant letter.
        near: the same by the letter before and after (three letters), of all kinds, where seen often enough.
        several: for two and three meant letters read as one: how often, and as what.
        words: whole words as they were read, of all kinds or of this one where it has enough.
    """

    single: Mapping[str, Choice]
    near: Mapping[str, Choice]
    several: Mapping[str, tuple[float, Choice]]
    words: Mapping[str, Sequence[tuple[Unit, ...]]]

    def garble(self, line: str, rng: Random, by_word: float = 0.5) -> list[Unit]:
        """Units of `line`; a share `by_word` of the words that have memories is taken from them whole."""
        units: list[Unit] = []
        for word in line.split(" "):
            if units:
                units.append((" ", self._letter(" ", "", rng)))
            known = self.words.get(word)
            if known is not None and rng.random() < by_word:
                units += known[rng.randrange(len(known))]
            else:
                units += self._spell(word, rng)
        return units

    def _spell(self, word: str, rng: Random) -> list[Unit]:
        units: list[Unit] = []
        at, padded = 0, f" {word} "
        while at < len(word):
            for size in (3, 2):
                found = self.several.get(word[at : at + size])
                if found is not None and len(word) - at >= size and rng.random() < found[0]:
                    units.append((word[at : at + size], found[1].draw(rng)))
                    at += size
                    break
            else:
                units.append((word[at], self._letter(word[at], padded[at : at + 3], rng)))
                at += 1
        return units

    def _letter(self, letter: str, around: str, rng: Random) -> str:
        near = self.near.get(around)
        if near is not None and rng.random() < 0.5:
            return near.draw(rng)
        choice = self.single.get(letter)
        return letter if choice is None else choice.draw(rng)


def learn(lines: Sequence[Sequence[Unit]], kinds: int, seed: int) -> list[Channel]:
    """One channel a kind of line, from aligned pairs (Dempster, Laird & Rubin, 1977, for the kinds)."""
    lines = [units for units in lines if units]
    own = kinds_of(lines, kinds, seed)
    near, several, words = _near(lines), _several(lines), _memories(lines)
    channels = []
    for kind in range(kinds):
        chosen = [units for units, its in zip(lines, own, strict=True) if its == kind]
        if len(chosen) >= 20:
            local = _memories(chosen)
            channels.append(Channel(_single(chosen, lines), near, several, {**words, **local}))
    return channels


def kinds_of(lines: Sequence[Sequence[Unit]], kinds: int, seed: int, rounds: int = 15) -> list[int]:
    """Which of `kinds` each line belongs to: a mixture of unigram channels over non-ASCII letters."""
    names = {unit: at for at, unit in enumerate(sorted({u for units in lines for u in units if not u[0].isascii()}))}
    line = np.array([at for at, units in enumerate(lines) for u in units if u in names], np.int64)
    unit = np.array([names[u] for units in lines for u in units if u in names], np.int64)
    letters = {letter: at for at, letter in enumerate(sorted({meant for meant, _ in names}))}
    letter = np.array([letters[meant] for meant, _ in names], np.int64)
    share = np.random.default_rng(seed).dirichlet(np.ones(kinds), len(lines))
    for _ in range(rounds if len(unit) else 0):
        counts = np.stack([np.bincount(unit, share[line, k], len(names)) for k in range(kinds)], axis=1) + 0.05
        whole = np.stack([np.bincount(letter, counts[:, k], len(letters)) for k in range(kinds)], axis=1)
        log = np.log(counts / whole[letter])
        score = np.stack([np.bincount(line, log[unit, k], len(lines)) for k in range(kinds)], axis=1)
        score += np.log(share.mean(axis=0) + 1e-9)
        share = np.exp(score - score.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
    return [int(best) for best in share.argmax(axis=1)]


def _single(chosen: Iterable[Sequence[Unit]], lines: Iterable[Sequence[Unit]]) -> dict[str, Choice]:
    """Letters of one kind of line, with the whole file as a small prior."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for weight, part in ((1.0, chosen), (0.02, lines)):
        for units in part:
            for meant, seen in units:
                if len(meant) == 1:
                    table[meant][seen] += weight  # type: ignore[assignment]  # Counter also holds floats
    return {meant: Choice.of(seen) for meant, seen in table.items()}


def _near(lines: Iterable[Sequence[Unit]], least: int = 12) -> dict[str, Choice]:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for units in lines:
        text = "".join(meant for meant, _ in units)
        at, padded = 0, f" {text} "
        for meant, seen in units:
            if len(meant) == 1 and meant != " ":
                table[padded[at : at + 3]][seen] += 1
            at += len(meant)
    return {key: Choice.of(seen) for key, seen in table.items() if seen.total() >= least}


def _several(lines: Sequence[Sequence[Unit]], least: int = 3) -> dict[str, tuple[float, Choice]]:
    """Runs of two or three letters read as one: their share of all places where they stand."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for units in lines:
        for meant, seen in units:
            if 2 <= len(meant) <= LONGEST and " " not in meant:
                table[meant][seen] += 1
    stand = Counter[str]()
    for units in lines:
        text = "".join(meant for meant, _ in units)
        for size in (2, 3):
            stand.update(text[at : at + size] for at in range(len(text) - size + 1))
    kept = {meant: seen for meant, seen in table.items() if seen.total() >= least}
    return {meant: (seen.total() / stand[meant], Choice.of(seen)) for meant, seen in kept.items()}


def _memories(lines: Iterable[Sequence[Unit]], least: int = 6, most: int = 200) -> dict[str, list[tuple[Unit, ...]]]:
    """Words between clean spaces, with every way they were read, up to `most`."""
    found: dict[str, list[tuple[Unit, ...]]] = defaultdict(list)
    for units in lines:
        word: list[Unit] = []
        for unit in [*units, (" ", " ")]:
            if unit != (" ", " "):
                word.append(unit)
                continue
            meant = "".join(part for part, _ in word)
            if meant and " " not in meant and word[0][0] and len(found[meant]) < most:
                found[meant].append(tuple(word))
            word = []
    return {meant: forms for meant, forms in found.items() if len(forms) >= least}
