"""Tables whose cells were torn line by line and put together wrongly: handed to a person, not told as tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.blocks import dangles
from ingest.records import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.actors import Actors
    from extract.records import Assignment

_MIN_ROWS = 4
_EVIDENCE = 600  # letters of the rows


def torn_table(tasks: Sequence[Assignment], actors: Actors) -> Issue | None:
    """An issue where most rows of a table lack their label and begin or end inside a phrase; None for a sound one."""
    bare = [task for task in tasks if not task.label]
    if len(bare) < _MIN_ROWS or 2 * len(bare) <= len(tasks) or 2 * sum(_is_scrap(t, actors) for t in bare) <= len(bare):
        return None
    message = "the lines of this table's cells were mixed up, none of its rows is told; settle them by hand"
    evidence = "\n".join(task.title for task in tasks)[:_EVIDENCE]
    subject = f"table_cells {tasks[0].table_no}.{tasks[0].row_no}"
    return Issue("torn_table", "warning", message, tasks[0].page_no, subject, evidence)


def _is_scrap(task: Assignment, actors: Actors) -> bool:
    """Whether a title begins in small letters, ends in a word or mark that nothing ends with, or is a unit's name."""
    title = task.title.strip()
    return not title or title[0].islower() or title[-1] == "," or dangles(title) or actors.is_name(title)
