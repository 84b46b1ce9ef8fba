"""Folders of workers do not outlive them for long, however they end."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from pipeline.scratch import Scratch, sweep

DYING = """
import os, signal, subprocess
from pipeline.scratch import Scratch
made = Scratch()
own = {**os.environ, "TMPDIR": str(made.folder)}
left = subprocess.Popen(["sleep", "600"], env=own, start_new_session=True, stdout=-3, stderr=-3)  # nowhere
print(made.folder, left.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def test_a_closed_one_is_gone() -> None:
    made = Scratch()
    (made.folder / "page.pgm").write_bytes(b"P5")
    made.close()

    assert not made.folder.exists()


def test_one_in_use_stays() -> None:
    made = Scratch()
    sweep()

    assert made.folder.exists()
    made.close()


def test_one_of_a_killed_process_goes_with_what_it_had_started() -> None:
    told = subprocess.run([sys.executable, "-c", DYING], capture_output=True, text=True, check=False).stdout.split()
    folder, left = Path(told[0]), psutil.Process(int(told[1]))
    there = folder.exists() and left.is_running()
    sweep()
    psutil.wait_procs([left], timeout=5)

    assert there
    assert not folder.exists()
    assert not left.is_running() or left.status() == psutil.STATUS_ZOMBIE


def test_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    """A folder without the lock may be one that is just being made."""
    (tmp_path / "congbao-work-other").mkdir()
    sweep()

    assert (tmp_path / "congbao-work-other").exists()
