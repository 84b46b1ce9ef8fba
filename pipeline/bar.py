"""The progress bar of a run on a terminal, and the lines above it.

A module of its own: where nobody looks, its library, a twentieth of a second, is not loaded.
"""

from __future__ import annotations

import logging

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

console = Console(stderr=True)


class ToConsole(logging.Handler):
    """Lines above the progress bar, red from warnings on."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line."""
        style = "red" if record.levelno >= logging.WARNING else ""
        console.print(self.format(record), style=style, markup=False, highlight=False, soft_wrap=True)


class _Rate(ProgressColumn):
    """Files a second, over the last half minute."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} files/s" if speed else "", style="progress.data.speed")


def bar() -> Progress:
    """Description, bar, files done of all, files a second, time left."""
    left = TextColumn("left")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), left)
    return Progress(*columns, TimeRemainingColumn(), console=console)
