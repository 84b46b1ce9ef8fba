"""How sure a chosen way is, step by step: every reading of a step between its fixed neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.decode import Step
    from normalize.ngram import Floats, Ints, LanguageModel

FAR = 5.0  # log10 odds behind the chosen reading, by the word before, from which one is hardly possible


@dataclass(frozen=True, slots=True)
class Evidence:
    """The readings of one step.

    Attributes:
        odds: log10 odds of each reading, channel and language together, neighbours as chosen.
        language: the language model's part of it.
    """

    odds: Floats
    language: Floats


def weigh(
    ways: Sequence[Sequence[Step]], contexts: Sequence[Sequence[int]], model: LanguageModel
) -> list[list[Evidence | None]]:
    """Score the readings of every step that is not fixed, line by line; None for a fixed one.

    The words behind a step count as far as the model reaches.
    """
    gap = [0] * model.order
    words: list[int] = []
    spots: list[int] = []  # place of each open step among `words`
    ends: list[int] = []  # where its line ends there
    steps = [step for way in ways for step in way if not step.edge.fixed]
    if not steps:
        return [[None] * len(way) for way in ways]
    for way, context in zip(ways, contexts, strict=True):
        words += [*gap, *context]
        first = len(words)
        words += [int(step.edge.readings.ids[step.choice]) for step in way]
        spots += [first + at for at, step in enumerate(way) if not step.edge.fixed]
        ends += [len(words)] * (len(spots) - len(ends))
    language = _language(np.array(words + gap, np.int64), steps, np.array(spots), np.array(ends), model)
    parts = iter(np.split(language, np.cumsum([len(step.edge.readings.ids) for step in steps])[:-1]))
    return [[None if step.edge.fixed else _evidence(step, next(parts)) for step in way] for way in ways]


def _evidence(step: Step, language: Floats) -> Evidence:
    return Evidence(step.edge.readings.odds + language, language)


def _language(words: Ints, steps: Sequence[Step], spots: Ints, ends: Ints, model: LanguageModel) -> Floats:
    """Log10 P of every reading of every step and of the words behind it, one after the other.

    What is far behind is scored roughly, as if the words behind went with it as they go with the chosen reading.
    """
    sizes = np.array([len(step.edge.readings.ids) for step in steps])
    heads = np.cumsum(sizes) - sizes
    ids = np.concatenate([step.edge.readings.ids for step in steps])
    keys, bows = model.contexts(words)
    spot, end = np.repeat(spots, sizes), np.repeat(ends, sizes)
    language = model.rough(keys[:, 0].take(spot), bows.sum(axis=1).take(spot), ids)
    rows = _near(steps, heads, language)
    spot, end = spot[rows], end[rows]
    own, keys, bows = model.score(keys[spot], bows[spot], ids[rows])
    whole = own.copy()
    for ahead in range(1, model.order):
        here = np.flatnonzero(spot + ahead < end)
        more, later_keys, later_bows = model.score(keys[here], bows[here], words[spot[here] + ahead])
        whole[here] += more
        keys[here], bows[here] = later_keys, later_bows
    chosen = np.searchsorted(rows, heads + [step.choice for step in steps])
    language += np.repeat((whole - own)[chosen], sizes)
    language[rows] = whole
    return language


def _near(steps: Sequence[Step], heads: Ints, rough: Floats) -> Ints:
    """Which of all readings are worth a closer look: not far behind the chosen one, or the word as it was seen."""
    odds = np.concatenate([step.edge.readings.odds for step in steps]) + rough
    chosen = odds[heads + [step.choice for step in steps]]
    near = odds > np.repeat(chosen - FAR, np.diff(heads, append=len(odds)))
    near[[head + at for head, step in zip(heads.tolist(), steps, strict=True) for at in step.edge.readings.stays]] = (
        True
    )
    return np.flatnonzero(near)
