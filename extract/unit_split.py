"""Where one unit ends and the next begins in a list; commas and "và" inside names do not split."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extract.unit_begin import starts_named
from extract.unit_groups import LISTS, is_noun, opens_group, starts_group
from extract.unit_words import (
    SEPARATORS,
    Phrases,
    Token,
    behind,
    head_phrases,
    heads,
    phrase_at,
    phrases,
    size_at,
    title_phrases,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unit_index import Index

_MARKS = frozenset({",", ";", "\n", "+", "•", "/", "-", "–", ".", ":"})
_INNER = frozenset({"office", "inspectorate"})  # bodies inside others


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens of one mention, `end` exclusive; `head` is a word that it shares with the one before, else ""."""

    start: int
    end: int
    head: str = ""


def split(parts: Sequence[Token], index: Index) -> list[Piece]:
    """The mentions in a list of units, in order."""
    pieces: list[Piece] = []
    at, shared, spelled = 0, "", False
    while at < len(parts):
        at = _skip_office(parts, _skip(parts, at))
        opened = _shared_head(parts, at, index)
        if opened:
            shared, at, spelled = opened
        if at >= len(parts):
            break
        end = _end_shared(parts, at, shared, spelled, index) if shared else None
        if end:
            pieces.append(Piece(at, end, shared))
        else:
            end = _end(parts, at, index)
            pieces.append(Piece(at, end))
            shared, spelled = (parts[at].low if parts[at].low in heads() else ""), False
        at = end
    return pieces


@lru_cache(maxsize=1)
def offices() -> dict[str, str]:
    """Holders of an office that stand for open groups, in lower case, and the group; the longest first."""
    pairs = (words.partition("=") for words in phrases(LISTS, "office"))
    return {office: group for office, _, group in sorted(pairs, key=lambda pair: -len(pair[0]))}


@cache
def _office_phrases() -> Phrases:
    return Phrases.of(offices())


def _skip(parts: Sequence[Token], at: int) -> int:
    while at < len(parts) and (parts[at].low in SEPARATORS or parts[at].text in _MARKS):
        at += 1
    return at


def _skip_office(parts: Sequence[Token], at: int) -> int:
    """Index behind an office over a list: "Giám đốc: Trung tâm Y tế; Trung tâm Thông tin"."""
    after = behind(parts, at, title_phrases())
    return after + 1 if after > at and after + 1 < len(parts) and parts[after].text == ":" else at


def _shared_head(parts: Sequence[Token], at: int, index: Index) -> tuple[str, int, bool] | None:
    """The head that names share ("các bộ: Công an, Quốc phòng"), where the first of them begins, whether all share it.

    An office may stand before it: "Giám đốc các Sở: Tài chính, Y tế", "Giám đốc Sở: Tài chính, Y tế". Among "các Sở,
    ngành: Y tế, Điện lực" only those do that the registry knows with it.
    """
    first = behind(parts, at, title_phrases())
    is_plural = first < len(parts) and parts[first].low in phrases(LISTS, "start")
    first += is_plural
    head = phrase_at(parts, first, head_phrases())
    first += size_at(parts, first, head)
    if not head or first + 1 >= len(parts):
        return None
    after = first
    while parts[after].low in SEPARATORS and after + 2 < len(parts) and is_noun(parts, after + 1):
        after += 2
    is_list = parts[after].text == ":"
    is_mixed = is_list and after > first
    first = after + 1 if is_list else first
    if not (is_list or (is_plural and parts[first].text[:1].isupper())):
        return None
    end = index.longest(parts, first, (head,))
    return (head, first, not is_mixed) if end and _closed(parts, end, index) else None


def _end_shared(parts: Sequence[Token], at: int, head: str, is_spelled: bool, index: Index) -> int | None:
    """Index behind a name that has its head from the one before, in a list that may be spelled out; None for others."""
    begins = starts_named(parts, at, index) or starts_group(parts, at)
    if not parts[at].text[:1].isupper() or (begins and not is_spelled):
        return None
    end = index.longest(parts, at, (head,))
    if end and _closed(parts, end, index):
        return end
    if begins or not is_spelled:
        return None
    marks = (
        here for here in range(at, len(parts)) if parts[here].text in ",;\n" or _lists_more(parts, here, head, index)
    )
    return next(marks, len(parts))  # a name that the registry does not know: to the next mark


def _lists_more(parts: Sequence[Token], here: int, head: str, index: Index) -> bool:
    """Whether a mark parts two units here, or a word before another one: "Giao thông và Vận tải" is one."""
    after = here + 1
    if parts[here].text in (",", ";", "\n"):
        return True
    if parts[here].low not in SEPARATORS or after >= len(parts):
        return False
    begins = starts_named(parts, after, index) or starts_group(parts, after)
    return begins or index.longest(parts, after, (head,)) is not None


