"""Rows of all files to one snapshot: built aside, validated, then switched to by `latest`."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from extract.registry import Registry
from pipeline.descriptor import datapackage, manifest
from pipeline.relate import Catalogue, catalogue, finish
from pipeline.review_rows import with_reviews
from pipeline.reviews import Reviews
from pipeline.schema import SCHEMA_VERSION, TABLES, TableSpec
from pipeline.validate import validate
from pipeline.versions import pipeline_version, stage_versions
from pipeline.worker import load_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pipeline.rows import Row
    from pipeline.worker import Result
    from pipeline.workspace import Workspace

ROW_GROUP = 122_880
_YEARLESS = 0  # drafts without a date, and the tables that have none
_WITHOUT_YEAR = ("units", "runs")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a snapshot, for its manifest; `path` is relative to the snapshot."""

    path: str
    sha256: str
    rows: int


def publish(space: Workspace, results: Sequence[Result], folder: Path | None = None) -> tuple[str, bool]:
    """Publish the rows of `results`: (name of the snapshot, whether it is new).

    Nothing is written if the newest snapshot holds just these results. `folder` holds the records of reviewers.

    Raises:
        ReviewError: if a record cannot be read; `latest` stays as it was.
        InvalidTableError: if a table breaks the schema; `latest` stays as it was.
    """
    started = dt.datetime.now(dt.UTC)
    reviews = Reviews.load(folder, (result.sha256 for result in results))
    signature = _signature(results, reviews)
    newest = newest_snapshot(space.out)
    if newest and _read_manifest(newest).get("signature") == signature:
        return newest.name, False
    build = space.out / ".building"
    shutil.rmtree(build, ignore_errors=True)
    build.mkdir()
    known = catalogue(space.results, results)
    run = _run_row(known, started)
    entries = [*_write_decisions(build, space.results, known, reviews), *_write_shared(build, newest, run)]
    _share_unchanged(build, newest, entries)
    _write_json(build / "manifest.json", manifest(_next_name(space.out), signature, entries, run))
    _write_json(build / "datapackage.json", datapackage(entries))
    validate(build)
    return _switch(space.out, build), True


def newest_snapshot(out: Path) -> Path | None:
    """The snapshot that `latest` points to, None before the first."""
    latest = out / "latest"
    return out / latest.readlink() if latest.is_symlink() else None


def _signature(results: Iterable[Result], reviews: Reviews) -> str:
    """What the snapshot is made from: files, their rows, the reviews, the schema, the program."""
    parts = sorted((r.path, r.doc_id, r.rows_file, r.status, r.message) for r in results)
    made = json.dumps([SCHEMA_VERSION, pipeline_version(), stage_versions(), reviews.signature(), parts])
    return hashlib.sha256(made.encode()).hexdigest()


def _write_decisions(build: Path, results: Path, known: Catalogue, reviews: Reviews) -> Iterator[FileEntry]:
    """Partition after partition, so that memory holds one year's rows at a time."""
    specs = [spec for spec in TABLES if spec.name not in _WITHOUT_YEAR]
    written: set[str] = set()
    for year in known.years():
        tables: dict[str, list[Row]] = defaultdict(list)
        for entry in known.of_year(year):
            rows = with_reviews(load_rows(results / entry.rows_file), entry.path, reviews)
            for name, some in finish(rows, entry, known).items():
                tables[name] += some
        for spec in specs:
            if tables[spec.name]:
                written.add(spec.name)
                yield _write(build, spec, year, tables[spec.name])
    for spec in specs:
        if spec.name not in written:
            yield _write(build, spec, _YEARLESS, [])


def _write_shared(build: Path, newest: Path | None, run: Row) -> Iterator[FileEntry]:
    """The registry as used, and the history of runs."""
    specs = {spec.name: spec for spec in TABLES}
    earlier = _read_runs(newest) if newest else []
    yield _write(build, specs["units"], _YEARLESS, [_unit_row(unit) for unit in Registry.load().units])
    yield _write(build, specs["runs"], _YEARLESS, [*earlier, run])


def _write(build: Path, spec: TableSpec, year: int, rows: list[Row]) -> FileEntry:
    """Write one partition, its rows in the order of the key."""
    path = f"{spec.name}/issued_year={year}/part-0.parquet"
    file = build / path
    file.parent.mkdir(parents=True)
    rows.sort(key=lambda row: tuple(row[name] for name in spec.key))
    columns = [_column([row.get(c.name) for row in rows], c.type) for c in spec.columns]
    table = pa.Table.from_arrays(columns, schema=spec.arrow())
    pq.write_table(table, file, compression="zstd", row_group_size=ROW_GROUP, coerce_timestamps="us")
    return FileEntry(path, hashlib.sha256(file.read_bytes()).hexdigest(), len(rows))


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_date32(kind):
        values = [dt.date.fromisoformat(value) if isinstance(value, str) else value for value in values]
    if pa.types.is_timestamp(kind):
        values = [dt.datetime.fromisoformat(value) if isinstance(value, str) else value for value in values]
    return pa.array(values, type=kind)


def _share_unchanged(build: Path, newest: Path | None, entries: Iterable[FileEntry]) -> None:
    """Make a file that equals the one in the newest snapshot a hard link to it."""
    before = {f["path"]: f["sha256"] for f in _read_manifest(newest)["files"]} if newest else {}
    for entry in entries:
        if newest and before.get(entry.path) == entry.sha256:
            (build / entry.path).unlink()
            os.link(newest / entry.path, build / entry.path)


def _switch(out: Path, build: Path) -> str:
    """Give the built snapshot its name, then point `latest` to it in one step."""
    name = _next_name(out)
    build.rename(out / name)
    aside = out / ".latest"
    aside.unlink(missing_ok=True)
    aside.symlink_to(name)
    aside.replace(out / "latest")
    return name


def _next_name(out: Path) -> str:
    numbers = [int(path.name[1:]) for path in out.glob("v??????") if path.name[1:].isdigit()]
    return f"v{max(numbers, default=0) + 1:06d}"


def _run_row(known: Catalogue, started: dt.datetime) -> Row:
    return {
        "run_id": started.strftime("%Y%m%dT%H%M%S%fZ"),
        "started_at": started,
        "finished_at": dt.datetime.now(dt.UTC),
        "files": len(known.entries),
        **{status: sum(e.status == status for e in known.entries) for status in ("done", "partial", "failed")},
        "pages": sum(entry.pages for entry in known.entries),
        "settings": json.dumps({"row_group": ROW_GROUP}, sort_keys=True),
        "versions": json.dumps({"pipeline": pipeline_version(), **stage_versions()}, sort_keys=True),
    }


def _read_runs(newest: Path) -> list[Row]:
    rows: list[Row] = pq.ParquetFile(newest / f"runs/issued_year={_YEARLESS}/part-0.parquet").read().to_pylist()
    return rows


def _unit_row(unit: Any) -> Row:
    names = (
        "unit_id",
        "name",
        "kind",
        "level",
        "parent_unit_id",
        "valid_from",
        "valid_to",
        "successor_unit_id",
        "source",
    )
    return {"short_name": unit.short_name or None, **{name: getattr(unit, name) for name in names}}


def _read_manifest(snapshot: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    return loaded


def _write_json(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")
