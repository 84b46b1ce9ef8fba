"""How sure a chosen way is, step by step: every reading of a step between its fixed neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.decode import Step
    from normalize.ngram import Floats, LanguageModel


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


def _language(
    words: np.ndarray, steps: Sequence[Step], spots: np.ndarray, ends: np.ndarray, model: LanguageModel
) -> Floats:
    """Log10 P of every reading of every step and of the words behind it, one after the other."""
    sizes = [len(step.edge.readings.ids) for step in steps]
    keys, bows = model.contexts(words)
    spot, end = np.repeat(spots, sizes), np.repeat(ends, sizes)
    ids = np.concatenate([step.edge.readings.ids for step in steps])
    language, keys, bows = model.score(keys[spot], bows[spot], ids)
    for ahead in range(1, model.order):
        here = np.flatnonzero(spot + ahead < end)
        more, later_keys, later_bows = model.score(keys[here], bows[here], words[spot[here] + ahead])
        language[here] += more
        keys[here], bows[here] = later_keys, later_bows
    return language
