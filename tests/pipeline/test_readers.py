"""Each published table opens without options in the tools that data teams use."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest

from pipeline.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.batch import Report


@pytest.mark.parametrize("name", [spec.name for spec in TABLES])
def test_all_readers_agree(samples: tuple[Path, Report], name: str) -> None:
    folder = samples[0] / "latest" / name
    count = ds.dataset(folder, partitioning="hive").count_rows()

    assert len(pd.read_parquet(folder)) == count
    assert pl.read_parquet(folder).height == count
    found = duckdb.sql(f"select count(*) from read_parquet('{folder}/*/*.parquet')").fetchall()
    assert found == [(count,)]


def test_dates_stay_dates(samples: tuple[Path, Report]) -> None:
    folder = samples[0] / "latest" / "documents"
    found = duckdb.sql(
        f"select distinct issued_date from read_parquet('{folder}/*/*.parquet') where number = '1678/QĐ-BKHCN'"
    ).fetchall()

    assert found == [(dt.date(2021, 6, 23),)]
    assert pl.read_parquet(folder).schema["issued_date"] == pl.Date


def test_tables_join(samples: tuple[Path, Report]) -> None:
    latest = samples[0] / "latest"
    tables = {
        name: f"read_parquet('{latest}/{name}/*/*.parquet')" for name in ("tasks", "task_units", "units", "documents")
    }
    found = duckdb.sql(
        f"""select count(*) from {tables["tasks"]} t join {tables["documents"]} d using (doc_id)
        join {tables["task_units"]} tu using (task_id) join {tables["units"]} u using (unit_id)
        where tu.role = 'lead' and d.is_primary and u.name = 'Bộ Công an'"""
    ).fetchall()

    assert found[0][0] > 10
