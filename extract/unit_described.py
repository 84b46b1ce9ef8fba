"""Words between a group of units and its duty that tell which of them are meant, or that it is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.letters import UPPER
from extract.unit_begin import starts_named
from extract.unit_groups import LISTS, starts_group
from extract.unit_words import SEPARATORS, phrase_at, phrases
from normalize.syllable import unify_tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.unit_index import Index
    from extract.unit_words import Token

VERBS = "unit_verbs.tsv"
_WHOSE = frozenset({"người", "cấp"})  # "cấp có trách nhiệm": whoever has it
_CLOSING = {"“": "”", "‘": "’", '"': '"'}
_QUOTED = 25  # tokens: what a movement is called is no longer
_MUST = frozenset({"phải", "sẽ", "cần"})  # "phải có trách nhiệm"
_STOPS = frozenset(".;:\n")
# "… được xét tặng khi đáp ứng các tiêu chuẩn sau" opens a list, and nobody's name ends there.
_CLAUSE = re.compile(r"(?<=\sđược\s)(.+?)(?<!trước)(?<!sau)\s(?:khi|phải)(?:\s.*)?(?<! sau)(?<! sau đây)$")
# "Các ngành kỹ thuật bao gồm các ngành …" tells what something is, "Đối với doanh nghiệp …, việc trích …" what is done.
_NO_SUBJECT = re.compile(rf"\sbao gồm\s(?![^,;]*[{UPPER}])|,\sviệc\s")


def outside_quotes(parts: Sequence[Token], first: int, last: int) -> Iterator[int]:
    """Indexes but for what is called something in quotes: "Ban Chỉ đạo phong trào “Toàn dân đoàn kết …” tỉnh"."""
    here = first
    while here < last:
        after = _behind_quote(parts, here)
        if after == here:
            yield here
        here = max(after, here + 1)


def _behind_quote(parts: Sequence[Token], here: int) -> int:
    closing = _CLOSING.get(parts[here].text)
    if closing is None or not parts[here - 1].words:
        return here
    ends = (number for number in range(here + 1, min(len(parts), here + _QUOTED)) if parts[number].text == closing)
    return next(ends, here - 1) + 1


def behind_description(parts: Sequence[Token], at: int, here: int, names: Index) -> int:
    """Where the duty of the units that begin at `at` really begins, `here` being the first verb behind them."""
    return _behind_clause(parts, at, _behind_members(parts, at, here), names)


def _behind_members(parts: Sequence[Token], at: int, here: int) -> int:
    """Where the duty begins behind the members of a group in brackets; `here` where the sentence names none.

    "Các doanh nghiệp cung cấp giải pháp (Viettel, VNPT) căn cứ nguồn lực, triển khai …": what stands before the
    brackets tells which of them are meant.
    """
    if parts[at].low not in phrases(LISTS, "start") or not phrase_at(parts, here, phrases(VERBS, "describes")):
        return here
    end = next((number for number in range(here, len(parts)) if parts[number].text in "(.;:\n"), len(parts))
    closes = next((number for number in range(end, len(parts)) if parts[number].text == ")"), len(parts))
    inside = [part.text for part in parts[end + 1 : closes]]
    names = [word for word in inside if word[:1].isalpha()]
    listed = "," in inside and all(word[:1].isupper() for word in names)
    is_told = listed and bool(names) and closes + 1 < len(parts) and _is_verb(parts, closes + 1)
    return closes + 1 if is_told else here


def _behind_clause(parts: Sequence[Token], at: int, here: int, names: Index) -> int:
    """Where "có trách nhiệm" stands behind what a group does; `here` where it does not, or where others have it.

    "Các tổ chức, cá nhân khai thác nước dưới đất có trách nhiệm …" charges those who draw the water. "…, chịu trách
    nhiệm …" and "… hướng dẫn các đơn vị có trách nhiệm …" are no such clauses.
    """
    item = max((number + 1 for number in range(at, here) if parts[number].low in SEPARATORS), default=at)
    if not (starts_group(parts, item) or starts_group(parts, at)) or _is_strong(parts, here):
        return here
    depth = 0
    for number in range(here + 1, len(parts)):
        depth += (parts[number].text == "(") - (parts[number].text == ")")
        if depth:
            continue
        if _is_strong(parts, number):
            must = number - (parts[number - 1].low in _MUST)
            return must if parts[must - 1].low not in _WHOSE | SEPARATORS else here
        if _goes_elsewhere(parts, number, names):
            return here
    return here


def _goes_elsewhere(parts: Sequence[Token], number: int, names: Index) -> bool:
    """Whether the clause ends here, another thing to do follows, or another unit begins."""
    if parts[number].text in _STOPS:
        return True
    if parts[number].low in SEPARATORS:
        is_word = phrase_at(parts, number - 1, phrases(LISTS, "not_unit"))  # "phòng, chống"
        return not is_word and (parts[number].text == "," or _is_verb(parts, number + 1))
    return starts_named(parts, number, names) or starts_group(parts, number)


def _is_strong(parts: Sequence[Token], at: int) -> bool:
    return bool(phrase_at(parts, at, phrases(VERBS, "strong")))


def _is_verb(parts: Sequence[Token], at: int) -> bool:
    return bool(phrase_at(parts, at, phrases(VERBS, "verb")))


def before_clause(unit: str) -> str:
    """Who is meant, without when and what they must: "Cá nhân được giao … khi có thay đổi phải có trách nhiệm"."""
    return _CLAUSE.sub(r"\1", unit)


def names_nobody(unit: str) -> bool:
    """Whether what stands before a verb of duty is no name: it defines something, or ends with words that go on."""
    words = unify_tone(unit.lower()).split()
    trailing = phrases(VERBS, "trailing")
    goes_on = words[-1] in trailing and " ".join(words[-2:]) not in phrases(VERBS, "compound")  # no "chứng chỉ"
    return goes_on or " ".join(words[-3:]) in trailing or _NO_SUBJECT.search(unit) is not None
