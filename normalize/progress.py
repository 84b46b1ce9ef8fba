"""Where the work stands, told to whoever watches: a supervisor that ends what no longer moves, a log.

Nobody has to watch; then telling costs a look-up.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Watcher = Callable[[str, int | None], None]

_WATCHER: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


def moved(stage: str = "", page: int | None = None) -> None:
    """Say that the work goes on: a stage begins, or a page (from 1), or a long loop has come round once more."""
    watcher = _WATCHER.get()
    if watcher is not None:
        watcher(stage, page)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Call `watcher(stage, page)` for each `moved` inside; "" and None stand for what has not changed."""
    token = _WATCHER.set(watcher)
    try:
        yield
    finally:
        _WATCHER.reset(token)
