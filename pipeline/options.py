"""Options of the command line that several commands share, and what their words mean."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.limits import Limits

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="Worker processes; default: one a core.")]
Timeout = Annotated[float, typer.Option("--timeout", min=1, help="Seconds a file may take.")]
Stall = Annotated[float, typer.Option("--stall", min=1, help="Seconds a file may take without any progress.")]
Memory = Annotated[str, typer.Option("--memory", help="What a worker may hold with all it starts, such as 2G; 0: any.")]
Recycle = Annotated[int, typer.Option("--recycle", min=1, help="Files after which a worker starts fresh.")]
MaxFailed = Annotated[str, typer.Option("--max-failed", help="Publish nothing if more fail, such as 10%.")]
Strict = Annotated[bool, typer.Option("--strict", help="Publish nothing if a table shrinks suddenly.")]
Wait = Annotated[bool, typer.Option("--wait", help="Wait for another run on the same folder.")]
Engine = Annotated[str, typer.Option("--engine", help="local, or dask for workers on several machines.")]
Scheduler = Annotated[str, typer.Option("--scheduler", help="Dask scheduler, tcp://…; else workers start here.")]
LogJson = Annotated[bool, typer.Option("--log-json", help="Log to standard error as JSON lines.")]
Detail = Annotated[bool, typer.Option("--verbose", help="Log pages, stages and what libraries say, too.")]
Missing = Annotated[bool, typer.Option("--keep-missing", help="Keep the rows of files that are gone.")]
Reviews = Annotated[
    Path, typer.Option("--reviews", help="Folder with reviewers' decisions, applied to what is published.")
]
REVIEWS = Path("gold/reviews")
CORES = os.cpu_count() or 1
LEAST_MEMORY = 200 << 20  # bytes; the models alone take half of it


def share(text: str) -> float:
    """`10%` or `0.1` as 0.1.

    Raises:
        UsageError: if it is neither.
    """
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UsageError(f"--max-failed {text!r} is no share", "write 10% or 0.1")
    return value


def limits(timeout: float, stall: float, memory: str, recycle: int) -> Limits:
    """What one file may take. Raises UsageError if `memory` is no size."""
    from pipeline.limits import Limits

    return Limits(timeout, stall, size_of(memory), recycle)


def size_of(text: str) -> int:
    """`2G`, `800M` or a number of bytes.

    Raises:
        UsageError: if it is none.
    """
    units = {"K": 10, "M": 20, "G": 30}
    number, unit = (text[:-1], units[text[-1].upper()]) if text[-1:].upper() in units else (text, 0)
    try:
        value = int(float(number) * (1 << unit))
    except (ValueError, OverflowError):
        value = -1
    if value < 0 or 0 < value < LEAST_MEMORY:
        raise UsageError(f"--memory {text!r} is no size that a worker can live with", "write 2G, 800M, or 0 for any")
    return value


def one_of(option: str, text: str, choices: tuple[str, ...]) -> str:
    """The text, if it is one of the choices. Raises UsageError."""
    if text not in choices:
        raise UsageError(f"{option} {text!r} is none", f"write {' or '.join(choices)}")
    return text
