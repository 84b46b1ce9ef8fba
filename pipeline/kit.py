"""The models and registries that the stages need, loaded once a process and handed to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extract.registry import Registry
from extract.unweave_fluency import NgramFluency
from normalize.repair import DATA, Repairer


@dataclass(frozen=True, slots=True)
class Kit:
    """What a decision is read with."""

    repairer: Repairer
    registry: Registry
    fluency: NgramFluency


@cache
def load_kit() -> Kit:
    """The shipped models and registry; the same object in each call of one process."""
    return Kit(Repairer.load(), Registry.load(), NgramFluency.load(DATA))
