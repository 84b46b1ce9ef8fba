"""How a run stands, also while it goes on: counts, rate, time left, what is being read, the slowest, the failed."""

from __future__ import annotations

import json
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.state import FILE, State
from pipeline.workspace import NOW, WORK, is_running, local_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.result import Result

SLOWEST = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an output folder at this moment.

    Attributes:
        running: whether a run holds the folder.
        counts: files by status, of this run and those before.
        pages: of all files.
        outcome: how the last run ended: published, unchanged, what stopped it, or "cut off" where it was killed or
            interrupted; "" while one goes on, and where it is not known.
        to_read: files that the run that goes on or was cut off had to read; `read` how many it has read; else 0.
        rate: files a second of the run; None while nothing is read.
        seconds_left: None while nothing is read.
        under_way: path, stage, page and seconds of each file that is being read.
        failures: number of files by kind of failure.
        snapshot: the published one, "" for none.
    """

    running: bool
    outcome: str
    counts: dict[str, int]
    pages: int
    to_read: int
    read: int
    rate: float | None
    seconds_left: float | None
    under_way: tuple[dict[str, Any], ...]
    failures: dict[str, int]
    snapshot: str


def standing(out: str) -> Standing:
    """How the run in a folder stands.

    Raises:
        UsageError: if there never was one.
    """
    folder = local_folder(out)
    now = _now(folder)
    with closing(open_state(out)) as state:
        counts = state.counts()
        pages = state.base.execute("select coalesce(sum(pages), 0) from files where gone = 0").fetchone()[0]
        query = "select code, count(*) from files where gone = 0 and status = 'failed' group by code order by 2 desc, 1"
        failures = dict(state.base.execute(query))
    running = is_running(folder)
    outcome = "" if running else now.get("outcome", "")
    outcome = "cut off" if outcome is None else outcome
    read, to_read = (now.get("done", 0), now.get("jobs", 0)) if running or outcome == "cut off" else (0, 0)
    took = time.time() - now.get("started", time.time())
    rate = read / took if running and read and took > 0 else None
    latest = folder / "latest"
    return Standing(
        running=running,
        outcome=outcome,
        counts=counts,
        pages=pages,
        to_read=to_read,
        read=read,
        rate=rate,
        seconds_left=(to_read - read) / rate if rate else None,
        under_way=tuple(_since(file) for file in now.get("running", ())) if running else (),
        failures=failures,
        snapshot=latest.readlink().name if latest.is_symlink() else "",
    )


def slowest(out: str, most: int = SLOWEST) -> list[Result]:
    """The files that took longest, longest first."""
    with closing(open_state(out)) as state:
        return list(state.results("gone = 0 and seconds > 0", f"seconds desc, path limit {int(most)}"))


def troubled(out: str) -> list[Result]:
    """Files that failed or are partial, by path."""
    with closing(open_state(out)) as state:
        return list(state.results("gone = 0 and status <> 'done'"))


def json_lines(out: str) -> Iterator[str]:
    """A line for the run, one for each file that is being read, one for each file that ended."""
    now = standing(out)
    yield json.dumps({"record": "run", "out": out, **asdict(now)}, ensure_ascii=False)
    for file in now.under_way:
        yield json.dumps({"record": "reading", **file}, ensure_ascii=False)
    with closing(open_state(out)) as state:
        for result in state.results():
            yield json.dumps({"record": "file", **asdict(result)})


def open_state(out: str) -> State:
    """The table of files, to be looked at.

    Raises:
        UsageError: if there never was a run.
    """
    file = local_folder(out) / WORK / FILE
    if not file.is_file():
        error = UsageError("holds no run", "give the --out folder of a run")
        error.file = out
        raise error
    return State(file, read_only=True)


def _now(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / WORK / NOW).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _since(file: dict[str, Any]) -> dict[str, Any]:
    return {**{k: v for k, v in file.items() if k != "since"}, "seconds": round(time.time() - file["since"], 1)}
