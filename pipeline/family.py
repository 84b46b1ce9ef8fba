"""A process and all that it started: how much memory they hold together, and how to end every one of them."""

from __future__ import annotations

import ctypes
import os
import signal
from contextlib import suppress

import psutil

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # <linux/prctl.h>


class Family:
    """The process `pid` and its descendants, also those that have left its process group, as LibreOffice does."""

    def __init__(self, pid: int) -> None:
        self.head = psutil.Process(pid)
        self.members: set[psutil.Process] = {self.head}

    def memory(self) -> int:
        """Bytes in memory of all members; who is a member is looked up anew."""
        with suppress(psutil.Error):
            self.members |= set(self.head.children(recursive=True))
        held = 0
        for member in tuple(self.members):
            try:
                held += member.memory_info().rss
            except psutil.Error:
                self.members.discard(member)
        return held

    def end(self) -> None:
        """Kill them all, now."""
        self.memory()
        for member in (self.head, *self.members):
            with suppress(psutil.Error, OSError):
                group = os.getpgid(member.pid)
                if group == member.pid:
                    os.killpg(group, signal.SIGKILL)
                member.kill()


def tie_to_parent() -> None:
    """Let the system kill this process with the thread that started it, and give it the orphans of its children.

    Where the system knows no such wish, the closed pipe has to do.
    """
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
