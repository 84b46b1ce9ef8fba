"""Forget what is no longer needed: old snapshots, rows and pages of bytes and versions that no file has now."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.kept import LINES, PAGES
from pipeline.versions import made_by, mended_made, name_of, pages_made
from pipeline.worker import ROWS

if TYPE_CHECKING:
    from pipeline.state import State
    from pipeline.workspace import Workspace

_OLD_LAYOUT = ("results", "journal.jsonl")  # of version 0.1.0


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was deleted: names of snapshots, number of kept results."""

    snapshots: tuple[str, ...]
    results: int


def prune(space: Workspace, keep: int) -> Pruned:
    """Keep the `keep` newest snapshots and the one that is seen, and what the stages made of today's files.

    Raises:
        OutputError: if a run holds the folder.
    """
    with space.lock(), space.state() as state:
        latest = space.snapshots.latest()
        old = [name for name in space.snapshots.names()[: -keep or None] if name != latest]
        for name in old:
            space.snapshots.drop(name)
        for aside in space.folder.glob(".dropped-*"):
            shutil.rmtree(aside, ignore_errors=True)
        needed = _needed(state)
        stale = [
            f"{folder}/{name}"
            for folder in (ROWS, PAGES, LINES)
            for name in space.shelf.names(folder)
            if name not in needed[folder]
        ]
        for name in stale:
            space.shelf.drop(name)
        for name in _OLD_LAYOUT:
            _remove(space, name)
    return Pruned(tuple(old), len(stale))


def _needed(state: State) -> dict[str, set[str]]:
    """Names to keep, by folder; pages and lines are those that today's stages would look for."""
    made = made_by()
    needed: dict[str, set[str]] = {ROWS: set(), PAGES: set(), LINES: set()}
    for result in state.results("1 = 1"):
        needed[ROWS].add(result.rows_file)
        suffix = PurePosixPath(result.path).suffix.lower()
        needed[PAGES].add(name_of(result.sha256, suffix, pages_made(made)))
        needed[LINES].add(name_of(result.sha256, suffix, mended_made(made)))
    return needed


def _remove(space: Workspace, name: str) -> None:
    place = space.work / name
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)
