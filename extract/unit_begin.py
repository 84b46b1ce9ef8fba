"""Where a unit with a name of its own begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.unit_groups import LISTS
from extract.unit_words import SEPARATORS, head_phrases, phrase_at, phrases, title_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unit_index import Index
    from extract.unit_words import Token

_MIN_ACRONYM = 3


def starts_named(parts: Sequence[Token], at: int, index: Index) -> bool:
    """Whether a unit with a name of its own begins here: a head with a name after it, a title, or an acronym."""
    part = parts[at]
    if phrase_at(parts, at, phrases(LISTS, "not_unit")):
        return False
    if _acronym(parts, at, index):
        return True
    if not part.text[:1].isupper():
        return _is_place(parts, at, index)
    return bool(phrase_at(parts, at, title_phrases())) or _head_with_name(parts, at, index)


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


def _acronym(parts: Sequence[Token], at: int, index: Index) -> bool:
    part = parts[at]
    alone = at + 1 >= len(parts) or parts[at + 1].low in SEPARATORS
    known = part.low in index.units
    short = part.text.isupper() and part.text.isalpha() and not part.is_short
    return alone and short and (known or len(part.text) >= _MIN_ACRONYM)
