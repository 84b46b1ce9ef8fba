"""Watch folders: files that have stopped growing are read and published, round after round.

Folders are looked at again and again, because shared network folders tell nobody when a file arrives.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.batch import Report, Settings, run_batch
from pipeline.sources import Found, look
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pipeline.listen import Listener

EVERY = 2.0  # seconds between two looks
QUIET = 3.0  # seconds without a change, after which a file counts as whole


class Arrivals:
    """Remembers when each file last changed. Times are seconds of any clock that only goes forward."""

    def __init__(self, quiet: float = QUIET) -> None:
        self.quiet = quiet
        self._seen: dict[str, tuple[str, float]] = {}

    def settled(self, files: Sequence[Found], now: float) -> tuple[Found, ...]:
        """Those of `files` that have kept their stamp for a while."""
        before = self._seen
        self._seen = {
            file.path: before[file.path] if before.get(file.path, ("", 0.0))[0] == file.stamp else (file.stamp, now)
            for file in files
        }
        return tuple(file for file in files if now - self._seen[file.path][1] >= self.quiet)


def watch(  # noqa: PLR0913  # what `run_batch` takes, and the clock
    paths: Sequence[str],
    only: str,
    out: Path | str,
    settings: Settings,
    listener: Listener | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Report]:
    """Reports of rounds in which anything was read or left; goes on until it is interrupted.

    A file that still grows stays published as it was. Another run on the folder is waited for.
    """
    arrivals = Arrivals()
    last: tuple[Found, ...] | None = None
    space = Workspace(out)
    settings = replace(settings, wait=True)
    while True:
        here = look(paths, only)
        whole = arrivals.settled(here, time.monotonic())
        if whole != last and (whole or last):
            report = run_batch(whole, out, settings, listener, space)
            last = whole
            settings = replace(settings, force=False)
            if report.fresh or report.is_new:
                yield report
        sleep(EVERY)
