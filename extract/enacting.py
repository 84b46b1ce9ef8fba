"""What the text below a head says of its document, where the head itself has lost it: kind, title, who decides.

Behind the recitals stands the formula "Ủy ban nhân dân tỉnh ban hành Quyết định quy định …" (Nghị định 78/2025/NĐ-CP,
forms of the annexes) or the line "QUYẾT ĐỊNH:"; the articles call the document by its kind ("Thông tư này").
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from extract.blocks import is_capitals
from extract.cited_titles import title_end
from extract.headwords import head_word, head_words, names_body, names_body_in_short
from extract.letters import UPPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Line, Section

_LETTER = re.compile(r"[^\W\d_]{2}")
_NOTE = re.compile(r"(?<=[^\W\d_])\.?\d{1,2}$")  # the sign of a footnote
_ORDER_REACH = 200  # lines; recitals are no longer
_PLACELESS = re.compile(r"\b(?:tỉnh|thành phố)$", re.IGNORECASE)
_DIRECTS = re.compile(rf"(?:^|[,;.]\s+)(?P<who>[{UPPER}][^,;.:\d]{{3,120}}?)\s+chỉ thị(?:\s+như sau)?\s*:\s*$")
_CITY = re.compile(r"^(?:thành phố|tp\.?)\s+", re.IGNORECASE)


class Enacting(NamedTuple):
    """What the formula says; `issuer` without its head's office."""

    issuer: str
    doc_type: str
    title: str | None


def enacting(sections: Sequence[Section], place: str | None) -> Enacting | None:
    """The formula "… ban hành Quyết định …" in the preamble; `place` is where it was signed, for "UBND tỉnh"."""
    texts = (section.text for section in sections if section.kind == "preamble")
    found = next((match for match in map(_formula().match, texts) if match and names_body(match["who"])), None)
    if found is None:
        return None
    title = _NOTE.sub("", found["title"][: title_end(found["title"], is_basis=True)].strip())
    issuer = _body(found["who"])
    if place and _PLACELESS.search(issuer):
        issuer = f"{issuer} {_CITY.sub('', place)}"
    return Enacting(issuer, found["kind"], title[:1].upper() + title[1:] if _LETTER.search(title) else None)


def directing(sections: Sequence[Section]) -> Enacting | None:
    """Who directs, in the words that open what a directive charges: "…, Bộ trưởng Bộ Tư pháp chỉ thị:"."""
    opening = takewhile(lambda section: not section.label, sections)
    found = (_DIRECTS.search(section.text) for section in opening if section.annex is None)
    return next(
        (Enacting(_body(it["who"]), "Chỉ thị", None) for it in found if it and names_body_in_short(it["who"])), None
    )


def _body(who: str) -> str:
    """A body without its head's office."""
    office = head_word(who, "office")
    body = who[len(office.phrase) :].strip() if office else who
    return body if body[:1].isupper() else who


@lru_cache(maxsize=1)
def _kinds() -> str:
    return "|".join(sorted((word.phrase for word in head_words() if word.use == "type"), key=len, reverse=True))


@lru_cache(maxsize=1)
def _formula() -> re.Pattern[str]:
    return re.compile(
        rf"\W*(?P<who>[{UPPER}][^.;:\d]{{3,120}}?)\s+ban hành\s+(?P<kind>{_kinds()})(?!\w)\s*(?P<title>.*)", re.DOTALL
    )


def kind_of_text(sections: Sequence[Section], lines: Sequence[Line]) -> str | None:
    """The kind that the line over the articles orders ("QUYẾT ĐỊNH:"), else what takes effect ("Thông tư này có …")."""
    filled = [line.text.strip() for line in lines if line.text.strip()][:_ORDER_REACH]
    orders = (head_word(text, "order") for text in filled if text.endswith(":") and is_capitals(text))
    order = next(filter(None, orders), None)
    if order:
        return order.code
    itself = re.compile(rf"\b({_kinds()}) này (?:có|bắt đầu có) hiệu lực")
    found = (itself.search(s.text) for s in sections if s.annex is None and "hiệu lực" in s.text)
    return next((match[1] for match in found if match), None)
