"""Check a built snapshot against the declared schema before anyone can see it, a row group at a time.

A file that was taken over from the last snapshot was checked then; of it, only what other files lean on is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import InvalidTableError
from pipeline.schema import TABLES, TableSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    Open = Callable[[str], Any]

_BATCH = 1 << 16  # rows that are looked at together


def validate(paths: Sequence[str], unchanged: Collection[str], open_file: Open) -> None:
    """Read the files of a snapshot back: types, missing values, order and uniqueness of keys, links.

    Args:
        paths: of all files, relative to the snapshot.
        unchanged: those of them that were taken over.
        open_file: gives what pyarrow reads a path from.

    Raises:
        InvalidTableError: naming the table, the column and an example.
    """
    files: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        files[path.split("/")[0]].append(path)
    look = _Look(files, open_file)
    look.check_documents()
    for spec in TABLES:
        for path in files[spec.name]:
            if path not in unchanged:
                look.check(spec, path)


class _Look:
    """The files of a snapshot while they are checked."""

    def __init__(self, files: dict[str, list[str]], open_file: Open) -> None:
        self.files = files
        self.open_file = open_file
        self.whole: dict[tuple[str, str], pa.Array] = {}

    def check_documents(self) -> None:
        """No document stands in two years; other tables' keys begin with a document that is in their own year."""
        ids = self._all("documents", "doc_id")
        if pc.count_distinct(ids).as_py() != len(ids):
            raise InvalidTableError("documents: a doc_id stands twice", "the snapshot is not published; report this")

    def check(self, spec: TableSpec, path: str) -> None:
        """One file."""
        with pq.ParquetFile(self.open_file(path)) as file:
            _check_types(spec, file.schema_arrow)
            last: pa.Table | None = None
            for batch in file.iter_batches(_BATCH, columns=_needed(spec)):
                rows = pa.Table.from_batches([batch])
                _check_nulls(spec, rows)
                keys = rows.select(list(spec.key))
                _check_order(spec, keys if last is None else pa.concat_tables([last, keys]))
                last = keys.slice(keys.num_rows - 1)
                self._check_links(spec, path, rows)

    def _check_links(self, spec: TableSpec, path: str, rows: pa.Table) -> None:
        for column, (table, target) in spec.links:
            values = rows[column].drop_null()
            if not len(values):
                continue
            there = self._near(path, table, target, values) if table == "tasks" else self._all(table, target)
            lost = values.filter(pc.invert(pc.is_in(values, value_set=there)))
            if len(lost):
                raise _invalid(spec, f"column {column} points to {lost[0].as_py()!r}, which is not there")

    def _all(self, table: str, column: str) -> pa.Array:
        """A whole column of a table that has few rows: documents, units."""
        if (table, column) not in self.whole:
            parts = [self._column(path, column, None) for path in self.files[table]]
            self.whole[table, column] = pa.concat_arrays([pa.array([], pa.string()), *parts])
        return self.whole[table, column]

    def _near(self, path: str, table: str, column: str, values: Any) -> pa.Array:
        """The values of a sorted column from the least to the greatest of `values`, of the same year."""
        other = path.replace(path.split("/", maxsplit=1)[0], table, 1)
        bounds = pc.min_max(values).as_py()
        return self._column(other, column, bounds) if other in self.files[table] else pa.array([], pa.string())

    def _column(self, path: str, column: str, bounds: dict[str, str] | None) -> pa.Array:
        with pq.ParquetFile(self.open_file(path)) as file:
            groups = [n for n in range(file.num_row_groups) if bounds is None or _overlaps(file, n, column, bounds)]
            return file.read_row_groups(groups, columns=[column]).column(0).combine_chunks()


def _overlaps(file: pq.ParquetFile, group: int, column: str, bounds: dict[str, str]) -> bool:
    kept = file.metadata.row_group(group).column(file.schema_arrow.get_field_index(column)).statistics
    return kept is None or not kept.has_min_max or (kept.min <= bounds["max"] and kept.max >= bounds["min"])


def _needed(spec: TableSpec) -> list[str]:
    """Columns to be read: those that may not be empty, the key, the links."""
    must = {column.name for column in spec.columns if not column.nullable}
    return [c.name for c in spec.columns if c.name in must | set(spec.key) | {name for name, _ in spec.links}]


def _check_types(spec: TableSpec, written: pa.Schema) -> None:
    for column in spec.columns:
        if written.get_field_index(column.name) < 0 or written.field(column.name).type != column.type:
            raise _invalid(spec, f"column {column.name} is not written as {column.type}, as declared")


def _check_nulls(spec: TableSpec, rows: pa.Table) -> None:
    for column in spec.columns:
        if not column.nullable and rows[column.name].null_count:
            raise _invalid(spec, f"column {column.name} misses {rows[column.name].null_count} values")


def _check_order(spec: TableSpec, keys: pa.Table) -> None:
    """Keys rise from row to row, so that none stands twice."""
    above, below = keys.slice(0, keys.num_rows - 1), keys.slice(1)
    rises: Any = pa.array([False] * below.num_rows, pa.bool_())
    for name in reversed(spec.key):
        one, two = above[name], below[name]
        rises = pc.or_(pc.less(one, two), pc.and_(pc.equal(one, two), rises))
    if not pc.all(rises).as_py() and below.num_rows:
        at = pc.index(rises, value=False).as_py()
        raise _invalid(spec, f"key {spec.key} stands twice or out of order: {below.slice(at, 1).to_pylist()[0]}")


def _invalid(spec: TableSpec, problem: str) -> InvalidTableError:
    error = InvalidTableError(problem, "the snapshot is not published; report this")
    error.file = spec.name
    return error
