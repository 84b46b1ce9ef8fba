"""Place and date of a document's head: "Hà Nội, ngày 22 tháng 6 năm 2025", in whole or in part."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from extract.deadline_dates import last_day
from extract.letters import UPPER

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATE_BEGINS = re.compile(r",\s*ngày\b[^a-zđ]*$")
# A figure with a smudge beside it may be half of two ("2# tháng"); behind two figures a smudge is only that.
_FIGURE = r"(?:\d\d|\d(?=[\s./…]|tháng|năm))"
_DATE = re.compile(
    rf"(?:(?<![\w/-])(?P<place>[{UPPER}][^\d,;:/-]{{1,40}}?)\s*,\s*)?[Nn]gày\s*(?P<day>{_FIGURE})?(?:\d?[^\s\d]\S{{0,3}})?[\s./…]*"
    rf"tháng[\s.]*(?P<month>{_FIGURE})?(?:\d?[^\s\d]\S{{0,2}})?[\s./…]*năm\s*(?P<year>\d{{4}})"
)
# A handwritten day and month of which nothing can be read, or only one: the year and the place are printed.
_YEAR_ONLY = re.compile(
    rf"(?<![\w/-])(?P<place>[{UPPER}][^\d,;:/-]{{1,40}}?)\s*,\s*ngày\b(?P<day>)[^,;]{{0,16}}?(?P<month>)\bnăm\s*(?P<year>\d{{4}})\s*$"
)
_NOTE_DATE = re.compile(
    r"(?:ngày|kể từ)\s*(?P<day>\d{1,2})?\s*(?:/|tháng)\s*(?P<month>\d{1,2})?\s*(?:/|năm)\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_COLUMN = re.compile(r"\t|\s{2,}|\|")
_MOST_BEHIND = 2  # words in small letters that an engine makes of specks behind the date of a head
_MOST_BEFORE = 3
_PLACE_ONLY = re.compile(rf"(?<![\w/-])(?P<place>[{UPPER}][^\d,;:/-]{{1,40}}?)\s*,\s*ngày\b")


def find_date(head: Sequence[str]) -> re.Match[str] | None:
    """Place and date, in a line, else in lines that lie apart: "Hà Nội, ngày … / tháng … năm 2026"."""
    found = next((match for text in head for match in _DATE.finditer(text) if not _is_in_prose(match)), None)
    single = found or next(filter(None, map(_YEAR_ONLY.search, head)), None)
    begins = (at for at, text in enumerate(head) if _DATE_BEGINS.search(text))
    return single or next(filter(None, (_DATE.search(" ".join(head[at : at + 3])) for at in begins)), None)


def _is_in_prose(found: re.Match[str]) -> bool:
    """Whether a date stands in a sentence ("Ngày 16 tháng 02 năm 2006 tại Văn phòng …"); a head has no words beside."""
    before, behind = found.string[: found.start()], found.string[found.end() :]
    return _small_words(behind) > _MOST_BEHIND or _small_words(_COLUMN.split(before)[-1]) > _MOST_BEFORE


def _small_words(text: str) -> int:
    return sum(word.islower() for word in _WORD.findall(text))


def place_of(date: re.Match[str] | None, head: Sequence[str]) -> str | None:
    """The place before the date, also where nothing of the date can be read."""
    found = date if date and date["place"] else next(filter(None, map(_PLACE_ONLY.search, head)), None)
    place = found["place"].strip() if found else ""
    return place if place.rpartition(" ")[2][:1].isupper() else None  # else words of a sentence


def as_date(found: re.Match[str]) -> dt.date | None:
    """A calendar date, None where day or month is blank or impossible."""
    try:
        return dt.date(int(found["year"]), int(found["month"] or 0), int(found["day"] or 0))
    except ValueError:
        return None


def near(found: re.Match[str]) -> dt.date | None:
    """The last day of the month, or year, that a date names without a readable day."""
    month = int(found["month"] or 12)
    try:
        return last_day(int(found["year"]), month)
    except ValueError:
        return None


def note_date(text: str) -> re.Match[str] | None:
    """The date that a note names, its parts by their names."""
    return _NOTE_DATE.search(text)


def names_day(text: str) -> bool:
    """Whether a line gives a date of issue."""
    return _DATE.search(text) is not None
