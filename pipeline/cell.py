"""A process that reads one file after another for its guard: `python -m pipeline.cell WORK SCRATCH MEMORY`.

Requests come as JSON lines on standard input, answers go out as JSON lines on what was standard output:
{"begun": true} when work begins, {"stage": …, "page": …} as it goes on, {"log": …}, and last {"result": …}.
When the guard dies, by whatever cause, the pipe closes and the cell ends itself and all that it started.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import queue
import resource
import shutil
import sys
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from normalize.progress import watched
from pipeline.family import Family, tie_to_parent
from pipeline.result import Job
from pipeline.shelf import shelf_at
from pipeline.worker import process

_ROOM = 2  # a cell may ask for this many times its cap before the system refuses; the guard is there before, mostly
_LEAST = 1 << 30  # bytes; with less, libraries do not even load
_MOST = 20  # lines of a library's log a file; a damaged PDF makes thousands
_OFTEN = 0.2  # seconds between two signs of life within one stage and page


class Voice(logging.Handler):
    """What a cell says to its guard, a JSON line each."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(logging.WARNING)
        self.out = out
        self.last = 0.0
        self.logged = 0

    def say(self, **message: Any) -> None:
        """One message."""
        self.out.write(json.dumps(message) + "\n")
        self.out.flush()

    def moved(self, stage: str, page: int | None) -> None:
        """A sign of life; many in a short time are one."""
        now = time.monotonic()
        if stage or page is not None or now - self.last > _OFTEN:
            self.last = now
            self.say(stage=stage, page=page)

    def emit(self, record: logging.LogRecord) -> None:
        """Pass on what a library logs."""
        self.logged += 1
        if self.logged <= _MOST:
            self.say(log=record.getMessage(), level=record.levelname.lower(), origin=record.name)


def main() -> None:
    """Serve until standard input closes."""
    tie_to_parent()
    gc.disable()  # until all is loaded that stays, see `_keep_what_is_loaded`
    work, scratch, memory = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    voice = Voice(_own_output())
    _listen_to_libraries(voice)
    if memory:
        most = max(_ROOM * memory, _LEAST)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    shelf = shelf_at(work)
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    idle = threading.Event()
    threading.Thread(target=_hear, args=(jobs, idle, scratch), daemon=True).start()
    while True:
        idle.set()
        job = jobs.get()
        if job is None:
            return
        idle.clear()
        _serve(job, shelf, scratch, voice)


def _serve(job: Job, shelf: Any, scratch: Path, voice: Voice) -> None:
    voice.logged = 0

    def begun() -> None:
        _keep_what_is_loaded()
        voice.say(begun=True)

    with watched(voice.moved):
        result = process(job, shelf, scratch, begun)
    gc.enable()
    voice.say(result=asdict(result))


def _keep_what_is_loaded() -> None:
    """Libraries and models stay to the end: the collector need not go through them again and again."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _hear(jobs: queue.SimpleQueue[Job | None], idle: threading.Event, scratch: Path) -> None:
    """Take requests; the end of input in the middle of a file means that nobody waits for it any more."""
    for line in sys.stdin.buffer:
        jobs.put(Job(**json.loads(line)))
    shutil.rmtree(scratch, ignore_errors=True)  # a guard that was killed has not done it
    jobs.put(None)
    if not idle.is_set():
        Family(os.getpid()).end()


def _own_output() -> TextIO:
    """Standard output for ourselves: what a library prints goes to standard error."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return own


def _listen_to_libraries(voice: Voice) -> None:
    warnings.simplefilter("ignore")
    logging.captureWarnings(capture=True)
    logging.getLogger().addHandler(voice)
    with suppress(AttributeError):
        sys.set_int_max_str_digits(10_000)


if __name__ == "__main__":
    main()
