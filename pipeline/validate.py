"""Check a built snapshot against the declared schema before anyone can see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipeline.errors import InvalidTableError
from pipeline.schema import TABLES, TableSpec

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa


def validate(snapshot: Path) -> None:
    """Read every table back: types, missing values, keys, links.

    Raises:
        InvalidTableError: naming the table, the column and an example.
    """
    for spec in TABLES:
        data = ds.dataset(snapshot / spec.name, format="parquet", partitioning="hive")
        _check_types(spec, data)
        _check_nulls(spec, data)
        _check_key(spec, data.to_table(columns=list(spec.key)))
        for column, (table, target) in spec.links:
            other = ds.dataset(snapshot / table, format="parquet", partitioning="hive")
            _check_link(spec, column, data.to_table([column]), other.to_table([target]))


def _check_types(spec: TableSpec, data: ds.Dataset) -> None:
    for column in spec.columns:
        written = data.schema.field(column.name).type
        if written != column.type:
            raise _invalid(spec, f"column {column.name} is {written}, declared {column.type}")


def _check_nulls(spec: TableSpec, data: ds.Dataset) -> None:
    must = [column.name for column in spec.columns if not column.nullable]
    table = data.to_table(columns=must)
    for name in must:
        if table[name].null_count:
            raise _invalid(spec, f"column {name} misses {table[name].null_count} values")


def _check_key(spec: TableSpec, keys: pa.Table) -> None:
    counts = keys.group_by(list(spec.key)).aggregate([([], "count_all")])
    doubled = counts.filter(pc.greater(counts["count_all"], 1))
    if doubled.num_rows:
        raise _invalid(spec, f"key {spec.key} stands twice: {doubled.slice(0, 1).to_pylist()[0]}")


def _check_link(spec: TableSpec, column: str, own: pa.Table, other: pa.Table) -> None:
    values = own[column].drop_null()
    lost = values.filter(pc.invert(pc.is_in(values, value_set=other.column(0).combine_chunks())))
    if len(lost):
        raise _invalid(spec, f"column {column} points to {lost[0].as_py()!r}, which is not there")


def _invalid(spec: TableSpec, problem: str) -> InvalidTableError:
    error = InvalidTableError(problem, "the snapshot is not published; report this")
    error.file = spec.name
    return error
