"""How fast, how large, how often: a batch of made decisions from the first run to the last byte.

    python benchmarks/batch/bench.py text --files 10000 --jobs 2     rate and memory of a text batch, and a second run
    python benchmarks/batch/bench.py cost --files 200                CPU seconds of a file, stage by stage
    python benchmarks/batch/bench.py scans --pages 40                2 jobs against 1 on scanned pages
    python benchmarks/batch/bench.py publish --files 100000          memory of publishing, one file's rows many times
    python benchmarks/batch/bench.py dask --files 40                 2 Dask workers, one killed while busy
    python benchmarks/batch/bench.py s3 --files 40                   an S3 server on this machine, read back

Each prints JSON lines. Runs are started as a user starts them, in processes of their own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import psutil
from made import make, make_scans

MIB = 1 << 20
_SELDOM = 20  # looks at the parent for one at its workers
# Compiled modules are kept between runs unless one forbids it, as some build machines do.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def congbao(*arguments: str | Path) -> dict[str, Any]:
    """Run the program to its end.

    Seconds, CPU seconds of all its processes, peak memory of the parent and of the largest worker with its children,
    and the report it printed.
    """
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    start, spent = time.monotonic(), _children()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    peaks = {"parent": 0, "worker": 0}
    threading.Thread(target=_observe, args=(psutil.Process(process.pid), peaks), daemon=True).start()
    out, err = process.communicate()
    took = time.monotonic() - start
    cpu = round(_children() - spent, 1)
    if not out.strip():
        sys.exit(f"congbao ended with {process.returncode}: {err.decode(errors='replace')[-2000:]}")
    report = json.loads(out.splitlines()[-1])
    return {
        "seconds": round(took, 2),
        "cpu_seconds": cpu,
        "exit": process.returncode,
        **{f"{k}_mib": v // MIB for k, v in peaks.items()},
        "report": report,
    }


def _children() -> float:
    """CPU seconds of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _observe(parent: psutil.Process, peaks: dict[str, int]) -> None:
    """Note memory as long as the program runs.

    Looking for children goes through all processes of the machine: ten times a second it takes a tenth of a core, and
    only from a run that leaves none idle. So it is done seldom, and asks for the most that each has held.
    """
    for look in count():
        with suppress(psutil.Error, OSError):
            peaks["parent"] = max(peaks["parent"], parent.memory_info().rss)
            for worker in parent.children() if look % _SELDOM == 0 else ():
                family = [worker, *worker.children(recursive=True)]
                peaks["worker"] = max(peaks["worker"], sum(map(_most_held, family)))
        if not parent.is_running():
            return
        time.sleep(0.1)


