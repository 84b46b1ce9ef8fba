"""What stands before a cited act: who issued it and when, where the words behind it do not say so."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extract.cited_acts import as_day, day
from extract.cited_behind import OFFICES
from extract.headwords import names_body_in_short
from extract.letters import UPPER

if TYPE_CHECKING:
    import datetime as dt

_HOLDER = re.compile(rf"^(?:{OFFICES})\s+(?=[{UPPER}])")
_REACH = 200  # letters before an act


class Before(NamedTuple):
    """What the words before an act say of it."""

    issuer: str | None = None
    date: dt.date | None = None


def read_before(before: str) -> Before:
    """Read "Ngày 22/12/2009, UBND thành phố Hà Nội đã ban hành" or "hướng dẫn của Bộ Nội vụ tại" before an act."""
    found = _issued().search(before[-_REACH:])
    who = _HOLDER.sub("", found["issues"] or found["says"]) if found else ""
    return Before(who, as_day(found["day"])) if found and names_body_in_short(who) else Before()


@lru_cache(maxsize=1)
def _issued() -> re.Pattern[str]:
    who = rf"[{UPPER}](?:(?!\s(?:của|theo|có|được|đã)\s)[^;.()]){{2,100}}?"
    issues = rf"(?:^|[,;.(]\s*)[Nn]gày\s+(?P<day>{day()})\s*,\s+(?P<issues>{who})"
    said = r"(?:hướng dẫn|chỉ đạo|kết luận|yêu cầu|đề nghị|báo cáo)"
    return re.compile(
        rf"{issues}\s+(?:đã\s+)?(?:ký\s+)?(?:ban hành|có|ra)\s+$|(?<!\w){said}\s+của\s+(?P<says>{who})\s+tại\s+$",
    )
