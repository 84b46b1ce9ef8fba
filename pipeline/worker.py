"""What a worker process does with one file: read it, keep its rows; a failure becomes rows too."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.read import read_bytes
from ingest.records import Issue
from normalize.errors import DecisionError
from pipeline.kit import load_kit
from pipeline.rows import decision_rows, issue_rows
from pipeline.run import read_decision

if TYPE_CHECKING:
    from pipeline.rows import Rows


@dataclass(frozen=True, slots=True)
class Result:
    """How one file ended; its rows lie in `rows_file`.

    Attributes:
        path: the source file as given.
        sha256: of its bytes; "" if they could not be read.
        status: done, partial or failed.
        message: one line for a person, "" for a file without fault.
        code: the kind of failure, a stable name, "" for a file without fault.
        tasks: rows of `tasks`.
        issues: rows of `issues`.
        seconds: wall time spent on it.
        rows_file: name of the file with its rows, in the results folder.
    """

    path: str
    sha256: str
    doc_id: str
    status: str
    message: str
    code: str
    pages: int
    tasks: int
    issues: int
    seconds: float
    rows_file: str


def process(path: str, results: str, rows_file: str) -> Result:
    """Read the file at `path` and write its rows to `results/rows_file`. Raises only on a full disk."""
    start = time.monotonic()
    try:
        decision = read_decision(Path(path), load_kit())
    except DecisionError as error:
        error.file = error.file or path
        return failed(path, results, rows_file, error.code, str(error), page=error.page, start=start)
    except Exception as error:  # noqa: BLE001  # a fault of ours in one file must not stop the others
        said = f"{path}: {type(error).__name__}: {error}; report this file"
        return failed(path, results, rows_file, "internal", said, start=start)
    rows = decision_rows(decision)
    write_rows(Path(results) / rows_file, rows)
    document = rows["documents"][0]
    faults = [issue for issue in decision.issues if issue.severity == "error"]
    message = f"{path}: {faults[0].message}" if faults else ""
    code = faults[0].kind if faults else ""
    return Result(
        path=path,
        sha256=decision.source.sha256,
        doc_id=document["doc_id"],
        status=document["status"],
        message=message,
        code=code,
        pages=document["page_count"],
        tasks=len(rows["tasks"]),
        issues=len(rows["issues"]),
        seconds=time.monotonic() - start,
        rows_file=rows_file,
    )


def failed(  # noqa: PLR0913  # the facts of one failure
    path: str,
    results: str,
    rows_file: str,
    code: str,
    message: str,
    *,
    page: int | None = None,
    start: float | None = None,
) -> Result:
    """The result of a file that could not be read: a document row with status failed and one issue."""
    sha256, doc_id = _identity(path)
    issue = Issue(code, "error", message, page)
    document: dict[str, Any] = {
        "doc_id": doc_id,
        "source_sha256": sha256,
        "page_count": 0,
        "is_draft": False,
        "pages_ocr": 0,
        "status": "failed",
    }
    write_rows(Path(results) / rows_file, {"documents": [document], "issues": issue_rows(doc_id, [issue])})
    seconds = time.monotonic() - start if start is not None else 0.0
    return Result(path, sha256, doc_id, "failed", message, code, 0, 0, 1, seconds, rows_file)


def _identity(path: str) -> tuple[str, str]:
    """(sha256, doc_id); a file whose bytes cannot be read is known by its path."""
    try:
        sha256 = hashlib.sha256(read_bytes(Path(path))).hexdigest()
    except DecisionError:
        return "", hashlib.sha256(b"path:" + os.fsencode(path)).hexdigest()[:16]
    return sha256, sha256[:16]


def write_rows(file: Path, rows: Rows) -> None:
    """Write rows as compressed JSON, whole or not at all."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    aside.write_bytes(gzip.compress(json.dumps(rows, ensure_ascii=False).encode(), mtime=0))
    aside.replace(file)


def load_rows(file: Path) -> Rows:
    """Rows written by `write_rows`."""
    rows: Rows = json.loads(gzip.decompress(file.read_bytes()))
    return rows
