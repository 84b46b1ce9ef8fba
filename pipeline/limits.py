"""What one file may take of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take.

    Attributes:
        total: seconds in all.
        stalled: seconds without progress: no stage, no page, no line repaired.
        memory: bytes of the worker and all that it started; 0 for no limit.
        recycle: files after which a worker starts fresh, so that no library's leak grows.
    """

    total: float = 7200.0
    stalled: float = 600.0
    memory: int = 2 << 30
    recycle: int = 500

    @property
    def ceiling(self) -> str:
        """As text, for the record of what a file failed under."""
        return f"{self.total:g} {self.stalled:g} {self.memory}"


def is_higher(limits: Limits, ceiling: str) -> bool:
    """Whether any of the limits is higher than those that a file ran into."""
    then = [float(part) for part in ceiling.split()]
    now = [limits.total, limits.stalled, float(limits.memory)]
    return len(then) != len(now) or any(new > old or (new == 0 != old) for new, old in zip(now, then, strict=True))
