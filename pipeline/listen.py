"""Who is told what happens while a run goes on: a listener of the caller, and `congbao status` through a small file."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.guard import Event
    from pipeline.result import Result
    from pipeline.workspace import Workspace

_NOW_EVERY = 0.5  # seconds between two notes of what is being read


class Listener:
    """Is told what happens in a run; this one does not care."""

    def start(self, jobs: int, total: int) -> None:
        """A run begins: files to read, files in all."""

    def hear(self, event: Event) -> None:
        """Something happens with a file; called from several threads."""

    def end(self, result: Result) -> None:
        """A file ended."""


class Now:
    """Tells `congbao status` which files are being read, twice a second."""

    def __init__(self, space: Workspace, listener: Listener) -> None:
        self.space, self.listener = space, listener
        self.running: dict[str, dict[str, object]] = {}
        self.facts: dict[str, object] = {}
        self.jobs = self.done = 0
        self._over = threading.Event()
        self._teller = threading.Thread(target=self._tell, daemon=True)

    def shown(self, jobs: int) -> closing[Now]:
        """While files are being read."""
        self.jobs = jobs
        self.facts = {"started": time.time(), "jobs": jobs, "outcome": None}
        self._say()
        self._teller.start()
        return closing(self)

    def hear(self, event: Event) -> None:
        """Called from the threads of the engine."""
        if event.kind == "begun":
            self.running[event.path] = {"path": event.path, "since": time.time()}
        elif event.kind == "moved" and event.path in self.running:
            self.running[event.path] |= {"stage": event.stage, "page": event.page}
        self.listener.hear(event)

    def end(self, result: Result) -> None:
        """A file ended."""
        self.done += 1
        self.running.pop(result.path, None)

    def close(self) -> None:
        """Nothing is being read any more."""
        self._over.set()
        self._teller.join()
        self.running.clear()
        self._say()

    def over(self, outcome: str) -> None:
        """The run came to an end by itself; one that is killed or interrupted never says so."""
        self.facts["outcome"] = outcome
        self._say()

    def _tell(self) -> None:
        while not self._over.wait(_NOW_EVERY):
            self._say()

    def _say(self) -> None:
        self.space.say_now({**self.facts, "done": self.done, "running": list(self.running.values())})
