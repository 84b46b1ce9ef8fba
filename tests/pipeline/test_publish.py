from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from normalize.records import Edit, replay
from pipeline import publish as publishing
from pipeline.batch import Report, Settings, collect, run_batch
from pipeline.errors import InvalidTableError
from pipeline.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path


def test_every_table_is_written_as_declared(samples: tuple[Path, Report]) -> None:
    out, _ = samples
    for spec in TABLES:
        files = list((out / "latest" / spec.name).glob("issued_year=*/part-0.parquet"))
        assert files, spec.name
        assert all(pq.ParquetFile(file).schema_arrow.equals(spec.arrow()) for file in files)


def test_the_manifest_is_true(samples: tuple[Path, Report]) -> None:
    snapshot = samples[0] / "latest"
    manifest = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    files = {entry["path"]: entry for entry in manifest["files"]}

    assert set(files) == {str(path.relative_to(snapshot)) for path in snapshot.rglob("*.parquet")}
    for path, entry in files.items():
        assert hashlib.sha256((snapshot / path).read_bytes()).hexdigest() == entry["sha256"]
        assert pq.ParquetFile(snapshot / path).metadata.num_rows == entry["rows"]


def test_the_descriptor_names_every_column(samples: tuple[Path, Report]) -> None:
    package = json.loads((samples[0] / "latest" / "datapackage.json").read_text(encoding="utf-8"))

    described = {r["name"]: [field["name"] for field in r["schema"]["fields"]] for r in package["resources"]}
    assert described == {spec.name: [column.name for column in spec.columns] for spec in TABLES}
    assert all(field["description"] for r in package["resources"] for field in r["schema"]["fields"])


def test_replaying_the_edits_on_the_seen_text_gives_the_text(samples: tuple[Path, Report]) -> None:
    latest = samples[0] / "latest"
    edits: dict[tuple[str, int, int], list[Edit]] = {}
    for row in ds.dataset(latest / "edits", partitioning="hive").to_table().sort_by("start").to_pylist():
        key = (row.pop("doc_id"), row.pop("page_no"), row.pop("line_no"))
        row.pop("issued_year")
        edits.setdefault(key, []).append(Edit(**row))
    pages = ds.dataset(latest / "pages", partitioning="hive").to_table().to_pylist()

    assert len(edits) > 100
    for page in pages:
        seen = page["text_seen"].split("\n")
        made = [edits.get((page["doc_id"], page["page_no"], number), []) for number in range(1, len(seen) + 1)]
        assert [replay(line, tuple(own)) for line, own in zip(seen, made, strict=True)] == page["text"].split("\n")


def test_a_broken_snapshot_is_not_published(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    run_batch(collect([inbox]), out, Settings())
    finish = publishing.finish_rows

    def twice(*args: object) -> object:
        rows = finish(*args)  # type: ignore[arg-type]  # passed through
        rows["tasks"] += rows["tasks"]
        return rows

    monkeypatch.setattr(publishing, "finish_rows", twice)
    (inbox / "qd-3.txt").unlink()
    with pytest.raises(InvalidTableError, match="stands twice"):
        run_batch(collect([inbox]), out, Settings())

    assert (out / "latest").readlink().name == "v000001"
