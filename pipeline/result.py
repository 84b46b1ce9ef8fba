"""What is asked of a worker and what it answers: a `Job` in, a `Result` out; both cross process borders as JSON."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.sources import shown

if TYPE_CHECKING:
    from pipeline.rows import Rows

PASSING = frozenset(
    {"timeout", "stalled", "memory", "worker_died", "missing_program", "unreadable", "changed", "storage"}
)
"""Kinds of failure that another try may not meet: they depend on the machine and the moment, not on the bytes."""

CHEAP = frozenset({"worker_died", "missing_program", "unreadable", "changed", "storage"})
"""Passing failures that every run tries again; what ran over a limit waits for `retry` or a higher limit."""

LIMITS = frozenset({"timeout", "stalled", "memory"})
"""Kinds of failure that come from a limit of the run."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be read.

    Attributes:
        path: as given; a local path or an `s3://` address.
        work: where rows and pages are kept, a folder or an `s3://` address.
        made: fingerprint of stage → version, see `pipeline.versions.made_by`.
        size: bytes, for the order of work.
        force: read again although its rows are kept.
    """

    path: str
    work: str
    made: dict[str, str]
    size: int = 0
    force: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """How one file ended.

    Attributes:
        path: the source file as given.
        sha256: of its bytes; "" if they could not be read.
        status: done, partial or failed.
        message: one line for a person, "" for a file without fault.
        code: the kind of failure, a stable name, "" for a file without fault.
        page: the page where it failed, None where no page is concerned.
        tasks: rows of `tasks`.
        issues: rows of `issues`.
        seconds: wall time spent on it.
        memory: bytes that its worker and what it started held at most; 0 if not known.
        rows_file: name of the file with its rows; "" where it failed.
        reused: its rows were kept from before, nothing was read.
        year: of issue, 0 where the date is not known.
        decision_key, number, pages_ocr, quality_seen: as in `documents`.
        cites: decision keys of the documents it cites.
    """

    path: str
    sha256: str
    doc_id: str
    status: str
    message: str = ""
    code: str = ""
    page: int | None = None
    pages: int = 0
    tasks: int = 0
    issues: int = 0
    seconds: float = 0.0
    memory: int = 0
    rows_file: str = ""
    reused: bool = False
    year: int = 0
    decision_key: str | None = None
    number: str | None = None
    pages_ocr: int = 0
    quality_seen: float | None = None
    cites: tuple[str, ...] = ()

    def over(self, seconds: float, memory: int) -> Result:
        """The same with what its supervisor measured."""
        return replace(self, seconds=seconds, memory=memory)


def result_of(rows: Rows, path: str, rows_file: str) -> Result:
    """The result that rows speak of."""
    document = rows["documents"][0]
    faults = [issue for issue in rows["issues"] if issue["severity"] == "error"]
    issued = document.get("issued_date")
    return Result(
        path=path,
        sha256=document["source_sha256"],
        doc_id=document["doc_id"],
        status=document["status"],
        message=f"{shown(path)}: {faults[0]['message']}" if faults else "",
        code=faults[0]["kind"] if faults else "",
        page=faults[0]["page_no"] if faults else None,
        pages=document["page_count"],
        tasks=len(rows["tasks"]),
        issues=len(rows["issues"]),
        rows_file=rows_file,
        year=int(issued[:4]) if issued else 0,
        decision_key=document.get("decision_key"),
        number=document.get("number"),
        pages_ocr=document["pages_ocr"],
        quality_seen=document.get("quality_seen"),
        cites=tuple(sorted({key for row in rows["citations"] if (key := cited_key(row))})),
    )


def cited_key(citation: dict[str, Any]) -> str | None:
    """The decision key of a cited document, None where its number or date is not known."""
    issued, number = citation.get("issued_date"), citation.get("number")
    return f"{number}@{issued[:4]}" if issued and number else None
