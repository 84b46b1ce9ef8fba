"""Where files are read: by workers of this machine, or by Dask workers of many. Both use guards, see `pipeline.guard`.

An engine takes jobs and yields one result for each, as they end; closing it early ends all workers.
"""

from __future__ import annotations

import queue
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.guard import Guard
from pipeline.scratch import sweep
from pipeline.sources import shown
from pipeline.worker import failed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from pipeline.guard import Hear
    from pipeline.limits import Limits
    from pipeline.result import Job, Result

_MOMENT = 0.3  # seconds
_AHEAD = 4  # jobs that wait at each Dask worker, so that none is idle and the scheduler holds few


def local(
    jobs: Sequence[Job], count: int, limits: Limits, hear: Hear, idle: Callable[[], None] = lambda: None
) -> Generator[Result]:
    """Results of `count` guards, each in a thread of its own that mostly waits.

    `idle` is called, in the thread that takes the results, when none has come for a moment.
    """
    sweep()
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    ended: queue.SimpleQueue[Result | BaseException] = queue.SimpleQueue()
    stop = threading.Event()
    workers = [
        threading.Thread(target=_work, args=(waiting, ended, Guard(limits, stop), hear), daemon=True)
        for _ in range(min(count, len(jobs)))
    ]
    for worker in workers:
        worker.start()
    try:
        for _ in range(len(jobs)):
            result = _next(ended, idle)
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        stop.set()
        for worker in workers:
            worker.join()


def _next(ended: queue.SimpleQueue[Result | BaseException], idle: Callable[[], None]) -> Result | BaseException:
    while True:
        try:
            return ended.get(timeout=_MOMENT)
        except queue.Empty:
            idle()


def _work(
    waiting: queue.SimpleQueue[Job], ended: queue.SimpleQueue[Result | BaseException], guard: Guard, hear: Hear
) -> None:
    try:
        while not guard.stop.is_set():
            ended.put(guard.do(waiting.get_nowait(), hear))
    except (queue.Empty, KeyboardInterrupt):
        pass
    except BaseException as error:  # noqa: BLE001  # a fault of ours has to reach the one who waits
        ended.put(error)
    finally:
        guard.close()


def dask(jobs: Sequence[Job], count: int, limits: Limits, scheduler: str) -> Generator[Result]:
    """Results of Dask workers: of those at `scheduler`, or of `count` started here for the occasion.

    A worker that dies costs the work on its file only: Dask gives the file to another one, three times at most.

    Raises:
        UsageError: Dask is not installed, or the scheduler does not answer.
    """
    try:
        import distributed
    except ImportError as error:
        raise UsageError("--engine dask needs Dask", "pip install 'congbao[dask]'") from error
    library: Any = distributed  # its functions have no types
    with ExitStack() as stack:
        try:
            place: Any = scheduler or stack.enter_context(
                library.LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=None)
            )
            client = stack.enter_context(library.Client(place))
        except (OSError, TimeoutError) as error:
            raise UsageError(f"the scheduler {scheduler} does not answer ({error})", "check --scheduler") from error
        rest = iter(jobs)
        paths: dict[Any, str] = {}

        def give(most: int) -> list[Any]:
            futures = []
            for job in (job for _, job in zip(range(most), rest, strict=False)):
                futures.append(client.submit(do_there, job, limits, pure=False))
                paths[futures[-1].key] = job.path
            return futures

        under_way = library.as_completed(give(_AHEAD * max(1, sum(client.nthreads().values()))))
        for future in under_way:
            yield _outcome(future, paths.pop(future.key))
            for more in give(1):
                under_way.add(more)


def _outcome(future: Any, path: str) -> Result:
    error = future.exception()
    if error is None:
        result: Result = future.result()
        return result
    said = f"{shown(path)}: the Dask worker died ({type(error).__name__}: {error}); look at its log, then run again"
    return failed(path, "worker_died", said)


_HERE = threading.local()


def do_there(job: Job, limits: Limits) -> Result:
    """What a Dask worker runs for one file: each of its threads keeps a guard, so that the same limits hold."""
    guard: Guard | None = getattr(_HERE, "guard", None)
    if guard is None or guard.limits != limits:
        sweep()
        if guard is not None:
            guard.close()
        guard = _HERE.guard = Guard(limits)
    return guard.do(job)
