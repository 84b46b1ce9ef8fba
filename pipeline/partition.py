"""One table of one year as a Parquet file, written as rows come: memory holds one row group at a time."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.rows import Row
    from pipeline.schema import TableSpec

ROW_GROUP = 122_880  # rows, at most: what readers take for one piece of parallel work
GROUP_BYTES = 16 << 20  # bytes in memory, from which a row group is closed: pages hold long texts
_CHUNK = 2048  # rows that become columns together


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a snapshot, for its manifest.

    Attributes:
        path: relative to the snapshot.
        sums: what the comparison with the next snapshot needs, see `pipeline.changes`.
    """

    path: str
    sha256: str
    rows: int
    sums: dict[str, float] = field(default_factory=dict)


class Partition:
    """A Parquet file under construction; its rows have to come in the order of the table's key.

    The bytes depend on the rows alone, not on how many are added at a time.
    """

    def __init__(self, build: Path, spec: TableSpec, year: int) -> None:
        self.spec = spec
        self.path = part_path(spec.name, year)
        self.file = build / self.path
        self.rows = 0
        self.sums: dict[str, float] = {}
        self._schema = spec.arrow()
        self._new: list[Row] = []
        self._group: list[pa.Table] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, rows: Iterable[Row]) -> None:
        """Append the rows of one document, sorted here by the rest of the key."""
        own = sorted(rows, key=lambda row: tuple(row[name] for name in self.spec.key))
        for name, count in _sums(self.spec.name, own).items():
            self.sums[name] = self.sums.get(name, 0) + count
        for row in own:
            self._new.append(row)
            if len(self._new) == _CHUNK:
                self._to_columns()

    def close(self) -> FileEntry:
        """Write what is left; a partition without rows is a file too."""
        self._to_columns()
        self._write_group()
        assert self._writer is not None  # noqa: S101  # opened by the line above
        self._writer.close()
        with self.file.open("rb") as handle:
            sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        return FileEntry(self.path, sha256, self.rows, self.sums)

    def _to_columns(self) -> None:
        columns = [_column([row.get(c.name) for row in self._new], c.type) for c in self.spec.columns]
        self._group.append(pa.Table.from_arrays(columns, schema=self._schema))
        self._new = []
        if sum(part.num_rows for part in self._group) > ROW_GROUP - _CHUNK or _bytes(self._group) > GROUP_BYTES:
            self._write_group()

    def _write_group(self) -> None:
        if self._writer is None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(self.file, self._schema, compression="zstd", coerce_timestamps="us")
        if not self._group:
            return
        table = pa.concat_tables(self._group)
        if table.num_rows:
            self._writer.write_table(table, row_group_size=ROW_GROUP)
        self.rows += table.num_rows
        self._group = []


def part_path(table: str, year: int) -> str:
    """Where a table of a year lies in a snapshot."""
    return f"{table}/issued_year={year}/part-0.parquet"


def _bytes(tables: Iterable[pa.Table]) -> int:
    return sum(int(table.nbytes) for table in tables)


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_date32(kind):
        values = [dt.date.fromisoformat(value) if isinstance(value, str) else value for value in values]
    elif pa.types.is_timestamp(kind):
        values = [dt.datetime.fromisoformat(value) if isinstance(value, str) else value for value in values]
    elif pa.types.is_string(kind):
        return _strings(values, kind)
    return pa.array(values, type=kind)


def _strings(values: list[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:  # half a surrogate pair, which a damaged file may hold and no table can
        return pa.array([v and v.encode("utf-8", "replace").decode() for v in values], type=kind)


def _sums(table: str, rows: list[Row]) -> dict[str, float]:
    """Linked units and summed quality, counted while the rows pass."""
    if table == "task_units":
        return {"linked": sum(row["unit_id"] is not None for row in rows)}
    if table == "documents":
        known = [row["quality"] for row in rows if row.get("quality") is not None]
        return {"quality": sum(known), "quality_known": len(known)}
    return {}
