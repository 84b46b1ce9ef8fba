"""Which letters of the meant line each character of the seen line stands for.

Every seen character stands for zero to three meant characters, in order. The best such reading of a pair
is found by dynamic programming over all pairs at once (one matrix row a seen character), with costs
from the pairs themselves: hard expectation-maximisation, a few rounds (Ristad & Yianilos, 1998).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from normalize.training.tagger_data import Pair

Unit = tuple[str, str]
"""(meant, seen): the seen characters' first stands for all of `meant`, the others for nothing."""

LONGEST = 3
"""The most meant characters that one seen character may stand for."""

_EXTRA = (-5.0, 0.0, -5.0, -9.5)  # natural log: nothing, one, two, three letters
_EARLY = 1e-3  # a tie goes to the earlier character, so that the same word is always read the same way
_NO_SPACE = np.float32(-13.0)  # a space and a letter: worse than one lost and one added
_WORST = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Costs:
    """Natural log P(meant letter | seen character), both by their place in `letters`."""

    letters: dict[str, int]
    table: NDArray[np.float32]


def align(pairs: Sequence[Pair], rounds: int = 3, batch: int = 2048) -> list[list[Unit]]:
    """Units of every pair, in order; their seen parts joined give the seen line.

    A pair whose lengths do not allow a reading (more than three letters a character) gives no units.
    """
    costs = _first_costs(pairs)
    order = sorted(range(len(pairs)), key=lambda at: len(pairs[at][0]))
    found: list[list[Unit]] = [[] for _ in pairs]
    for turn in range(rounds):
        sample = order if turn == rounds - 1 else order[:: max(1, len(order) // 12000)]
        for start in range(0, len(sample), batch):
            chunk = sample[start : start + batch]
            for at, units in zip(chunk, _align_batch([pairs[at] for at in chunk], costs), strict=True):
                found[at] = units
        costs = _counted(found, costs)
    return found


def fold(char: str) -> str:
    """The bare lower-case letter under a character's marks."""
    return unicodedata.normalize("NFD", char)[0].lower().replace("đ", "d")


def _first_costs(pairs: Sequence[Pair]) -> Costs:
    letters = {char: at for at, char in enumerate(sorted({c for pair in pairs for part in pair for c in part}))}
    table = np.full((len(letters), len(letters)), -5.0, np.float32)
    folded = np.array([ord(fold(char)) for char in letters])
    table[folded[:, None] == folded[None, :]] = -1.0
    np.fill_diagonal(table, -0.1)
    if " " in letters:  # a space is not lightly a letter, nor a letter a space
        table[letters[" "]] = table[:, letters[" "]] = _NO_SPACE
        table[letters[" "], letters[" "]] = -0.05
    return Costs(letters, table)


def _counted(found: Sequence[Sequence[Unit]], old: Costs) -> Costs:
    """Costs anew from the units of one round, blended with the first guess where counts are small."""
    counts: Counter[tuple[str, str]] = Counter()
    for units in found:
        counts.update((seen[0], meant) for meant, seen in units if seen and len(meant) == 1)
    table = np.exp(old.table) * 2.0
    for (seen, meant), number in counts.items():
        table[old.letters[seen], old.letters[meant]] += number
    table /= table.sum(axis=1, keepdims=True)
    fresh = np.maximum(np.log(table), -9.0).astype(np.float32)
    fresh[old.table == _NO_SPACE] = _NO_SPACE
    return Costs(old.letters, fresh)


def _align_batch(pairs: Sequence[Pair], costs: Costs) -> Iterator[list[Unit]]:
    seen = _matrix([pair[0] for pair in pairs], costs)
    meant = _matrix([pair[1] for pair in pairs], costs)
    back, last = _forward(seen, meant, costs)
    for row, (left, right) in enumerate(pairs):
        yield _walk(left, right, back[:, row]) if last[row, len(left), len(right)] > _WORST / 2 else []


def _matrix(texts: Sequence[str], costs: Costs) -> NDArray[np.int32]:
    ids = np.full((len(texts), max(map(len, texts), default=0)), -1, np.int32)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = [costs.letters[char] for char in text]
    return ids


def _forward(
    seen: NDArray[np.int32], meant: NDArray[np.int32], costs: Costs
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Best number of letters for each seen character and end, (seen, batch, meant + 1), and all scores."""
    size, width = meant.shape
    space = costs.letters.get(" ", -2)
    scores = np.full((size, seen.shape[1] + 1, width + 1), _WORST, np.float32)
    scores[:, 0, 0] = 0.0
    back = np.zeros((seen.shape[1], size, width + 1), np.int8)
    for at in range(seen.shape[1]):
        one = np.where(meant >= 0, costs.table[seen[:, at]][np.arange(size)[:, None], meant], _WORST)
        before = scores[:, at]
        best, which = before + np.float32(_EXTRA[0]), back[at]
        for letters in range(1, min(LONGEST, width) + 1):
            gain = _window(one, letters) + np.float32(_EXTRA[letters] - _EARLY * at)
            if letters > 1:  # a space is never the first of several letters: it belongs to what stands before
                gain = np.where(meant[:, : width - letters + 1] == space, _WORST, gain)
            offer = before[:, : width + 1 - letters] + gain
            better = offer > best[:, letters:]
            best[:, letters:] = np.where(better, offer, best[:, letters:])
            which[:, letters:][better] = letters
        scores[:, at + 1] = np.maximum(best, _WORST)
    return back, scores


def _window(one: NDArray[np.float32], letters: int) -> NDArray[np.float32]:
    """The best single letter among each run of `letters`: the others came along."""
    width = one.shape[1] - letters + 1
    runs = np.stack([one[:, shift : shift + width] for shift in range(letters)])
    return np.where(runs.min(axis=0) <= _WORST / 2, _WORST, runs.max(axis=0))


def _walk(seen: str, meant: str, back: NDArray[np.int8]) -> list[Unit]:
    parts: list[str] = []
    end = len(meant)
    for at in range(len(seen) - 1, -1, -1):
        start = end - int(back[at, end])
        parts.append(meant[start:end])
        end = start
    return gather(seen, parts[::-1])


def gather(seen: str, parts: Sequence[str]) -> list[Unit]:
    """Units of a line from what each character stands for; characters for nothing join the one before."""
    units: list[Unit] = []
    for char, part in zip(seen, parts, strict=True):
        if part or not units:
            units.append((part, char))
        else:
            units[-1] = (units[-1][0], units[-1][1] + char)
    return units
