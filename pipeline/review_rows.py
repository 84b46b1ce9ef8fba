"""Apply reviewers' decisions to the rows of one file, where they are read to be published.

A row that all who spoke agree on is published as they say, with `review` telling so; a decision made on another
source or another reading changes nothing and becomes an issue, as do two decisions that disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extract.registry import Registry
from extract.segment import segment
from ingest.records import Issue
from pipeline.readings import FIELDS, Reading, ordinal_of, readings
from pipeline.rows import issue_rows, task_id
from pipeline.verdicts import Judgement, Verdict, canonical, judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.reviews import Review, Reviews
    from pipeline.rows import Row, Rows

SEEN_AGAIN = "{who} settled this row, but the {what} has changed since; look at it again"
DISAGREE = "{who} disagree on this row; settle it on the review page"
_CHOSEN = 1.0  # score of a link that a person chose, confidence of a row that a person added


def with_reviews(rows: Rows, path: str, reviews: Reviews) -> Rows:
    """The rows of one file with the decisions about it applied; the same rows where nobody spoke."""
    document = rows["documents"][0]
    own, before = reviews.of(document["source_sha256"], path, document.get("decision_key"))
    if not own and not before:
        return rows
    now = readings(rows.get("tasks", []), rows.get("task_units", []), rows.get("task_deadlines", []))
    judgement = judge(now, own, before)
    page = _Rewriter(rows, document["doc_id"], now)
    for verdict in judgement.verdicts:
        page.settle(verdict)
    return page.done(judgement)


class _Rewriter:
    """The rows of one document while decisions are applied to them; the rows given are not changed."""

    def __init__(self, rows: Rows, doc_id: str, now: Mapping[str, Reading]) -> None:
        self.rows: Rows = {name: [dict(row) for row in some] for name, some in rows.items()}
        for name in ("tasks", "task_units", "task_deadlines", "issues", "reviews"):
            self.rows.setdefault(name, [])
        self.doc_id = doc_id
        self.now = now
        self.tasks = {row["task_id"]: row for row in self.rows["tasks"]}
        self.issues: list[Issue] = []

    def settle(self, verdict: Verdict) -> None:
        """Write what one verdict says."""
        strange = next((u for reading in verdict.outcome for u in _strangers(reading)), None)
        if verdict.state != "applied" or strange:
            self.issues.append(self._doubt(verdict, strange))
            return
        row = self.tasks.get(verdict.task_id)
        first, *more = verdict.outcome or ({},)
        if row is None:
            more = list(verdict.outcome)
        elif not verdict.outcome:
            row["review"] = "rejected"
        else:
            self._write(row, first, verdict)
        for reading in more:
            self._add(reading, row, verdict)

    def _write(self, row: Row, reading: Reading, verdict: Verdict) -> None:
        same = len(verdict.outcome) == 1 and reading == self.now[row["task_id"]]
        row["review"] = "accepted" if same else "corrected"
        if row["review"] == "corrected":
            self._fill(row, reading)

    def _fill(self, row: Row, reading: Reading) -> None:
        """Put a reading into a row and into its units and deadlines; the links that stay keep their scores."""
        row.update({name: reading.get(name) for name in FIELDS if name not in ("parent", "title")})
        title = reading.get("title", "")
        if title != row.get("title"):
            row |= {"title": title, "title_segmented": segment(title)}
        row["parent_task_id"] = self._above(reading, row)
        key = row["task_id"]
        units = [u for u in self.rows["task_units"] if u["task_id"] == key]
        linked = {(u["role"], u["text"], u["unit_id"]): u for u in units}
        self._replace("task_units", key, [_unit(u, linked) for u in reading.get("units", ())])
        self._replace("task_deadlines", key, [_due(d) for d in reading.get("deadlines", ())] or [_due({})])

    def _replace(self, table: str, key: str, made: list[Row]) -> None:
        kept = [row for row in self.rows[table] if row["task_id"] != key]
        numbered = [{"task_id": key, "ordinal": n, **row} for n, row in enumerate(made, start=1)]
        self.rows[table] = kept + numbered

    def _above(self, reading: Reading, row: Row) -> str | None:
        """The task whose label, or title, the reading names as the one above; the nearest before it."""
        wanted = reading.get("parent")
        found = [
            other
            for other in self.rows["tasks"]
            if wanted and other is not row and wanted in (other.get("label"), other.get("title"))
        ]
        same = [o for o in found if o.get("group_label") == row.get("group_label")] or found
        at = row["ordinal"]
        return min(same, key=lambda o: (o["ordinal"] > at, abs(o["ordinal"] - at)))["task_id"] if same else None

    def _add(self, reading: Reading, beside: Row | None, verdict: Verdict) -> None:
        """A row that a person made: it takes its place from the row it was split from, else from the record."""
        ordinal = max((ordinal_of(key) for key in self.tasks), default=0) + 1
        review = verdict.votes[0].review
        blank: Row = dict.fromkeys(("section_id", "table_no", "row_no"))
        row = {**blank, **{k: v for k, v in review.span.items() if k in blank}, **(beside or {})}
        row |= {"task_id": task_id(self.doc_id, ordinal), "doc_id": self.doc_id, "ordinal": ordinal}
        row |= {"review": "corrected", "page_no": row.get("page_no") or review.page_no or 1}
        row["source_kind"] = row.get("source_kind") or ("table" if row["table_no"] else "prose")
        row.setdefault("confidence", _CHOSEN)
        row.setdefault("kind", "task")
        self.rows["tasks"].append(row)
        self.tasks[row["task_id"]] = row
        self._fill(row, {"kind": row["kind"], **reading})

    def _doubt(self, verdict: Verdict, strange: str | None) -> Issue:
        reviews = [vote.review for vote in verdict.votes]
        who = " and ".join(sorted({review.who for review in reviews}))
        row = self.tasks.get(verdict.task_id)
        subject = f"tasks {row['ordinal']}" if row else ""
        page_no = row["page_no"] if row else None
        evidence = canonical(
            [{"who": r.who, "action": r.action, "machine": r.machine, "said": r.said} for r in reviews]
        )
        if strange:
            message = f"{who} linked the unit {strange}, which is not in the registry; link it again"
            return Issue("review_reopened", "warning", message, page_no, subject, evidence)
        if verdict.state == "conflict":
            return Issue("review_conflict", "warning", DISAGREE.format(who=who), page_no, subject, evidence)
        own = {review.source_sha256 for review in reviews} == {self.rows["documents"][0]["source_sha256"]}
        message = SEEN_AGAIN.format(who=who, what="machine's reading" if own else "source")
        return Issue("review_reopened", "warning", message, page_no, subject, evidence)

    def done(self, judgement: Judgement) -> Rows:
        """All rows, with the new issues and a row in `reviews` for each record."""
        first = len(self.rows["issues"])
        made = issue_rows(self.doc_id, self.issues)
        self.rows["issues"] += [{**row, "ordinal": row["ordinal"] + first} for row in made]
        seen: dict[str, Row] = {}
        for review, state, key in _fates(judgement):
            seen.setdefault(review.review_id, self._review_row(review, state, key))
        self.rows["reviews"] = list(seen.values())
        return self.rows

    def _review_row(self, review: Review, state: str, key: str) -> Row:
        return {
            "doc_id": self.doc_id,
            "review_id": review.review_id,
            "task_id": key if key in self.tasks else None,
            "reviewed_at": review.when,
            "reviewer": review.who,
            "action": review.action,
            "state": state,
            "machine": canonical(review.machine) if review.machine is not None else None,
            "said": canonical(review.said),
            "comment": review.comment,
        }


def _fates(judgement: Judgement) -> Iterator[tuple[Review, str, str]]:
    """Each record with what became of it and the row it is about; a merge is about its first row."""
    for verdict in judgement.verdicts:
        for vote in verdict.votes:
            if vote.review.action == "merge" and not vote.outcome:
                continue  # the merge says it of another row
            yield vote.review, verdict.state, verdict.task_id
        for vote in verdict.replaced:
            yield vote.review, "replaced", verdict.task_id
    for review in judgement.settled:
        yield review, "settled", review.task_id
    for review in judgement.notes:
        yield review, "noted", review.task_id


def _strangers(reading: Reading) -> Iterator[str]:
    known = Registry.load().by_id
    for unit in reading.get("units", ()):
        if unit.get("unit_id") and unit["unit_id"] not in known:
            yield unit["unit_id"]


def _unit(unit: dict[str, Any], linked: dict[tuple[str, str, str | None], Row]) -> Row:
    """A unit of a reading as a row; a link that the machine had made keeps its method and score."""
    text, unit_id = unit.get("text", ""), unit.get("unit_id")
    old = linked.get((unit.get("role", ""), text, unit_id))
    if old:
        return {name: value for name, value in old.items() if name not in ("task_id", "ordinal")}
    known = Registry.load().by_id.get(unit_id or "")
    method = "none" if known is None else ("exact" if known.name.casefold() == text.casefold() else "alias")
    return {
        "role": unit.get("role", "lead"),
        "text": text,
        "name": known.name if known else text,
        "unit_id": unit_id,
        "link_method": method,
        "link_score": _CHOSEN if known else 0.0,
        "is_collective": bool(unit.get("is_collective")),
    }


def _due(due: dict[str, Any]) -> Row:
    names = ("due_date", "start_date", "rrule", "qualifier", "condition")
    return {"text": due.get("text", ""), "kind": due.get("kind", "none"), **{n: due.get(n) for n in names}}
