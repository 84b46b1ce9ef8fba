"""What reviewers say of each row of one document: which decisions hold, which are open again, which disagree."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipeline.readings import changed, nearest, ordinal_of, place
from pipeline.reviews import VERDICTS, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.readings import Reading
    from pipeline.reviews import Review

State = Literal["applied", "conflict", "reopened"]
Outcome = tuple["Reading", ...]
"""The rows that a decision makes of one: itself, several for a split, none for a rejection."""


@dataclass(frozen=True, slots=True)
class Vote:
    """A decision as it bears on one row; `fresh` where source and machine's reading are those it was made on."""

    review: Review
    machine: Reading | None
    outcome: Outcome
    fresh: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was decided on one row.

    Attributes:
        task_id: the row; "" for a row that the machine missed or that is no longer there.
        state: applied (all who spoke agree), conflict, or reopened.
        outcome: the rows it becomes, where it is applied.
        votes: the decisions that count, one a person.
        replaced: decisions that the same person or another's newer look has replaced.
    """

    task_id: str
    state: State
    outcome: Outcome
    votes: tuple[Vote, ...]
    replaced: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts on a document's rows, and the records that are none: comments and what was settled."""

    verdicts: tuple[Verdict, ...]
    notes: tuple[Review, ...] = ()
    settled: tuple[Review, ...] = ()


def judge(now: Mapping[str, Reading], own: Iterable[Review], before: Iterable[Review]) -> Judgement:
    """Bring the decisions together with the rows as the machine reads them now.

    Args:
        now: readings of the document's rows by task id.
        own: records about these bytes.
        before: records about what the file held before; they are never applied, only open the row again.
    """
    kept = standing([*own, *before])
    old = {review.review_id for review in before}
    over = {settled for review in kept for settled in review.settles}
    active = [r for r in kept if r.action in VERDICTS and r.review_id not in over]
    rows: dict[str, list[Vote]] = defaultdict(list)
    missed: dict[tuple[str, ...], list[Vote]] = defaultdict(list)
    for review in active:
        for task_id, vote in _votes(review, now, fresh=review.review_id not in old):
            if vote.machine is None and not task_id:
                missed[place(_row_said(review))].append(vote)
            else:
                rows[task_id or f"lost {review.review_id}"].append(vote)
    verdicts = [_verdict(task_id if task_id in now else "", votes) for task_id, votes in sorted(rows.items())]
    verdicts += [_verdict("", votes) for _, votes in sorted(missed.items())]
    return Judgement(
        tuple(verdicts),
        tuple(r for r in kept if r.action not in VERDICTS),
        tuple(r for r in kept if r.action in VERDICTS and r.review_id in over),
    )


def _votes(review: Review, now: Mapping[str, Reading], *, fresh: bool) -> Iterable[tuple[str, Vote]]:
    """The rows that a decision is about, each with what it says of it."""
    if review.machine is None:
        yield _missed(review, now, fresh=fresh)
        return
    yield _placed(review, review.task_id, review.machine, outcome_of(review), now, fresh=fresh)
    if review.action == "merge":
        for task_id, machine in review.said["with"].items():
            yield _placed(review, task_id, machine, (), now, fresh=fresh)


def outcome_of(review: Review) -> Outcome:
    """The rows that a decision makes of the row it is about."""
    said = review.said
    match review.action:
        case "accept":
            return (review.machine or {},)
        case "correct":
            return (changed(review.machine or {}, said),)
        case "split":
            return tuple(said["rows"])
        case "merge" | "add":
            return (said["row"],)
    return ()


def _row_said(review: Review) -> Reading:
    row: Reading = review.said.get("row", {})
    return row


def _missed(review: Review, now: Mapping[str, Reading], *, fresh: bool) -> tuple[str, Vote]:
    """A row that the machine missed; if it reads one at that place by now, the two are compared."""
    row = _row_said(review)
    here = next((task_id for task_id, reading in now.items() if place(reading) == place(row)), "")
    outcome = (row,) if review.action == "add" else ()
    same = bool(here) and outcome == (now[here],)
    return here, Vote(review, None, outcome, fresh and (same or not here))


def _placed(  # noqa: PLR0913  # one decision on one row
    review: Review, task_id: str, machine: Reading, outcome: Outcome, now: Mapping[str, Reading], *, fresh: bool
) -> tuple[str, Vote]:
    """The row of now that a decision is about; it is fresh if the machine still reads the same there.

    A decision that says what the machine says by now holds as well: there is no doubt left.
    """
    ordinal = ordinal_of(task_id)
    same = [key for key, reading in now.items() if reading == machine]
    if same:
        return min(same, key=lambda key: abs(ordinal_of(key) - ordinal)), Vote(review, machine, outcome, fresh)
    here = nearest(machine, ordinal, now)
    agreed = here is not None and outcome == (now[here],)
    return here or "", Vote(review, machine, outcome, fresh and agreed)


def _verdict(task_id: str, votes: Sequence[Vote]) -> Verdict:
    """The last fresh word of each person; without any, the last word of each opens the row again."""
    fresh = {vote.review.who: vote for vote in votes if vote.fresh}
    last = fresh or {vote.review.who: vote for vote in votes}
    count = tuple(last.values())
    replaced = tuple(vote for vote in votes if vote not in count)
    if not fresh:
        return Verdict(task_id, "reopened", (), count, replaced)
    if len({canonical(vote.outcome) for vote in count}) > 1:
        return Verdict(task_id, "conflict", (), count, replaced)
    return Verdict(task_id, "applied", count[0].outcome, count, replaced)


def canonical(outcome: Any) -> str:
    """A value in one written form, so that equal ones are equal."""
    return json.dumps(outcome, ensure_ascii=False, sort_keys=True)
