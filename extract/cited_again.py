"""Acts that a document cites more than once: what one place says of an act holds at the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Citation

_SHORTEST = 20  # letters of a title that says what an act is about


def agreed(found: Sequence[Citation]) -> tuple[Citation, ...]:
    """Citations whose titles end where the same act's ends elsewhere: behind it the sentence goes on.

    Only where the other place cites the act in full, with its date: a title may be shortened where it is named again.
    """
    titles: dict[str, set[str]] = {}
    for act in found:
        if act.number and act.title and act.issued_date and len(act.title) >= _SHORTEST:
            titles.setdefault(act.number, set()).add(act.title)
    return tuple(_ended(act, titles.get(act.number or "", set())) for act in found)


def _ended(act: Citation, told: set[str]) -> Citation:
    """A mention with the shortest of the titles told that its own begins with."""
    title = act.title or ""
    begun = [other for other in told if title.startswith(f"{other} ") and title[len(other) + 1].isalpha()]
    return replace(act, title=min(begun, key=len)) if begun and act.role == "mention" else act
