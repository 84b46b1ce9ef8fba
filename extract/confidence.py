"""How far a task can be trusted, from its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Assignment, Deadline, TaskUnit

# Share of rows of each kind found to be tasks at all; priors set by hand, to be calibrated on reviewed rows.
_STRUCTURE = {"table": 0.99, "list": 0.96, "prose": 0.85, "flattened_table": 0.6}
_UNLINKED = 0.7  # a unit without an id: its name may be misread
_UNPARSED = 0.6  # deadline words that no rule reads


def task_confidence(
    assignment: Assignment, units: Sequence[TaskUnit], deadlines: Sequence[Deadline], quality: float
) -> float:
    """Product of the text's quality, the structure's prior, the weakest unit link and the deadline, 0..1."""
    links = [1.0 if u.mention.is_collective else u.mention.link_score or _UNLINKED for u in units]
    unread = bool(assignment.deadline_text) and all(deadline.kind == "none" for deadline in deadlines)
    return quality * _STRUCTURE[assignment.source_kind] * min(links, default=1.0) * (_UNPARSED if unread else 1.0)
