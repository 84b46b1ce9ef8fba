"""The output folder: what is kept between runs, the lock, the snapshots.

DIR/.work/lock           held while a run goes on; the system drops it with the process
DIR/.work/state.sqlite   what is known of each file, see `pipeline.state`
DIR/.work/now.json       which files are being read at this moment, for `congbao status`
DIR/.work/rows/ …        what each stage made of each file, see `pipeline.kept`
DIR/v000001/ … latest    the published snapshots

For an `s3://` address, rows, pages and snapshots lie there; lock, state and the snapshot under construction lie in a
folder of this machine, and the state is copied to the address after each run, for a machine that does not have it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import OutputError
from pipeline.shelf import is_remote, shelf_at
from pipeline.snapshots import FolderSnapshots, ObjectSnapshots, Snapshots
from pipeline.state import FILE, State

if TYPE_CHECKING:
    from collections.abc import Iterator

WORK = ".work"
NOW = "now.json"
_ASK_AGAIN = 1.0  # seconds
_PATIENCE = 0.2  # seconds: `congbao status` holds the lock for an instant to see whether anybody does


class Workspace:
    """An output folder or address, made if it is missing.

    Raises:
        OutputError: if it cannot be made or written.
    """

    def __init__(self, out: Path | str) -> None:
        self.out = str(out)
        self.is_remote = is_remote(self.out)
        self.folder = local_folder(self.out)
        self.work = self.folder / WORK
        self.build = self.folder / ".building"
        self.place = f"{self.out.rstrip('/')}/{WORK}" if self.is_remote else str(self.work.absolute())
        try:
            self.work.mkdir(parents=True, exist_ok=True)
            probe = self.work / f".probe.{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise _unwritable(self.out, error) from error
        self.shelf = shelf_at(self.place)
        self.snapshots: Snapshots = ObjectSnapshots(self.out) if self.is_remote else FolderSnapshots(self.folder)

    @contextmanager
    def lock(self, *, wait: bool = False) -> Iterator[None]:
        """Hold the folder; a second run waits or is refused, a dead one leaves no lock behind.

        Raises:
            OutputError: if another run holds it and `wait` is false.
        """
        patience = time.monotonic() + _PATIENCE
        with (self.work / "lock").open("w") as handle:
            while not _locked(handle):
                if not wait and time.monotonic() > patience:
                    problem = OutputError("another run is writing here", "wait for it (--wait) or choose another --out")
                    problem.file = self.out
                    raise problem
                time.sleep(_ASK_AGAIN if wait else _PATIENCE / 4)
            yield

    @contextmanager
    def state(self) -> Iterator[State]:
        """What is known of the files; hold the lock."""
        file = self.work / FILE
        if self.is_remote and not file.exists() and (kept := self.shelf.get(FILE)) is not None:
            file.write_bytes(kept)
        state = State(file)
        try:
            yield state
        finally:
            state.close()
            if self.is_remote:
                self.shelf.put(FILE, file.read_bytes())

    def fresh_build(self) -> Path:
        """An empty folder for the snapshot to come."""
        shutil.rmtree(self.build, ignore_errors=True)
        self.build.mkdir()
        return self.build

    def say_now(self, now: dict[str, Any]) -> None:
        """Tell `congbao status` what is going on. A full disk must not end a run here."""
        aside = self.work / f".{NOW}"
        with suppress(OSError):
            aside.write_text(json.dumps(now), encoding="utf-8")
            aside.replace(self.work / NOW)


def local_folder(out: str) -> Path:
    """The folder itself, or the one of this machine that stands for an address."""
    if not is_remote(out):
        return Path(out)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "congbao" / hashlib.sha256(out.rstrip("/").encode()).hexdigest()[:16]


def is_running(folder: Path) -> bool:
    """Whether a run holds the output folder at this moment."""
    try:
        with (folder / WORK / "lock").open("r") as handle:
            return not _locked(handle, fcntl.LOCK_SH)
    except OSError:
        return False


def _locked(handle: Any, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _unwritable(out: str, error: OSError) -> OutputError:
    problem = OutputError(f"cannot be written ({error.strerror})", "choose another --out or check its permissions")
    problem.file = out
    return problem
