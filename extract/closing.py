"""The foot of a text where its form was lost: recipients (nơi nhận) told by their filing note, a name told alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.letters import UPPER
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Section

_FILED = "luu:"  # "Lưu: VT, …" closes every list of recipients (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.9)
_TOLD = re.compile(r"^nhu (?:dieu \d|tren\b|kinh gui)|\(de (?:bao cao|b/c|bc|biet|theo doi|phoi hop|thuc hien)\)\W*$")
_NAME = re.compile(rf"(?:[{UPPER}][^\W\d_{UPPER}]*\s){{1,4}}[{UPPER}][^\W\d_{UPPER}]*")  # "Trần Văn Ba"
_OPENING = 20  # letters: the word stands in them
_LONG = 110  # letters: no recipient's name is longer
_MIN_LIST = 3
_MIN_TOLD = 2  # lines, where the first can only be of recipients
_STRAY = 45  # letters: a scrap of stamp or signature between the recipients


def part_recipients(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections, those of a list of recipients set apart as such wherever their heading was lost.

    The list is the run of short dashed lines above "- Lưu: …"; scraps between them, read off a stamp, go with it.
    """
    lists = [(_first(sections, at), at) for at, section in enumerate(sections) if _is_filing(section)]
    lists = [(first, last) for first, last in lists if _bullets(sections[first:last]) >= _MIN_LIST]
    told = [(at, _last(sections, at)) for at, section in enumerate(sections) if _is_told(section)]
    lists += [(first, last) for first, last in told if _bullets(sections[first : last + 1]) >= _MIN_TOLD]
    marked = list(sections)
    for first, last in lists:
        for at in range(first, last + 1):
            marked[at] = replace(sections[at], kind="recipients", parent_id=None, level=1, path="", heading="")
    return tuple(_signed(marked))


def _signed(sections: Sequence[Section]) -> Sequence[Section]:
    """The sections, a bare name behind the last sentence set apart as the signature: its title may be lost."""
    if len(sections) < _MIN_TOLD or sections[-1].kind != "paragraph" or not _NAME.fullmatch(sections[-1].text):
        return sections
    if sections[-2].text[-1:] not in (".", "/"):
        return sections
    return [*sections[:-1], replace(sections[-1], kind="signature", parent_id=None, level=1, path="", heading="")]


def _bullets(sections: Sequence[Section]) -> int:
    return sum(section.kind == "bullet" for section in sections)


def _is_filing(section: Section) -> bool:
    return section.kind == "bullet" and fold(section.text[:_OPENING]).replace(" ", "").startswith(_FILED)


def _is_told(section: Section) -> bool:
    """Whether a dashed line can only be of recipients: "- Như Điều 3;", "- Thủ tướng Chính phủ (để báo cáo);"."""
    text = section.text
    may_be = section.kind == "bullet" and len(text) <= _LONG and ("(" in text or text[:2].lower() == "nh")
    return may_be and _TOLD.search(fold(text)) is not None


def _last(sections: Sequence[Section], first: int) -> int:
    """Index of the last section of the list that begins at `first`."""
    last = first
    while last + 1 < len(sections) and _may_belong(sections[last + 1]):
        last += 1
    return last


def _first(sections: Sequence[Section], last: int) -> int:
    """Index of the first section of the list that ends at `last`."""
    first = last
    while first and _may_belong(sections[first - 1]):
        first -= 1
    return first


def _may_belong(section: Section) -> bool:
    if section.kind == "bullet":
        return len(section.text) <= _LONG
    return section.kind in ("paragraph", "recipients") and not section.label and len(section.text) <= _STRAY
