"""Terms: the words of a deadline put together with the words that bound it (trước, từ … đến, hằng năm)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from extract.deadline_dates import KINDS, dated_recurrence, is_yearless, period, recurrences
from extract.records import Deadline, DeadlineKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from extract.deadline_rules import Word

_YEARLY = "FREQ=YEARLY"  # "trước ngày 30 tháng 01 năm sau": of each year
_MODIFIERS = frozenset({"before", "after", "until", "within"})
_NEXT_TO = re.compile(r"[\s,(:]*(?:(?:ngày|là|vào|năm|hết|thời điểm)\s*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline and where its words stand: code points, end exclusive; `also` are words that lie apart.

    `opens` is the first day of the last period named, whether or not it counts as a start.
    """

    span: tuple[int, int]
    kind: DeadlineKind
    first: dt.date | None = None
    last: dt.date | None = None
    rrule: str | None = None
    qualifier: Literal["before", "after"] | None = None
    condition: str | None = None
    yearless: Word | None = None
    opens: dt.date | None = None
    also: tuple[tuple[int, int], ...] = ()

    def deadline(self, text: str) -> Deadline:
        """The record, with the words it was read from."""
        start = self.first if self.last is None or (self.first or self.last) < self.last else None
        return Deadline(text, self.kind, self.last, start, self.rrule, self.qualifier, self.condition)


def terms(words: Sequence[Word], text: str, issued: dt.date | None) -> tuple[Term, ...]:
    """The deadlines that the words make, in order of their place in the text."""
    found = _collect(words, text, issued)
    return tuple(_settled(_repeated(found)))


def _collect(words: Sequence[Word], text: str, issued: dt.date | None) -> list[Term]:
    found: list[Term] = []
    bounds: list[Word] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if bounds and not _adjacent(bounds[-1], word, text):
            bounds = []
        if word.name in _MODIFIERS:
            bounds.append(word)
            continue
        if word.name in KINDS:
            end = _range_end(words, at, text) if any(bound.name == "after" for bound in bounds) else None
            found.append(_term(word, bounds, words[end] if end else None, issued))
            at = end + 1 if end else at
        elif word.name == "every":
            begin = bounds[0].start if bounds else word.start
            found += [Term((begin, word.end), "recurring", rrule=rule) for rule in recurrences(word)]
        elif word.name == "ongoing":
            found.append(Term((word.start, word.end), "ongoing"))
        elif word.name == "onward" and found:
            found[-1] = replace(
                found[-1],
                kind="ongoing",
                first=found[-1].first or found[-1].opens,
                last=None,
                qualifier=None,
                span=(found[-1].span[0], word.end),
            )
        elif word.name in ("condition", "until_event"):
            _add_condition(found, word, text)
        bounds = []
    return found


def _adjacent(before: Word, after: Word, text: str) -> bool:
    return _NEXT_TO.fullmatch(text, before.end, after.start) is not None


def _range_end(words: Sequence[Word], at: int, text: str) -> int | None:
    """Index of the period that closes "từ … đến …", where the words at `at` go on so."""
    if at + 1 >= len(words) or words[at].name != "until" or words[at + 1].name not in KINDS:
        return None
    near = _adjacent(words[at - 1], words[at], text) and _adjacent(words[at], words[at + 1], text)
    return at + 1 if near else None


def _term(word: Word, bounds: Sequence[Word], close: Word | None, issued: dt.date | None) -> Term:
    names = {bound.name for bound in bounds}
    begin = bounds[0].start if bounds else word.start
    if close is not None:
        opened = period(word, issued, close.number("y"))
        closed = period(close, issued)
        yearless = close if is_yearless(close) else None
        first = opened[0] if opened and not yearless else None
        last = closed[1] if closed else None
        return Term((begin, close.end), KINDS[close.name], first, last, yearless=yearless)
    days = period(word, issued)
    first, last = days or (None, None)
    kind, span, yearless = KINDS[word.name], (begin, word.end), word if is_yearless(word) else None
    if "before" in names:
        return Term(span, kind, None, last, qualifier="before", yearless=yearless)
    if "after" in names and not word.parts.keys() & {"m1", "q1", "y1"}:
        open_ended: DeadlineKind = "ongoing" if first else kind  # a start without an end
        return Term(span, open_ended, first, None, qualifier="after", yearless=yearless)
    is_span = "until" not in names and word.name != "duration" and ("y1" in word.parts or kind != "date")
    keeps_start = is_span and any(part in word.parts for part in ("m1", "q1", "y1"))
    return Term(span, kind, first if keeps_start else None, last, yearless=yearless, opens=first)


def _add_condition(found: list[Term], word: Word, text: str) -> None:
    span = (word.start, word.end)
    if word.name == "until_event" and found:
        before = found[-1]
        found[-1] = replace(
            before, kind="conditional", last=None, condition=text[slice(*span)], qualifier=None, also=(span,)
        )
    elif found:
        # A date with a condition stays a date; the words keep the condition.
        found[-1] = replace(found[-1], also=(*found[-1].also, span))
    else:
        qualifier: Literal["before"] | None = "before" if "before" in word.parts else None
        condition = " ".join(text[slice(*span)].split()).strip(" ,.;")
        found.append(Term(span, "conditional", qualifier=qualifier, condition=condition))


def _repeated(found: list[Term]) -> list[Term]:
    """Join "hằng năm" with the day that stands beside it or elsewhere in the sentence."""
    rules = [term for term in found if term.rrule and term.yearless is None]
    dated = [term for term in found if term.yearless is not None]
    if not rules:
        return [_self_repeated(term) for term in found]
    joined: list[Term] = []
    for term in dated:
        rule = min(rules, key=lambda other: abs(other.span[0] - term.span[0]))
        word = term.yearless
        if word is None or rule.rrule is None:
            continue
        joined.append(
            replace(
                term,
                kind="recurring",
                first=None,
                last=None,
                rrule=dated_recurrence(rule.rrule, word),
                yearless=None,
                also=(rule.span,),
            )
        )
    used = {term.also[0] for term in joined}
    is_dated = any((term.rrule or "").startswith(f"{_YEARLY};") for term in joined)
    rest = [
        term
        for term in found
        if term not in dated and not (term.rrule and (term.span in used or (is_dated and term.rrule == _YEARLY)))
    ]
    return sorted([*rest, *joined], key=lambda term: term.span)


def _self_repeated(term: Term) -> Term:
    word = term.yearless
    if word is None or (word.name != "quarter_day" and "next" not in word.parts):
        return term
    rule = dated_recurrence(_YEARLY if "next" in word.parts else "", word)
    return replace(term, kind="recurring", first=None, last=None, rrule=rule, yearless=None)


def _settled(found: list[Term]) -> list[Term]:
    """Leave out what names no day that exists, and "thường xuyên" before a term."""
    dated = frozenset(KINDS.values()) - {"recurring"}
    kept = [term for term in found if term.kind not in dated or term.first or term.last]
    first_is_vague = len(kept) > 1 and kept[0].kind == "ongoing" and kept[0].first is None
    return kept[1:] if first_is_vague else kept
