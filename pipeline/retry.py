"""Read failed files again, chosen by the kind of failure."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch import Report, Settings, run_batch
from pipeline.errors import UsageError
from pipeline.result import PASSING
from pipeline.sources import Found, stamp_of
from pipeline.status import open_state, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.listen import Listener

PASSING_ONLY = "passing"
GROUPS = (PASSING_ONLY, "lasting", "all")


def retry_failed(out: str, kinds: Iterable[str], settings: Settings, listener: Listener | None = None) -> Report | None:
    """Read the files again whose failure is of one of `kinds` (codes, or one of GROUPS); None if there are none.

    Raises:
        UsageError: if no run was there, or a kind is no word that any failure had.
    """
    with closing(open_state(out)) as state:
        failed = [(result.path, result.code) for result in state.results("gone = 0 and status = 'failed'")]
        stamps = {path: (known.stamp if (known := state.known(path)) else "") for path, _ in failed}
    there = {code for _, code in failed}
    wanted = {code for kind in kinds for code in _codes(kind, there)}
    chosen = [path for path, code in failed if code in wanted]
    if not chosen:
        return None
    files = [Found(path, stamp_of(path) or stamps[path], _size(path)) for path in chosen]
    return run_batch(files, out, replace(settings, again=frozenset(wanted)), listener)


def no_failure(out: str, kinds: Sequence[str]) -> str:
    """Why there was nothing to try again, and what could be."""
    failures = standing(out).failures
    if not failures:
        return "no file has failed"
    there = ", ".join(f"{code} {count}" for code, count in failures.items())
    asked = ", ".join(kinds)
    return f"no failure is of the kind {asked}; there are: {there}; --only KIND or --only all tries them again"


def _codes(kind: str, there: set[str]) -> set[str]:
    groups = {PASSING_ONLY: there & PASSING, "lasting": there - PASSING, "all": there}
    if kind in groups:
        return groups[kind]
    if kind not in there | PASSING:
        known = ", ".join(sorted(there)) or "none"
        raise UsageError(f"--only {kind!r} is no kind of failure here", f"there are: {known}; or {', '.join(GROUPS)}")
    return {kind}


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0
