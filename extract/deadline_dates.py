"""From the words of a deadline to its first and last day, or to its recurrence."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.deadline_rules import Word
    from extract.records import DeadlineKind

KINDS: dict[str, DeadlineKind] = {
    "date": "date",
    "day_month": "date",
    "day": "date",
    "quarter_day": "recurring",
    "months": "month",
    "quarters": "quarter",
    "halves": "month",
    "years": "year",
    "duration": "date",
}
_STEPS = {
    "ngày": "FREQ=DAILY",
    "tuần": "FREQ=WEEKLY",
    "tháng": "FREQ=MONTHLY",
    "quý": "FREQ=MONTHLY;INTERVAL=3",
    "năm": "FREQ=YEARLY",
    "": "FREQ=YEARLY",
}
_WEEKDAYS = {
    "hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "chủ nhật": "SU",
    "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA",
}  # fmt: skip
_MONTHS_A_YEAR = 12
_WEEKEND = 5


def last_day(year: int, month: int) -> dt.date:
    """Last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def is_yearless(word: Word) -> bool:
    """Whether the words name a part of the year without the year, such as "ngày 15 tháng 12"."""
    return word.name in KINDS and word.name != "duration" and "y" not in word.parts


def period(word: Word, issued: dt.date | None, year: int | None = None) -> tuple[dt.date, dt.date] | None:
    """First and last day that the words name.

    Args:
        word: of a class in `KINDS`.
        issued: date of the decision; terms count from it, and a date without a year is the next one after it.
        year: the year to use where the words name none.

    Returns:
        None where the words leave a part open that nothing fills, or name a day that does not exist.
    """
    if word.name == "duration":
        return _counted(word, issued)
    stated = word.number("y") or year
    try:
        if stated is not None:
            return _in_year(word, stated)
        found = _in_year(word, issued.year) if issued else None
        if found and issued and found[1] < issued:
            found = _in_year(word, issued.year + 1)
    except ValueError:
        return None
    return found


def _in_year(word: Word, year: int) -> tuple[dt.date, dt.date] | None:
    if word.name in ("date", "day_month"):
        day = dt.date(year, word.number("m") or 0, word.number("d") or 0)
        return day, day
    if word.name == "years":
        return dt.date(min(word.number("y1") or year, year), 1, 1), dt.date(year, 12, 31)
    months = _months(word)
    return (dt.date(year, months[0], 1), last_day(year, months[1])) if months else None


def _months(word: Word) -> tuple[int, int] | None:
    """First and last month of a period inside one year."""
    if word.name == "halves":
        return (1, 6) if word.parts.get("half") == "đầu" else (7, 12)
    last = word.number("m")
    if word.name == "months" and last:
        return min(word.number("m1") or last, last), last
    last = word.number("q")
    if word.name == "quarters" and last:
        return 3 * min(word.number("q1") or last, last) - 2, 3 * last
    return None


def _counted(word: Word, issued: dt.date | None) -> tuple[dt.date, dt.date] | None:
    if issued is None:
        return None
    count = word.number("n") or 0
    unit = word.parts.get("unit", "ngày")
    if unit in ("tháng", "năm"):
        months = issued.month - 1 + count * (_MONTHS_A_YEAR if unit == "năm" else 1)
        year, month = issued.year + months // _MONTHS_A_YEAR, months % _MONTHS_A_YEAR + 1
        return issued, min(last_day(year, month), dt.date(year, month, 1) + dt.timedelta(issued.day - 1))
    end = issued
    if "work" in word.parts:
        while count:
            end += dt.timedelta(1)
            count -= end.weekday() < _WEEKEND
        return issued, end
    return issued, issued + dt.timedelta(count * (7 if unit == "tuần" else 1))


def recurrences(word: Word) -> list[str]:
    """RFC 5545 rules of words such as "hằng quý, năm", without a day."""
    if "weekday" in word.parts:
        return [f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[word.parts['weekday'].removeprefix('thứ ')]}"]
    count = word.number("n")
    steps = [word.parts.get("every", "")]
    steps += [unit for unit in ("tuần", "tháng", "quý", "năm") if unit in word.parts.get("more", "")]
    rules = [_STEPS[step] for step in steps]
    return [f"{rules[0]};INTERVAL={count}"] if count and count > 1 else rules


def dated_recurrence(rule: str, word: Word) -> str:
    """The recurrence with the day or month that yearless words name: `FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30`."""
    if word.name == "quarter_day":
        return f"FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={word.number('d')}"
    if word.name == "day":
        return f"{rule};BYMONTHDAY={word.number('d')}" if "DAILY" not in rule and "WEEKLY" not in rule else rule
    if word.name == "day_month":
        return f"FREQ=YEARLY;BYMONTH={word.number('m')};BYMONTHDAY={word.number('d')}"
    months = _months(word)
    return f"FREQ=YEARLY;BYMONTH={months[1]};BYMONTHDAY=-1" if months else rule
