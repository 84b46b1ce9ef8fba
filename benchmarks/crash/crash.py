"""A batch that is killed again and again ends as if nobody had touched it.

    python benchmarks/crash/crash.py --files 2000 --kills 40

Kills the whole process group of `congbao run` with SIGKILL at random moments, starts it again each time, and lets the
last one end. A reader looks at `latest` all the while. Checked: the tables are, byte for byte, those of an undisturbed
run; `latest` was whole whenever it was looked at; no file that was noted as finished was read again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "batch"))
from made import make

FIRST = 20  # files of the snapshot that is there before the killing begins


def command(inbox: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "pipeline.cli", "run", str(inbox), "--out", str(out), "--jobs", "2", "--json"]


def run_to_end(inbox: Path, out: Path) -> float:
    start = time.monotonic()
    subprocess.run(command(inbox, out), check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def run_and_kill(inbox: Path, out: Path, after: float) -> bool:
    """Kill the group of a run after so many seconds; false if it had ended by then."""
    process = subprocess.Popen(command(inbox, out), stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def finished(out: Path) -> dict[str, int]:
    """Path → how often it was read, of all files noted as finished."""
    file = out / ".work" / "state.sqlite"
    if not file.exists():
        return {}
    with closing(sqlite3.connect(file, timeout=60)) as base:
        return dict(base.execute("select path, times from files"))


def tables(snapshot: Path) -> dict[str, str]:
    """Hash of every table file but the history of runs."""
    files = (file for file in snapshot.rglob("*.parquet") if file.relative_to(snapshot).parts[0] != "runs")
    return {str(file.relative_to(snapshot)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


class Reader(threading.Thread):
    """Looks at `latest` again and again: are all files of its manifest there, with the bytes it names?"""

    def __init__(self, out: Path) -> None:
        super().__init__(daemon=True)
        self.out = out
        self.looks = 0
        self.faults: list[str] = []
        self.stop = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.stop.is_set():
            self._look()
            self.stop.wait(0.2)

    def _look(self) -> None:
        snapshot = (self.out / "latest").resolve()
        try:
            manifest = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
            for entry in manifest["files"]:
                if hashlib.sha256((snapshot / entry["path"]).read_bytes()).hexdigest() != entry["sha256"]:
                    self.faults.append(f"{snapshot.name}: {entry['path']} has other bytes")
        except (OSError, ValueError, KeyError) as error:
            self.faults.append(f"{snapshot.name}: {error}")
        self.looks += 1


def crash(folder: Path, files: int, kills: int, seed: int = 1) -> dict[str, object]:
    """What came of it."""
    chance = random.Random(seed)  # noqa: S311  # moments, no secrets
    inbox, out = make(folder / "inbox", FIRST), folder / "out"
    start = run_to_end(inbox, out)
    make(inbox, files)
    undisturbed = folder / "undisturbed"
    took = run_to_end(inbox, undisturbed)
    reader = Reader(out)
    reader.start()
    done, killed, lost, again = finished(out), 0, 0, 0
    while killed < kills:
        ended = not run_and_kill(inbox, out, chance.uniform(0.2, 2 * took / kills + start))
        now = finished(out)
        lost += len(done.keys() - now.keys())
        again += sum(now[path] > times for path, times in done.items())
        done, killed = now, killed + (not ended)
        if ended:  # nothing left to read: have it publish
            _stir(inbox, chance)
    _bring_back(inbox)
    run_to_end(inbox, out)
    reader.stop.set()
    reader.join()
    time.sleep(2)  # the last orphans notice that their run is dead
    same = tables(out / "latest") == tables(undisturbed / "latest")
    left = subprocess.run(["pgrep", "-fc", str(out)], capture_output=True, text=True, check=False).stdout.strip()
    return {
        "files": files, "kills": killed, "finished_lost": lost, "finished_read_again": again,
        "looks_at_latest": reader.looks, "not_whole": len(reader.faults), "faults": reader.faults[:3],
        "tables_as_undisturbed": same, "processes_left": int(left or 0), "undisturbed_seconds": round(took, 1),
    }  # fmt: skip


def _stir(inbox: Path, chance: random.Random) -> None:
    """Hide a file, or bring the hidden one back: either makes a new snapshot."""
    if not _bring_back(inbox):
        file = chance.choice(sorted(inbox.rglob("qd-*.txt")))
        file.rename(file.with_name(f".{file.name}"))


def _bring_back(inbox: Path) -> bool:
    hidden = list(inbox.rglob(".qd-*.txt"))
    for file in hidden:
        file.rename(file.with_name(file.name[1:]))
    return bool(hidden)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="congbao-crash-"))
    try:
        print(json.dumps(crash(folder, given.files, given.kills, given.seed)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
