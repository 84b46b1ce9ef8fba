"""The output folder: results by content, the journal of what was done, the lock, the snapshots.

DIR/.work/lock              held while a run goes on; the system drops it with the process
DIR/.work/journal.jsonl     one line a finished file, the last line of a path counts
DIR/.work/results/*.json.gz rows of each file, named by its bytes and the stages' versions
DIR/v000001/ …  DIR/latest  the published snapshots
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.errors import OutputError
from pipeline.versions import pipeline_version, stage_versions
from pipeline.worker import Result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WORK = ".work"


class Workspace:
    """An output folder, made if it is missing.

    Raises:
        OutputError: if it cannot be made or written.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.work = out / _WORK
        self.results = self.work / "results"
        try:
            self.results.mkdir(parents=True, exist_ok=True)
            probe = self.work / f".probe.{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise unwritable(out, error) from error

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder; a second run is refused, a dead one leaves no lock behind.

        Raises:
            OutputError: if another run holds it.
        """
        with (self.work / "lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                problem = OutputError("another run is writing here", "wait for it or choose another --out")
                problem.file = str(self.out)
                raise problem from error
            yield

    def record(self, result: Result) -> None:
        """Append one finished file to the journal, on disk before this returns."""
        with (self.work / "journal.jsonl").open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
            journal.flush()
            os.fsync(journal.fileno())

    def finished(self) -> dict[str, Result]:
        """The last result of each path; a line cut short by a crash is passed over."""
        return {result.path: result for result in read_journal(self.out)}


def read_journal(out: Path) -> Iterator[Result]:
    """Results in the order they were finished; a line that a crash cut short is passed over."""
    file = out / _WORK / "journal.jsonl"
    if not file.exists():
        return
    with file.open(encoding="utf-8") as journal:
        for line in journal:
            try:
                yield Result(**json.loads(line))
            except (ValueError, TypeError):
                continue


def rows_name(sha256: str, suffix: str) -> str:
    """Name of the file with the rows of these bytes, under this ending, made by today's stages."""
    made = json.dumps([sha256, suffix, pipeline_version(), stage_versions()], sort_keys=True)
    return f"{sha256[:16]}-{hashlib.blake2b(made.encode(), digest_size=8).hexdigest()}.json.gz"


def unwritable(out: Path, error: OSError) -> OutputError:
    """The error for an output folder that cannot be written."""
    problem = OutputError(f"cannot be written ({error.strerror})", "choose another --out or check its permissions")
    problem.file = str(out)
    return problem
