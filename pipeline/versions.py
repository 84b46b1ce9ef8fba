"""What made a result: the program's version and a fingerprint of each stage's code and data.

A fingerprint needs no one to remember to raise a number: a changed rule file or model reads the files anew.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_STAGES = {
    "ingest": ("ingest",),
    "normalize": ("normalize",),
    "extract": ("extract",),
    "rows": ("pipeline/run.py", "pipeline/rows.py", "pipeline/worker.py"),
}
_KEPT = frozenset({".py", ".tsv", ".npz", ".npy", ".json", ".xcu"})


def pipeline_version() -> str:
    """Version of the installed program."""
    return version("congbao")


@cache
def stage_versions() -> dict[str, str]:
    """Stage → first 12 hex digits of a hash over its code and data files."""
    return {stage: _fingerprint([_ROOT / part for part in parts]) for stage, parts in _STAGES.items()}


def _fingerprint(parts: list[Path]) -> str:
    digest = hashlib.blake2b(digest_size=6)
    files = (file for part in parts for file in (sorted(part.rglob("*")) if part.is_dir() else [part]))
    for file in files:
        if file.suffix in _KEPT:
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
