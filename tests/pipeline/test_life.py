"""The life of an output folder as a user sees it: status, retry, prune, strict, two runs at once, watching, logs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from pipeline.batch import Settings, collect, run_batch
from pipeline.errors import ChangeError
from pipeline.limits import Limits
from pipeline.prune import prune
from pipeline.retry import no_failure, retry_failed
from pipeline.state import read_state
from pipeline.status import standing
from pipeline.watch import watch
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.result import Result

CONGBAO = [sys.executable, "-m", "pipeline.cli"]
LATEST = ("v000001", "v000002", "v000003", "v000004")


def start(*args: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen([*CONGBAO, *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(happens: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.05)


def codes(out: Path) -> dict[str, str]:
    return {result.path.rsplit("/", 1)[1]: result.code for result in read_state(out)}


def slow_tesseract(tmp_path: Path, seconds: int) -> None:
    """A Tesseract that takes its time and reads nothing, first on the path."""
    fake = tmp_path / "bin" / "tesseract"
    fake.parent.mkdir()
    listed = 'case "$*" in *--list-langs*) printf "List\\nvie\\n"; exit;; esac'
    fake.write_text(f"#!/bin/sh\n{listed}\nsleep {seconds}\nexit 1\n", encoding="utf-8")
    fake.chmod(0o755)


@pytest.fixture
def page(inbox: Path) -> Path:
    """A picture beside the decisions of the inbox."""
    from PIL import Image

    Image.new("L", (600, 800), 255).save(inbox / "page.png")
    return inbox / "page.png"


def test_retry_reads_what_may_pass_and_leaves_what_lasts(
    inbox: Path, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    out, path = tmp_path / "out", os.environ["PATH"]
    slow_tesseract(tmp_path, 600)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    run_batch(collect([page, inbox / "broken.pdf", inbox / "qd-1.txt"]), out, Settings(limits=Limits(total=20)))
    before = codes(out)
    monkeypatch.setenv("PATH", path)

    report = retry_failed(str(out), ["passing"], Settings())
    nothing = retry_failed(str(out), ["timeout"], Settings())

    assert before == {"broken.pdf": "damaged", "page.png": "timeout", "qd-1.txt": ""}
    assert report is not None
    assert (report.fresh, report.total, codes(out)["broken.pdf"]) == (1, 1, "damaged")
    assert codes(out)["page.png"] != "timeout"
    assert nothing is None
    assert "there are: damaged 1" in no_failure(str(out), ["timeout"])


def test_status_tells_what_is_being_read_while_a_run_goes_on(
    inbox: Path, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_tesseract(tmp_path, 600)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    assert page.parent == inbox
    out = tmp_path / "out"
    running = start("run", inbox, "--out", out, "--jobs", "2")

    def now() -> list[dict[str, object]]:
        told = subprocess.run([*CONGBAO, "status", str(out), "--json"], capture_output=True, text=True, check=False)
        return [json.loads(line) for line in told.stdout.splitlines()]

    wait_for((out / ".work" / "now.json").exists)
    wait_for(lambda: any(line["record"] == "reading" and line["page"] == 1 for line in now()))
    wait_for(lambda: [line["record"] for line in now()].count("file") == 3)
    first = now()[0]
    second = subprocess.run(
        [*CONGBAO, "run", str(inbox), "--out", str(out)], capture_output=True, text=True, check=False
    )
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    after = now()[0]

    assert (first["running"], first["to_read"], first["counts"]) == (True, 4, {"done": 3, "partial": 0, "failed": 0})
    assert (second.returncode, "another run is writing here" in second.stderr) == (2, True)
    assert (running.returncode, "the same command goes on" in said) == (130, True)
    assert (after["running"], after["outcome"]) == (False, "cut off")
    assert (after["read"], after["to_read"]) == (3, 4)


def test_strict_publishes_nothing_when_a_table_shrinks(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_batch(collect([inbox]), out)
    (inbox / "qd-1.txt").unlink()
    with pytest.raises(ChangeError, match=r"documents: 2 rows, 3 before \(-33%\)"):
        run_batch(collect([inbox]), out, Settings(strict=True))
    stopped, kept = standing(str(out)).outcome, (out / "latest").readlink().name
    report = run_batch(collect([inbox]), out)

    assert (kept, report.snapshot) == ("v000001", "v000002")
    assert "documents: 2 rows, 3 before (-33%)" in stopped
    assert standing(str(out)).outcome == "published"
    assert "documents: 2 rows, 3 before (-33%)" in report.changes


def test_prune_keeps_the_newest_and_what_is_needed(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number in (1, 2, 3):
        file = inbox / f"qd-{number}.txt"
        file.write_text(file.read_text(encoding="utf-8").replace("y tế", f"y học {number}"), encoding="utf-8")
        run_batch(collect([inbox]), out)
    kept = len(list((out / ".work" / "rows").iterdir()))

    gone = prune(Workspace(out), 1)
    again = run_batch(collect([inbox]), out)

    assert (kept, gone.snapshots, gone.results) == (5, ("v000001", "v000002"), 2)
    assert sorted(path.name for path in out.glob("v*")) == ["v000003"]
    assert (again.fresh, again.is_new) == (0, False)


def test_watching_reads_files_as_they_arrive(inbox: Path, tmp_path: Path) -> None:
    late = (inbox / "qd-3.txt").rename(tmp_path / "qd-3.txt")
    looks = []

    def sleep(_: float) -> None:
        looks.append(1)
        time.sleep(0.5)

    reports = watch([str(inbox)], "", tmp_path / "out", Settings(), sleep=sleep)
    first = next(reports)
    late.rename(inbox / "qd-3.txt")
    second = next(reports)

    assert (first.fresh, second.fresh, second.total) == (2, 1, 3)
    assert len(looks) >= 2


def test_logs_are_json_lines_that_name_file_and_page(inbox: Path, tmp_path: Path) -> None:
    (inbox / "empty.txt").write_bytes(b"")
    done = start("run", inbox, "--out", tmp_path / "out", "--log-json")
    _, errors = done.communicate()
    lines = [json.loads(line) for line in errors.splitlines()]

    assert {line["file"].rsplit("/", 1)[1]: (line["level"], line["status"]) for line in lines} == {
        "empty.txt": ("warning", "failed"),
        **{f"qd-{number}.txt": ("info", "done") for number in (1, 2, 3)},
    }
    assert all(line["time"].endswith("Z") and line["event"] == "file" for line in lines)


def test_a_year_is_not_read_to_be_published_again(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_batch(collect([inbox]), out)
    of_2023 = next(r.rows_file for r in _results(out) if r.year == 2023)
    (out / ".work" / "rows" / of_2023).unlink()  # would be missed
    (inbox / "qd-3.txt").unlink()

    assert run_batch(collect([inbox]), out).is_new


def _results(out: Path) -> list[Result]:
    return list(read_state(out))
