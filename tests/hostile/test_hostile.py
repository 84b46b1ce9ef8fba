"""All kinds of hostile files in one run: each ends as declared, none stops the others, nothing is run or fetched."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.dataset as ds
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

sys.path.insert(0, str(Path(__file__).parent))
from kinds import CANARY, Kind, kinds

KINDS = list(kinds())
MEMORY = 1 << 30  # bytes of a worker and all it started
STALL, TOTAL = 240, 300  # seconds, for a machine that does other things besides


@dataclass(frozen=True, slots=True)
class Run:
    """What a run over all kinds left behind; `asked` are requests that a server got, which should be none."""

    inbox: Path
    out: Path
    exit_code: int
    results: dict[str, dict[str, Any]]
    asked: list[str]
    stderr: str


@contextmanager
def server() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and the requests that came to it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/{CANARY}", asked
        listening.shutdown()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run of the program over all kinds, with a good file at each end of the alphabet."""
    base = tmp_path_factory.mktemp("hostile")
    inbox, out = base / "inbox", base / "out"
    for folder in (inbox, base / "outside"):
        folder.mkdir()
    (base / "outside" / "secret.txt").write_text("secret of the house", encoding="utf-8")
    with server() as (address, asked):
        for kind in KINDS:
            kind.make(inbox / kind.name, address)
        command = [
            sys.executable,
            "-m",
            "pipeline.cli",
            "run",
            inbox,
            "--out",
            out,
            "--jobs",
            "2",
            "--log-json",
            "--verbose",
        ]
        command += ["--memory", str(MEMORY), "--stall", str(STALL), "--timeout", str(TOTAL)]
        with (base / "log").open("wb") as log:
            process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log, cwd=base, env=_environment())
            _disturb(inbox, base / "log", process)
        code = process.wait()
    told = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "status", str(out), "--json"], capture_output=True, text=True, check=True
    )
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    results = {os.fsencode(line["path"]): line for line in lines if line["record"] == "file"}
    return Run(inbox, out, code, results, asked, (base / "log").read_text(encoding="utf-8"))  # type: ignore[arg-type]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"}


def _disturb(inbox: Path, log: Path, process: subprocess.Popen[bytes]) -> None:
    """Once the run has begun, take one file away and let another one grow until the end."""
    while process.poll() is None and b'"event": "start"' not in log.read_bytes():
        time.sleep(0.05)
    (inbox / "vanishes.txt").unlink()
    while process.poll() is None:
        with (inbox / "grows.txt").open("a", encoding="utf-8") as file:
            file.write("Điều 1. Thêm một dòng nữa.\n")
        time.sleep(0.02)


def test_there_are_many_kinds() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 60


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: ascii(kind.name)[1:-1])
def test_each_kind_ends_as_declared(run: Run, kind: Kind) -> None:
    result = run.results[os.fsencode(run.inbox / kind.name)]  # type: ignore[index]

    assert f"{result['status']} {result['code']}".strip() in kind.outcomes, result["message"]


def test_none_stops_the_others(run: Run) -> None:
    assert run.exit_code == 1  # some failed, the rest is published
    assert len(run.results) == len(KINDS)
    published = ds.dataset(run.out / "latest" / "documents", partitioning="hive").to_table(columns=["status"])
    assert published.num_rows >= len(KINDS) - 10  # equal bytes are one document


def test_none_takes_more_than_its_limits(run: Run) -> None:
    assert max(result["memory"] for result in run.results.values()) < MEMORY * 1.5  # a look every fifth of a second
    assert max(result["seconds"] for result in run.results.values()) < TOTAL + 60


def test_nothing_is_executed_fetched_or_left_behind(run: Run) -> None:
    assert run.asked == []
    places = (run.inbox.parent, run.inbox, run.out, Path.cwd(), Path(tempfile.gettempdir()))
    assert [place for place in places if (place / CANARY).exists()] == []


def test_nothing_from_outside_is_published(run: Run) -> None:
    pages = ds.dataset(run.out / "latest" / "pages", partitioning="hive").to_table(columns=["text_seen"])
    whole = "\n".join(pages["text_seen"].to_pylist())

    assert "secret of the house" not in whole
    assert "root:" not in whole


def test_a_name_forges_no_line_of_the_log(run: Run) -> None:
    lines = [json.loads(line) for line in run.stderr.splitlines() if line.startswith('{"time"')]

    assert {line["file"] for line in lines if line.get("event") == "file"} >= {str(run.inbox / "line\nbreak.txt")}
    assert all(line["message"].isprintable() for line in lines if line.get("event") == "file")
