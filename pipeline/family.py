"""A process and all that it started: how much memory they hold together, and how to end every one of them."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # <linux/prctl.h>
_LOOK_EVERY = 1.0  # seconds between two looks for new members: each goes through all processes of the machine


class Family:
    """The process `pid` and its descendants, also those that have left its process group, as LibreOffice does.

    Where it dies between two looks, its children have another parent; those that hold the same TMPDIR, which must be
    the family's own, are found by that.
    """

    def __init__(self, pid: int, tmpdir: str = "") -> None:
        self.head = psutil.Process(pid)
        self.members: set[psutil.Process] = {self.head}
        self.tmpdir = tmpdir
        self._looked = float("-inf")

    def memory(self) -> int:
        """Bytes in memory of all members; a new one counts within a second."""
        if time.monotonic() - self._looked >= _LOOK_EVERY:
            self._look()
        held = 0
        for member in tuple(self.members):
            try:
                held += member.memory_info().rss
            except psutil.Error:
                self.members.discard(member)
        return held

    def _look(self) -> None:
        """See who is a member now; those who were one and live stay one, also when their parent has died."""
        self._looked = time.monotonic()
        with suppress(psutil.Error):
            self.members |= set(self.head.children(recursive=True))

    def end(self) -> None:
        """Kill them all, now."""
        self._look()
        if self.tmpdir and not self.head.is_running():
            self.members |= set(holders(self.tmpdir))
        for member in (self.head, *self.members):
            if not member.is_running():  # its number may be another's by now
                continue
            with suppress(psutil.Error, OSError):
                group = os.getpgid(member.pid)
                if group == member.pid:
                    os.killpg(group, signal.SIGKILL)
                member.kill()


def holders(tmpdir: str) -> Iterator[psutil.Process]:
    """All processes that were started with this TMPDIR, whoever their parent is by now."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("TMPDIR") == tmpdir:
                yield process


def tie_to_parent() -> None:
    """Let the system kill this process with the thread that started it, and give it the orphans of its children.

    Where the system knows no such wish, the closed pipe has to do.
    """
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
