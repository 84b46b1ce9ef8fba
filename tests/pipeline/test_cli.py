from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

CONGBAO = [sys.executable, "-m", "pipeline.cli"]


def congbao(*args: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CONGBAO, *map(str, args)], input=text, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "TERM": "dumb", "COLUMNS": "120"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "command", ["run", "status", "retry", "prune", "score", "schema", "doctor", "repair", "tables"]
)
def test_help_has_an_example(command: str) -> None:
    done = congbao(command, "--help")

    assert done.returncode == 0
    assert f"Example: congbao {command}" in done.stdout


def test_run_publishes_and_says_where(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    first, second = congbao("run", inbox, "--out", out), congbao("run", inbox, "--out", out)

    assert first.returncode == 0, first.stderr
    assert "3 files: 3 done, 0 partial, 0 failed. Snapshot v000001 published." in first.stdout
    assert first.stderr.count(": done, 1 page in") == 3  # a plain line a file where there is no terminal
    assert second.returncode == 0
    assert "all 3 files are up to date" in second.stdout
    assert second.stderr == ""


def test_run_with_a_bad_file_ends_with_1_and_names_it(inbox: Path, tmp_path: Path) -> None:
    bad = inbox / "empty.txt"
    bad.write_bytes(b"")

    done = congbao("run", inbox, "--out", tmp_path / "out")

    assert done.returncode == 1
    assert f"{bad}: the file is empty (0 bytes); fetch it again or delete it" in done.stderr


def test_run_over_the_error_budget_ends_with_3(inbox: Path, tmp_path: Path) -> None:
    (inbox / "empty.txt").write_bytes(b"")

    done = congbao("run", inbox, "--out", tmp_path / "out", "--max-failed", "10%")

    assert done.returncode == 3
    assert "1 of 4 files failed, more than --max-failed 10%" in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["run", "{gone}", "--out", "{out}"], "does not exist; check the spelling"),
        (["run", "{inbox}", "--out", "{file}/out"], "cannot be written"),
        (["run", "{inbox}", "--out", "{out}", "--max-failed", "many"], "is no share; write 10% or 0.1"),
        (["status", "{inbox}"], "holds no run; give the --out folder of a run"),
        (["schema", "persons"], "no table 'persons'"),
        (["repair", "{gone}"], "not a regular file"),
        (["run"], "Missing argument"),
    ],
)
def test_wrong_usage_ends_with_2_and_touches_nothing(args: list[str], said: str, inbox: Path, tmp_path: Path) -> None:
    places = {"gone": tmp_path / "gone", "out": tmp_path / "out", "inbox": inbox, "file": inbox / "qd-1.txt"}

    done = congbao(*(arg.format(**places) for arg in args))

    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_json_is_for_machines(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    done = congbao("run", inbox, "--out", out, "--json")
    told = congbao("status", out, "--json")

    assert json.loads(done.stdout)["snapshot"] == "v000001"
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert [line["record"] for line in lines] == ["run", "file", "file", "file"]
    assert lines[0]["counts"] == {"done": 3, "partial": 0, "failed": 0}


def test_schema_prints_every_column() -> None:
    printed = json.loads(congbao("schema", "--json").stdout)

    assert {spec["name"]: len(spec["fields"]) for spec in printed} == {s.name: len(s.columns) for s in TABLES}


def test_repair_keeps_line_count_and_writes_edits(tmp_path: Path) -> None:
    edits = tmp_path / "edits.jsonl"
    seen = "chwong trinh phat trién tri tué nhén tao\n\ntrong diém cip qudc gia\n"

    done = congbao("repair", "-", "--edits", edits, text=seen)

    assert done.returncode == 0, done.stderr
    assert done.stdout == "chương trình phát triển trí tuệ nhân tạo\n\ntrọng điểm cấp quốc gia\n"
    assert {json.loads(line)["line_no"] for line in edits.read_text(encoding="utf-8").splitlines()} == {1, 3}
