"""What stands behind a cited act: who issued it, its date where that comes last, and its title."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extract.cited_acts import as_day, day, names
from extract.cited_titles import title_begins, title_end, words_of
from extract.unit_index import index
from extract.unit_words import tokens

if TYPE_CHECKING:
    import datetime as dt

    from extract.registry import Registry

_BY = re.compile(r"\s*,?\s*của\s+", re.IGNORECASE)
OFFICES = "Bộ trưởng|Thống đốc|Chủ tịch|Tổng Thanh tra|Viện trưởng|Chánh án|Bí thư|Chủ nhiệm"
_HOLDER = re.compile(rf"^(?:{OFFICES})(?:,\s(?:{OFFICES}))*\s+(?=[A-ZĐỦỨ])")
_LONGEST_NAME = 200  # letters: no name of a unit is longer
# Behind a name: "(cũ)", the term of an assembly or committee.
_FORMER = re.compile(
    r"(?:\s*\((?:cũ|trước đây)\))?(?:,?\s(?:khóa|khoá|nhiệm kỳ)\s[IVX\d]+(?:\s?-\s?\d+)?)?"
    r"(?:,?\s(?:kỳ họp|phiên họp)\sthứ\s\w+)?",
    re.IGNORECASE,
)


class Behind(NamedTuple):
    """What the words behind an act say of it; `end`: where it ends in these words, in code points."""

    issuer: str | None
    date: dt.date | None
    title: str | None
    end: int


def read_behind(rest: str, registry: Registry, is_basis: bool) -> Behind:
    """Read "của Chính phủ quy định …": the issuer without its office holder, and the title up to its end.

    In a recital all that stands behind a known issuer is the title; in a sentence only what begins as titles do.
    """
    by = _BY.match(rest)
    if by is None:
        end = title_end(rest, is_basis)
        words = rest[:end].lstrip(" ,")
        is_title = title_begins().match(words) and not _not_title().match(words)
        return Behind(None, None, _tidy(words) if is_title else None, end)
    holder = _HOLDER.match(rest[by.end() :])
    start = by.end() + (holder.end() if holder else 0)
    known = start + _known_end(rest[start : start + _LONGEST_NAME], registry)
    dated = _dated().match(rest, known)
    former = _FORMER.match(rest, known)
    at = max(found.end() if found else known for found in (dated, former))
    end = at + title_end(rest[at:], is_basis)
    issuer, title = _parted(rest[start:known], rest[at:end], is_basis)
    return Behind(_tidy(issuer), as_day(dated[1]) if dated else None, _tidy(title), end)


def _parted(known: str, tail: str, is_basis: bool) -> tuple[str, str]:
    """The issuer, whose name may go on behind what the registry knows of it, and the title."""
    cut = title_begins().search(tail)
    if cut and re.search(words_of("body"), known + tail[: cut.start()]):
        cut = title_begins().search(tail, cut.end()) or cut
    is_apart = known and cut and not tail[: cut.start()].strip(" ,")
    if not known and cut is None:
        return re.split(r"," if is_basis else r",|\s(?:và|thì|đã|được)\s", tail)[0], ""
    if is_apart and _not_title().match(tail.lstrip(" ,")):
        return known, ""
    if cut and (is_apart or not known or not tail.lstrip(" ,")[0].islower() or _name_goes_on().match(tail)):
        return known + tail[: cut.start()], tail[cut.start() :]
    goes_on = tail[:1] == " " and is_basis and not _name_goes_on().match(tail) and not _not_title().match(tail, 1)
    return known, tail if goes_on else ""


@lru_cache(maxsize=1)
def _dated() -> re.Pattern[str]:
    return re.compile(rf"\s*,?\s+({day()})")


@lru_cache(maxsize=1)
def _name_goes_on() -> re.Pattern[str]:
    return re.compile(rf"\s(?:và(?=\s[A-ZĐỦỨ])(?!\s(?:{names(law=False)})\s)|khóa|khoá|nhiệm kỳ)\s")


@lru_cache(maxsize=1)
def _not_title() -> re.Pattern[str]:
    return re.compile(rf"(?:{words_of('other')})(?!\w)")


def _known_end(named: str, registry: Registry) -> int:
    """Where the longest name of a unit that the words begin with ends, 0 where the registry knows none."""
    parts = tokens(named)
    end = index(registry).longest(parts, 0)
    return parts[end - 1].end if end else 0


def _tidy(text: str) -> str | None:
    """A text without marks around it; a closing quotation mark belongs to one that stands inside."""
    bare = " ".join(text.split()).strip(" ,;.")
    for opening, closing in ("“”", '""'):
        if bare.endswith(closing) and opening not in bare[1:-1]:
            bare = bare.removesuffix(closing)
        if bare.startswith(opening) and closing not in bare[1:]:
            bare = bare.removeprefix(opening)
    return bare.strip(" ,;.") or None
