"""What each stage made of a file, kept by content, so that a later stage may change without the earlier ones.

pages/…   what was read: layout and words of scanned, PDF and office files; plain text is read again at once
lines/…   what repair made of them, where it changed anything; clean text is looked at again at once
rows/…    the rows of the file, see `pipeline.worker`

Names are made from the bytes, the ending and the versions of the stages up to this one.
"""

from __future__ import annotations

import gzip
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from ingest.records import Source
from normalize.records import Repaired
from pipeline.run import MendedPage
from pipeline.versions import mended_made, name_of, pages_made

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.shelf import Shelf

PAGES, LINES = "pages", "lines"
_Lines = list[tuple[tuple[Repaired, ...], float, float]]  # a page: its lines, quality seen, quality


@cache
def _sources() -> TypeAdapter[Source]:
    return TypeAdapter(Source)


@cache
def _lines() -> TypeAdapter[_Lines]:
    return TypeAdapter(_Lines)


class KeptStages:
    """The kept stages of one file; what cannot be read back counts as not kept."""

    def __init__(self, shelf: Shelf, sha256: str, suffix: str, made: dict[str, str], *, force: bool = False) -> None:
        self.shelf = shelf
        self.force = force
        self.pages_name = f"{PAGES}/{name_of(sha256, suffix, pages_made(made))}"
        self.lines_name = f"{LINES}/{name_of(sha256, suffix, mended_made(made))}"

    def source(self, read: Callable[[], Source]) -> Source:
        """The pages as kept, else as read."""
        found: Source | None = self._load(self.pages_name, _sources())
        if found is not None:
            return found
        source = read()
        if any(page.source != "plain" for page in source.pages):
            self._keep(self.pages_name, _sources(), source)
        return source

    def mended(self, source: Source, repair: Callable[[], tuple[MendedPage, ...]]) -> tuple[MendedPage, ...]:
        """The repaired pages as kept, else as repaired now."""
        found: _Lines | None = self._load(self.lines_name, _lines())
        if found is not None and [len(own) for own, _, _ in found] == [len(page.lines) for page in source.pages]:
            return tuple(MendedPage(page, *own) for page, own in zip(source.pages, found, strict=True))
        pages = repair()
        if any(line.edits for page in pages for line in page.repaired):
            self._keep(self.lines_name, _lines(), [(p.repaired, p.quality_seen, p.quality) for p in pages])
        return pages

    def _load(self, name: str, kind: TypeAdapter[Any]) -> Any:
        data = None if self.force else self.shelf.get(name)
        if data is None:
            return None
        try:
            return kind.validate_json(gzip.decompress(data))
        except (ValidationError, OSError, EOFError):
            return None

    def _keep(self, name: str, kind: TypeAdapter[Any], value: Any) -> None:
        self.shelf.put(name, gzip.compress(kind.dump_json(value), compresslevel=3, mtime=0))
