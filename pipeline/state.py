"""What is known of each source file: one row a path in DIR/.work/state.sqlite, safe against a kill at any moment.

SQLite keeps memory flat with a hundred thousand files, and lets `congbao status` look on while a run writes.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from pipeline.errors import OutputError
from pipeline.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FILE = "state.sqlite"
_FORMAT = 1
_COLUMNS = tuple(field.name for field in fields(Result) if field.name not in {"reused", "cites"})
_SCHEMA = f"""
create table if not exists files (
    {", ".join(_COLUMNS)}, stamp, made, ceiling, finished, times default 0, gone default 0, primary key (path)
) without rowid;
create table if not exists cites (path, key, primary key (path, key)) without rowid;
create index if not exists by_doc on files (doc_id, path);
create index if not exists by_status on files (status, code);
create index if not exists by_seconds on files (seconds);
"""
_PATIENCE = 60.0  # seconds to wait for another process that writes
_TOGETHER = 0.25  # seconds of results that are written in one transaction; rows are kept before, so a crash loses none


@dataclass(frozen=True, slots=True)
class Known:
    """What decides whether a file is read again: see `Result`, and.

    stamp: of the source when it was read. made: hash of all that its rows depend on. ceiling: the limits it ran under.
    """

    rows_file: str
    status: str
    code: str
    stamp: str
    made: str
    ceiling: str


class State:
    """The table of files. Close it; use it from one thread.

    Raises:
        OutputError: if it cannot be opened or was written by another version of this program.
    """

    def __init__(self, file: Path, *, read_only: bool = False) -> None:
        try:
            address = f"{file.absolute().as_uri()}{'?mode=ro' if read_only else ''}"
            self.base = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
            if read_only and _must_recover(self.base):
                self.base.close()
                self.base = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
            found = self.base.execute("pragma user_version").fetchone()[0]
            if not read_only:
                self.base.executescript(_SCHEMA)
                if not found:  # each write waits for the disk
                    self.base.execute(f"pragma user_version = {_FORMAT}")
        except sqlite3.Error as error:
            raise _fault(file, f"cannot be used ({error})") from error
        if found not in {0, _FORMAT}:
            raise _fault(file, "was written by another version")
        self.together = _TOGETHER
        self._written = time.monotonic()

    def close(self) -> None:
        """Write what waits, and close."""
        self.flush()
        self.base.close()

    def known(self, path: str) -> Known | None:
        """What is known of a path."""
        query = "select rows_file, status, code, stamp, made, ceiling from files where path = ?"
        row = self.base.execute(query, (_key(path),)).fetchone()
        return Known(*row) if row else None

    def record(self, result: Result, stamp: str, made: str, ceiling: str) -> None:
        """Put down how a file ended; on disk with the first result a quarter of a second later, or with `flush`."""
        if not self.base.in_transaction:
            self.base.execute("begin immediate")
        values = [_plain(name, getattr(result, name)) for name in _COLUMNS]
        extra = [stamp, made, ceiling, time.time(), 0 if result.reused else 1]
        marks = ", ".join("?" * len(values))
        self.base.execute(
            f"insert into files ({', '.join(_COLUMNS)}, stamp, made, ceiling, finished, times) "  # noqa: S608  # our own names
            f"values ({marks}, ?, ?, ?, ?, ?) on conflict (path) do update set "
            + ", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS, "stamp", "made", "ceiling", "finished"))
            + ", times = times + excluded.times, gone = 0",
            (*values, *extra),
        )
        self.base.execute("delete from cites where path = ?", (_key(result.path),))
        self.base.executemany("insert into cites values (?, ?)", [(_key(result.path), key) for key in result.cites])
        if time.monotonic() - self._written >= self.together:
            self.flush()

    def flush(self) -> None:
        """Put what was recorded on disk."""
        if self.base.in_transaction:
            self.base.execute("commit")
        self._written = time.monotonic()

    def touch(self, path: str, stamp: str) -> None:
        """Note a new stamp of a file whose bytes are the same."""
        self.base.execute("update files set stamp = ? where path = ?", (stamp, _key(path)))

    def mark_gone(self, paths: Iterable[str], *, gone: bool) -> None:
        """Say of sources whether they count as removed."""
        self.flush()
        self.base.execute("begin immediate")
        query = "update files set gone = ? where path = ? and gone <> ?"
        self.base.executemany(query, ((gone, _key(path), gone) for path in paths))
        self.base.execute("commit")

    def paths(self) -> Iterator[str]:
        """All paths ever seen."""
        return (path_of(row[0]) for row in self.base.execute("select path from files order by path"))

    def statuses(self) -> Iterator[tuple[str, str]]:
        """(path, status) of all files."""
        return ((path_of(path), status) for path, status in self.base.execute("select path, status from files"))

    def results(self, where: str = "gone = 0", order: str = "path", *values: Any) -> Iterator[Result]:
        """Results of the files that a condition in SQL chooses."""
        query = f"select {', '.join(_COLUMNS)} from files where {where} order by {order}"  # noqa: S608  # our own words
        return (_result(row) for row in self.base.execute(query, values))

    def result(self, path: str) -> Result | None:
        """The last result of a path."""
        return next(self.results("path = ?", "path", _key(path)), None)

    def counts(self, where: str = "gone = 0") -> dict[str, int]:
        """Files by status."""
        rows = self.base.execute(f"select status, count(*) from files where {where} group by status")  # noqa: S608  # as above
        return {"done": 0, "partial": 0, "failed": 0, **dict(rows)}


def _must_recover(base: sqlite3.Connection) -> bool:
    """Whether a crash left something to be rolled back, which who only reads may not do."""
    try:
        base.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return True
    return False


def read_state(folder: Path) -> Iterator[Result]:
    """Results of all files of a run's output folder that are still there, by path; nothing where there was no run."""
    file = folder / ".work" / FILE
    if file.exists():
        with closing(State(file, read_only=True)) as state:
            yield from state.results()


def _plain(name: str, value: Any) -> Any:
    return _key(value) if name == "path" else _text(value) if isinstance(value, str) else value


def _result(row: tuple[Any, ...]) -> Result:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Result(**{**values, "path": path_of(values["path"])})


def _key(path: str) -> str | bytes:
    """A path as SQLite can hold it: a name that is no UTF-8 as bytes."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def path_of(key: str | bytes) -> str:
    """A path as SQLite holds it, as the system knows it."""
    return key if isinstance(key, str) else os.fsdecode(key)


def _text(value: str) -> str:
    return value.encode("utf-8", "backslashreplace").decode()


def _fault(file: Path, problem: str) -> OutputError:
    error = OutputError(problem, "choose another --out, or delete the file: kept rows are found again")
    error.file = str(file)
    return error
