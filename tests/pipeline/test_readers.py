"""Each published table opens without options in the tools that data teams use, and means the same in each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline.schema import TABLES, TableSpec

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.batch import Report

NAMES = [spec.name for spec in TABLES]
POLARS = {
    pa.string(): pl.String,
    pa.int32(): pl.Int32,
    pa.float32(): pl.Float32,
    pa.float64(): pl.Float64,
    pa.bool_(): pl.Boolean,
    pa.date32(): pl.Date,
    pa.timestamp("us", tz="UTC"): pl.Datetime("us", "UTC"),
    pa.list_(pa.string()): pl.List(pl.String),
}
DUCKDB = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.float32(): "FLOAT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
    pa.list_(pa.string()): "VARCHAR[]",
}


@pytest.fixture(scope="module")
def latest(samples: tuple[Path, Report]) -> Path:
    return samples[0] / "latest"


def sql(latest: Path, name: str) -> str:
    return f"read_parquet('{latest}/{name}/*/*.parquet')"


def ask(query: str) -> list[tuple[Any, ...]]:
    return duckdb.sql(query).fetchall()


@pytest.mark.parametrize("spec", TABLES, ids=NAMES)
def test_all_readers_see_the_declared_columns_and_types(latest: Path, spec: TableSpec) -> None:
    folder = latest / spec.name
    declared = {column.name: column.type for column in spec.columns}
    arrow = ds.dataset(folder, partitioning="hive").schema
    polars = pl.read_parquet(folder).schema
    duck = {row[0]: row[1] for row in ask(f"describe select * from {sql(latest, spec.name)}")}

    assert {name: arrow.field(name).type for name in declared} == declared
    assert {name: polars[name] for name in declared} == {name: POLARS[kind] for name, kind in declared.items()}
    assert {name: duck[name] for name in declared} == {name: DUCKDB[kind] for name, kind in declared.items()}
    assert set(pd.read_parquet(folder).columns) == {*declared, "issued_year"}
    assert {*arrow.names} == {*polars} == {*duck} == {*declared, "issued_year"}


@pytest.mark.parametrize("spec", TABLES, ids=NAMES)
def test_all_readers_see_the_same_rows_and_nulls(latest: Path, spec: TableSpec) -> None:
    folder = latest / spec.name
    columns = [column.name for column in spec.columns]
    arrow = pq.read_table(folder)
    nulls = {name: arrow[name].null_count for name in columns}
    counted = ", ".join(f'count(*) - count("{name}")' for name in columns)

    assert pd.read_parquet(folder)[columns].isna().sum().to_dict() == nulls
    assert pl.read_parquet(folder)[columns].null_count().row(0, named=True) == nulls
    assert dict(zip(columns, ask(f"select {counted} from {sql(latest, spec.name)}")[0], strict=True)) == nulls
    assert len(pd.read_parquet(folder)) == pl.read_parquet(folder).height == arrow.num_rows


@pytest.mark.parametrize("spec", TABLES, ids=NAMES)
def test_all_readers_see_the_same_values(latest: Path, spec: TableSpec) -> None:
    folder, key = latest / spec.name, list(spec.key)
    columns = [column.name for column in spec.columns]
    arrow = pq.read_table(folder).select(columns).sort_by([(name, "ascending") for name in key]).to_pylist()
    polars = pl.read_parquet(folder).select(columns).sort(key).to_dicts()
    quoted = ", ".join(f'"{name}"' for name in key)
    duck = duckdb.sql(f"select * exclude issued_year from {sql(latest, spec.name)} order by {quoted}")
    names = [name for name in columns if spec.name != "runs"]  # instants come back in the zone of the machine

    assert polars == arrow
    rows = [dict(zip(duck.columns, row, strict=True)) for row in duck.fetchall()]
    assert [[row[name] for name in names] for row in rows] == [[row[name] for name in names] for row in arrow]


@pytest.mark.parametrize("spec", TABLES, ids=NAMES)
def test_keys_are_unique_and_links_lead_somewhere(latest: Path, spec: TableSpec) -> None:
    key = ", ".join(f'"{name}"' for name in spec.key)
    here = sql(latest, spec.name)

    assert ask(f"select {key}, count(*) from {here} group by {key} having count(*) > 1") == []
    for column, (table, target) in spec.links:
        other = sql(latest, table)
        missing = f'"{column}" is not null and "{column}" not in (select "{target}" from {other})'
        assert ask(f'select "{column}" from {here} where {missing}') == [], column


@pytest.mark.parametrize("name", NAMES)
def test_the_year_is_a_partition_that_readers_skip_by(latest: Path, name: str) -> None:
    folder = latest / name
    years = {int(path.name.removeprefix("issued_year=")) for path in folder.iterdir()}
    counts = dict(ask(f"select issued_year, count(*) from {sql(latest, name)} group by 1"))

    for year in years:
        chosen = ds.field("issued_year") == year
        assert ds.dataset(folder, partitioning="hive").count_rows(filter=chosen) == counts.get(year, 0)
        assert len(pd.read_parquet(folder, filters=[("issued_year", "==", year)])) == counts.get(year, 0)
        assert pl.scan_parquet(folder).filter(pl.col("issued_year") == year).collect().height == counts.get(year, 0)


def test_the_year_is_that_of_the_date(latest: Path) -> None:
    wrong = "issued_year <> coalesce(year(issued_date), 0)"
    assert ask(f"select number from {sql(latest, 'documents')} where {wrong}") == []


def test_row_groups_are_bounded(latest: Path) -> None:
    files = [pq.ParquetFile(path).metadata for path in latest.rglob("*.parquet")]
    sizes = [file.row_group(at).num_rows for file in files for at in range(file.num_row_groups)]

    assert 0 < max(sizes) <= 122_880


def test_dates_stay_dates(latest: Path) -> None:
    query = f"select distinct issued_date from {sql(latest, 'documents')} where number = '1678/QĐ-BKHCN'"
    frame = pd.read_parquet(latest / "documents")

    assert ask(query) == [(dt.date(2021, 6, 23),)]
    assert set(frame.loc[frame["number"] == "1678/QĐ-BKHCN", "issued_date"]) == {dt.date(2021, 6, 23)}


def test_instants_are_utc(latest: Path) -> None:
    started = pd.read_parquet(latest / "runs")["started_at"]

    assert str(started.dtype) == "datetime64[us, UTC]"
    assert started.notna().all()


def test_tables_join_the_same_everywhere(latest: Path) -> None:
    names = ("tasks", "task_units", "units", "documents")
    tables = {name: sql(latest, name) for name in names}
    frames = {name: pd.read_parquet(latest / name).drop(columns="issued_year") for name in names}
    lazy = {name: pl.scan_parquet(latest / name).drop("issued_year") for name in names}
    duck = ask(
        f"""select count(*) from {tables["tasks"]} t join {tables["documents"]} d using (doc_id)
        join {tables["task_units"]} tu using (task_id) join {tables["units"]} u using (unit_id)
        where tu.role = 'lead' and d.is_primary and u.name = 'Bộ Công an'"""
    )[0][0]
    joined = frames["tasks"].merge(frames["documents"], on="doc_id", suffixes=("", "_doc"))
    joined = joined.merge(frames["task_units"], on="task_id").merge(
        frames["units"], on="unit_id", suffixes=("", "_unit")
    )
    leads = joined[(joined["role"] == "lead") & joined["is_primary"] & (joined["name"] == "Bộ Công an")]
    polars = (
        lazy["tasks"].join(lazy["documents"], on="doc_id").join(lazy["task_units"], on="task_id")
        .join(lazy["units"], on="unit_id")
        .filter((pl.col("role") == "lead") & pl.col("is_primary") & (pl.col("name") == "Bộ Công an"))
        .collect().height
    )  # fmt: skip

    assert duck == len(leads) == polars > 10
