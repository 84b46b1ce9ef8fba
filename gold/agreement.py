"""How far reviewers agree: the share of rows both settled alike, and Cohen's kappa where the answer is one of few.

Kappa is (agreement - agreement by chance) / (1 - agreement by chance), by chance being what the two would agree on if
each kept to how often they give each answer (Cohen, Educational and Psychological Measurement 20, 1960). It says
nothing where both always give one answer; there it is None. Fields of free text have no chance agreement to speak of:
for them only the share is given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from gold.records import Rate
from pipeline.readings import FIELDS, Reading
from pipeline.reviews import VERDICTS, standing
from pipeline.verdicts import canonical, outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.reviews import Review

VERDICT = "verdict"
_FEW = frozenset({VERDICT, "kind", "deadlines", "lead units", "coordinator units", "group_label"})
"""Fields whose answers are counted, so that kappa fits."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two answers to one question were the same.

    Attributes:
        field: `verdict`, or a field of the row.
        rate: pairs of answers that are the same, of all pairs.
        kappa: -1 to 1; None where it does not fit.
    """

    field: str
    rate: Rate
    kappa: float | None


def agreements(records: Iterable[Review]) -> tuple[Agreement, ...]:
    """Agreement by field over all rows that two people or more settled, each pair of people counted once a row."""
    answers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for votes in by_row(records):
        for one, other in combinations(votes, 2):
            left, right = answers_of(one), answers_of(other)
            for field in left.keys() & right.keys():
                answers[field].append((left[field], right[field]))
    order = [VERDICT, *FIELDS, "lead units", "coordinator units", "monitor units", "deadlines"]
    return tuple(
        Agreement(name, Rate(sum(a == b for a, b in pairs), len(pairs)), kappa(pairs) if name in _FEW else None)
        for name in order
        if (pairs := answers.get(name))
    )


def by_row(records: Iterable[Review]) -> list[list[Review]]:
    """The last decision of each person on each row of each source, for rows that two people or more settled."""
    rows: dict[tuple[str, str, str], dict[str, Review]] = defaultdict(dict)
    for review in standing(records):
        if review.action in VERDICTS and review.machine is not None and not review.settles:
            key = (review.source_sha256, review.task_id, canonical(review.machine))
            rows[key][review.who] = review
    return [[votes[who] for who in sorted(votes)] for votes in rows.values() if len(votes) > 1]


def answers_of(review: Review) -> dict[str, str]:
    """What a decision says, question by question; a row that is no task, or several, has no fields."""
    outcome = outcome_of(review)
    verdict = {0: "no task", 1: "a task"}.get(len(outcome), "several tasks")
    if len(outcome) != 1:
        return {VERDICT: verdict}
    return {VERDICT: verdict, **fields_of(outcome[0])}


def fields_of(reading: Reading) -> dict[str, str]:
    """Every field of a reading in one written form."""
    units: dict[str, list[Any]] = defaultdict(list)
    for unit in reading.get("units", ()):
        units[f"{unit.get('role')} units"].append(unit.get("unit_id") or unit.get("text"))
    dues = sorted(
        canonical({k: due.get(k) for k in ("kind", "due_date", "rrule")}) for due in reading.get("deadlines", ())
    )
    named = {
        role: canonical(sorted(units.get(role, []))) for role in ("lead units", "coordinator units", "monitor units")
    }
    return {**{name: str(reading.get(name, "")) for name in FIELDS}, **named, "deadlines": canonical(dues)}


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of answers; None without pairs, or where chance alone gives full agreement."""
    if not pairs:
        return None
    n = len(pairs)
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(left[answer] * right[answer] for answer in left) / n**2
    if by_chance >= 1:
        return None
    agreed = sum(a == b for a, b in pairs) / n
    return (agreed - by_chance) / (1 - by_chance)
