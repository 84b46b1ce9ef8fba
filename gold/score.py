"""Snapshot against annotation, file by file: verdicts summed to rates that all carry their n."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from gold.align import harm_rate, text_rates
from gold.bands import row_results
from gold.errors import GoldError
from gold.judge import PRINTED, judged
from gold.metrics import METRICS, TOTALS
from gold.records import DocumentScore, Facts, Head, Rate, Scorecard, Told, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gold.records import Verdict

NOBODY = Told(file="", sha256="", facts=Facts(head=Head()))
"""What a snapshot tells of a decision that it does not hold."""


def score_all(truths: Sequence[Truth], told: Sequence[Told], snapshot: str) -> Scorecard:
    """Score every annotated source file, and every further rendering that the snapshot holds.

    A source file that the snapshot does not hold counts as missed, all of it, unless it is not kept in this
    repository: then the decision is not scored.
    """
    documents: list[DocumentScore] = []
    for truth in truths:
        here = [d for d in told if belongs(truth, d.file, d.sha256)]
        main = [d for d in here if d.file not in truth.renderings]
        documents += [score_one(truth, d) for d in main] or [score_one(truth, NOBODY)] * truth.kept
        documents += [score_one(truth, d) for d in here if d.file in truth.renderings]
    return Scorecard(snapshot, tuple(documents), summed(d.rates for d in documents))


def with_copies(truths: Sequence[Truth], copies: Sequence[str]) -> tuple[Truth, ...]:
    """The annotations with further renderings of their decisions, each given as `FILE=DECISION`.

    Raises:
        GoldError: an entry has another form, or its decision is not annotated.
    """
    files: dict[str, list[str]] = {t.decision: [] for t in truths}
    for copy in copies:
        file, _, decision = copy.rpartition("=")
        if not file or decision not in files:
            raise GoldError(f"{copy!r} names no annotated decision", "write it as FILE=DECISION")
        files[decision].append(file)
    return tuple(replace(t, renderings=(*t.renderings, *files[t.decision])) for t in truths)


def belongs(truth: Truth, file: str, sha256: str) -> bool:
    """A document is a file of the annotated decision: same content, else a name given in the annotation."""
    return sha256 == truth.sha256 or file in (truth.file, *truth.renderings)


def score_one(truth: Truth, told: Told) -> DocumentScore:
    """All rates of one file."""
    verdicts = tuple(judged(truth, told))
    is_image = truth.scanned or told.file in truth.renderings
    rates = {**counted(verdicts), **({} if is_image else _text_rates(truth, told))}
    wrong = (v for v in verdicts if v.hit == METRICS[v.metric].bad)
    faults = tuple(v for v in wrong if not v.metric.endswith(".missed") and v.metric != PRINTED)
    rows = row_results(truth, told)
    return DocumentScore(truth.decision, told.file or truth.file, told is not NOBODY, totalled(rates), faults, rows)


def _text_rates(truth: Truth, told: Told) -> dict[str, Rate]:
    """Noisy sources against their restored text; of clean ones, what repair did to them."""
    if truth.lines:
        return text_rates(truth.lines, truth.unsure_lines, told.seen, told.text)
    return {"repair.changed": harm_rate(told.seen, told.text, truth.slips)}


def counted(verdicts: Iterable[Verdict]) -> dict[str, Rate]:
    """Verdicts added up by metric."""
    n, hits = Counter[str](), Counter[str]()
    for verdict in verdicts:
        n[verdict.metric] += 1
        hits[verdict.metric] += verdict.hit
    return {key: Rate(hits[key], n[key]) for key in n}


def totalled(rates: Mapping[str, Rate]) -> dict[str, Rate]:
    """The rates with those that are sums of others."""
    sums = {key: sum((rates.get(p, Rate()) for p in parts), Rate()) for key, parts in TOTALS.items()}
    return {**rates, **{key: rate for key, rate in sums.items() if rate.n}}


def summed(parts: Iterable[Mapping[str, Rate]]) -> dict[str, Rate]:
    """Rates of several files added up, in the order of the declaration."""
    found: dict[str, Rate] = {}
    for rates in parts:
        for key, rate in rates.items():
            found[key] = found.get(key, Rate()) + rate
    return {key: found[key] for key in METRICS if key in found}
