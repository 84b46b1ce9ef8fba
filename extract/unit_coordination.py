"""The units that a sentence names to work together with ("phối hợp với Bộ Y tế và các cơ quan liên quan …")."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extract.unit_described import VERBS, outside_quotes
from extract.unit_groups import LISTS
from extract.unit_index import index
from extract.unit_sentence import begins, ends_unit, lists_names, next_verb
from extract.unit_words import SEPARATORS, bare, behind, phrase_at, phrases, title_phrases, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.registry import Registry
    from extract.unit_index import Index, LinkContext
    from extract.unit_words import Token

_ENDS = frozenset({".", ";", "\n", "“", '"', "|"})


@lru_cache(maxsize=2048)
def coordinators(text: str, registry: Registry, context: LinkContext) -> str | None:
    """The units to coordinate with, as written, places parted by `; `; None where the text names none.

    Every place counts where units follow the words of coordinating. The names end at the next verb of duty, at a
    word such as "để", "trong việc", or at the end of the clause.
    """
    first = _firsts().search(text)
    if first is None:
        return None
    text = text[text.rfind(" ", 0, max(first.start() - 1, 0)) + 1 :]  # from the word before, which may make it a noun
    parts = tokens(text, context.short_forms)
    names = index(registry)
    firsts = phrases(VERBS, "beside").by_first
    found: list[str] = []
    at = 0
    while at < len(parts):
        after = _behind(parts, at) if parts[at].low in firsts else None
        if after is not None and after < len(parts) and _may_begin(parts, after, names):
            end = _end(parts, after, names)
            while end > after + 1 and parts[end - 1].low in phrases(VERBS, "trailing"):
                end -= 1
            found.append(bare(text[parts[after].start : parts[end - 1].end]))
            at = end
        else:
            at += 1
    return "; ".join(dict.fromkeys(filter(None, found))) or None


@cache
def _firsts() -> re.Pattern[str]:
    """The first words of coordinating."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases(VERBS, 'beside').by_first)})(?!\w)", re.IGNORECASE)


def _may_begin(parts: Sequence[Token], at: int, names: Index) -> bool:
    """Whether a unit begins here, be it one that is told by its kind only: "cơ quan Thi hành án dân sự"."""
    if begins(parts, at, names):
        return True
    size = len(phrase_at(parts, at, phrases(VERBS, "body")).split())
    return bool(size) and at + size < len(parts) and parts[at + size].text[:1].isupper()


def _behind(parts: Sequence[Token], at: int) -> int | None:
    """Index of the token behind words of coordinating that stand at `at`; nouns ("cơ chế phối hợp") do not count."""
    words = phrase_at(parts, at, phrases(VERBS, "beside"))
    if not words or (at and parts[at - 1].low in phrases(VERBS, "noun_before")):
        return None
    return at + len(words.replace(",", " ,").split())


def _end(parts: Sequence[Token], at: int, names: Index) -> int:
    """Index behind the last token of the names that begin at `at`."""
    verb = next_verb(parts, at, names)
    last = len(parts) if verb is None else verb
    depth = 0
    item = at
    for here in outside_quotes(parts, at + 1, last):
        text = parts[here].text
        item = here + 1 if parts[here].low in SEPARATORS else item
        if depth == 0 and (ends_unit(parts, item, here, names) or _begins_anew(parts, (at, item), here, names)):
            return here
        depth += (text == "(") - (text == ")")
        if depth < 0 or (depth == 0 and _ends_clause(parts, at, here, names)) or _stops(parts, at, here, names):
            return here
        if depth == 0 and _opens_item(parts, (at, item), here, names):
            return here
    return last


def _begins_anew(parts: Sequence[Token], starts: tuple[int, int], here: int, names: Index) -> bool:
    """Whether a verb in capitals follows a known name, the stop between them lost: "Sở Y tế Hướng dẫn việc …"."""
    is_verb = parts[here].text[:1].isupper() and phrase_at(parts, here, phrases(VERBS, "verb"))
    return bool(is_verb) and any(here > start and names.longest(parts, start) == here for start in starts)


def _opens_item(parts: Sequence[Token], starts: tuple[int, int], here: int, names: Index) -> bool:
    """Whether a dash here opens the next item, the line end before it lost: "… có liên quan - Hướng dẫn …"."""
    if parts[here].text not in "-–" or here + 1 >= len(parts) or not parts[here + 1].text[:1].isupper():
        return False
    spaced = parts[here - 1].end < parts[here].start and parts[here].end < parts[here + 1].start
    acts = any(phrase_at(parts, here + 1, phrases(VERBS, group)) for group in ("verb", "never"))
    if not spaced or not acts:
        return False
    last = parts[here - 1].low
    named = any(names.longest(parts, behind(parts, start, title_phrases())) == here for start in starts)
    return named or last in phrases(LISTS, "noun") or last in phrases(LISTS, "place") or last == "quan"


def _ends_clause(parts: Sequence[Token], at: int, here: int, names: Index) -> bool:
    """Whether a mark here ends the names: a stop, a semicolon with no more names behind it, a colon with none."""
    text = parts[here].text
    return (text in _ENDS and not _lists_on(parts, at, here, names)) or (
        text == ":" and not lists_names(parts, here + 1, names)
    )


def _lists_on(parts: Sequence[Token], at: int, here: int, names: Index) -> bool:
    """Whether a semicolon only parts names: "phối hợp với các sở, ngành; cơ quan thông tấn, báo chí tổ chức …".

    So it does between offices: "phối hợp với Chánh Văn phòng …; Chủ tịch … tổ chức niêm yết", none of whom leads.
    """
    after = here + 1
    if parts[here].text != ";" or after >= len(parts) or not begins(parts, after, names):
        return False
    verb = next_verb(parts, after, names)
    if verb is None or parts[after].text.islower():
        return verb is not None
    leads = any(phrase_at(parts, verb, phrases(VERBS, group)) for group in ("strong", "leading"))
    return not leads and all(phrase_at(parts, start, title_phrases()) for start in (at, after))


def _stops(parts: Sequence[Token], at: int, here: int, names: Index) -> bool:
    """Whether words such as "để", "trong việc" end the names here, not inside a name of the registry."""
    if not phrase_at(parts, here, phrases(VERBS, "beside_end")):
        return False
    known = names.longest(parts, at)
    return known is None or here >= known
