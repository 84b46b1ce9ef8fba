"""Many files: which are new or changed, who reads them, what becomes of each, and the snapshot of all."""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from normalize.errors import DecisionError
from pipeline.errors import BudgetError
from pipeline.limits import Limits, is_higher
from pipeline.listen import Listener, Now
from pipeline.publish import get_ready, publish
from pipeline.relate import Catalogue
from pipeline.result import CHEAP, LIMITS, Job, Result
from pipeline.sources import Found, collect, exists, shown
from pipeline.versions import made_by
from pipeline.worker import failed
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from pipeline.relate import Settler
    from pipeline.state import Known, State

__all__ = ["Report", "Settings", "collect", "run_batch"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose for a run.

    Attributes:
        jobs: worker processes, at least 1.
        force: read files again that are up to date.
        limits: of each file.
        max_failed: share of files that may fail, 0..1; more publishes nothing.
        keep_missing: publish the rows of files that are no longer there.
        strict: publish nothing if a table shrinks suddenly, see `pipeline.changes`.
        wait: wait for another run on the same folder, instead of giving up.
        engine: local or dask.
        scheduler: address of a Dask scheduler, "" to start workers here.
        again: kinds of failure that are tried again, see `pipeline.result`.
        reviews: folder with the records of reviewers, applied to what is published; None for none.
    """

    jobs: int = 1
    force: bool = False
    limits: Limits = field(default_factory=Limits)
    max_failed: float = 1.0
    keep_missing: bool = False
    strict: bool = False
    wait: bool = False
    engine: str = "local"
    scheduler: str = ""
    again: frozenset[str] = CHEAP
    reviews: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended.

    Attributes:
        files: of this run, by status.
        fresh: how many were read anew.
        troubled: those of them that failed or are partial.
        snapshot: the one that holds them; `is_new` whether this run made it.
        changes: what fell suddenly against the snapshot before, a line each.
        seconds: wall time.
        pages: of the files that were read anew.
        memory: bytes that a worker and what it started held at most.
    """

    files: dict[str, int]
    fresh: int
    troubled: tuple[Result, ...]
    snapshot: str
    is_new: bool
    changes: tuple[str, ...] = ()
    seconds: float = 0.0
    pages: int = 0
    memory: int = 0

    def count(self, status: str) -> int:
        """Files of that status."""
        return self.files[status]

    @property
    def total(self) -> int:
        """Files of this run."""
        return sum(self.files.values())


@dataclass(slots=True)
class Plan:
    """What a run has to do: `jobs` by path, and the stamps under which their results are put down."""

    jobs: dict[str, Job] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    refused: list[Result] = field(default_factory=list)


def run_batch(
    files: Sequence[Found],
    out: Path | str,
    settings: Settings | None = None,
    listener: Listener | None = None,
    space: Workspace | None = None,
) -> Report:
    """Read the files that are new or changed and publish all of them as one snapshot.

    Raises:
        OutputError: if `out` cannot be written or another run holds it.
        BudgetError: if more files fail than `settings.max_failed`, or something fell suddenly and `strict` is set;
            nothing is published.
    """
    settings, listener, space = settings or Settings(), listener or Listener(), space or Workspace(out)
    with space.lock(wait=settings.wait), space.state() as state:
        run = _Run(space, state, settings, listener)
        try:
            report = run.do(files)
        except DecisionError as error:
            run.now.over(str(error))
            raise
        run.now.over("published" if report.is_new else "unchanged")
        return report


class _Run:
    """One run, while it holds the folder."""

    def __init__(self, space: Workspace, state: State, settings: Settings, listener: Listener) -> None:
        self.space, self.state, self.settings, self.listener = space, state, settings, listener
        self.made = made_by()
        self.mark = hashlib.sha256(json.dumps(self.made, sort_keys=True).encode()).hexdigest()[:16]
        self.now = Now(space, listener)

    def do(self, files: Sequence[Found]) -> Report:
        """Read, count, publish."""
        start = time.monotonic()
        plan = self.plan(files)
        self.listener.start(len(plan.jobs), len(files))
        tally = _Tally()
        for result in self._read(plan):
            tally.add(result)
        self._settle_missing({file.path for file in files})
        counts = _counted(self.state, files)
        _check_budget(counts, self.settings.max_failed)
        known = Catalogue(self.state, self._settler())
        published = publish(self.space, known, self._told(), strict=self.settings.strict)
        return Report(
            files=counts,
            fresh=tally.fresh,
            troubled=tuple(sorted(tally.troubled, key=lambda result: result.path)),
            snapshot=published.snapshot,
            is_new=published.is_new,
            changes=published.changes,
            seconds=time.monotonic() - start,
            pages=tally.pages,
            memory=tally.memory,
        )

    def plan(self, files: Iterable[Found]) -> Plan:
        """The files that have to be read, the largest first, so that no core waits for one at the end."""
        plan = Plan()
        for file in sorted(files, key=lambda file: (-file.size, file.path)):
            if file.outside:
                said = f"{shown(file.path)}: a link that leads out of the folder is not followed; give the file itself"
                plan.refused.append(failed(file.path, "outside", said))
            elif not self._is_done(file, self.state.known(file.path)):
                plan.jobs[file.path] = Job(file.path, self.space.place, self.made, file.size, self.settings.force)
                plan.stamps[file.path] = file.stamp
        return plan

    def _is_done(self, file: Found, known: Known | None) -> bool:
        if known is None or self.settings.force or not file.stamp:
            return False
        if known.stamp != file.stamp or known.made != self.mark or known.code in self.settings.again:
            return False
        return not (known.code in LIMITS and is_higher(self.settings.limits, known.ceiling))

    def _read(self, plan: Plan) -> Iterator[Result]:
        ceiling = self.settings.limits.ceiling
        for result in plan.refused:
            if self.state.result(result.path) != result:
                self.state.record(result, "", self.mark, ceiling)
                self.listener.end(result)
                yield result
        with closing(self._engine(list(plan.jobs.values()))) as results, self.now.shown(len(plan.jobs)):
            for result in results:
                self.state.record(result, plan.stamps[result.path], self.mark, ceiling)
                self.now.end(result)
                self.listener.end(result)
                yield result
        self.state.flush()

    def _engine(self, jobs: list[Job]) -> Generator[Result]:
        if not jobs:
            return _nothing()
        from pipeline import engines

        if self.settings.engine == "dask":
            self.state.together = 0.0  # Dask says nothing while it waits
            return engines.dask(jobs, self.settings.jobs, self.settings.limits, self.settings.scheduler)
        return engines.local(jobs, self.settings.jobs, self.settings.limits, self.now.hear, self._idle)

    def _idle(self) -> None:
        """Nothing ended for a moment; with the last files under way a core is free for what comes next."""
        self.state.flush()
        if self.now.jobs - self.now.done <= max(1, self.settings.jobs - 1):
            get_ready()

    def _settle_missing(self, here: set[str]) -> None:
        """Files of earlier runs leave when they are gone; one of this run under another spelling is no other file."""
        others = [path for path in self.state.paths() if path not in here]
        self.state.mark_gone(here, gone=False)
        if not others:
            return
        real = {Path(path).resolve() for path in here}
        twice = [path for path in others if Path(path).resolve() in real]
        missing = [] if self.settings.keep_missing else [path for path in others if not exists(path)]
        self.state.mark_gone(set(others) - set(missing), gone=False)
        self.state.mark_gone({*missing, *twice}, gone=True)

    def _settler(self) -> Settler | None:
        """What reviewers decided, None where nobody spoke."""
        from pipeline.reviews import Reviews, Settled

        if self.settings.reviews is None or not self.settings.reviews.is_dir():
            return None
        present = (result.sha256 for result in self.state.results())
        return Settled(Reviews.load(self.settings.reviews, present))

    def _told(self) -> dict[str, object]:
        """The settings as the table of runs keeps them."""
        told = asdict(replace(self.settings, again=frozenset()))
        del told["again"]
        return {**told, "reviews": str(self.settings.reviews or "")}


@dataclass(slots=True)
class _Tally:
    """What was read anew in a run; of what went well, only numbers are remembered."""

    fresh: int = 0
    pages: int = 0
    memory: int = 0
    troubled: list[Result] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Count one result."""
        if result.reused:
            return
        self.fresh += 1
        self.pages += result.pages
        self.memory = max(self.memory, result.memory)
        if result.status != "done":
            self.troubled.append(result)


def _nothing() -> Generator[Result]:
    yield from ()


def _counted(state: State, files: Sequence[Found]) -> dict[str, int]:
    """The files of this run by status."""
    here = {file.path for file in files}
    counts = {"done": 0, "partial": 0, "failed": 0}
    for path, status in state.statuses():
        if path in here:
            counts[status] += 1
    return counts


def _check_budget(counts: dict[str, int], most: float) -> None:
    total = sum(counts.values())
    if counts["failed"] > most * total:
        problem = f"{counts['failed']} of {total} files failed, more than --max-failed {most:.0%}"
        raise BudgetError(problem, "see `congbao status`; nothing was published")
