"""Folders for what a worker writes while it reads: gone with it, or with the next run where all was killed at once."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil

from pipeline.family import holders

_PREFIX = "congbao-work-"
_LOCK = "lock"


class Scratch:
    """A folder of its own among the system's temporary ones.

    While it is in use its lock is held, which the system drops with the process, however that ends.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        aside = self.folder / f".{_LOCK}"
        self._handle = aside.open("w")
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        aside.rename(self.folder / _LOCK)  # nobody ever sees a lock that is not held yet

    def close(self) -> None:
        """Delete it with all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._handle.close()


def sweep() -> None:
    """Delete the folders whose users are dead, and end what those had started and left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError), (folder / _LOCK).open("r") as handle:  # another user's folder cannot be opened
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for process in holders(str(folder)):
                with suppress(psutil.Error):
                    process.kill()
            shutil.rmtree(folder, ignore_errors=True)
