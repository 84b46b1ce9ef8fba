"""Components of the pipeline, one a kind of mention; each fills a group of `doc.spans` with this package's grammar.

A span of a unit carries the unit's id as `kb_id_`; records behind the other spans are read anew from the text by
`span._.deadlines`, `span._.citation`, `span._.target`, so that documents can be kept and sent like any others.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extract import citations, deadlines, targets, units
from extract.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extract.records import Citation, Deadline
    from extract.targets import Target

GROUPS = ("unit", "deadline", "citation", "indicator")
_NAMES = "unit_names"  # group of all matches of the registry's names, before they are linked


@Language.factory("congbao_units", default_config={"issued": "", "issuer": ""}, assigns=["doc.spans"])
class Units:
    """Links the names that the phrase patterns found: `doc.spans["unit"]`, id in `kb_id_`.

    `issued` (ISO date) and `issuer` (unit_id) are those of the decision; "" for today and for nobody.
    """

    def __init__(self, nlp: Language, name: str, issued: str, issuer: str) -> None:  # noqa: ARG002  # spaCy's signature
        self.context = units.LinkContext(dt.date.fromisoformat(issued) if issued else None, issuer or None, {})
        self.registry = Registry.load()

    def __call__(self, doc: Doc) -> Doc:
        """Keep the longest of names that overlap, written as names are: from a capital letter on."""
        named = [span for span in doc.spans.pop(_NAMES, ()) if span.text[:1].isupper() and _is_written(span)]
        doc.spans["unit"] = [self._linked(span) for span in filter_spans(named)]
        return doc

    def _linked(self, span: Span) -> Span:
        mention = units.link(span.text, self.registry, self.context)
        return Span(span.doc, span.start, span.end, label="unit", kb_id=mention.unit_id or "")


def _is_written(span: Span) -> bool:
    """One token alone is an acronym, in capitals."""
    return len(span) > 1 or span.text.isupper()


@Language.factory("congbao_deadlines", default_config={"issued": ""}, assigns=["doc.spans"])
class Deadlines:
    """Words that set a term: `doc.spans["deadline"]`; `issued` is the day that terms count from."""

    def __init__(self, nlp: Language, name: str, issued: str) -> None:  # noqa: ARG002  # spaCy's signature
        self.issued = dt.date.fromisoformat(issued) if issued else None

    def __call__(self, doc: Doc) -> Doc:
        """Fill the group; the day of issue is kept in `doc._.issued`."""
        doc._.issued = self.issued.isoformat() if self.issued else ""
        places = (place for place, _ in deadlines.place_in_prose(doc.text, self.issued))
        doc.spans["deadline"] = _spans(doc, places, "deadline")
        return doc


@Language.component("congbao_citations", assigns=["doc.spans"])
def find_citations(doc: Doc) -> Doc:
    """Other documents named by number or date: `doc.spans["citation"]`."""
    doc.spans["citation"] = _spans(doc, (place for place, _ in citations.place(doc.text)), "citation")
    return doc


@Language.component("congbao_indicators", assigns=["doc.spans"])
def find_indicators(doc: Doc) -> Doc:
    """Figures to reach: `doc.spans["indicator"]`, those inside citations and deadlines left out."""
    taken = {token.i for group in ("citation", "deadline") for span in doc.spans.get(group, ()) for token in span}
    spans = _spans(doc, (place for place, _ in targets.place(doc.text)), "indicator")
    doc.spans["indicator"] = [span for span in spans if not any(token.i in taken for token in span)]
    return doc


@Language.component("congbao_entities", assigns=["doc.ents"])
def set_entities(doc: Doc) -> Doc:
    """`doc.ents` from the groups; of mentions that overlap the longest stays."""
    doc.ents = filter_spans([span for group in GROUPS for span in doc.spans.get(group, ())])
    return doc


def _spans(doc: Doc, places: Iterable[tuple[int, int]], label: str) -> list[Span]:
    """Spans over whole tokens for places in the text."""
    found = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end in places if end > start)
    return [span for span in found if span is not None]


def _deadlines(span: Span) -> tuple[Deadline, ...]:
    issued = span.doc._.issued
    return deadlines.parse(span.text, dt.date.fromisoformat(issued) if issued else None)


def _citation(span: Span) -> Citation | None:
    return next(iter(citations.find(span.text, "mention", 1)), None)


def _target(span: Span) -> Target | None:
    return next(iter(targets.find(span.text)), None)


Doc.set_extension("issued", default="", force=True)
Span.set_extension("deadlines", getter=_deadlines, force=True)
Span.set_extension("citation", getter=_citation, force=True)
Span.set_extension("target", getter=_target, force=True)
