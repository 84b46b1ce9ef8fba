"""What only all files together can say: which file of a decision is the best, which cited decision is here.

It is asked of the table of files, so that memory stays flat however many files there are.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.result import cited_key
from pipeline.state import path_of
from pipeline.versions import pipeline_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.rows import Rows
    from pipeline.state import State

_LOOK = """
create temp table docs as
with firsts as (
    select min(path) as path, count(*) as copies from files where gone = 0 group by doc_id
), ranked as (
    select *, row_number() over (
        partition by decision_key
        order by instr('done    partial failed', status), pages_ocr, -coalesce(quality_seen, 0.0), doc_id
    ) as place from (
        select doc_id, path, sha256, rows_file, status, code, message, page, pages, year, decision_key, pages_ocr,
            quality_seen, copies from firsts join files using (path)
    )
)
select doc_id, path, sha256, rows_file, status, code, message, page, pages, year, decision_key, copies,
    decision_key is null or place = 1 as is_primary from ranked;
create index temp.docs_by_year on docs (year, doc_id);
create temp table primaries as select decision_key, doc_id from docs where is_primary and decision_key is not null;
create index temp.primaries_by_key on primaries (decision_key);
"""


class Settler(Protocol):
    """Changes rows before they are published, as decisions of reviewers do."""

    def mark(self, sha256: str, path: str, decision_key: str | None) -> str:
        """Changes with all that `settle` does to the rows of a file; "" where it does nothing."""

    def settle(self, rows: Rows, path: str) -> Rows:
        """The rows to be published."""


class NothingSettled:
    """Publishes what the machine read."""

    def mark(self, sha256: str, path: str, decision_key: str | None) -> str:  # noqa: ARG002  # as the protocol
        return ""

    def settle(self, rows: Rows, path: str) -> Rows:  # noqa: ARG002  # as the protocol
        return rows


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to be published.

    Attributes:
        year: of issue, 0 where the date is not known.
        twins: other paths with the same bytes.
    """

    doc_id: str
    path: str
    sha256: str
    rows_file: str
    status: str
    code: str
    message: str
    page: int | None
    pages: int
    year: int
    decision_key: str | None
    is_primary: bool
    twins: tuple[str, ...] = ()


class Catalogue:
    """All documents of a snapshot, seen as they were when it was made."""

    def __init__(self, state: State, settler: Settler | None = None) -> None:
        self.base = state.base
        self.settler = settler or NothingSettled()
        state.flush()
        for name in ("docs", "primaries"):
            self.base.execute(f"drop table if exists temp.{name}")
        self.base.executescript(_LOOK)

    def years(self) -> list[int]:
        """Years with documents, ascending."""
        return [row[0] for row in self.base.execute("select distinct year from docs order by year")]

    def of_year(self, year: int) -> Iterator[Entry]:
        """Documents of one year, by id."""
        columns = "doc_id, path, sha256, rows_file, status, code, message, page, pages, year, decision_key"
        query = f"select {columns}, is_primary, copies from docs where year = ? order by doc_id"  # noqa: S608  # ours
        for *values, is_primary, copies in self.base.execute(query, (year,)):
            values[1] = path_of(values[1])
            twins = self._twins(values[0]) if copies > 1 else ()
            yield Entry(*values, is_primary=bool(is_primary), twins=twins)  # type: ignore[misc]  # as selected

    def _twins(self, doc_id: str) -> tuple[str, ...]:
        rows = self.base.execute("select path from files where doc_id = ? and gone = 0 order by path", (doc_id,))
        return tuple(path_of(row[0]) for row in rows)[1:]

    def cited(self, key: str | None, citing: str) -> str | None:
        """The document that a decision key means, None if it is not here or cites itself."""
        found = self.base.execute("select doc_id from primaries where decision_key = ?", (key,)).fetchone()
        return found[0] if found and found[0] != citing else None

    def totals(self) -> dict[str, int]:
        """Documents, pages, and documents by status."""
        files, pages = self.base.execute("select count(*), coalesce(sum(pages), 0) from docs").fetchone()
        by_status = dict(self.base.execute("select status, count(*) from docs group by status"))
        return {"files": files, "pages": pages, "done": 0, "partial": 0, "failed": 0, **by_status}

    def signatures(self, year: int) -> dict[str, str]:
        """What the tables of a year are made from, as hashes: of documents, issues, citations, and `rows` of the rest.

        A table whose hash is that of the last snapshot holds the same rows.
        """
        digests: dict[str, Any] = defaultdict(hashlib.sha256)
        for entry in self.of_year(year):
            mark = self.settler.mark(entry.sha256, entry.path, entry.decision_key)
            own = repr((entry.doc_id, entry.rows_file or (entry.code, entry.message, entry.page), mark)).encode()
            more = repr((entry.path, entry.is_primary)).encode("utf-8", "backslashreplace"), repr(entry.twins).encode()
            for name, extra in zip(("rows", "citations", "documents", "issues"), (b"", b"", *more), strict=True):
                digests[name].update(own + extra + b"\n")
        links = self.base.execute(
            "select d.doc_id, c.key, p.doc_id from docs d join cites c on c.path = d.path "
            "join primaries p on p.decision_key = c.key where d.year = ? order by d.doc_id, c.key",
            (year,),
        )
        for link in links:
            digests["citations"].update(json.dumps(link).encode())
        return {name: digest.hexdigest() for name, digest in digests.items()}


def finish(rows: Rows, entry: Entry, known: Catalogue) -> Rows:
    """Fill in the columns that depend on the other documents and on where the file lies."""
    document = rows["documents"][0]
    document["source_path"] = entry.path.encode("utf-8", "backslashreplace").decode()
    document["is_primary"] = entry.is_primary
    document["pipeline_version"] = pipeline_version()
    for citation in rows.get("citations", ()):
        key = cited_key(citation)
        citation["cited_doc_id"] = known.cited(key, entry.doc_id) if key else None
    issues = rows.setdefault("issues", [])
    issues += _twin_issues(entry, len(issues))
    return rows


def _twin_issues(entry: Entry, before: int) -> Iterable[dict[str, Any]]:
    from ingest.records import Issue
    from pipeline.rows import issue_rows

    message = "another file has the same bytes and is not published twice; delete one of them"
    issues = [Issue("duplicate_file", "info", message, evidence=twin) for twin in entry.twins]
    return [{**row, "ordinal": row["ordinal"] + before} for row in issue_rows(entry.doc_id, issues)]
