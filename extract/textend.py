"""Where the text of a document ends: the paragraphs that close it, and what stands behind its last mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Section

FOOT = ("recipients", "signature")
LAST = "./."  # the mark that closes the text of a document (Nghị định 30/2020/NĐ-CP, Phụ lục I)


def tail(sections: Sequence[Section]) -> frozenset[str]:
    """Ids of the paragraphs with no item behind them before the foot, an annex or the end."""
    found: set[str] = set()
    ends = True
    for section in reversed(sections):
        ends = section.kind in (*FOOT, "annex") or (section.kind == "paragraph" and (ends or _ends_text(section)))
        found |= {section.section_id} if ends and section.kind == "paragraph" else set()
    return frozenset(found)


def past(sections: Sequence[Section]) -> frozenset[str]:
    """Ids of the lines behind the end of the text that no annex was told for: scraps of a table, of recipients."""
    found: set[str] = set()
    is_past = False
    for section in sections:
        is_past = is_past and section.kind in ("paragraph", "bullet")
        found |= {section.section_id} if is_past else set()
        is_past = is_past or (section.kind == "paragraph" and _ends_text(section))
    return frozenset(found)


def _ends_text(section: Section) -> bool:
    return section.text.rstrip().endswith(LAST)
