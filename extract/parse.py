"""Lines to the parts of a decision: head, sections, tables, tasks and duties as written, citations, targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract import citations, units
from extract.actors import Actors
from extract.assignments import find_assignments
from extract.bargrid import bar_grids
from extract.cited_again import agreed
from extract.closing import part_name, part_recipients
from extract.continuity import section_doubts, table_doubts
from extract.enacting import enacting
from extract.flattened import flattened_headers
from extract.grid import ruled_grids
from extract.header import head_doubts, parse_header
from extract.indicators import find_indicators
from extract.listtasks import Outline
from extract.province import completed, home_of, subject_of
from extract.rowtargets import row_targets
from extract.sections import parse_sections
from extract.stacked import stacked_grids
from extract.tables import stitch
from extract.textgrid import text_grids
from extract.unweave import unweave
from extract.unweave_rows import rows_of, taken_by
from extract.zones import directs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from extract.records import Assignment, Citation, Grid, Header, Indicator, Line, Section, Table
    from extract.registry import Registry
    from extract.units import LinkContext
    from extract.unweave_fluency import Fluency
    from extract.unweave_mend import Mender
    from ingest.records import Issue, Ruling


@dataclass(frozen=True, slots=True)
class Parts:
    """What a decision says, names and dates not yet linked; `context` is what linking may rely on."""

    header: Header
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    assignments: tuple[Assignment, ...]
    citations: tuple[Citation, ...]
    indicators: tuple[Indicator, ...]
    context: LinkContext
    issues: tuple[Issue, ...]


def parse(
    lines: Sequence[Line],
    rulings: Mapping[int, Sequence[Ruling]],
    registry: Registry,
    fluency: Fluency | None = None,
    mender: Mender | None = None,
) -> Parts:
    """Parse one document. `rulings` are those of each page by its number. Never raises on any text.

    Without `fluency` tables whose columns run together are only reported; `mender` repairs lines and is asked again
    for their cells.
    """
    grids = find_grids(lines, rulings)
    stacked = stacked_grids(lines, frozenset().union(*(grid.lines for grid in grids)), registry)
    grids = tuple(sorted((*grids, *stacked), key=lambda grid: grid.first))
    taken = frozenset().union(*(grid.lines for grid in grids))
    woven = unweave(lines, taken, registry, fluency, mender) if fluency else ()
    taken = taken.union(*map(taken_by, woven))
    sections = part_name(part_recipients(parse_sections(lines, taken)))
    header = parse_header(lines, sections)
    annex_at = _annex_at(lines, sections)
    tables = stitch(grids, lines, annex_at)
    flat = rows_of(woven, lines, annex_at)
    cited = _citations(sections, header.number)
    context = _context(header, sections, lines, cited, registry)
    outline = Outline(sections)
    assignments, doubts = find_assignments(
        tables, flat.tasks, outline, Actors(registry, context, directs(header.doc_type))
    )
    return Parts(
        header=header,
        sections=sections,
        tables=tables,
        assignments=assignments,
        citations=cited,
        indicators=(*flat.indicators, *(i for table in tables for i in row_targets(table)), *find_indicators(outline)),
        context=context,
        issues=(
            *head_doubts(header),
            *doubts,
            *flat.issues,
            *flattened_headers(lines, taken),
            *section_doubts(sections),
            *(issue for table in tables for issue in table.issues),
            *table_doubts(tables),
        ),
    )


def find_grids(lines: Sequence[Line], rulings: Mapping[int, Sequence[Ruling]]) -> tuple[Grid, ...]:
    """Grids of all pages, in document order, their line indexes counted through the document."""
    found = [*text_grids(lines), *bar_grids(lines)]
    on_page: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        on_page.setdefault(line.page_no, []).append(index)
    above: dict[int, Grid] = {}
    for page_no, drawn in rulings.items():
        at = on_page.get(page_no, [])
        for grid in ruled_grids([lines[i] for i in at], page_no, drawn, above.get(page_no - 1)) if at and drawn else ():
            above[page_no] = grid
            found.append(_shifted(grid, at))
    return tuple(sorted(found, key=lambda grid: grid.first))


def _shifted(grid: Grid, at: Sequence[int]) -> Grid:
    indexes = frozenset(at[i] for i in (grid.lines or range(grid.first, grid.last + 1)))
    return type(grid)(grid.page_no, grid.cells, at[grid.first], at[grid.last], indexes)


def _annex_at(lines: Sequence[Line], sections: Sequence[Section]) -> list[str | None]:
    """For each line the annex (phụ lục) it stands in, by the last section that begins at or before it."""
    starts = sorted((section.first, section.annex) for section in sections)
    annexes: list[str | None] = []
    current, at = None, 0
    for index in range(len(lines)):
        while at < len(starts) and starts[at][0] <= index:
            current, at = starts[at][1], at + 1
        annexes.append(current)
    return annexes


def _context(
    header: Header, sections: Sequence[Section], lines: Sequence[Line], cited: Sequence[Citation], registry: Registry
) -> LinkContext:
    """What names are read with; where the date cannot be read, the last date of a cited act tells the time."""
    abbreviations = units.find_abbreviations(line.text for line in lines)
    day = header.issued_date or header.near_date or _last_cited(cited, lines)
    before = units.LinkContext(day, None, abbreviations)
    named = (
        _issuer_of(header, registry, before)
        or _enacted_by(sections, header.issued_place, registry, before)
        or completed(header, cited, day, registry)
    )
    issuer = named or citations.issuer_unit(None, header.number, registry)  # the sign in the number tells it too
    about = subject_of(issuer, header, (line.text for line in lines), day, registry)
    return units.LinkContext(day, issuer, abbreviations, home_of(issuer, registry), about)


def _last_cited(cited: Sequence[Citation], lines: Sequence[Line]) -> dt.date | None:
    """The last date of a cited act; where none is told, of those in any line, such as reasons without "Căn cứ"."""
    days = [citation.issued_date for citation in cited if citation.issued_date]
    named = () if days else (c for line in lines for c in citations.find(line.text, "mention", line.page_no))
    return max([*days, *(citation.issued_date for citation in named if citation.issued_date)], default=None)


def _issuer_of(header: Header, registry: Registry, context: LinkContext) -> str | None:
    """The issuer's unit, told by the body above it where both are known together ("UBND tỉnh …", "Sở …")."""
    if not header.issuer_text:
        return None
    whole = f"{header.issuer_text} thuộc {header.superior_text}" if header.superior_text else header.issuer_text
    found = units.link(whole, registry, context).unit_id
    return found or units.link(header.issuer_text, registry, context).unit_id


def _enacted_by(sections: Sequence[Section], place: str | None, registry: Registry, context: LinkContext) -> str | None:
    """The unit that the formula below the recitals names, where the head names none that is known."""
    enacted = enacting(sections, place)
    return units.link(enacted.issuer, registry, context).unit_id if enacted else None


def _citations(sections: Sequence[Section], own: str | None) -> tuple[Citation, ...]:
    """Legal bases from the preamble, mentions from the rest of it and of the text; `own` is the decision's number."""
    found: list[Citation] = []
    for section in sections:
        is_preamble = section.kind == "preamble"
        bases = citations.parse_basis(section.text, section.page_no) if is_preamble else ()
        if not bases and section.kind not in ("recipients", "signature"):
            named = citations.find(section.text, "mention", section.page_no)
            bases = tuple(act for act in named if not (is_preamble and act.number == own))
        found += bases
    return agreed(found)
