"""A guard ends what runs over a limit, with everything that it started."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

import psutil
import pytest
from PIL import Image

from pipeline.guard import Guard
from pipeline.limits import Limits, is_higher
from pipeline.result import Job
from pipeline.versions import made_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STUBBORN = """#!/bin/sh
case "$*" in *--list-langs*) printf 'List\\nvie\\n'; exit;; esac
sleep {marker} &
setsid sleep {marker} &
wait
"""


@pytest.fixture
def guard(request: pytest.FixtureRequest) -> Iterator[Guard]:
    made = Guard(getattr(request, "param", Limits()))
    yield made
    made.close()


def job(path: Path, tmp_path: Path) -> Job:
    return Job(str(path), str(tmp_path / "work"), made_by())


def sleepers(marker: str) -> list[psutil.Process]:
    running = psutil.process_iter(["cmdline"])
    return [process for process in running if process.info["cmdline"] == ["sleep", marker]]


@pytest.mark.parametrize("program", ["tesseract", "soffice"])
@pytest.mark.parametrize("guard", [Limits(stalled=2)], indirect=True)
def test_a_program_that_hangs_is_ended_with_all_it_started(
    guard: Guard, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = f"98{os.getpid()}"  # seconds that no other test sleeps
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / program
    fake.write_text(STUBBORN.format(marker=marker), encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    if program == "tesseract":
        source = tmp_path / "page.png"
        Image.new("L", (600, 800), 255).save(source)
    else:
        source = tmp_path / "old.rtf"
        source.write_bytes(rb"{\rtf1 Quyet dinh}")

    result = guard.do(job(source, tmp_path))

    assert (result.status, result.code) == ("failed", "stalled"), result.message
    time.sleep(0.5)
    assert sleepers(marker) == []


def test_what_a_worker_has_just_started_dies_with_it(
    guard: Guard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody had the time to see that it was there."""
    marker = f"97{os.getpid()}"
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "soffice"
    fake.write_text(f"#!/bin/sh\nsleep {marker} &\nkill -9 $PPID\nwait\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    source = tmp_path / "old.rtf"
    source.write_bytes(rb"{\rtf1 Quyet dinh}")

    result = guard.do(job(source, tmp_path))

    assert result.code == "worker_died", result.message
    time.sleep(0.5)
    assert sleepers(marker) == []


def test_a_worker_that_dies_costs_its_own_file_only(guard: Guard, inbox: Path, tmp_path: Path) -> None:
    guard.do(job(inbox / "qd-1.txt", tmp_path))
    assert guard._cell is not None
    guard._cell.kill()
    dead = guard.do(job(inbox / "qd-2.txt", tmp_path))
    alive = guard.do(job(inbox / "qd-3.txt", tmp_path))

    assert (dead.status, dead.code) == ("failed", "worker_died")
    assert "exit code -9" in dead.message
    assert alive.status == "done"


@pytest.mark.parametrize("guard", [Limits(recycle=1)], indirect=True)
def test_a_worker_starts_fresh_after_some_files(guard: Guard, inbox: Path, tmp_path: Path) -> None:
    pids = []
    for number in (1, 2):
        assert guard.do(job(inbox / f"qd-{number}.txt", tmp_path)).status == "done"
        assert guard._cell is not None
        pids.append(guard._cell.pid)

    assert len(set(pids)) == 2
    assert not psutil.pid_exists(pids[0])


def test_nothing_is_left_in_the_temporary_folder(guard: Guard, inbox: Path, tmp_path: Path) -> None:
    guard.do(job(inbox / "qd-1.txt", tmp_path))
    assert guard._scratch is not None
    scratch = guard._scratch.folder
    assert scratch.is_dir()
    guard.close()

    assert not scratch.exists()


@pytest.mark.parametrize(
    ("now", "then", "higher"),
    [
        (Limits(10, 5, 100), Limits(10, 5, 100), False),
        (Limits(11, 5, 100), Limits(10, 5, 100), True),
        (Limits(10, 5, 0), Limits(10, 5, 100), True),  # 0 is no limit on memory
        (Limits(10, 5, 50), Limits(10, 5, 100), False),
    ],
)
def test_which_limits_are_worth_another_try(now: Limits, then: Limits, higher: bool) -> None:
    assert is_higher(now, then.ceiling) is higher


def test_the_programs_that_are_faked_here_are_asked_for() -> None:
    assert shutil.which("tesseract")
