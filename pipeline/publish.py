"""Rows of all files to one snapshot: built aside, validated, then switched to by `latest`.

Year after year, document after document: memory holds one row group a table. A year none of whose files changed is
not read at all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.changes import figures, sudden
from pipeline.errors import ChangeError, StorageError
from pipeline.snapshots import MANIFEST, next_name
from pipeline.versions import made_by, pipeline_version, publishing_version, stage_versions
from pipeline.worker import failed_rows, kept_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.partition import FileEntry
    from pipeline.relate import Catalogue, Entry
    from pipeline.rows import Row, Rows
    from pipeline.schema import TableSpec
    from pipeline.workspace import Workspace

_YEARLESS = 0  # drafts without a date, and the tables that have none
_WITHOUT_YEAR = ("units", "runs")


@dataclass(frozen=True, slots=True)
class Published:
    """The snapshot that readers see now.

    Attributes:
        is_new: false where the last one holds just these rows.
        changes: what fell suddenly against the one before, a line each.
    """

    snapshot: str
    is_new: bool
    changes: tuple[str, ...] = ()


def publish(space: Workspace, known: Catalogue, settings: dict[str, Any], *, strict: bool = False) -> Published:
    """Publish the rows of all known files.

    Args:
        space: locked by the caller.
        known: the documents.
        settings: of the run, for the table of runs.
        strict: publish nothing if something fell suddenly.

    Raises:
        InvalidTableError: if a table breaks the schema; `latest` stays as it was.
        ChangeError: if `strict` and something fell suddenly; `latest` stays as it was.
    """
    started = dt.datetime.now(dt.UTC)
    newest = space.snapshots.latest()
    before = space.snapshots.manifest(newest) if newest else {}
    wanted = {str(year): known.signatures(year) for year in known.years()}
    signature = _hash([wanted, pipeline_version(), publishing_version(), stage_versions()["extract"]])
    if newest and before.get("signature") == signature:
        return Published(newest, is_new=False)
    made = _Snapshot(space, known, newest, before, wanted)
    run = _run_row(known, started, settings)
    entries = made.build(run)
    now = figures(entries)
    changes = tuple(sudden(before.get("figures", {}), now))
    if strict and changes:
        raise ChangeError(
            "against the last snapshot " + "; ".join(changes), "look at it, then publish without --strict"
        )
    name = next_name(space.snapshots)
    facts = {"signature": signature, "partitions": made.signatures(), "figures": now}
    made.finish(name, entries, facts, run)
    space.snapshots.commit(space.build, name, made.shared)
    return Published(name, is_new=True, changes=changes)


@cache
def get_ready() -> None:
    """Load what publishing needs, half a second's work. Calling it is not needed, and costs nothing the second time."""
    import pyarrow as pa

    import pipeline.descriptor
    import pipeline.partition
    import pipeline.rows
    import pipeline.validate  # noqa: F401  # loaded is all that is wanted

    pa.array([0])  # pyarrow looks for pandas with the first column that it makes


