"""Files read by Dask workers, and files and tables in an object store: the same tables as here."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.dataset as ds
import pytest

from pipeline.batch import Settings, collect, run_batch
from pipeline.errors import StorageError
from pipeline.prune import prune
from pipeline.shelf import file_system
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SECRET = "made"  # noqa: S105  # moto's server takes any


def hashes(snapshot: Path) -> dict[str, str]:
    files = (file for file in snapshot.rglob("*.parquet") if file.relative_to(snapshot).parts[0] != "runs")
    return {str(f.relative_to(snapshot)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_dask_publishes_the_same_and_outlives_a_killed_worker(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sys.path.insert(0, str(BENCHMARKS / "batch"))
    spec = importlib.util.spec_from_file_location("bench", BENCHMARKS / "batch" / "bench.py")
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)

    bench.dask(tmp_path, 12)

    assert json.loads(capsys.readouterr().out) == {
        "n": 12,
        "killed": True,
        "files": {"done": 12, "partial": 0, "failed": 0},
        "same_tables": True,
    }


@pytest.fixture
def store(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty bucket."""
    from moto.server import ThreadedMotoServer
    from pyarrow.fs import S3FileSystem

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _, port = server.get_host_and_port()
    bucket = request.node.name.replace("_", "-")[:40].strip("-")  # the server forgets nothing while the tests run
    address = f"http://127.0.0.1:{port}"
    for name, value in {
        "AWS_ACCESS_KEY_ID": SECRET,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_ENDPOINT_URL": address,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    S3FileSystem(endpoint_override=address, region="us-east-1", allow_bucket_creation=True).create_dir(bucket)
    yield f"s3://{bucket}"
    server.stop()


def test_an_object_store_holds_sources_and_tables(
    inbox: Path, tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, _ = file_system(store)
    for file in inbox.iterdir():
        with files.open_output_stream(f"{store[5:]}/in/{file.name}") as stream:
            stream.write(file.read_bytes())
    out = f"{store}/tables"
    first = run_batch(collect([f"{store}/in"]), out)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another-machine"))
    second = run_batch(collect([f"{store}/in"]), out)
    files.delete_file(f"{store[5:]}/in/qd-3.txt")
    third = run_batch(collect([f"{store}/in"]), out)
    gone = prune(Workspace(out), 1)

    assert [(r.fresh, r.snapshot, r.is_new) for r in (first, second, third)] == [
        (3, "v000001", True),
        (0, "v000001", False),
        (0, "v000002", True),
    ]
    assert gone.snapshots == ("v000001",)
    with files.open_input_stream(f"{store[5:]}/tables/latest") as stream:
        assert stream.read() == b"v000002\n"
    tasks = ds.dataset(f"{store[5:]}/tables/v000002/tasks", filesystem=files, partitioning="hive")
    assert tasks.count_rows() == 4
    documents = ds.dataset(f"{store[5:]}/tables/v000002/documents", filesystem=files, partitioning="hive").to_table()
    assert sorted(documents["source_path"].to_pylist()) == [f"{store}/in/qd-1.txt", f"{store}/in/qd-2.txt"]


def test_tables_in_an_object_store_are_those_of_a_folder(inbox: Path, tmp_path: Path, store: str) -> None:
    run_batch(collect([inbox]), tmp_path / "out", Settings(jobs=2))
    run_batch(collect([inbox]), f"{store}/tables")
    files, _ = file_system(store)
    for path, sha256 in hashes(tmp_path / "out" / "latest").items():
        with files.open_input_stream(f"{store[5:]}/tables/v000001/{path}") as stream:
            assert hashlib.sha256(stream.read()).hexdigest() == sha256, path


def test_an_address_needs_a_bucket() -> None:
    with pytest.raises(StorageError, match="names no bucket; write s3://bucket/prefix"):
        file_system("s3://")
