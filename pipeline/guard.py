"""Keeps one cell at work and within its limits: `Guard.do` gives it a file and always comes back with a result.

The cell is a process group of its own. What runs over a limit is ended with everything it started, and the file
fails; the next file gets a fresh cell. Pools of other libraries end a worker, not what it has started, know no
limit on memory and none without progress, and cannot be used inside a Dask worker, which may have no children.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.family import Family
from pipeline.result import Result
from pipeline.scratch import Scratch
from pipeline.sources import shown
from pipeline.worker import failed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.limits import Limits
    from pipeline.result import Job

    Hear = Callable[["Event"], None]

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")  # `ingest` tells Tesseract and OpenCV the same
_TICK = 0.2  # seconds between two looks at memory and clock
_STARTING = 180.0  # seconds for a cell to load libraries and models on a busy machine
_LAST_WORDS = 300  # bytes of its error output that a dead cell is quoted with
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Event:
    """What happens with a file while it is read: `kind` is begun, moved or log."""

    kind: str
    path: str
    stage: str = ""
    page: int | None = None
    said: str = ""


@dataclass(slots=True)
class _Watch:
    """One file under way; times are seconds of the monotonic clock, `memory` the most bytes held so far."""

    job: Job
    started: float
    begun: float | None = None
    last: float = 0.0
    stage: str = ""
    page: int | None = None
    memory: int = 0
    answer: dict[str, Any] | None = field(default=None)


class Guard:
    """One cell, started when it is needed and again when it has died. Not for use by two threads at a time."""

    def __init__(self, limits: Limits, stop: threading.Event | None = None) -> None:
        self.limits = limits
        self.stop = stop or threading.Event()
        self._cell: subprocess.Popen[bytes] | None = None
        self._family: Family | None = None
        self._scratch: Scratch | None = None
        self._work = ""
        self._read = b""
        self._done = 0

    def do(self, job: Job, hear: Hear = lambda _: None) -> Result:
        """Have one file read. Raises KeyboardInterrupt if `stop` is set meanwhile, and nothing else."""
        if self._cell is None or self._work != job.work or self._done >= self.limits.recycle:
            self.close()
            try:
                self._start(job.work)
            except OSError as error:
                said = f"{shown(job.path)}: no worker can be started ({error}); free memory and disk, then run again"
                return failed(job.path, "worker_died", said)
        now = time.monotonic()
        watch = _Watch(job, now, last=now)
        fault = "" if self._ask(job) else "worker_died"
        while watch.answer is None and not fault:
            fault = self._listen(watch, hear) or self._over(watch)
        took = time.monotonic() - (watch.begun or watch.started)
        if watch.answer is None:
            said = self._complain(fault, watch)
            self.close()
            return failed(job.path, fault, said, page=watch.page).over(took, watch.memory)
        self._done += 1
        return from_dict(watch.answer).over(took, watch.memory)

    def close(self) -> None:
        """End the cell and all that it started, and remove what they left in their folder."""
        if self._cell is None:
            return
        if self._family is not None:
            self._family.end()
        for pipe in (self._cell.stdin, self._cell.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._cell.wait()
        self._cell = self._family = None
        self._clear()

    def _clear(self) -> None:
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None

    def _start(self, work: str) -> None:
        self._clear()
        self._scratch = Scratch()
        folder = self._scratch.folder
        command = [sys.executable, "-m", "pipeline.cell", work, str(folder), str(self.limits.memory)]
        with (folder / "stderr").open("wb") as errors:
            self._cell = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, start_new_session=True,
                env=self._environment(folder),
            )  # fmt: skip
        self._family = Family(self._cell.pid, str(folder))
        self._work, self._read, self._done = work, b"", 0

    @staticmethod
    def _environment(folder: Path) -> dict[str, str]:
        """A core a cell: libraries that would start a thread a core are told not to, unless the user says otherwise."""
        own = {"TMPDIR": str(folder), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        return {**dict.fromkeys(ONE_THREAD, "1"), **os.environ, **own}

    def _ask(self, job: Job) -> bool:
        assert self._cell is not None and self._cell.stdin is not None  # noqa: S101, PT018  # started above
        try:
            self._cell.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
            self._cell.stdin.flush()
        except OSError:
            return False
        return True

    def _listen(self, watch: _Watch, hear: Hear) -> str:
        """Take what the cell says within a tick; the kind of failure if it is dead."""
        assert self._cell is not None and self._cell.stdout is not None  # noqa: S101, PT018  # started above
        ready, _, _ = select.select([self._cell.stdout], [], [], _TICK)
        if not ready:
            return ""
        data = os.read(self._cell.stdout.fileno(), 1 << 16)
        if not data:
            return "worker_died"
        *lines, self._read = (self._read + data).split(b"\n")
        for line in lines:
            self._take(json.loads(line), watch, hear)
        return ""

    def _take(self, message: dict[str, Any], watch: _Watch, hear: Hear) -> None:
        path, now = watch.job.path, time.monotonic()
        if "result" in message:
            watch.answer = message["result"]
        elif "begun" in message:
            watch.begun = watch.last = now
            hear(Event("begun", path))
        elif "log" in message:
            hear(Event("log", path, watch.stage, watch.page, f"{message['origin']}: {message['log']}"))
        else:
            watch.last = now
            watch.stage, watch.page = message["stage"] or watch.stage, message["page"] or watch.page
            if message["stage"] or message["page"]:
                hear(Event("moved", path, watch.stage, watch.page))

    def _over(self, watch: _Watch) -> str:
        """The limit that is passed, "" while none is."""
        if self.stop.is_set():
            self.close()
            raise KeyboardInterrupt
        now = time.monotonic()
        if now - watch.started < _TICK:  # a small file is done before there is anything to see
            return ""
        if self._family is not None and watch.answer is None:
            watch.memory = max(watch.memory, self._family.memory())
        if self.limits.memory and watch.memory > self.limits.memory:
            return "memory"
        if watch.begun is None:
            return "stalled" if now - watch.started > max(_STARTING, self.limits.stalled) else ""
        if now - watch.begun > self.limits.total:
            return "timeout"
        return "stalled" if now - watch.last > self.limits.stalled else ""

    def _complain(self, fault: str, watch: _Watch) -> str:
        """The line for a person: file, page, what is wrong, what to do."""
        place = shown(watch.job.path) + (f", page {watch.page}" if watch.page else "")
        at = f" (in {watch.stage})" if watch.stage else ""
        said = {
            "timeout": f"took longer than {self.limits.total:g} s{at}; raise --timeout or split the file",
            "stalled": f"no progress for {self.limits.stalled:g} s{at}; raise --stall or leave the file out",
            "memory": f"needed more than {self.limits.memory // _MIB} MiB{at}; raise --memory or split the file",
            "worker_died": f"the worker died{at}: {self._last_words()}; run again, and report this file if it stays",
        }
        return f"{place}: {said[fault]}"

    def _last_words(self) -> str:
        assert self._cell is not None and self._scratch is not None  # noqa: S101, PT018  # started before
        try:
            code: int | None = self._cell.wait(1)
        except subprocess.TimeoutExpired:
            code = None
        with suppress(OSError):
            text = (self._scratch.folder / "stderr").read_bytes()[-_LAST_WORDS:].decode("utf-8", "replace").strip()
            if text:
                return f"exit code {code}, {shown(text.splitlines()[-1])}"
        return f"exit code {code}"


def from_dict(raw: dict[str, Any]) -> Result:
    """A result from what JSON made of it."""
    return Result(**{**raw, "cites": tuple(raw["cites"])})