def _closed(parts: Sequence[Token], end: int, index: Index) -> bool:
    """Whether a name may end here: the list ends, a separator stands here, or another unit or group begins."""
    if end >= len(parts) or parts[end].low in SEPARATORS or parts[end].text in (";", ".", ":"):
        return True
    if parts[end].text[:1].isupper() and starts_group(parts, end):
        return True  # a cell that names each on a line of its own, its line ends lost
    return starts_named(parts, end, index) and index.longest(parts, end) is not None


def _end(parts: Sequence[Token], at: int, index: Index) -> int:
    known = index.longest(parts, at) or _longest_held(parts, at, index)
    office = phrase_at(parts, at, _office_phrases())
    held = at + size_at(parts, at, office)
    if office and held > (known or 0) and _closed(parts, held, index):
        return held
    whole = known and _closed(parts, known, index) and not _goes_on_in_places(parts, known)
    if known and whole and not _is_inside(parts, at, known):
        return known
    depth = 0
    for here in range(max(at + 1, behind(parts, at, title_phrases())), len(parts)):
        text = parts[here].text
        depth += (text == "(") - (text == ")")
        if depth <= 0 and here >= (known or 0) and _splits(parts, at, here, index):
            return here
    return len(parts)


def _is_inside(parts: Sequence[Token], at: int, end: int) -> bool:
    """Whether a head word alone is the office of the body right behind it: "Thanh tra Ngân hàng Nhà nước"."""
    is_inner = heads().get(" ".join(part.low for part in parts[at:end])) in _INNER
    return is_inner and end < len(parts) and bool(parts[end].words) and parts[end].low not in SEPARATORS


def _longest_held(parts: Sequence[Token], at: int, index: Index) -> int | None:
    """Index behind the whole name of the body whose head is named: "Giám đốc Sở Nông nghiệp và PTNT"."""
    title = phrase_at(parts, at, title_phrases())
    behind = at + size_at(parts, at, title)
    end = index.longest(parts, behind) if title and behind < len(parts) else None
    return end if end and (end >= len(parts) or parts[end].low in SEPARATORS or parts[end].text == ";") else None


def _goes_on_in_places(parts: Sequence[Token], end: int) -> bool:
    """Whether kinds of places go on with a name: "UBND tỉnh, thành phố" is all of them."""
    after = end + 1
    if end >= len(parts) or parts[end].text != "," or not phrase_at(parts, after, phrases(LISTS, "place")):
        return False
    after += len(phrase_at(parts, after, phrases(LISTS, "place")).split())
    return after >= len(parts) or not parts[after].text[:1].isupper()


def _splits(parts: Sequence[Token], at: int, here: int, index: Index) -> bool:
    """Whether the mention that began at `at` ends before the token `here`."""
    mark = parts[here]
    if mark.text in (";", "•", "+"):
        return True
    if parts[here - 1].text == ")" and starts_named(parts, here, index):
        return index.longest(parts, here) is not None  # "Bộ Tư pháp (…) Bộ Tài chính (…)"
    if mark.low not in SEPARATORS:
        return False
    after = _skip(parts, here)
    if phrase_at(parts, after, phrases(LISTS, "part")) or _is_same_kind(parts, at, here, after):
        return False
    named = after < len(parts) and starts_named(parts, after, index)
    if mark.text == "\n" and after < len(parts):
        return named and parts[here - 1].low not in phrases(LISTS, "goes_on")
    return named or after >= len(parts) or opens_group(parts, at, here, after, index)


def _is_same_kind(parts: Sequence[Token], at: int, here: int, after: int) -> bool:
    """Whether kinds of places go on ("Ủy ban nhân dân xã, phường"), or titles ("Giám đốc, Thủ trưởng các sở")."""
    places = phrases(LISTS, "place")
    if phrase_at(parts, here - 1, places) and here - 1 > at:
        size = len(phrase_at(parts, after, places).split()) if _may_go_on(parts, at, here, after) else 0
        return bool(size) and (after + size >= len(parts) or not parts[after + size].text[:1].isupper())
    title = phrase_at(parts, at, title_phrases())
    return len(title.split()) == here - at and bool(phrase_at(parts, after, title_phrases()))


def _may_go_on(parts: Sequence[Token], at: int, here: int, after: int) -> bool:
    """Whether kinds of places beside a separator are meant as such: in lower case, or "các Quận, Huyện" in capitals."""
    if after >= len(parts):
        return False
    are_all = any(part.low in phrases(LISTS, "start") for part in parts[at + 1 : here])
    return are_all or (parts[here - 1].text.islower() and parts[after].text.islower())
