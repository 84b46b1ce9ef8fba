"""The number of a document (`Số: 1412/QĐ-BKHCN`), or what of it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.cited_acts import latin

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACED_CODE = re.compile(r"(?<=[/-][A-ZĐ]) (?=[A-ZĐ]{1,3}-)")  # "21/C T-TTg", as some files space it
NUMBER_WORD = re.compile(r"(?i)\bsố\s*[:.]?\s*")
# At the start of a line or column; an engine may leave two other letters for ố before the colon.
OWN_NUMBER = re.compile(r"(?i)(?:^[.,;:'‘’_~-]{0,2}|\t|\s{2}|\|)\s*(?:số\s*[:.]?|s\w{1,2}\s?:)\s*(?=\d|/)")
# "Nghị quyết số: 105/2025/UBTVQH15" on a line of its own, as the National Assembly prints it.
_TYPED_NUMBER = re.compile(
    r"(?i)^\s*(?:nghị quyết|quyết định|luật|pháp lệnh|lệnh) số\s*[:.]?\s*(?=\d\S*\s*(?:$|\t|\s{2}|\|))"
)
_LAW_NUMBER = re.compile(r"(\d{1,5})(/)(\d{4}/(?:QH|UBTVQH)\d{1,2})(?=$|\s)")
_NUMBER = re.compile(
    r"(\d{1,5}(?:\.\d{1,2})?)?\s*[a-zđ]?\s*([/-])\s*((?:\d{4}/)?[A-ZĐ][A-Za-zĐđ]{0,5}\d*\s?[-–/]\s?[A-ZĐƯ][\wĐđƯư&.-]*)"
)
_LONE_WORD = re.compile(r"(?i)số\s*[:.]?$")  # its number stands apart, in the next line
_UNREAD_NUMBER = re.compile(
    r"(?i:^|\t|\s{2}|\|)\s*[Ss]\w{1,2}\s*[:.]\s*[^\n]{1,14}?/\s*((?:\d{4}/)?[A-ZĐ]{1,7}[a-z]?\d*[-–][A-ZĐƯ][\wĐđƯư&.-]*)"
)


def is_own_number(text: str) -> bool:
    """Whether a line or column holds the document's own number."""
    return (OWN_NUMBER.search(text) or _TYPED_NUMBER.match(text)) is not None


@dataclass(frozen=True, slots=True)
class HeadNumber:
    """A number whole, its figure, and the letters behind the stroke, "" where there are none."""

    number: str | None
    seq: int | None
    code: str
    is_unread: bool = False  # something stands where the figure should be


def find_number(texts: Iterable[str], lead: re.Pattern[str]) -> HeadNumber:
    """The document's own number: `Số: 1412/QĐ-BKHCN`; a draft has a blank before the stroke.

    Of a figure written by hand an engine may leave anything; the letters behind the stroke are printed.
    """
    own = [
        latin(f"{text} {after}") if _LONE_WORD.match(text) else latin(text) for text, after in pairwise([*texts, ""])
    ]
    for text in own:
        word = lead.search(text) or _TYPED_NUMBER.match(text)
        tight = _SPACED_CODE.sub("", text[word.end() :]) if word else ""
        found = _NUMBER.match(tight) or _LAW_NUMBER.match(tight.strip())
        if found:
            code = re.sub(r"\s", "", found[3]).replace("–", "-").rstrip(".")
            seq = int(found[1].partition(".")[0]) if found[1] else None  # "66.12/2026/NQ-CP"
            return HeadNumber(f"{found[1]}{found[2]}{code}" if found[1] else None, seq, code)
    unread = next(filter(None, map(_UNREAD_NUMBER.search, own)), None)
    return HeadNumber(None, None, unread[1].replace("–", "-") if unread else "", is_unread=unread is not None)
