"""A diff as one page that needs nothing else: no script, no request, fit to be printed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gold.diff.compare import grouped, summary
from gold.diff.words import marked, shortened

if TYPE_CHECKING:
    from gold.diff.records import Diff

MOST_GROUPS = 2000
"""Groups on the page, largest first; the rest is counted, and in the Parquet table."""
MOST_ROWS = 25
"""Rows of a group that are listed."""
_NAMED = 200  # documents in the list of documents


def as_html(diff: Diff) -> str:
    """The page; all text is escaped."""
    folder = Path(__file__).parent
    made = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    groups = grouped(diff.changes)
    shown = [
        (group, shortened(marked(group.changes[0].before, group.changes[0].after))) for group in groups[:MOST_GROUPS]
    ]
    left = groups[MOST_GROUPS:]
    documents = Counter(change.document for change in diff.changes)
    return made.get_template("diff.html").render(
        diff=diff,
        style=(folder / "diff.css").read_text(encoding="utf-8"),
        summary=summary(diff),
        groups=shown,
        most=MOST_ROWS,
        left_groups=len(left),
        left_changes=sum(len(group.changes) for group in left),
        documents=documents.most_common(_NAMED),
        document_count=len(documents),
        marks_for=lambda change: shortened(marked(change.before, change.after)),
    )