def _most_held(member: psutil.Process) -> int:
    """Bytes that a process has held at most until now."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{member.pid}/status").read_text())
    return int(found[1]) << 10 if found else 0


def say(**facts: Any) -> None:
    print(json.dumps(facts, ensure_ascii=False), flush=True)


def tables(snapshot: Path) -> dict[str, str]:
    """Hash of every table file but the history of runs."""
    files = sorted(file for file in snapshot.rglob("*.parquet") if file.relative_to(snapshot).parts[0] != "runs")
    return {str(file.relative_to(snapshot)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def text(folder: Path, files: int, jobs: int) -> None:
    """A first and a second run."""
    inbox, out = make(folder / "inbox", files), folder / "out"
    for name in ("first", "second"):
        done = congbao("run", inbox, "--out", out, "--jobs", str(jobs), "--json")
        report = done.pop("report")
        say(
            run=name,
            n=files,
            jobs=jobs,
            read=report["fresh"],
            files_per_second=round(files / done["seconds"], 1),
            **done,
        )
    size = sum(file.stat().st_size for file in (out / "latest" / ".").rglob("*") if file.is_file())
    kept = sum(file.stat().st_size for file in (out / ".work").rglob("*") if file.is_file())
    say(published_bytes_per_file=size // files, kept_bytes_per_file=kept // files)


def cost(folder: Path, files: int) -> None:
    """CPU seconds of each stage over some files, in this process, after the first few."""
    from normalize.progress import watched
    from pipeline.kit import load_kit
    from pipeline.rows import decision_rows
    from pipeline.run import read_decision
    from pipeline.worker import packed

    start = time.process_time()
    kit = load_kit()
    say(loading_seconds=round(time.process_time() - start, 2))
    spent: dict[str, float] = {}
    now = ["warm-up", time.process_time()]

    def enter(stage: str, _: int | None = None) -> None:
        if stage:
            spent[now[0]] = spent.get(now[0], 0.0) + time.process_time() - now[1]
            now[:] = [stage, time.process_time()]

    for number, file in enumerate(sorted(make(folder / "inbox", files + 20).rglob("*.txt"))):
        with watched(enter):
            decision = read_decision(file, kit)
        enter("rows")
        packed(decision_rows(decision))
        enter("between")
        if number == 19:
            spent.clear()
    each = {stage: round(1000 * seconds / files, 2) for stage, seconds in spent.items()}
    say(n=files, cpu_ms_a_file=each, all=round(sum(each.values()), 1))


def scans(folder: Path, pages: int) -> None:
    """The same scanned pages, one a file, by one worker and by two."""
    inbox = folder / "inbox"
    inbox.mkdir()
    make_scans(inbox, pages)
    took = {}
    for jobs in (1, 2):
        done = congbao("run", inbox, "--out", folder / f"out-{jobs}", "--jobs", str(jobs), "--json")
        took[jobs] = done["seconds"]
        done["report"] = {name: done["report"][name] for name in ("files", "memory")}
        say(jobs=jobs, n=pages, seconds_per_page=round(done["seconds"] / pages, 2), **done)
    same = tables(folder / "out-1" / "latest") == tables(folder / "out-2" / "latest")
    say(times_faster=round(took[1] / took[2], 2), same_tables=same)


def publish(folder: Path, files: int) -> None:
    """Publishing alone: a thousand read decisions, published as if each had been read many times."""
    from pipeline.batch import Settings, collect, run_batch
    from pipeline.relate import Catalogue
    from pipeline.worker import ROWS, kept_rows, packed
    from pipeline.workspace import Workspace

    inbox, out = make(folder / "inbox", min(files, 500)), folder / "out"
    run_batch(collect([inbox]), out, Settings(jobs=2))
    space = Workspace(out)
    with space.lock(), space.state() as state:
        originals = list(state.results())
        from dataclasses import replace

        for number in range(files - len(originals)):
            one = originals[number % len(originals)]
            rows = kept_rows(space.shelf, one.rows_file)
            doc_id = f"{number:016x}"
            name = f"{doc_id}-made.json.gz"
            space.shelf.put(f"{ROWS}/{name}", packed(json.loads(json.dumps(rows).replace(one.doc_id, doc_id))))
            key = f"{one.decision_key}-{number}"
            state.record(
                replace(one, path=f"{inbox}/made-{number}", doc_id=doc_id, rows_file=name, decision_key=key), "", "", ""
            )
        from pipeline.publish import publish as publish_rows

        for what in ("all", "one changed"):
            before, start = _peak(), time.monotonic()
            if what != "all":
                state.record(replace(originals[0], status="partial", message="changed"), "", "", "")
                state.base.execute("update files set gone = 1 where path = ?", (originals[1].path,))
            done = publish_rows(space, Catalogue(state), {})
            took = round(time.monotonic() - start, 1)
            say(published=what, n=files, snapshot=done.snapshot, seconds=took, mib_before=before, mib=_peak())


def _peak() -> int:
    """Most memory that this process has held so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def dask(folder: Path, files: int) -> None:
    """The same files by local workers and by two Dask workers, one of which is killed while it is busy."""
    inbox = make(folder / "inbox", files)
    congbao("run", inbox, "--out", folder / "local", "--jobs", "2", "--json")
    address = folder / "scheduler.json"
    start = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--scheduler-file",
        str(address),
        "--no-dashboard",
        "--port",
        "0",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen(start, **quiet)]
    try:
        while not address.exists() or not address.read_text():
            time.sleep(0.2)
        tcp = json.loads(address.read_text())["address"]
        work = [sys.executable, "-m", "distributed.cli.dask_worker", tcp, "--nthreads", "1", "--no-dashboard"]
        workers = [
            subprocess.Popen([*work, "--name", name], cwd=folder, start_new_session=True, **quiet) for name in "ab"
        ]
        processes += workers
        threading.Thread(target=_kill_when_busy, args=(workers[0], folder / "dask"), daemon=True).start()
        done = congbao("run", inbox, "--out", folder / "dask", "--engine", "dask", "--scheduler", tcp, "--json")
    finally:
        for process in processes:
            process.kill()
            process.wait()
    say(n=files, killed=workers[0].poll() is not None, files=done["report"]["files"],
        same_tables=tables(folder / "dask" / "latest") == tables(folder / "local" / "latest"))  # fmt: skip


def _kill_when_busy(worker: subprocess.Popen[bytes], out: Path) -> None:
    """Kill the worker, its nanny and their children once a few files are done."""
    while len(list((out / ".work" / "rows").glob("*"))) < 5:
        time.sleep(0.05)
    os.killpg(worker.pid, signal.SIGKILL)


def s3(folder: Path, files: int) -> None:
    """Sources and tables in an object store: moto's server."""
    import duckdb
    import pyarrow.dataset as ds
    from moto.server import ThreadedMotoServer
    from pyarrow.fs import S3FileSystem

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    env = {"AWS_ACCESS_KEY_ID": "made", "AWS_SECRET_ACCESS_KEY": "made", "AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    os.environ |= {**env, "XDG_CACHE_HOME": str(folder / "cache")}
    store = S3FileSystem(endpoint_override=f"http://{host}:{port}", region="us-east-1", allow_bucket_creation=True)
    for bucket in ("in", "out"):
        store.create_dir(f"bucket-{bucket}")
    inbox = make(folder / "inbox", files)
    for file in inbox.rglob("*.txt"):
        with store.open_output_stream(f"bucket-in/decisions/{file.name}") as stream:
            stream.write(file.read_bytes())
    for name in ("first", "second"):
        done = congbao("run", "s3://bucket-in/decisions", "--out", "s3://bucket-out/tables", "--jobs", "2", "--json")
        report = done["report"]
        say(run=name, seconds=done["seconds"], files=report["files"], read=report["fresh"], snapshot=report["snapshot"])
    with store.open_input_stream("bucket-out/tables/latest") as stream:
        latest = stream.read().decode().strip()
    tasks = ds.dataset(f"bucket-out/tables/{latest}/tasks", filesystem=store, partitioning="hive")
    base = duckdb.connect()  # its own S3 reader is an extension that has to be downloaded; it reads through pyarrow
    base.register("tasks", tasks)
    counted = base.sql("select count(*), count(distinct issued_year) from tasks").fetchall()[0]
    say(latest=latest, tasks_by_pyarrow=tasks.count_rows(), tasks_and_years_by_duckdb=counted)
    server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["text", "cost", "scans", "publish", "dask", "s3"])
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="congbao-bench-"))
    try:
        if given.what == "text":
            text(folder, given.files, given.jobs)
        elif given.what == "scans":
            scans(folder, given.pages)
        else:
            {"cost": cost, "publish": publish, "dask": dask, "s3": s3}[given.what](folder, given.files)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
