"""What a reviewer works on: rows as the machine reads them, with all that people said, kept true as records come."""

from __future__ import annotations

import getpass
import json
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gold.review import queue
from gold.review.risk import SETTLED
from gold.review.store import Store, snapshot_root
from pipeline.readings import readings
from pipeline.reviews import Reviews, append, read_folder, reviewer_name, stamped
from pipeline.verdicts import judge

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from gold.review.store import Row
    from pipeline.readings import Reading
    from pipeline.reviews import Review
    from pipeline.verdicts import Judgement, Verdict

_RESCAN = 2.0  # seconds between looks at the folder of records, which others may write too


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document as it is reviewed.

    Attributes:
        document: its row in `documents`.
        now: the machine's readings by task id; `tasks` the published rows they came from.
        records: all records about these bytes, in order; `before` those about what the file held before.
        verdicts: by task id; `missed` those on rows that the machine missed; `lost` on rows that are gone.
    """

    document: Row
    tasks: dict[str, Row]
    now: dict[str, Reading]
    records: tuple[Review, ...]
    before: tuple[Review, ...]
    judgement: Judgement
    verdicts: dict[str, Verdict]
    missed: tuple[Verdict, ...]
    lost: tuple[Verdict, ...]

    def state(self, task_id: str) -> str:
        """open, conflict, reopened, accepted, corrected or rejected."""
        return state_of(self.verdicts.get(task_id), self.now.get(task_id))

    def printed(self, task_id: str) -> Row:
        """A row with the words that the machine read, which are those to be found on the page."""
        words = ("title", "label", "product", "deadline_text", "lead_text", "coordinator_text")
        return {**self.tasks[task_id], **{name: self.now[task_id].get(name) or "" for name in words}}


def state_of(verdict: Verdict | None, machine: Reading | None) -> str:
    """How far a row is settled."""
    if verdict is None:
        return "open"
    if verdict.state != "applied":
        return verdict.state
    if not verdict.outcome:
        return "rejected"
    return "accepted" if verdict.outcome == (machine,) else "corrected"


class Desk:
    """A snapshot and a folder of records; safe to use from several threads."""

    def __init__(self, out: Path, folder: Path, reviewer: str = "") -> None:
        self.out = out
        self.folder = folder
        self.reviewer = reviewer_name(reviewer or getpass.getuser()) or "reviewer"
        self._lock = threading.RLock()
        self._looked = 0.0
        self._seen: dict[str, tuple[int, int]] = {}
        self._reload()

    def _reload(self) -> None:
        self.store = Store.open(self.out, str(self.folder.resolve()))
        files = self.store.query("select doc_id, source_path, source_sha256, decision_key from documents")
        self._present = {row["source_sha256"] for row in files}
        self._files = files
        queue.choices(self.store)  # once a snapshot, before anybody waits for it
        self._read_records()

    def _read_records(self) -> None:
        self._reviews = Reviews(tuple(read_folder(self.folder)), self._present)
        with closing(self.store.connect()) as link, link:
            known = {row["doc_id"]: row["mark"] for row in link.execute("select doc_id, mark from marks")}
            for row in self._files:
                mark = self._reviews.mark(row["source_sha256"], row["source_path"], row["decision_key"])
                if mark != known.get(row["doc_id"], ""):
                    self._settle(link, row["doc_id"], mark)

    def fresh(self) -> None:
        """Take in a snapshot published since, and records that others wrote; looks at most every two seconds."""
        with self._lock:
            if snapshot_root(self.out) != self.store.root:
                self._reload()
            if time.monotonic() - self._looked < _RESCAN:
                return
            self._looked = time.monotonic()
            seen = {str(f): (f.stat().st_mtime_ns, f.stat().st_size) for f in self.folder.glob("*/*.jsonl")}
            if seen != self._seen:
                self._seen = seen
                self._read_records()

    def sheet(self, doc_id: str) -> Sheet | None:
        """One document with all that was said of it; None if the snapshot does not hold it."""
        document = self.store.document(doc_id)
        if document is None:
            return None
        tasks = self.store.rows("tasks", doc_id)
        now = machine_readings(self.store, doc_id, tasks)
        at = (document["source_sha256"], document["source_path"], document["decision_key"])
        with self._lock:
            own, before = self._reviews.of(*at)
        judgement = judge(now, own, before)
        verdicts = {v.task_id: v for v in judgement.verdicts if v.task_id}
        loose = [v for v in judgement.verdicts if not v.task_id]
        return Sheet(
            document=document,
            tasks={row["task_id"]: row for row in tasks if row["task_id"] in now},
            now=now,
            records=tuple(own),
            before=tuple(before),
            judgement=judgement,
            verdicts=verdicts,
            missed=tuple(v for v in loose if v.votes[0].machine is None),
            lost=tuple(v for v in loose if v.votes[0].machine is not None),
        )

    def records_of(self, who: str) -> list[Review]:
        """All that one person said, in order."""
        with self._lock:
            return [record for record in self._reviews.records if record.who == who]

    def record(self, review: Review) -> Review:
        """Write a decision down and take it in; on disk before this returns.

        Raises:
            ReviewError: it cannot be written.
        """
        return self.record_all([review])[0]

    def record_all(self, reviews: Sequence[Review]) -> list[Review]:
        """Write decisions down, each on disk before this returns, and take them in together.

        Raises:
            ReviewError: one cannot be written; those before it are.
        """
        made: list[Review] = []
        with self._lock:
            try:
                for review in reviews:
                    made.append(stamped(review))
                    append(self.folder, made[-1])
                    file = self.folder / made[-1].who / f"{made[-1].doc_id}.jsonl"
                    self._seen[str(file)] = (file.stat().st_mtime_ns, file.stat().st_size)
            finally:
                self._reviews = Reviews((*self._reviews.records, *made), self._present)
                concerned = {review.doc_id for review in made}
                with closing(self.store.connect()) as link, link:
                    for at in (row for row in self._files if row["doc_id"] in concerned):
                        mark = self._reviews.mark(at["source_sha256"], at["source_path"], at["decision_key"])
                        self._settle(link, at["doc_id"], mark)
        return made

    def _settle(self, link: sqlite3.Connection, doc_id: str, mark: str) -> None:
        """Bring the queue's states of one document up to date."""
        sheet = self.sheet(doc_id)
        if sheet is None:
            return
        states = [(sheet.state(key), _people(sheet.verdicts.get(key)), key) for key in sheet.now]
        link.executemany("update queue set state = ?, people = ? where task_id = ?", states)
        counts = [sum(state in wanted for state, _, _ in states) for wanted in (SETTLED, ("conflict",), ("reopened",))]
        link.execute(_COUNT_SQL, (*counts, doc_id))
        link.execute("insert or replace into marks values (?, ?)", (doc_id, mark))


_COUNT_SQL = """
update files set settled = ?, conflicts = ?, reopened = ?,
    risk = coalesce((select sum(risk) from queue q where q.doc_id = files.doc_id
        and state not in ('accepted', 'corrected', 'rejected')), 0) + 0.2 * loose where doc_id = ?
"""


def _people(verdict: Verdict | None) -> str:
    names = sorted({vote.review.who for vote in verdict.votes if vote.fresh}) if verdict else []
    return f",{','.join(names)}," if names else ""


def machine_readings(store: Store, doc_id: str, tasks: list[Row]) -> dict[str, Reading]:
    """The machine's readings behind the published rows, of which some may already be as people said."""
    found = readings(tasks, store.rows("task_units", doc_id), store.rows("task_deadlines", doc_id))
    told: dict[str, Any] = {
        row["task_id"]: row["machine"]
        for row in store.rows("reviews", doc_id)
        if row["state"] == "applied" and row["machine"] and row["action"] != "comment"
    }
    now: dict[str, Reading] = {}
    for task in tasks:
        key = task["task_id"]
        if task["review"] != "corrected":
            now[key] = found[key]
        elif key in told:
            now[key] = json.loads(told[key])
    return now