class _Snapshot:
    """A snapshot under construction in `space.build`; what did not change is taken over from the newest one."""

    def __init__(
        self, space: Workspace, known: Catalogue, newest: str | None, before: dict[str, Any], wanted: dict[str, Any]
    ) -> None:
        from pipeline.schema import TABLES

        self.space = space
        self.known = known
        self.newest = newest
        self.specs = [spec for spec in TABLES if spec.name not in _WITHOUT_YEAR]
        self.before: dict[str, dict[str, Any]] = {file["path"]: file for file in before.get("files", ())}
        same = before.get("publishing") == publishing_version() and before.get("pipeline_version") == pipeline_version()
        self.had: dict[str, dict[str, str]] = before.get("partitions", {}) if same else {}
        self.wanted = wanted
        self.shared: list[str] = []
        self.folder: Path = space.fresh_build()

    def signatures(self) -> dict[str, dict[str, str]]:
        """What each year's tables were made from, for the next snapshot."""
        return self.wanted

    def build(self, run: Row) -> list[FileEntry]:
        """Write or take over every file."""
        entries = [entry for year in self.known.years() for entry in self._year(year)]
        full = {entry.path.split("/")[0] for entry in entries}
        empty = [self._partition(spec, _YEARLESS).close() for spec in self.specs if spec.name not in full]
        entries += [*empty, *self._shared_tables(run)]
        return [self._linked(entry) for entry in entries]

    def finish(self, name: str, entries: Sequence[FileEntry], facts: dict[str, Any], run: Row) -> None:
        """Describe the snapshot, then read back what is new in it."""
        from pipeline.descriptor import datapackage, manifest
        from pipeline.validate import validate

        _write_json(self.folder / MANIFEST, manifest(name, entries, {**facts, "publishing": publishing_version()}, run))
        _write_json(self.folder / "datapackage.json", datapackage(entries))
        validate([entry.path for entry in entries], self.shared, self._open)

    def _year(self, year: int) -> Iterator[FileEntry]:
        """The files of a year, of which only the tables that changed are written."""
        had, want = self.had.get(str(year), {}), self.wanted[str(year)]
        stale = [spec for spec in self.specs if had.get(_kind(spec)) != want[_kind(spec)]]
        for spec in self.specs:
            path = self._partition(spec, year).path
            if spec not in stale and self.before.get(path, {}).get("rows"):
                yield self._take_over(path)
        if not stale:
            return
        parts = {spec.name: self._partition(spec, year) for spec in stale}
        used: set[str] = set()
        for entry in self.known.of_year(year):
            rows = finish_rows(self._rows(entry), entry, self.known)
            for name in parts.keys() & rows.keys():
                if rows[name]:
                    used.add(name)
                    parts[name].add(rows[name])
        yield from (parts[spec.name].close() for spec in stale if spec.name in used)

    def _rows(self, entry: Entry) -> Rows:
        if not entry.rows_file:
            return failed_rows(entry.doc_id, entry.sha256, entry.code, entry.message, entry.page)
        rows = kept_rows(self.space.shelf, entry.rows_file)
        if rows is None:
            problem = StorageError("its kept rows are gone or damaged", "run again with --force")
            problem.file = entry.path
            raise problem
        return rows

    def _shared_tables(self, run: Row) -> Iterator[FileEntry]:
        """The registry as used, and the history of runs."""
        from extract.registry import Registry
        from pipeline.rows import unit_row
        from pipeline.schema import table

        units, runs = (self._partition(table(name), _YEARLESS) for name in _WITHOUT_YEAR)
        units.add(unit_row(unit) for unit in Registry.load().units)
        runs.add([*self._earlier_runs(runs.path), run])
        yield units.close()
        yield runs.close()

    def _earlier_runs(self, path: str) -> list[Row]:
        import pyarrow.parquet as pq

        if not self.newest:
            return []
        with pq.ParquetFile(self.space.snapshots.open(self.newest, path)) as file:
            rows: list[Row] = file.read().to_pylist()
        return rows

    def _linked(self, entry: FileEntry) -> FileEntry:
        """A file that came out as before becomes one with it."""
        if entry.path not in self.shared and self.before.get(entry.path, {}).get("sha256") == entry.sha256:
            (self.folder / entry.path).unlink()
            self._take_over(entry.path)
        return entry

    def _take_over(self, path: str) -> FileEntry:
        from pipeline.partition import FileEntry

        assert self.newest is not None  # noqa: S101  # else there is nothing to take over
        self.space.snapshots.share(self.newest, path, self.folder)
        self.shared.append(path)
        return FileEntry(**self.before[path])

    def _open(self, path: str) -> Any:
        file = self.folder / path
        return str(file) if file.exists() else self.space.snapshots.open(str(self.newest), path)

    def _partition(self, spec: TableSpec, year: int) -> Any:
        from pipeline.partition import Partition

        return Partition(self.folder, spec, year)


def finish_rows(rows: Rows, entry: Entry, known: Catalogue) -> Rows:
    """The rows of one document as they are published: settled, then related to the other documents."""
    from pipeline.relate import finish

    return finish(known.settler.settle(rows, entry.path), entry, known)


def _kind(spec: TableSpec) -> str:
    """Which of the signatures of a year a table follows."""
    return spec.name if spec.name in {"documents", "issues", "citations"} else "rows"


def _hash(made: Any) -> str:
    return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()


def _run_row(known: Catalogue, started: dt.datetime, settings: dict[str, Any]) -> Row:
    return {
        "run_id": started.strftime("%Y%m%dT%H%M%S%fZ"),
        "started_at": started,
        "finished_at": dt.datetime.now(dt.UTC),
        **known.totals(),
        "settings": json.dumps(settings, sort_keys=True),
        "versions": json.dumps(made_by(), sort_keys=True),
    }


def _write_json(file: Path, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    file.write_text(text + "\n", encoding="utf-8")
