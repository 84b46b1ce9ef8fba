"""Corrections of words, as a list that training can use: what was printed, what the machine made of it, what it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from gold.diff.words import runs
from pipeline.reviews import VERDICTS, standing
from pipeline.verdicts import outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.reviews import Review

TEXTS = ("title", "product", "note", "deadline_text", "lead_text", "coordinator_text", "monitor_text")


@dataclass(frozen=True, slots=True)
class Pair:
    """One stretch of words that a person corrected.

    Attributes:
        machine: what the machine said; `right` what the person said; both without white space at their ends.
        left, after: up to three words before and after it, in the corrected text.
        seen: the text as it was printed around the row, "" where the record does not hold it.
    """

    machine: str
    right: str
    left: str
    after: str
    field: str
    seen: str
    doc_id: str
    page_no: int | None
    who: str
    when: str

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def pairs_of(records: Iterable[Review]) -> Iterator[Pair]:
    """Pairs of all corrections that stand; words only added or only taken away are pairs with an empty side."""
    for review in standing(records):
        outcome = outcome_of(review) if review.action in VERDICTS else ()
        if review.action != "correct" or review.machine is None or len(outcome) != 1:
            continue
        for field in TEXTS:
            before, after = review.machine.get(field, ""), outcome[0].get(field, "")
            if before and after and before != after:
                yield from _pairs(review, field, before, after)


def _pairs(review: Review, field: str, before: str, after: str) -> Iterator[Pair]:
    at = 0
    for old, new in runs(before, after):
        if old != new:
            left, right = after[:at].split()[-3:], after[at + len(new) :].split()[:3]
            yield Pair(
                machine=old.strip(), right=new.strip(), left=" ".join(left), after=" ".join(right), field=field,
                seen=str(review.span.get("seen", "")), doc_id=review.doc_id, page_no=review.page_no, who=review.who,
                when=review.when,
            )  # fmt: skip
        at += len(new)
