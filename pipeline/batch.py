"""Many files: which there are, which are new, one process a file, and what becomes of them."""

from __future__ import annotations

import fnmatch
import hashlib
import multiprocessing
from concurrent.futures import Future, as_completed
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from ingest.read import read_bytes
from normalize.errors import DecisionError
from pipeline.errors import BudgetError, UsageError
from pipeline.kit import load_kit
from pipeline.publish import publish
from pipeline.worker import Result, failed, process
from pipeline.workspace import Workspace, rows_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_RECYCLE = 200  # files after which a worker starts fresh, so that no library's leak grows


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose for a run.

    Attributes:
        jobs: worker processes, at least 1.
        only: a glob on file names, "" for all files.
        force: read files again that are up to date.
        timeout: seconds a file may take.
        max_failed: share of files that may fail, 0..1; more publishes nothing.
        reviews: folder with the records of reviewers, applied to what is published; None for none.
    """

    jobs: int = 1
    only: str = ""
    force: bool = False
    timeout: float = 900.0
    max_failed: float = 1.0
    reviews: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended: all files of this run, how many were read anew, and the snapshot that holds them."""

    results: tuple[Result, ...]
    fresh: int
    snapshot: str
    is_new: bool

    def count(self, status: str) -> int:
        """Files of that status."""
        return sum(result.status == status for result in self.results)


def collect(paths: Iterable[Path], only: str = "") -> tuple[Path, ...]:
    """Source files under `paths`, sorted; hidden files are left out, links are not followed into folders.

    Raises:
        UsageError: if a path does not exist or nothing is found.
    """
    found: set[Path] = set()
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise _usage(path, "does not exist", "check the spelling")
        found |= set(_inside(path)) if path.is_dir() else {path}
    chosen = tuple(sorted(file for file in found if not only or fnmatch.fnmatch(file.name, only)))
    if not chosen:
        where = ", ".join(map(str, paths)) or "the paths given"
        raise _usage(Path(where), "holds no files to read", "give a folder with decisions or widen --only")
    return chosen


def _inside(folder: Path) -> Iterable[Path]:
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and not file.is_dir():
            yield file


def run_batch(
    files: Sequence[Path], out: Path, settings: Settings, on_result: Callable[[Result], None] = lambda _: None
) -> Report:
    """Read the files that are new or changed and publish all of them as one snapshot.

    `on_result` is called for each file that is read anew, as it ends.

    Raises:
        OutputError: if `out` cannot be written or another run holds it.
        BudgetError: if more files fail than `settings.max_failed`; nothing is published.
    """
    space = Workspace(out)
    with space.lock():
        known = space.finished()
        plan = {str(file): _rows_file(file) for file in files}
        twins = {result.rows_file: result for result in reversed(known.values())}
        done = {path for path, name in plan.items() if not settings.force and _is_done(space, known, twins, path, name)}
        todo = {path: name for path, name in plan.items() if path not in done}
        for result in _process_all(todo, space, settings):
            space.record(result)
            known[result.path] = result
            on_result(result)
        results = tuple(known[path] for path in plan)
        _check_budget(results, settings)
        snapshot, is_new = publish(space, (*results, *_others(known, plan)), settings.reviews)
    return Report(results, len(todo), snapshot, is_new)


def _others(known: dict[str, Result], plan: dict[str, str]) -> Iterable[Result]:
    """Files of earlier runs that are still there, and are not files of this run under another spelling."""
    here = {Path(path).resolve() for path in plan}
    return (r for path, r in known.items() if Path(path).is_file() and Path(path).resolve() not in here)


def _rows_file(file: Path) -> str:
    """Where the rows of a file go; a file whose bytes cannot be read is tried again each time."""
    try:
        return rows_name(hashlib.sha256(read_bytes(file)).hexdigest(), file.suffix.lower())
    except DecisionError:
        return ""


def _is_done(space: Workspace, known: dict[str, Result], twins: dict[str, Result], path: str, rows_file: str) -> bool:
    """Whether these bytes were read by today's stages; a copy under another name takes over the result."""
    if not rows_file or not (space.results / rows_file).exists():
        return False
    if path in known and known[path].rows_file == rows_file:
        return True
    twin = twins.get(rows_file)
    if twin is None:
        return False
    known[path] = replace(twin, path=path, message=twin.message.replace(twin.path, path), seconds=0.0)
    space.record(known[path])
    return True


def _process_all(todo: dict[str, str], space: Workspace, settings: Settings) -> Iterable[Result]:
    """Results as they come; a worker that dies or runs out of time costs its own file only."""
    if not todo:
        return
    results = str(space.results)
    context = multiprocessing.get_context("spawn")
    with ProcessPool(settings.jobs, max_tasks=_RECYCLE, initializer=load_kit, context=context) as pool:
        futures: dict[Future[Result], tuple[str, str, str]] = {}
        for path, name in todo.items():
            arguments = (
                path,
                results,
                name or f"unread-{hashlib.sha256(path.encode()).hexdigest()[:16]}.json.gz",
            )
            futures[pool.schedule(process, args=arguments, timeout=settings.timeout)] = arguments
        for future in as_completed(futures):
            arguments = futures[future]
            try:
                yield future.result()
            except FutureTimeout:
                said = f"{arguments[0]}: took longer than {settings.timeout:.0f} s; raise --timeout or split the file"
                yield failed(*arguments, "timeout", said)
            except ProcessExpired as error:
                said = f"{arguments[0]}: the worker died ({error}); check memory, then run again"
                yield failed(*arguments, "worker_died", said)


def _check_budget(results: Sequence[Result], settings: Settings) -> None:
    lost = sum(result.status == "failed" for result in results)
    if lost > settings.max_failed * len(results):
        problem = f"{lost} of {len(results)} files failed, more than --max-failed {settings.max_failed:.0%}"
        raise BudgetError(problem, "see `congbao status`; nothing was published")


def _usage(path: Path, problem: str, remedy: str) -> UsageError:
    error = UsageError(problem, remedy)
    error.file = str(path)
    return error
