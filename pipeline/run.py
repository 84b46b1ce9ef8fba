"""One decision from its file to its facts: the whole story, in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.link import Facts, link
from extract.parse import Parts, parse
from extract.records import Line
from ingest.read import read_source
from ingest.records import Issue, Page, Ruling, Source
from normalize.errors import located
from normalize.progress import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import Protocol

    from normalize.records import Repaired
    from pipeline.kit import Kit

    class Kept(Protocol):
        """What earlier runs have kept of a file, stage by stage."""

        def source(self, read: Callable[[], Source]) -> Source: ...  # noqa: D102
        def mended(self, source: Source, repair: Callable[[], tuple[MendedPage, ...]]) -> tuple[MendedPage, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class MendedPage:
    """A page and its repaired lines; `quality_seen` and `quality` are 0..1, before and after."""

    page: Page
    repaired: tuple[Repaired, ...]
    quality_seen: float
    quality: float


@dataclass(frozen=True, slots=True)
class Decision:
    """All that was read from one file."""

    source: Source
    pages: tuple[MendedPage, ...]
    parts: Parts
    facts: Facts
    issues: tuple[Issue, ...]


def read_decision(path: Path, kit: Kit, kept: Kept | None = None) -> Decision:
    """Read one decision file; nothing but `read_source` and what is `kept` touches the disk.

    Raises:
        DecisionError: with the file, and the page where one is concerned.
    """
    kept = kept or NothingKept()
    with located(str(path)):
        moved("ingest")
        source = kept.source(lambda: read_source(path, kit.repairer.judge))  # bytes -> Page, as the engine saw it
        moved("normalize")
        pages = kept.mended(source, lambda: mend(source.pages, kit))  # normalize: text -> edits, every Edit kept
        moved("extract")
        mender = kit.repairer.repair_lines  # cells of tables whose columns run together are repaired again
        parts = parse(lines_of(pages), rulings_of(source.pages), kit.registry, kit.fluency, mender)  # -> Section …
        facts = link(parts, kit.registry, {p.page.number: p.quality for p in pages})  # names and dates -> ids
        return Decision(source, pages, parts, facts, (*source.issues, *facts.issues, *_is_no_decision(parts)))


class NothingKept:
    """Every stage is done anew; a `Kept` answers from what an earlier run has kept."""

    def source(self, read: Callable[[], Source]) -> Source:
        """The pages of the file."""
        return read()

    def mended(self, _: Source, repair: Callable[[], tuple[MendedPage, ...]]) -> tuple[MendedPage, ...]:
        """The pages with their repaired lines."""
        return repair()


def mend(pages: Sequence[Page], kit: Kit) -> tuple[MendedPage, ...]:
    """Repair the lines of all pages together: the whole document decides how hard to repair."""
    lines = [(line.text, page.source) for page in pages for line in page.lines]
    by_engine = [at for at, (_, source) in enumerate(lines) if source == "ocr"]
    repaired = kit.repairer.repair_lines([text for text, _ in lines], by_engine)
    mended, at = [], 0
    for page in pages:
        own = tuple(repaired[at : at + len(page.lines)])
        at += len(page.lines)
        seen, text = ("\n".join(getattr(r, name) for r in own) for name in ("seen", "text"))
        quality_seen = kit.repairer.quality(seen)
        mended.append(MendedPage(page, own, quality_seen, quality_seen if text == seen else kit.repairer.quality(text)))
    return tuple(mended)


def lines_of(pages: Sequence[MendedPage]) -> list[Line]:
    """The document's lines in order, numbered on each page from 1."""
    return [
        Line(mended.page.number, line_no, repaired.seen, repaired.text, seen.box, seen.covered)
        for mended in pages
        for line_no, (seen, repaired) in enumerate(zip(mended.page.lines, mended.repaired, strict=True), start=1)
    ]


def rulings_of(pages: Sequence[Page]) -> dict[int, Sequence[Ruling]]:
    """Rulings by page number."""
    return {page.number: page.rulings for page in pages}


def _is_no_decision(parts: Parts) -> tuple[Issue, ...]:
    """A text without number, kind, legal basis, article and task is published as text only, and says so."""
    header = parts.header
    known = header.number or header.doc_type or parts.assignments or parts.tables
    if (
        known
        or any(c.role == "legal_basis" for c in parts.citations)
        or any(s.kind == "article" for s in parts.sections)
    ):
        return ()
    message = "this is no decision: no number, kind, legal basis, article or task was found; leave it out of the batch"
    return (Issue("not_a_decision", "error", message),)
