"""What a run says while it goes on: one line a file, for a person or as JSON lines, and a bar on a terminal."""

from __future__ import annotations

import json
import logging
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline.listen import Listener
from pipeline.sources import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from pipeline.guard import Event
    from pipeline.result import Result

log = logging.getLogger("congbao")
_FIELDS = (
    "event",
    "file",
    "page",
    "stage",
    "status",
    "code",
    "pages",
    "tasks",
    "issues",
    "seconds",
    "memory",
    "doc_id",
)


def many(count: int, thing: str) -> str:
    """A number of things: "1 file", "2 files"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, message, file and page, and what else is known."""

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        said: dict[str, Any] = {"time": f"{at}.{int(record.msecs):03d}Z", "level": record.levelname.lower()}
        known = {name: getattr(record, name) for name in _FIELDS if getattr(record, name, None) is not None}
        return json.dumps({**said, **known, "message": record.getMessage()}, ensure_ascii=False)


@contextmanager
def logging_to(*, as_json: bool, detail: bool, quiet: bool) -> Iterator[Listener]:
    """A listener that logs to standard error, for the time being; `detail` adds pages, stages and libraries' words."""
    on_terminal = sys.stderr.isatty() and not as_json
    handler = _to_console() if on_terminal else logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(message)s"))
    log.addHandler(handler)
    log.propagate = False
    log.setLevel(logging.DEBUG if detail else logging.INFO if as_json or not on_terminal else logging.WARNING)
    if quiet:
        log.setLevel(logging.CRITICAL)
    try:
        if on_terminal and not quiet:
            from pipeline.bar import bar

            with bar() as moving:
                yield _Speaker(moving)
        else:
            yield _Speaker(None)
    finally:
        log.removeHandler(handler)


def _to_console() -> logging.Handler:
    from pipeline.bar import ToConsole

    return ToConsole()


class _Speaker(Listener):
    """Turns what happens into log lines, and moves the bar."""

    def __init__(self, bar: Progress | None) -> None:
        self.bar = bar
        self.task = bar.add_task("reading", total=None) if bar else None

    def start(self, jobs: int, total: int) -> None:
        left = f"{jobs} of {many(total, 'file')} to read" + ("; the others are up to date" if jobs < total else "")
        log.log(logging.INFO if 0 < jobs < total else logging.DEBUG, "%s", left, extra={"event": "start"})
        if self.bar is not None and self.task is not None:
            self.bar.update(self.task, total=jobs)

    def hear(self, event: Event) -> None:
        place = shown(event.path) + (f", page {event.page}" if event.page else "")
        said = event.said or (event.stage if event.kind == "moved" else event.kind)
        facts = {"event": event.kind, "file": event.path, "page": event.page, "stage": event.stage or None}
        log.debug("%s: %s", place, said, extra=facts)

    def end(self, result: Result) -> None:
        level = logging.INFO if result.status == "done" else logging.WARNING
        names = ("page", "status", "code", "pages", "tasks", "issues", "memory", "doc_id")
        facts = {name: getattr(result, name) for name in names} | {"code": result.code or None}
        facts |= {"event": "file", "file": result.path, "seconds": round(result.seconds, 3)}
        done = "kept from before" if result.reused else f"done, {many(result.pages, 'page')} in {result.seconds:.1f} s"
        log.log(level, "%s", result.message or f"{shown(result.path)}: {done}", extra=facts)
        if self.bar is not None and self.task is not None:
            self.bar.advance(self.task)
