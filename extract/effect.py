"""When a decision takes effect (hiệu lực), and the day on which an assembly adopted it (thông qua)."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from extract.head_date import as_date, note_date
from extract.headwords import head_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.records import Section

_KINDS = ("article", "clause", "point", "paragraph")
_WORD = "hiệu lực"
_BEGINS = r"(?:từ ngày|kể từ|ngày ký|sau\s+\d+)"
# An article headed by the word may leave out what takes effect: "Hiệu lực: kể từ ngày ký".
_HEADED = re.compile(rf"^\W*(?:Có h|H)iệu lực\b[^.;]*{_BEGINS}[^.;]*")
_OPEN = re.compile(rf"{_WORD}(?: thi hành)?\s*:\s*$")
_FROM_SIGNING = re.compile(r"ngày (?:được )?(?:ký|ban hành|thông qua)\b")
_AFTER = re.compile(r"\bsau\s+(?P<days>\d+)\s*(?:\([^)]*\))?[,\s]*ngày,?\s+(?:kể\s+)?(?:từ|tính từ)\s+$")
_IN_WORDS = re.compile(r"\bsau\s+[^,.;]*$")
_ADOPTED = re.compile(r"\bnày\s+(?:đã\s+)?được\b[^.;]*\bthông qua\b[^.;]*")


def effect(
    sections: Sequence[Section], doc_type: str | None, issued: dt.date | None
) -> tuple[str | None, dt.date | None]:
    """The sentence on when a decision of that kind takes effect, and the day; from `issued` "kể từ ngày ký" counts."""
    body = [(s, below) for s, below in zip_longest(sections, sections[1:]) if s.kind in _KINDS and s.annex is None]
    told = [(s.kind, _with_first(s, below)) for s, below in body if _WORD in s.text.lower()]
    found = next(filter(None, (_says(doc_type).search(text) for _, text in told)), None)
    headed = (_HEADED.search(text) for kind, text in told if kind in ("article", "clause"))
    sentence = found["sentence"] if found else next((match[0] for match in headed if match), None)
    return (sentence.strip(), _day(sentence, issued)) if sentence else (None, None)


def _with_first(section: Section, below: Section | None) -> str:
    """A section's text, with its first item where that goes on: "… có hiệu lực thi hành: / 1. Kể từ ngày …"."""
    is_open = below is not None and below.parent_id == section.section_id and _OPEN.search(section.text)
    return f"{section.text} {below.text[:1].lower()}{below.text[1:]}" if below and is_open else section.text


@lru_cache(maxsize=64)
def _says(doc_type: str | None) -> re.Pattern[str]:
    """A sentence that says of the decision that it takes effect: "Quyết định (này) có hiệu lực thi hành kể từ …"."""
    kinds = "|".join(sorted((word.phrase for word in head_words() if word.use == "type"), key=len, reverse=True))
    this = rf"(?:{kinds})\s(?:[^.;,]{{0,60}}?\s)?này\b[^.;,]{{0,60}}?"
    own = rf"(?:{this}{f'|{re.escape(doc_type)}' if doc_type else ''})\s(?:có|bắt đầu có)\s+{_WORD}"
    # A heading without a mark runs into its paragraph: "Hiệu lực thi hành Quyết định này …".
    return re.compile(rf"(?:^|[.;:]\s|thi hành\s)\W*(?P<sentence>{own}[^.;]*{_BEGINS}[^.;]*)")


def _day(sentence: str, issued: dt.date | None) -> dt.date | None:
    """The day that a sentence names first, or the day of signing, or so many days behind it."""
    named, signed = note_date(sentence), _FROM_SIGNING.search(sentence)
    if signed is None or (named and named.start() < signed.start()):
        return as_date(named) if named else None
    before = sentence[: signed.start()]
    after = _AFTER.search(before)
    if after is None:
        return None if _IN_WORDS.search(before) else issued
    return issued + dt.timedelta(int(after["days"])) if issued else None


def adopted(sections: Iterable[Section]) -> dt.date | None:
    """The day on which an assembly adopted a law or resolution, as its last sentence says."""
    said = (_ADOPTED.search(s.text) for s in sections if s.annex is None and "thông qua" in s.text)
    days = (note_date(match[0]) for match in said if match)
    return next((as_date(day) for day in days if day), None)
