"""Decisions of reviewers: append-only JSON lines, one file a reviewer and document.

FOLDER/<reviewer>/<doc_id>.jsonl holds one record a line; the format is described in `gold/reviews/README.md`.
Nothing is ever rewritten: who changes their mind writes a new line, and an undo is a line too. The time in a
record gives the order, not its place in the file, so that files merged line by line mean the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import secrets
import unicodedata
from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal

from normalize.errors import located
from pipeline.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pipeline.readings import Reading
    from pipeline.rows import Rows

FORMAT = 1
Action = Literal["accept", "correct", "reject", "not_a_task", "split", "merge", "add", "comment", "settle", "undo"]
ACTIONS = ("accept", "correct", "reject", "not_a_task", "split", "merge", "add", "comment", "settle", "undo")
VERDICTS = frozenset({"accept", "correct", "reject", "not_a_task", "split", "merge", "add"})
"""Actions that say what a row is; the others are about records."""


@dataclass(frozen=True, slots=True)
class Review:
    """One decision of one person.

    Attributes:
        review_id: unique; sorts by time.
        when: ISO 8601, UTC, microseconds.
        who: name of the reviewer as a file name may hold it, see `reviewer_name`.
        file: path of the source as published; `source_sha256` its bytes.
        task_id: the row as the machine counted it; "" for a row that the machine missed.
        page_no: from 1; None where no page is concerned.
        span: where it stands: `table_no` and `row_no`, or `section_id`, and `boxes` in PDF points where known.
        machine: what the machine had read; None for a row that it missed.
        said: correct: the fields changed. split: `rows`, whole readings. merge: `with`, the readings of the other
            rows, and `row`, the reading they make together. add: `row`. Else empty.
        undoes: the record that an undo takes back.
        settles: records of others that this one settles: they are kept, and no longer count.
    """

    review_id: str
    when: str
    who: str
    action: str
    doc_id: str
    source_sha256: str
    file: str
    decision_key: str | None = None
    task_id: str = ""
    page_no: int | None = None
    span: dict[str, Any] = field(default_factory=dict)
    machine: Reading | None = None
    said: dict[str, Any] = field(default_factory=dict)
    comment: str = ""
    undoes: str = ""
    settles: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, str]:
        """Records count in this order."""
        return (self.when, self.review_id)


def stamped(review: Review) -> Review:
    """The record with the present time and an id of its own."""
    now = dt.datetime.now(dt.UTC)
    made = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    return replace(review, review_id=made, when=now.isoformat(timespec="microseconds"))


def reviewer_name(text: str) -> str:
    """A name that may stand in a path: letters without marks, digits, `.` and `-`; "" if nothing is left."""
    bare = unicodedata.normalize("NFD", text.strip().lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in bare if not unicodedata.combining(c))).strip("-")[:40]


def append(folder: Path, review: Review) -> None:
    """Write one record, on disk before this returns.

    Raises:
        ReviewError: if it cannot be written.
    """
    file = folder / review.who / f"{review.doc_id}.jsonl"
    line = json.dumps({"format": FORMAT, **asdict(review)}, ensure_ascii=False) + "\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab+") as handle:
            if handle.seek(0, os.SEEK_END) and not _ends_whole(handle):
                line = "\n" + line  # a line that a crash cut short stays apart
            handle.write(line.encode())
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        problem = ReviewError(f"the decision cannot be written ({error.strerror})", "check the folder and the disk")
        problem.file = str(file)
        raise problem from error


def _ends_whole(handle: Any) -> bool:
    handle.seek(-1, os.SEEK_END)
    return bool(handle.read(1) == b"\n")


def read_file(file: Path) -> list[Review]:
    """The records of one file; a line that a crash cut short is passed over.

    Raises:
        ReviewError: naming the line that is no record.
    """
    found: list[Review] = []
    lines = file.read_bytes().split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(unicodedata.normalize("NFC", line.decode()))
            found.append(_record(raw))
        except (ValueError, TypeError, KeyError) as error:
            if line.startswith(b'{"format"') and not line.rstrip().endswith(b"}"):
                continue
            problem = ReviewError(f"line {number} is no review record ({error})", "mend the line or take it out")
            problem.file = str(file)
            raise problem from error
    return found


def _record(raw: dict[str, Any]) -> Review:
    if raw.pop("format") != FORMAT or raw["action"] not in ACTIONS:
        message = "its format or action is not known"
        raise ValueError(message)
    return Review(**{**raw, "settles": tuple(raw.get("settles", ()))})


def read_folder(folder: Path) -> list[Review]:
    """All records below a folder, in order; none where there is no such folder.

    Raises:
        ReviewError: naming the file and line that is no record.
    """
    with located(str(folder)):
        found = [review for file in sorted(folder.glob("*/*.jsonl")) for review in read_file(file)]
    return sorted({review.review_id: review for review in found}.values(), key=lambda review: review.order)


def standing(records: Iterable[Review]) -> list[Review]:
    """The records that are not undone, in order; an undo counts only against records of the same person."""
    kept = sorted(records, key=lambda review: review.order)
    undone = {(review.who, review.undoes) for review in kept if review.action == "undo"}
    return [r for r in kept if r.action != "undo" and (r.who, r.review_id) not in undone]


@dataclass(frozen=True)
class Reviews:
    """All records of a folder, by the file they are about.

    Attributes:
        records: in order.
        present: SHA-256 of the files of this run; records about others may be about an earlier state of a file.
    """

    records: Sequence[Review] = ()
    present: Collection[str] = frozenset()

    @classmethod
    def load(cls, folder: Path | None, present: Iterable[str]) -> Reviews:
        """The records below a folder.

        Raises:
            ReviewError: naming the file and line that is no record.
        """
        return cls(tuple(read_folder(folder)) if folder else (), frozenset(present))

    @cached_property
    def _by_source(self) -> dict[str, list[Review]]:
        found: dict[str, list[Review]] = defaultdict(list)
        for record in self.records:
            found[record.source_sha256].append(record)
        return found

    @cached_property
    def _orphans(self) -> dict[str, list[Review]]:
        """Records about bytes that are no longer there, by the name of their file."""
        found: dict[str, list[Review]] = defaultdict(list)
        for record in self.records:
            if record.source_sha256 not in self.present:
                found[PurePath(record.file).name].append(record)
        return found

    def of(self, sha256: str, path: str, decision_key: str | None) -> tuple[list[Review], list[Review]]:
        """Records about these bytes, and records about what the file at `path` held before."""
        if not self.records:
            return [], []
        before = [
            record
            for record in self._orphans.get(PurePath(path).name, ())
            if record.source_sha256 != sha256 and _same_file(record, path, decision_key)
        ]
        return self._by_source.get(sha256, []), before

    def mark(self, sha256: str, path: str, decision_key: str | None) -> str:
        """What the rows of a file depend on: changes with each record about it; "" without any."""
        own, before = self.of(sha256, path, decision_key)
        if not own and not before:
            return ""
        made = json.dumps([[asdict(record) for record in part] for part in (own, before)], sort_keys=True)
        return hashlib.sha256(made.encode()).hexdigest()[:16]

    def signature(self) -> str:
        """What a snapshot depends on; "" without any record."""
        made = "\n".join(sorted(json.dumps(asdict(record), sort_keys=True) for record in self.records))
        return hashlib.sha256(made.encode()).hexdigest()[:16] if made else ""


def _same_file(record: Review, path: str, decision_key: str | None) -> bool:
    """The same path; or the same name and decision, as where the folder was moved."""
    if record.file == path or Path(record.file).resolve() == Path(path).resolve():
        return True
    return decision_key is not None and record.decision_key == decision_key


@dataclass(frozen=True, slots=True)
class Settled:
    """The decisions as `pipeline.relate.Settler` applies them where rows are published."""

    reviews: Reviews

    def mark(self, sha256: str, path: str, decision_key: str | None) -> str:
        """Changes with each record about a file; "" without any."""
        return self.reviews.mark(sha256, path, decision_key)

    def settle(self, rows: Rows, path: str) -> Rows:
        """The rows with the decisions about them applied."""
        from pipeline.review_rows import with_reviews

        return with_reviews(rows, path, self.reviews)
