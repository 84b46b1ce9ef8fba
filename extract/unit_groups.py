"""Open groups of units ("các bộ, ngành, địa phương"): where one begins, what is one, where it is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.unit_words import SEPARATORS, behind, head_phrases, heads, phrase_at, phrases, size_at, title_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unit_index import Index
    from extract.unit_words import Token

LISTS = "collectives.tsv"


def starts_group(parts: Sequence[Token], at: int) -> bool:
    """Whether an open group begins here: "các …", "bộ, ngành, địa phương", "đơn vị liên quan"."""
    return bool(phrase_at(parts, at, phrases(LISTS, "start"))) or is_noun(parts, at)


def is_group(parts: Sequence[Token], index: Index) -> bool:
    """Whether a mention is an open group, by how it begins or by "các tỉnh", "liên quan" inside it."""
    if not parts:
        return False
    if phrase_at(parts, 0, phrases(LISTS, "start")):
        return True
    inside = any(phrase_at(parts, here, phrases(LISTS, "inside")) for here in range(1, len(parts)))
    return inside or (is_noun(parts, 0) and not index.longest(parts, 0) and not _is_proper(parts))


def _is_proper(parts: Sequence[Token]) -> bool:
    return len(parts) > 1 and starts_head(parts) and parts[1].text[:1].isupper()


def starts_head(parts: Sequence[Token]) -> bool:
    """Whether the first words are a head word of units."""
    return bool(phrase_at(parts, 0, head_phrases()))


def is_noun(parts: Sequence[Token], at: int) -> bool:
    """A noun of open groups without a name of its own: "địa phương", "Bộ, ngành" but not "Bộ Tài chính"."""
    noun = phrase_at(parts, at, phrases(LISTS, "noun"))
    if not noun or len(phrase_at(parts, at, phrases(LISTS, "not_unit"))) > len(noun):
        return False  # "xã hội" is no commune
    after = at + len(noun.split())
    return after >= len(parts) or not (noun in heads() and parts[after].text[:1].isupper())


def opens_group(parts: Sequence[Token], at: int, here: int, after: int, index: Index) -> bool:
    """Whether an open group of its own begins at `after`, behind the mention from `at` to the separator `here`.

    It does behind a named unit, behind bodies of a kind ("Ủy ban nhân dân các xã"), and behind a complete group.
    """
    titled = bool(phrase_at(parts, at, title_phrases()))
    at = behind(parts, at, title_phrases())
    grouped = starts_group(parts, at) or is_group(parts[at:here], index)
    complete = not grouped or _is_of_bodies(parts, at, here)
    held = behind(parts, after, title_phrases())  # "người đứng đầu các cơ quan"
    if any(part.low in phrases(LISTS, "start") for part in (parts[after], *parts[held : held + 1])):
        opened = complete or titled or parts[at].low in phrases(LISTS, "start")
        return opened or _ends_group(parts, at, here, index)
    if not is_noun(parts, after):
        return False
    if complete:
        return parts[at].low.partition(" ")[0] in _head_starts()
    return parts[here].low == "và" and _concerned(parts, after) and _ends_group(parts, at, here, index)


def _concerned(parts: Sequence[Token], after: int) -> bool:
    """Whether a group is of whom it concerns: "… và đơn vị có liên quan"."""
    end = next((number for number in range(after, len(parts)) if parts[number].text in ";\n"), len(parts))
    return any((parts[number - 1].low, parts[number].low) == ("liên", "quan") for number in range(after + 1, end))


def _is_of_bodies(parts: Sequence[Token], at: int, here: int) -> bool:
    """Whether a mention is all bodies of one kind: "Ủy ban nhân dân các xã, phường", not "Bộ, ngành, địa phương"."""
    if is_noun(parts, at) or not starts_head(parts[at:here]):
        return False
    if _last_of(parts, here, "place"):
        return True
    last = _last_of(parts, here, "noun")
    return not last or parts[here - last - 1].low in phrases(LISTS, "start")


def _last_of(parts: Sequence[Token], end: int, group: str) -> int:
    """How many tokens the words of a class take that end before `end`; 0 where none do."""
    words = phrases(LISTS, group)
    sizes = (size for size in (3, 2, 1) if end - size > 0)
    return next((size for size in sizes if size_at(parts, end - size, phrase_at(parts, end - size, words)) == size), 0)


def _ends_group(parts: Sequence[Token], at: int, here: int, index: Index) -> bool:
    """Whether a group is complete: by "liên quan", by whose it is ("đoàn thể Thành phố"), by a name at its end."""
    words = " ".join(part.low for part in parts[at:here])
    if any(words.endswith(f" {closer}") for closer in phrases(LISTS, "closer")):
        return True
    whose = next((owner for owner in phrases(LISTS, "whose") if words.endswith(f" {owner}")), "")
    before = words.removesuffix(whose).split()[-1:] if whose else []
    if before and before[0] not in SEPARATORS and before[0] not in phrases(LISTS, "start"):
        return True
    return _ends_in_name(parts, at, here, index)


def _ends_in_name(parts: Sequence[Token], at: int, here: int, index: Index) -> bool:
    """Whether a name ends a group: "các đơn vị thuộc Bộ Công Thương", "hợp tác xã dịch vụ điện Quảng Phú"."""
    if parts[at].text.isupper():
        return False
    behind_word = [number for number in range(at + 2, here) if parts[number - 1].low not in SEPARATORS]
    capital = [number for number in behind_word if parts[number].text[:1].isupper() and not is_noun(parts, number)]
    return here - 1 in capital or any(index.longest(parts, number) == here for number in capital)


def _head_starts() -> frozenset[str]:
    return frozenset(head.split()[0] for head in heads())
