"""The pipeline put together, or read back from a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import spacy

from extract.nlp.components import _NAMES, GROUPS
from extract.nlp.names import patterns
from extract.nlp.tokenizer import NAME
from extract.registry import Registry

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from spacy.language import Language

__all__ = ["GROUPS", "load"]


def load(folder: Path | None = None, *, issued: dt.date | None = None, issuer: str = "") -> Language:
    """A pipeline that fills `doc.spans["unit" | "deadline" | "citation" | "indicator"]` and `doc.ents`.

    Args:
        folder: where `nlp.to_disk` kept one; None makes it from the shipped registry and grammars (a second or two).
        issued: day of the decision whose text is read: names mean the units of that day, terms count from it.
        issuer: unit_id of who issued it: "Vụ Pháp chế" is then its own.

    Raises:
        OSError: the folder holds no pipeline.
    """
    if folder is not None:
        nlp = spacy.load(folder)
    else:
        nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": NAME}}})
        ruler = nlp.add_pipe(
            "span_ruler",
            name="unit_names",
            config={"spans_key": _NAMES, "phrase_matcher_attr": "NORM", "validate": False, "overwrite": True},
        )
        ruler.add_patterns(patterns(Registry.load()))  # type: ignore[attr-defined]  # add_pipe says Callable only
        for name in ("units", "deadlines", "citations", "indicators", "entities"):
            nlp.add_pipe(f"congbao_{name}")
    return _read_as(nlp, issued, issuer)


def _read_as(nlp: Language, issued: dt.date | None, issuer: str) -> Language:
    """The pipeline with the day and the issuer set in its components and in the config that is kept with it."""
    day = issued.isoformat() if issued else ""
    for name, settings in (
        ("congbao_units", {"issued": day, "issuer": issuer}),
        ("congbao_deadlines", {"issued": day}),
    ):
        if any(settings.values()):
            before = nlp.pipe_names[nlp.pipe_names.index(name) - 1]
            nlp.remove_pipe(name)
            nlp.add_pipe(name, config=settings, after=before)
    return nlp
