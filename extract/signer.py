"""Who signs: title and name at the foot of a decision, also where a stamp prints between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.blocks import is_capitals
from extract.letters import UPPER
from extract.unit_words import titles
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Section

_FOOT = 30  # sections below the signer's title: recipients beside it and what a stamp prints stand before the name
_TITLE_LINES = 5
_SIGNING = re.compile(rf"\b((?:KT|TM|TL|TUQ|Q)\s*\.\s*[{UPPER}][{UPPER}\s]*[{UPPER}])")
_SECOND_TITLE = re.compile(rf"((?:PHÓ|THỨ|THỦ|TỔNG) [{UPPER} ]{{3,}})$")


def signer(sections: Sequence[Section]) -> tuple[str | None, str | None]:
    """Title (`KT. BỘ TRƯỞNG THỨ TRƯỞNG`) and name under the text."""
    at = next((i for i, s in enumerate(sections) if _signing(s) is not None), None)
    at = at if at is not None else _bare_title(sections)
    if at is None:
        return None, None
    lines, name = [_signing(sections[at]) or sections[at].text], None
    for below, section in enumerate(sections[at + 1 : at + _FOOT]):
        if section.kind == "annex":
            break
        text = section.text
        tail = _SECOND_TITLE.search(text)
        if is_capitals(text) and len(text) < 60 and (below < _TITLE_LINES or _is_title(text)) and " " in text:
            lines.append(text)
        elif tail:
            lines.append(tail[1])
        elif section.kind == "paragraph" and _is_name(text):
            name = text
            break
    return " ".join(map(_mended_title, lines)), name


def _bare_title(sections: Sequence[Section]) -> int | None:
    """The place of who signs without "KT." or "TM.": a title alone in capitals, a name among the few lines below."""
    end = next((i for i, s in enumerate(sections) if s.kind == "annex"), len(sections))
    for at in range(end - 1, -1, -1):
        if sections[at].kind in ("signature", "recipients", "paragraph") and _is_title(sections[at].text):
            below = sections[at + 1 : min(at + _FOOT, end)]
            return at if any(s.kind == "paragraph" and _is_name(s.text) for s in below) else None
    return None


def _is_title(text: str) -> bool:
    """Whether a text is the title of an office in capitals and no more."""
    return is_capitals(text) and fold(text).split() in [fold(" ".join(words)).split() for words in titles()]


def _mended_title(text: str) -> str:
    """A title with its marks put right, where its letters are those of one: "KT. CHỦ TICH" is KT. CHỦ TỊCH."""
    folded = fold(text)
    for words in titles():
        title = " ".join(words).upper()
        found = re.search(rf"\b{fold(title)}\b", folded) if len(folded) == len(text) else None
        if found:
            return text[: found.start()] + title + text[found.end() :]
    return text


def _signing(section: Section) -> str | None:
    found = _SIGNING.search(section.text)
    return found[1] if found and section.kind in ("signature", "recipients", "paragraph") else None


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(word[0].isupper() and word[1:] == word[1:].lower() for word in words)
