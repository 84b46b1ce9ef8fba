"""Where one unit ends and the next begins in a list; commas and "và" inside names do not split."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extract.unit_words import SEPARATORS, Phrases, Token, head_phrases, heads, phrases, title_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unit_index import Index

LISTS = "collectives.tsv"
_MARKS = frozenset({",", ";", "\n", "+", "•", "/", "-", "–", ".", ":"})
_MIN_ACRONYM = 3


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
        at = _skip(parts, at)
        opened = _shared_head(parts, at, index)
        if opened:
            (shared, at), spelled = opened, True
        if at >= len(parts):
            break
        begins = starts_named(parts, at, index) or starts_group(parts, at)
        if (
            shared
            and (spelled or not begins)
            and (end := index.longest(parts, at, (shared,)))
            and _closed(parts, end, index)
        ):
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


def _shared_head(parts: Sequence[Token], at: int, index: Index) -> tuple[str, int] | None:
    """The head that names share ("các bộ: Công an, Quốc phòng") and where the first of them begins."""
    if at + 2 < len(parts) and parts[at].low in heads() and parts[at + 1].text == ":":
        return _opened(parts, at, index)  # "Giám đốc Sở: Tài chính, Y tế"
    if at + 2 >= len(parts) or parts[at].low not in phrases(LISTS, "start"):
        return None
    head = parts[at + 1].low
    first = at + 2 + (parts[at + 2].text == ":")
    if head in heads() and first < len(parts) and parts[first].text[:1].isupper():
        end = index.longest(parts, first, (head,))
        return (head, first) if end and _closed(parts, end, index) else None
    return None


def _opened(parts: Sequence[Token], at: int, index: Index) -> tuple[str, int] | None:
    end = index.longest(parts, at + 2, (parts[at].low,))
    return (parts[at].low, at + 2) if end and _closed(parts, end, index) else None


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
    held = at + _size(parts, at, office)
    if office and held > (known or 0):
        return held
    if known and _closed(parts, known, index) and not _goes_on_in_places(parts, known):
        return known
    depth = 0
    for here in range(at + 1, len(parts)):
        text = parts[here].text
        depth += (text == "(") - (text == ")")
        if depth <= 0 and here >= (known or 0) and _splits(parts, at, here, index):
            return here
    return len(parts)


def _longest_held(parts: Sequence[Token], at: int, index: Index) -> int | None:
    """Index behind the whole name of the body whose head is named: "Giám đốc Sở Nông nghiệp và PTNT"."""
    title = phrase_at(parts, at, title_phrases())
    behind = at + _size(parts, at, title)
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
    return named or after >= len(parts) or _opens_group(parts, at, here, after, index)


def _is_same_kind(parts: Sequence[Token], at: int, here: int, after: int) -> bool:
    """Whether kinds of places go on ("Ủy ban nhân dân xã, phường"), or titles ("Giám đốc, Thủ trưởng các sở")."""
    places = phrases(LISTS, "place")
    if phrase_at(parts, here - 1, places) and parts[here - 1].text.islower() and here - 1 > at:
        size = len(phrase_at(parts, after, places).split()) if after < len(parts) and parts[after].text.islower() else 0
        return bool(size) and (after + size >= len(parts) or not parts[after + size].text[:1].isupper())
    title = phrase_at(parts, at, title_phrases())
    return len(title.split()) == here - at and bool(phrase_at(parts, after, title_phrases()))


def _opens_group(parts: Sequence[Token], at: int, here: int, after: int, index: Index) -> bool:
    """Whether an open group of its own begins at `after`: behind a named unit, or behind a group that is complete."""
    grouped = starts_group(parts, at) or is_group(parts[at:here], index)
    if parts[after].low in phrases(LISTS, "start"):
        opened = not grouped or parts[at].low in phrases(LISTS, "start") or _is_titled(parts, at)
        return opened or _ends_group(parts, at, here)
    return not grouped and _is_noun(parts, after) and parts[at].low in _head_starts()


def _is_titled(parts: Sequence[Token], at: int) -> bool:
    """Whether a mention begins with an office: "Thủ trưởng các sở"."""
    return bool(phrase_at(parts, at, title_phrases()))


def starts_named(parts: Sequence[Token], at: int, index: Index) -> bool:
    """Whether a unit with a name of its own begins here: a head with a name after it, a title, or an acronym."""
    part = parts[at]
    if phrase_at(parts, at, phrases(LISTS, "not_unit")):
        return False
    if _acronym(parts, at, index):
        return True
    if not part.text[:1].isupper():
        return _is_place(parts, at, index)
    return _is_titled(parts, at) or _head_with_name(parts, at, index)


def _is_place(parts: Sequence[Token], at: int, index: Index) -> bool:
    """A province by its sort and name: "tỉnh Điện Biên", "thành phố Huế"."""
    end = index.longest(parts, at) if parts[at].low in ("tỉnh", "thành") else None
    return end is not None and parts[end - 1].text[:1].isupper()


def _head_with_name(parts: Sequence[Token], at: int, index: Index) -> bool:
    size = len(phrase_at(parts, at, head_phrases()).split())
    if not size or index.longest(parts, at):
        return bool(size)
    one_token = len(parts[at].words) >= size
    after = at + (1 if one_token else size)
    if after >= len(parts) or not parts[after].words:
        return False
    return size > 1 or len(parts[at].words) > 1 or parts[after].low not in phrases(LISTS, "goes_on")


def starts_group(parts: Sequence[Token], at: int) -> bool:
    """Whether an open group begins here: "các …", "bộ, ngành, địa phương", "đơn vị liên quan"."""
    return bool(phrase_at(parts, at, phrases(LISTS, "start"))) or _is_noun(parts, at)


def is_group(parts: Sequence[Token], index: Index) -> bool:
    """Whether a mention is an open group, by how it begins or by "các tỉnh", "liên quan" inside it."""
    if not parts:
        return False
    if phrase_at(parts, 0, phrases(LISTS, "start")):
        return True
    inside = any(phrase_at(parts, here, phrases(LISTS, "inside")) for here in range(1, len(parts)))
    return inside or (_is_noun(parts, 0) and not index.longest(parts, 0) and not _is_proper(parts))


def _is_proper(parts: Sequence[Token]) -> bool:
    return len(parts) > 1 and starts_head(parts) and parts[1].text[:1].isupper()


def starts_head(parts: Sequence[Token]) -> bool:
    """Whether the first words are a head word of units."""
    return bool(phrase_at(parts, 0, head_phrases()))


def _is_noun(parts: Sequence[Token], at: int) -> bool:
    """A noun of open groups without a name of its own: "địa phương", "Bộ, ngành" but not "Bộ Tài chính"."""
    noun = phrase_at(parts, at, phrases(LISTS, "noun"))
    if not noun:
        return False
    after = at + len(noun.split())
    return after >= len(parts) or not (noun in heads() and parts[after].text[:1].isupper())


def _ends_group(parts: Sequence[Token], at: int, here: int) -> bool:
    words = " ".join(part.low for part in parts[at:here])
    return any(words.endswith(f" {closer}") for closer in phrases(LISTS, "closer"))


def _acronym(parts: Sequence[Token], at: int, index: Index) -> bool:
    part = parts[at]
    alone = at + 1 >= len(parts) or parts[at + 1].low in SEPARATORS
    known = part.low in index.units
    short = part.text.isupper() and part.text.isalpha() and not part.is_short
    return alone and short and (known or len(part.text) >= _MIN_ACRONYM)


def _head_starts() -> frozenset[str]:
    return frozenset(head.split()[0] for head in heads())


def _words(parts: Sequence[Token], at: int, size: int) -> tuple[str, ...]:
    return tuple(word for part in parts[at : at + size] for word in part.words)[:size]


def _size(parts: Sequence[Token], at: int, phrase: str) -> int:
    """How many tokens a phrase that stands at a token takes; an abbreviation is several of its words."""
    words = len(phrase.replace(",", " ,").split())
    size = 0
    while words > 0 and at + size < len(parts):
        words -= max(len(parts[at + size].words), 1)
        size += 1
    return size


def phrase_at(parts: Sequence[Token], at: int, choices: Phrases) -> str:
    """The first of the phrases that stands at a token, commas and all; "" if none does."""
    if at >= len(parts):
        return ""
    likely = choices.closed.get(parts[at].low.partition(" ")[0])
    if likely is None:
        return ""
    here = ""
    for part in parts[at : at + choices.reach + 1]:  # and the mark behind it
        here += part.low if part.text in ",;" or not here else f" {part.low}"
    here += " "
    for closed in likely:
        if here.startswith(closed):
            return closed[0][:-1]
    return ""
