"""Where the head of a page has its number and its date: "Số: … /QĐ-UBND", "Hà Nội, ngày … tháng … năm 2026"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.records import Word
    from ingest.scan import Scan

SURE = 0.94  # confidence of a printed figure, as of most letters; one written by hand was read with up to 0.92
TOP = 0.35  # of the page's height; heads stand above
REACH = 12.0  # heights of a line from "Số:" to the letters of the number, from "ngày" to the year

NUMBER_WORD = re.compile(r"S[^\W\d_]{0,2}\s?(?:[:.]|(?=\d)|$)")
CODE = re.compile(r"[^/]*(/\s?(?:\d{4}/)?[A-ZĐ])")
DAY_WORD = re.compile(r"ng[^\W\d_]y")
MONTH_WORD = re.compile(r"(th[^\W\d_]ng).*")
_YEAR_WORD = re.compile(r"n[^\W\d_]m$")
FIGURES = {"number": r"\d{1,5}", "day": r"0?[1-9]|[12]\d|3[01]", "month": r"0?[1-9]|1[0-2]"}
"""What may stand in each blank, as patterns."""
_NUMBER, _DAY, _MONTH = (f"(?P<{kind}>{pattern})" for kind, pattern in FIGURES.items())
_SEEN_NUMBER = re.compile(rf"S[^\W\d_]{{0,2}}\s?[:.]?\s*{_NUMBER}\s?/")
_SEEN_DATE = re.compile(rf"ng[^\W\d_]y\s*(?:{_DAY}|[^,]*?)\s+th[^\W\d_]ng\s*(?:{_MONTH}|[^,]*?)\s+n[^\W\d_]m")


@dataclass(frozen=True, slots=True)
class Blank:
    """A line of the head with figures to be read.

    Attributes:
        first: the printed word before the figures, which may have some of them.
        middle: what the page's engine saw between.
        last: the printed word behind; None where the engine has not seen it.
        is_date: else it is the number.
    """

    first: Word
    middle: tuple[Word, ...]
    last: Word | None
    is_date: bool

    @property
    def words(self) -> tuple[Word, ...]:
        """All of them, from left to right."""
        return (self.first, *self.middle, *((self.last,) if self.last else ()))

    @property
    def wanted(self) -> set[str]:
        """What must stand there."""
        return {"day", "month"} if self.is_date else {"number"}

    @property
    def seen(self) -> dict[str, str]:
        """Figures as the page's engine read them, by what they are; those left out that cannot stand there."""
        text = " ".join(word.text for word in self.words)
        found = (_SEEN_DATE if self.is_date else _SEEN_NUMBER).search(text)
        return {kind: run for kind, run in found.groupdict().items() if run} if found else {}

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the figure stands between the words around it."""
        return "".join(word.text for word in self.middle) == self.seen.get("number")

    @property
    def sure(self) -> float:
        """Confidence of the page's engine in its figures, 0 without."""
        figured = (word for word in self.words if any(map(str.isdigit, word.text)))
        return min((word.confidence or 0.0 for word in figured), default=0.0)


def blanks_of(words: Sequence[Word], scan: Scan) -> Iterator[Blank]:
    """The line with the number and the line with the date, where the page has them."""
    low = TOP * scan.grey.shape[0] * 72 / scan.dpi
    head = sorted((word for word in words if word.box.top <= low), key=lambda word: word.box.left)
    for is_date in (False, True):
        found = (_blank(word, head, is_date) for word in head)
        yield from [blank for blank in found if blank][:1]


def _blank(word: Word, head: Sequence[Word], is_date: bool) -> Blank | None:
    if not (DAY_WORD if is_date else NUMBER_WORD).match(word.text):
        return None
    row = [other for other in head if _is_level(other, word)]
    high = word.box.bottom - word.box.top
    after = [other for other in row[row.index(word) + 1 :] if other.box.left <= word.box.left + REACH * high]
    at = next((at for at, other in enumerate(after) if (_YEAR_WORD if is_date else CODE).match(other.text)), None)
    before = row[: row.index(word)]
    if is_date and not (before and before[-1].text.endswith(",")):
        return None  # a date in a sentence
    if not is_date and at is None:
        return None
    return Blank(word, tuple(after[:at]), None if at is None else after[at], is_date)


def _is_level(other: Word, word: Word) -> bool:
    return word.box.top <= (other.box.top + other.box.bottom) / 2 <= word.box.bottom


def is_sure(blank: Blank) -> bool:
    """Whether the page's engine has read all figures that must stand there, and surely."""
    return set(blank.seen) == blank.wanted and blank.sure >= SURE
