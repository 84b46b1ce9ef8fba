"""Every metric, declared once: what it is called, where it is printed, what a hit means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """A rate that is reported.

    Attributes:
        key: `<table>.<name>`, the name in the JSON output.
        heading: column heading, short.
        meaning: what hits and n are.
        bad: a hit is a fault.
    """

    key: str
    heading: str
    meaning: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Metrics that are printed as one table; `total` sums the rates of these metrics, if named."""

    title: str
    metrics: tuple[Metric, ...]
    total: Metric | None = None


BLOCKS: tuple[Block, ...] = (
    Block(
        "Text, repaired (in brackets: as the engine saw it)",
        (
            Metric("text.seen", "(exact)", "reference tokens that stood in the seen text as they are"),
            Metric("text.exact", "exact", "reference tokens that stand in the repaired text as they are"),
            Metric("text.caseless", "caseless", "the same, upper and lower case not told apart"),
            Metric("text.folded", "folded", "the same, diacritics ignored"),
            Metric(
                "text.seen_cer",
                "(CER)",
                "edits between reference and seen text, in grapheme clusters",
                bad=True,
            ),
            Metric("text.cer", "CER", "edits between reference and repaired text, in grapheme clusters", bad=True),
        ),
    ),
    Block(
        "Repair, token by token",
        (
            Metric("repair.helped", "helped", "tokens wrong as seen that are right now"),
            Metric("repair.missed", "missed", "tokens wrong as seen that are still wrong", bad=True),
            Metric("repair.harmed", "harmed", "tokens right as seen that are wrong now", bad=True),
            Metric("repair.changed", "changed clean", "tokens of a clean source that were changed", bad=True),
        ),
    ),
    Block(
        "Task rows",
        (
            Metric("tasks.found", "found", "annotated tasks that a row was matched to"),
            Metric("tasks.missed", "missed", "annotated tasks without a row", bad=True),
            Metric("tasks.invented", "invented", "rows of kind task that match no annotated one", bad=True),
        ),
        Metric(
            "tasks.fields",
            "all fields",
            "fields of annotated tasks that are right; a missed row is all wrong",
        ),
    ),
    Block(
        "Task fields",
        (
            Metric("tasks.title", "title", "titles within 2 % character errors"),
            Metric("tasks.leads", "leads", "the same set of lead units, by canonical name"),
            Metric("tasks.coordinators", "coord.", "the same set of coordinators, or texts 95 % alike"),
            Metric("tasks.product", "product", "products 95 % alike"),
            Metric("tasks.deadlines", "deadline", "kind, date and recurrence of all deadlines equal"),
            Metric("tasks.group_label", "group", "label of the group the task stands in"),
            Metric("tasks.parent", "parent", "row it stands below, where there is one"),
        ),
    ),
    Block(
        "Duties (rows of kind responsibility)",
        (
            Metric("duties.found", "found", "annotated duties that a row was matched to"),
            Metric("duties.missed", "missed", "annotated duties without a row", bad=True),
            Metric("duties.invented", "invented", "rows of this kind that match no annotated one", bad=True),
            Metric("duties.unit", "unit", "unit 90 % alike, or of the same canonical name"),
            Metric("duties.deadlines", "deadline", "kind, date and recurrence of all deadlines equal"),
        ),
        Metric("duties.fields", "all fields", "fields of annotated duties that are right"),
    ),
    Block(
        "Head",
        (
            Metric("head.number", "number", "number of the decision"),
            Metric("head.doc_type", "type", "kind of document"),
            Metric("head.issuer", "issuer", "who issued it, by canonical name or as written"),
            Metric("head.place", "place", "place of issue"),
            Metric("head.issued_date", "date", "date of issue"),
            Metric("head.title", "title", "title within 2 % character errors"),
            Metric("head.signer_title", "office", "office of the signer"),
            Metric("head.signer_name", "signer", "name of the signer"),
            Metric("head.is_draft", "draft", "draft or not"),
        ),
        Metric("head.fields", "all fields", "fields of the head that are right"),
    ),
    Block(
        "Head, without what is written by hand",
        (Metric("head.printed", "printed fields", "all fields again, those left out that are written by hand"),),
    ),
    Block(
        "Legal bases and units linked to the registry",
        (
            Metric("bases.found", "bases", "annotated legal bases found with number, type and date"),
            Metric("bases.invented", "invented", "legal bases told that are not annotated", bad=True),
            Metric("units.recall", "units, recall", "named units of annotated tasks linked to the right entry"),
            Metric("units.precision", "units, precision", "links of matched tasks that are the annotated unit"),
        ),
    ),
    Block(
        "Indicators",
        (
            Metric("indicators.found", "found", "annotated indicators that rows were matched to"),
            Metric("indicators.missed", "missed", "annotated indicators without a row", bad=True),
            Metric("indicators.invented", "invented", "indicators told that are not annotated", bad=True),
            Metric("indicators.values", "values", "the same figures"),
            Metric("indicators.units", "units", "the same units of measure"),
            Metric("indicators.years", "years", "the same years"),
        ),
        Metric("indicators.fields", "all fields", "values, units and years that are right"),
    ),
)

TOTALS: dict[str, tuple[str, ...]] = {
    "tasks.fields": tuple(m.key for m in BLOCKS[3].metrics),
    "duties.fields": ("duties.unit", "duties.deadlines"),
    "head.fields": tuple(m.key for m in BLOCKS[5].metrics),
    "indicators.fields": ("indicators.values", "indicators.units", "indicators.years"),
}
"""Metrics that are sums of others."""

METRICS: dict[str, Metric] = {
    metric.key: metric for block in BLOCKS for metric in (*block.metrics, *((block.total,) if block.total else ()))
}
