"""`congbao score` end to end: a published snapshot in, tables or JSON out, trouble on stderr."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from gold.commands import score
from gold.metrics import METRICS
from gold.records import Rate, Told
from gold.report import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gold.records import Truth


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    found = typer.Typer()
    found.command("score")(score)
    return found


@pytest.fixture(scope="module")
def snapshot(
    tmp_path_factory: pytest.TempPathFactory,
    publish: Callable[[Path, Sequence[Told]], Path],
    perfect: tuple[Told, ...],
    truths: tuple[Truth, ...],
) -> Path:
    """The annotations as published, and one scan of which a task is lost."""
    truth = next(t for t in truths if t.renderings)
    scan = Told(truth.renderings[0], "f" * 64, replace(truth.facts, tasks=truth.facts.tasks[1:]), "x", "y")
    return publish(tmp_path_factory.mktemp("snapshot") / "latest", [*perfect, scan])


def test_published_and_read_back_nothing_is_lost(app: typer.Typer, snapshot: Path, decisions: Path) -> None:
    done = CliRunner().invoke(app, [str(snapshot), "--gold", str(decisions), "--json"])
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report["set"] == "development set"
    assert set(report["overall"]) == set(METRICS)
    for document in report["documents"]:
        whole = not document["file"].endswith(".scan.pdf")
        faults = [f["metric"] for f in document["faults"]]
        assert faults == [] if whole else faults.count("tasks.found") == 1
        for key, rate in document["metrics"].items():
            right = rate["hits"] == (0 if METRICS[key].bad else rate["n"])
            assert right or not whole, (document["file"], key, rate)


def test_tables_fit_a_hundred_columns_and_name_every_file(app: typer.Typer, snapshot: Path, decisions: Path) -> None:
    done = CliRunner().invoke(app, [str(snapshot), "--gold", str(decisions)])
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert "development set" in lines[0]
    for name in ("1678-qd-bkhcn.scan.pdf", "chuong-trinh-hanh-dong.txt", "170/170", "28/29"):
        assert name in done.stdout
    for metric in METRICS.values():
        assert all(word in done.stdout for word in metric.heading.split()), metric.key


def test_a_copy_under_another_name_is_scored_beside_the_source(
    app: typer.Typer,
    decisions: Path,
    tmp_path: Path,
    publish: Callable[[Path, Sequence[Told]], Path],
    truths: tuple[Truth, ...],
) -> None:
    truth = next(t for t in truths if t.facts.tasks and not t.kept)
    copy = Told("tilted.pdf", "e" * 64, replace(truth.facts, tasks=truth.facts.tasks[1:]), "x", "y")
    root = publish(tmp_path, [copy])
    asked = [str(root), "--gold", str(decisions), "--json", "--as", f"tilted.pdf={truth.decision}"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    found = {d["file"]: d["metrics"]["tasks.found"] for d in json.loads(done.stdout)["documents"]}
    n = len(truth.facts.tasks)
    assert found["tilted.pdf"] == {"hits": n - 1, "n": n, "rate": (n - 1) / n}
    assert truth.file not in found


@pytest.mark.parametrize("copy", ["tilted.pdf", "tilted.pdf=nothing", "=893-qd-ttg"])
def test_a_copy_of_nothing_is_trouble(app: typer.Typer, snapshot: Path, decisions: Path, copy: str) -> None:
    done = CliRunner().invoke(app, [str(snapshot), "--gold", str(decisions), "--as", copy])
    assert done.exit_code == 2
    assert "names no annotated decision" in done.stderr


def test_the_folder_of_snapshots_means_the_latest(app: typer.Typer, snapshot: Path, decisions: Path) -> None:
    done = CliRunner().invoke(app, [str(snapshot.parent), "--gold", str(decisions), "--faults"])
    assert done.exit_code == 0, done.output
    assert "tasks.found" in done.stdout


@pytest.fixture
def others(
    tmp_path: Path, publish: Callable[[Path, Sequence[Told]], Path], perfect: tuple[Told, ...]
) -> dict[str, Path]:
    """Folders that are no snapshot to score, by what is wrong with them."""
    empty = tmp_path / "empty"
    empty.mkdir()
    strangers = publish(tmp_path / "strangers", [replace(perfect[0], file="x.txt", sha256="a" * 64)])
    torn = publish(tmp_path / "torn", perfect[:1])
    next((torn / "tasks").rglob("*.parquet")).write_bytes(b"PAR1")
    narrow = publish(tmp_path / "narrow", perfect[:1])
    pq.write_table(pa.table({"doc_id": ["a"]}), next((narrow / "pages").rglob("*.parquet")))
    return {"none": tmp_path / "none", "empty": empty, "strangers": strangers, "torn": torn, "narrow": narrow}


@pytest.mark.parametrize(
    ("folder", "annotations", "problem"),
    [
        ("none", "", "there is no such folder"),
        ("empty", "", "not a snapshot"),
        ("strangers", "", "none of the annotated decisions"),
        ("torn", "", "cannot be read"),
        ("narrow", "", "lacks the column page_no"),
        ("strangers", "none", "there is no such folder"),
        ("strangers", "empty", "no annotation in it"),
    ],
)
def test_trouble_is_one_line_and_status_two(
    others: dict[str, Path], decisions: Path, folder: str, annotations: str, problem: str
) -> None:
    app = typer.Typer()
    app.command("score")(score)
    gold = others[annotations] if annotations else decisions
    done = CliRunner().invoke(app, [str(others[folder]), "--gold", str(gold)])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert problem in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_help_shows_an_example(app: typer.Typer) -> None:
    assert "congbao score data/parquet/latest" in CliRunner().invoke(app, ["--help"]).stdout


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (Rate(1, 1), "100.0"),
        (Rate(9999, 10000), "99.9"),
        (Rate(1, 10000), "0.1"),
        (Rate(0, 5), "0.0"),
        (Rate(), "–"),
    ],
)
def test_percent_never_rounds_a_fault_away(rate: Rate, shown: str) -> None:
    assert percent(rate) == shown
