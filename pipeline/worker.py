"""What a worker does with one file: read it, keep its rows, say how it ended."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.records import Issue
from pipeline.result import Job, Result, result_of
from pipeline.sources import fetched, shown
from pipeline.versions import name_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.rows import Rows
    from pipeline.shelf import Shelf

ROWS = "rows"


def process(job: Job, shelf: Shelf, scratch: Path, begun: Callable[[], None] = lambda: None) -> Result:
    """Read one file and keep its rows; `begun` is called when the models are there and the work begins.

    Remote files are fetched to the folder `scratch`. Raises nothing.
    """
    from normalize.errors import DecisionError  # as small as can be until there is work

    sha256 = ""
    try:
        with fetched(job.path, scratch) as source:
            sha256 = source.sha256
            rows_file = name_of(sha256, source.file.suffix.lower(), job.made)
            rows = None if job.force else kept_rows(shelf, rows_file)
            reused = rows is not None
            if rows is None:
                rows = _read(job, shelf, source.file, sha256, begun)
            source.check_unchanged()
        if not reused:
            shelf.put(f"{ROWS}/{rows_file}", packed(rows))
    except DecisionError as error:
        error.file = shown(job.path)
        return failed(job.path, error.code, str(error), page=error.page, sha256=sha256)
    except RecursionError:
        said = f"{shown(job.path)}: its parts are nested too deeply; get a fresh copy of the file"
        return failed(job.path, "damaged", said, sha256=sha256)
    except MemoryError:
        said = f"{shown(job.path)}: it needs more memory than --memory allows; raise it or split the file"
        return failed(job.path, "memory", said, sha256=sha256)
    except Exception as error:  # noqa: BLE001  # a fault of ours in one file must not stop the others
        said = f"{shown(job.path)}: {type(error).__name__}: {error}; report this file"
        return failed(job.path, "internal", said, sha256=sha256)
    return replace(result_of(rows, job.path, rows_file), reused=reused)


def _read(job: Job, shelf: Shelf, file: Path, sha256: str, begun: Callable[[], None]) -> Rows:
    """The rows of a file; the libraries come with the first one that is read."""
    from pipeline.kept import KeptStages
    from pipeline.kit import load_kit
    from pipeline.rows import decision_rows
    from pipeline.run import read_decision

    kit = load_kit()
    begun()
    kept = KeptStages(shelf, sha256, file.suffix.lower(), job.made, force=job.force)
    return decision_rows(read_decision(file, kit, kept))


def failed(path: str, code: str, message: str, *, page: int | None = None, sha256: str = "") -> Result:
    """The result of a file that could not be read; its rows are made from it, see `failed_rows`."""
    doc_id = sha256[:16] or hashlib.sha256(b"path:" + os.fsencode(path)).hexdigest()[:16]
    return Result(path, sha256, doc_id, "failed", message, code, page, issues=1)


def failed_rows(doc_id: str, sha256: str, code: str, message: str, page: int | None) -> Rows:
    """A document row with status failed and one issue."""
    from pipeline.rows import issue_rows

    document: dict[str, Any] = {
        "doc_id": doc_id,
        "source_sha256": sha256,
        "page_count": 0,
        "is_draft": False,
        "pages_ocr": 0,
        "status": "failed",
    }
    return {"documents": [document], "issues": issue_rows(doc_id, [Issue(code, "error", message, page)])}


def packed(rows: Rows) -> bytes:
    """Rows as compressed JSON, the same bytes for the same rows."""
    return gzip.compress(json.dumps(rows, ensure_ascii=False).encode(), compresslevel=6, mtime=0)


def unpacked(data: bytes) -> Rows:
    """Rows written by `packed`. Raises OSError, EOFError or ValueError where they are damaged."""
    rows: Rows = json.loads(gzip.decompress(data))
    return rows


def kept_rows(shelf: Shelf, rows_file: str) -> Rows | None:
    """The rows kept under that name, None where there are none or they are damaged."""
    data = shelf.get(f"{ROWS}/{rows_file}")
    try:
        return None if data is None else unpacked(data)
    except (OSError, EOFError, ValueError):
        return None
