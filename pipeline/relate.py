"""What only all files together can say: which file of a decision is the best, which cited decision is here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.records import Issue
from pipeline.rows import issue_rows
from pipeline.versions import pipeline_version
from pipeline.worker import load_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pipeline.rows import Rows
    from pipeline.worker import Result


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to be published, with what other documents need to know of it.

    Attributes:
        year: year of issue, 0 where the date is not known.
        twins: other paths with the same bytes.
    """

    doc_id: str
    path: str
    rows_file: str
    status: str
    pages: int
    year: int
    decision_key: str | None
    number: str | None
    rank: tuple[int, int, float, str]
    twins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All documents of a snapshot; `primary` and `by_key` map decision keys to document ids."""

    entries: tuple[Entry, ...]
    primary: dict[str, str]

    def years(self) -> list[int]:
        """Years with documents, ascending."""
        return sorted({entry.year for entry in self.entries})

    def of_year(self, year: int) -> list[Entry]:
        """Documents of one year, by id."""
        return [entry for entry in self.entries if entry.year == year]


def catalogue(results: Path, finished: Sequence[Result]) -> Catalogue:
    """Read the document rows of all results and settle which file of each decision is primary."""
    paths: dict[str, list[Result]] = defaultdict(list)
    for result in sorted(finished, key=lambda r: r.path):
        paths[result.doc_id].append(result)
    entries = tuple(_entry(results, same) for _, same in sorted(paths.items()))
    best: dict[str, Entry] = {}
    for entry in entries:
        key = entry.decision_key
        if key and (key not in best or entry.rank < best[key].rank):
            best[key] = entry
    return Catalogue(entries, {key: entry.doc_id for key, entry in best.items()})


def _entry(results: Path, same: Sequence[Result]) -> Entry:
    first = same[0]
    document = load_rows(results / first.rows_file)["documents"][0]
    issued = document.get("issued_date")
    return Entry(
        doc_id=first.doc_id,
        path=first.path,
        rows_file=first.rows_file,
        status=first.status,
        pages=first.pages,
        year=int(issued[:4]) if issued else 0,
        decision_key=document.get("decision_key"),
        number=document.get("number"),
        rank=_rank(document),
        twins=tuple(result.path for result in same[1:]),
    )


def _rank(document: dict[str, Any]) -> tuple[int, int, float, str]:
    """Lower is better: without fault, fewer pages by OCR, better text, then the id so that the order is fixed."""
    fault = ("done", "partial", "failed").index(document["status"])
    return fault, document["pages_ocr"], -(document.get("quality_seen") or 0.0), document["doc_id"]


def finish(rows: Rows, entry: Entry, known: Catalogue) -> Rows:
    """Fill in the columns that depend on the other documents and on where the file lies."""
    document = rows["documents"][0]
    document["source_path"] = entry.path
    document["is_primary"] = entry.decision_key is None or known.primary[entry.decision_key] == entry.doc_id
    document["pipeline_version"] = pipeline_version()
    for citation in rows.get("citations", ()):
        citation["cited_doc_id"] = _cited(citation, entry, known)
    issues = rows.setdefault("issues", [])
    issues += _twin_issues(entry, len(issues))
    return rows


def _cited(citation: dict[str, Any], entry: Entry, known: Catalogue) -> str | None:
    issued = citation.get("issued_date")
    key = f"{citation.get('number')}@{issued[:4]}" if issued else None
    found = known.primary.get(key) if key else None
    return found if found != entry.doc_id else None


def _twin_issues(entry: Entry, before: int) -> Iterable[dict[str, Any]]:
    message = "another file has the same bytes and is not published twice; delete one of them"
    issues = [Issue("duplicate_file", "info", message, evidence=twin) for twin in entry.twins]
    return [{**row, "ordinal": row["ordinal"] + before} for row in issue_rows(entry.doc_id, issues)]
