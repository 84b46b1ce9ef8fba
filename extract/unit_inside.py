"""Words of duty that are none: nouns, and words inside the name of a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.unit_begin import starts_named
from extract.unit_described import VERBS
from extract.unit_groups import LISTS, starts_group
from extract.unit_words import SEPARATORS, phrase_at, phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unit_index import Index
    from extract.unit_words import Token

_COMPOUND = 4  # words of a compound before the one that is a verb elsewhere
_AT_WORK = frozenset({"giúp", "làm"})  # "tổ giúp việc", "nơi làm việc"
_BEFORE_NOUN = frozenset({"người", "có"})  # "doanh nghiệp có sử dụng lao động …": which ones
_LONGEST = 10  # words: a name not known is no longer
_DOUBLED = 3  # words of a verb before another


def inside_name(parts: Sequence[Token], at: int, here: int, names: Index) -> bool:
    """Whether the word at `here` is a noun or belongs to the names that begin at `at`, a verb of duty elsewhere."""
    if _inside_noun(parts, here) or _inside_name(parts, here):
        return True
    return _names_sector(parts, here, names) or _goes_on_with_name(parts, at, here, names)


def _inside_noun(parts: Sequence[Token], here: int) -> bool:
    """Whether a word of duty is a noun or names a body: "việc thực hiện", "viện nghiên cứu", "các tổ chức"."""
    nouns = phrases(LISTS, "noun")
    if _is_doing(parts, here) or parts[here - 1].low in _BEFORE_NOUN:  # "người sử dụng"
        return True
    if parts[here - 1].low in phrases(VERBS, "plural") or _is_attribute(parts, here):
        return True
    compounds = phrases(VERBS, "compound")
    if any(len(phrase_at(parts, here - back, compounds).split()) > back for back in range(min(here, _COMPOUND) + 1)):
        return True
    before = phrase_at(parts, here - 1, nouns)
    if " " in before or parts[here].low == before.partition(" ")[2]:
        return True
    after = here + len(phrase_at(parts, here, nouns).split())
    if after == here or parts[here - 1].low not in (",", "và") or after >= len(parts):
        return False
    return parts[after].low in (",", "và", "có", "liên")


def _is_doing(parts: Sequence[Token], here: int) -> bool:
    """Whether "việc" or "công tác" makes a noun of the verb here, or of the one before: "việc tổ chức thực hiện"."""
    for at in range(here, max(here - _DOUBLED, 1), -1):
        before = (parts[at - 2].low, parts[at - 1].low)
        doing = before == ("công", "tác") or (before[1] == "việc" and before[0] not in _AT_WORK)
        if doing and (at == here or at + len(phrase_at(parts, at, phrases(VERBS, "verb")).split()) == here):
            return True
    return False


def _inside_name(parts: Sequence[Token], here: int) -> bool:
    """Whether words of duty run from one name into the next ("Truyền hình Thành phố" forms nothing), or go on with one.

    "Cục Quản lý xây dựng …" and "Cục Quản lý, giám sát bảo hiểm" manage what follows.
    """
    last = here - 1 - (parts[here - 1].text == ",")
    if parts[last - 1].text[:1].isupper() and (parts[last - 1].low, parts[last].low) == ("quản", "lý"):
        return True
    verb = phrase_at(parts, here, phrases(VERBS, "verb"))
    return " " in verb and parts[here + 1].text[:1].isupper()


def _names_sector(parts: Sequence[Token], here: int, names: Index) -> bool:
    """Whether a word of duty is the sector of a body, with nothing to do behind it: "Thanh tra xây dựng, Công an"."""
    after = here + len(phrase_at(parts, here, phrases(VERBS, "sector")).split())
    if after == here or (after < len(parts) and parts[after].words and parts[after].low not in SEPARATORS):
        return False
    if after + 1 >= len(parts) or parts[after].text in "-–;":
        return True
    return (
        parts[after + 1].text[:1].isupper() or starts_named(parts, after + 1, names) or starts_group(parts, after + 1)
    )


def _goes_on_with_name(parts: Sequence[Token], at: int, here: int, names: Index) -> bool:
    """Whether "và" joins a word of duty to a name not known: "Tổng công ty Xây dựng và phát triển hạ tầng"."""
    # The word before "và" is the last of "Xây dựng" or "Cơ khí": its first has the capital.
    in_name = any(part.text[:1].isupper() for part in parts[max(at + 1, here - _COMPOUND) : here - 1])
    is_verb = phrase_at(parts, here, phrases(VERBS, "verb")) and not phrase_at(parts, here, phrases(VERBS, "strong"))
    if parts[here - 1].low != "và" or here - at > _LONGEST or not in_name or not is_verb:
        return False
    return all(names.longest(parts, start) != here - 1 for start in range(at, here - 1))


def _is_attribute(parts: Sequence[Token], here: int) -> bool:
    """Whether a word of duty only tells what body is meant: "cơ quan thanh tra", not "… Môi trường tham mưu"."""
    if not phrase_at(parts, here, phrases(VERBS, "attribute")):
        return False
    named = here > 1 and parts[here - 2].text[:1].isupper() and parts[here - 2].low not in phrases(LISTS, "start")
    before = (phrase_at(parts, here - size, phrases(VERBS, "body")).split() for size in (1, 2) if here >= size)
    return any(len(words) == size and not (named and size == 1) for size, words in enumerate(before, start=1))
