"""Forms appended to a document ("Mẫu số 01", blanks to fill in): what stands in them is nobody's task."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.blocks import is_capitals
from extract.headwords import head_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Section

# Dot leaders, lines, dots behind a colon; blank numbers and days of a draft ("số …/QĐ-TTg ngày …") are none of these.
_BLANK = re.compile(r"(?:…\s*){2,}|\.{5,}|_{4,}|:\s*(?:…|\.{3,})")
_NEAR = 8  # sections: of so many at least `_BLANKS` have a blank where a form begins
_BLANKS = 3
_FAR = 16  # sections: a part that has no blank in so many is of no form
_LETTERS = 4
_TITLE = 10  # sections: so far above its first blank a form begins
_FORM = re.compile(r"(?i)^(?:mẫu|biểu mẫu|biểu)\s*(?:số\s*)?\d")


def has_blank(text: str) -> bool:
    """Whether a text has a blank to fill in; a line that only parts the head from the text is none."""
    may_be = "…" in text or "..." in text or "____" in text  # quick to tell; most texts have none
    return may_be and _BLANK.search(text) is not None and sum(map(str.isalpha, text)) >= _LETTERS


def in_forms(sections: Sequence[Section]) -> frozenset[str]:
    """Ids of the sections that belong to forms: from the form's own head to the next part without blanks."""
    blank = [has_blank(section.text) for section in sections]
    found: set[str] = set()
    at = 0
    while at < len(sections):
        if blank[at] and sum(blank[at : at + _NEAR]) >= _BLANKS:
            end = next((n for n in range(at + 1, len(sections)) if _parts(sections, n)), len(sections))
            found.update(section.section_id for section in sections[_head(sections, at) : end])
            at = end
        else:
            at += 1
    return frozenset(found)


def _parts(sections: Sequence[Section], at: int) -> bool:
    """Whether an annex, chapter or article begins here that is of no form itself."""
    is_part = sections[at].kind in ("annex", "chapter", "article")
    return is_part and not any(has_blank(section.text) for section in sections[at : at + _FAR])


def _head(sections: Sequence[Section], blank: int) -> int:
    """Where the form begins whose first blank is at `blank`: at its number, the motto or its title in capitals."""
    for at in range(blank, max(blank - _TITLE, -1), -1):
        text = sections[at].text.strip()
        begins = _FORM.match(text) or head_word(text, "motto") or sections[at].kind == "annex"
        if begins or (sections[at].kind == "paragraph" and is_capitals(text)):
            return at
    return blank
