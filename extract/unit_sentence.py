"""The unit that a sentence of assignment starts with."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extract.unit_begin import starts_named
from extract.unit_described import VERBS, before_clause, behind_description, names_nobody, outside_quotes
from extract.unit_groups import LISTS, starts_group, starts_head
from extract.unit_index import LinkContext, index
from extract.unit_inside import inside_name
from extract.unit_words import SEPARATORS, Token, bare, behind, first_words, phrase_at, phrases, tokens
from normalize.syllable import unify_tone

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from extract.registry import Registry
    from extract.unit_index import Index

_WORD = re.compile(r"\w+")
_NAME = 80  # code points: enough of a name to tell that it is one
_HEAD = 600  # code points: a unit stands at the start of its sentence
_PERMITTED = "được"
_LONG_NAME = 4  # words: a shorter name ends with a capital or a kind of place
_NEAR = 45  # tokens: a subject behind an opening is no longer


@lru_cache(maxsize=2048)  # a sentence is asked for its task, its duty and its list
def leading_unit(text: str, registry: Registry, context: LinkContext) -> tuple[str, str] | None:
    """The unit or units that a sentence starts with, and the rest of it from the verb on.

    "Bộ Tài chính chủ trì, phối hợp với …" gives ("Bộ Tài chính", "chủ trì, phối hợp với …"). An opening
    ("Hàng năm, các đơn vị …") is passed over. None where the sentence starts with no unit or has no verb of duty.
    """
    names = index(registry)
    short_forms = context.short_forms
    if not _opens_name(text, short_forms) or not _may_begin(tokens(text[:_NAME], short_forms), names):
        return None
    parts = tokens(text[:_HEAD], short_forms)
    at = _opening(parts, names)
    if at is None:
        return None
    here = _duty_at(parts, next_verb(parts, at, names))
    if here is None:
        return None
    here = behind_description(parts, at, here, names)
    unit = bare(text[parts[at].start : parts[here].start]).removesuffix(" và")
    if unit.count("(") > unit.count(")"):  # the verb stands in a remark
        unit = bare(unit[: unit.rindex("(")])
    low = unify_tone(unit.lower())
    acts = low in phrases(VERBS, "verb")  # "Lãnh đạo, chỉ đạo rà soát …" tells what to do
    if not unit or acts or low in phrases(LISTS, "bare") or names_nobody(unit):
        return None
    return before_clause(unit), text[parts[here].start :].strip()


def _duty_at(parts: Sequence[Token], here: int | None) -> int | None:
    """Where the duty begins behind a verb found; "Bệnh viện được ký hợp đồng …" may do something and has no work."""
    if here is None or parts[here].low != _PERMITTED:
        return here
    end = next((number for number in range(here, len(parts)) if parts[number].text in ".;:"), len(parts))
    return next((number for number in range(here, end) if phrase_at(parts, number, phrases(VERBS, "strong"))), None)


def _opens_name(text: str, short_forms: Collection[tuple[str, str]]) -> bool:
    """Whether the first word is one with which units, groups of them, offices or openings begin; quick to tell."""
    found = _WORD.search(text)
    if found is None:
        return False
    word = found[0]
    is_short = word.isupper() or any(short.startswith(word) for short, _ in short_forms)
    return is_short or unify_tone(word.lower()) in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    return first_words(phrases(LISTS, "start"), phrases(LISTS, "noun"), phrases(VERBS, "opening"))


def _may_begin(parts: Sequence[Token], names: Index) -> bool:
    """Whether the first words are those of a unit or of an opening; most sentences begin with neither."""
    first = next((number for number, part in enumerate(parts) if part.words), None)
    return first is not None and (
        begins(parts, first, names) or bool(phrase_at(parts, first, phrases(VERBS, "opening")))
    )


def begins(parts: Sequence[Token], at: int, names: Index) -> bool:
    """Whether a unit begins here: one with a name, or a group of things that can act ("các đơn vị")."""
    if word := phrase_at(parts, at, phrases(LISTS, "not_unit")):
        return len(phrase_at(parts, at, phrases(VERBS, "organ"))) > len(word)  # "tổ chức pháp chế" organises nothing
    if starts_named(parts, at, names):
        return True
    after = at + len(phrase_at(parts, at, phrases(LISTS, "start")).split())
    if after >= len(parts):
        return False
    is_word = bool(phrase_at(parts, after, phrases(LISTS, "not_unit")))  # "những trường hợp …": no school
    return starts_group(parts, after) or (after > at and not is_word and starts_head(parts[after:]))


def _opening(parts: Sequence[Token], names: Index) -> int | None:
    """Where the unit begins: at the start, or behind the comma of an opening."""
    first = next((number for number, part in enumerate(parts) if part.words), None)
    if first is None:
        return None
    if begins(parts, first, names):
        return first
    if not phrase_at(parts, first, phrases(VERBS, "opening")):
        return None
    end = next((number for number in range(first, len(parts)) if parts[number].text in ";:\n"), len(parts))
    if phrase_at(parts, first, phrases(VERBS, "period")):  # "định kỳ hàng tháng báo cáo …": what follows has begun
        end = next((number for number in range(first + 1, end) if _reports(parts, number)), end)
    commas = [number for number in range(first, end - 1) if parts[number].text == ","]
    if commas[:1] == [_behind_openings(parts, first)] and _is_subject(parts, commas[0] + 1, names):
        return commas[0] + 1  # "Hằng năm, Bộ Quốc phòng, Bộ Công an …": the opening has no list of its own
    begun = (here + 1 for here in commas if not _tells(parts, first, here, names))
    return next((here for here in begun if _follows_opening(parts, here, names)), None)


def _tells(parts: Sequence[Token], first: int, here: int, names: Index) -> bool:
    """Whether a name ends here that is told something, others with it: "báo cáo Bộ Quốc phòng, Bộ Công an xem xét"."""
    told = (
        number + len(words.split())
        for number in range(first, here)
        if (words := phrase_at(parts, number, phrases(VERBS, "tells"))) and parts[number - 1].low != "khi"
    )
    return any(start < here and names.longest(parts, start) == here for start in told)


def _behind_openings(parts: Sequence[Token], at: int) -> int:
    """Index behind words of opening, one or more: "định kỳ hằng năm"."""
    after = behind(parts, at, phrases(VERBS, "opening"))
    return at if after == at else _behind_openings(parts, after)


def _is_subject(parts: Sequence[Token], at: int, names: Index) -> bool:
    """Whether units begin here and a duty follows them nearby."""
    verb = next_verb(parts, at, names) if begins(parts, at, names) else None
    return verb is not None and verb - at <= _NEAR


def _reports(parts: Sequence[Token], at: int) -> bool:
    """Whether a verb of duty stands here that is none of the words for a period."""
    return _is_verb(parts, at) and not phrase_at(parts, at, phrases(VERBS, "period"))


def _follows_opening(parts: Sequence[Token], at: int, names: Index) -> bool:
    """A subject, not an item of the opening's own list: "các …", a title, or a known name with its verb behind it."""
    if not _is_subject(parts, at, names):
        return False
    verb, known = next_verb(parts, at, names), names.longest(parts, at)
    return known == verb or parts[at].low in phrases(LISTS, "start") or (known is None and parts[at].text[:1].isupper())


def next_verb(parts: Sequence[Token], at: int, names: Index) -> int | None:
    """Where the duty begins: the first verb of duty behind the names, in lower case as verbs are."""
    named = names.longest(parts, at)
    known = named or at + 1
    clause = False
    verb = None
    item = at  # where the unit begins that is being read
    for here in outside_quotes(parts, known, len(parts)):
        if parts[here].text == "|" or _tells_case(parts, here):
            return verb
        if _opens_duty(parts, here, named, names):
            return here + 1 if verb is None or clause else verb  # "Sở Y tế: Chỉ đạo các cơ sở …"
        if parts[here].text in (";", "\n") and verb is not None:
            break
        item = here + 1 if parts[here].low in SEPARATORS else item
        if not parts[here].text[:1].islower() or inside_name(parts, at, here, names):
            continue
        if verb is None and parts[here].low in phrases(VERBS, "never") and not _is_verb(parts, here):
            return None  # "là cơ quan thường trực" is a duty, "là" alone tells what something is
        if phrase_at(parts, here, phrases(VERBS, "strong")):
            return here if verb is None or clause else verb
        clause = clause or (verb is None and bool(phrase_at(parts, here, phrases(VERBS, "clause"))))
        if verb is None and (_is_verb(parts, here) or (not clause and ends_unit(parts, item, here, names))):
            verb = here
            if not clause:
                return verb
    return verb


def _tells_case(parts: Sequence[Token], here: int) -> bool:
    """Whether a colon stands here before what holds in a case: "Đối với các xã: Nếu có …" charges nobody."""
    return parts[here].text == ":" and bool(phrase_at(parts, here + 1, phrases(VERBS, "condition")))


def _opens_duty(parts: Sequence[Token], here: int, named: int | None, names: Index) -> bool:
    """Whether a colon, which an engine may read as a full stop behind a name, stands here before a verb of duty."""
    if parts[here].text != ":" and (parts[here].text != "." or here != named):
        return False
    after = _behind_number(parts, here + 1)
    opens = phrase_at(parts, after, phrases(VERBS, "opening")) and parts[after].text[:1].isupper()
    if opens and not phrase_at(parts, after, phrases(VERBS, "compound")):
        return True  # "Bộ Công Thương: Trong quá trình triển khai …, chủ động …"
    return _is_verb(parts, after) and not lists_names(parts, after, names)


def _behind_number(parts: Sequence[Token], at: int) -> int:
    """Index behind a number in brackets: "Giao Bộ Công Thương: (i) Nghiên cứu …; (ii) …"."""
    closed = at + 2 < len(parts) and parts[at].text == "(" and parts[at + 2].text == ")"
    return at + 3 if closed else at


def ends_unit(parts: Sequence[Token], at: int, here: int, names: Index) -> bool:
    """Whether the unit that begins at `at` is complete before a word that no name or group goes on with.

    So a verb tells where the names end that no list of verbs holds: "Bộ Y tế xuất cấp …", "các sở liên quan lập …".
    """
    word = parts[here].text
    if here <= at or not word.islower() or not word.isalpha() or parts[here].is_short:
        return False
    if parts[here].low in phrases(VERBS, "goes_on") or phrase_at(parts, here, phrases(LISTS, "noun")):
        return False
    before, last = parts[here - 1], parts[here - 2].low
    if (last, before.low) == ("liên", "quan"):
        return True
    is_place = before.low in phrases(LISTS, "place")
    if is_place and (last == "cấp" or (last in (",", "và") and parts[here - 3].low in phrases(LISTS, "place"))):
        return True  # "cấp xã", "các xã, phường": any of that level
    return (is_place or before.text[:1].isupper() or here - at >= _LONG_NAME) and names.longest(parts, at) == here


def _is_verb(parts: Sequence[Token], at: int) -> bool:
    return bool(phrase_at(parts, at, phrases(VERBS, "verb")))


def lists_names(parts: Sequence[Token], at: int, names: Index) -> bool:
    """Whether names stand behind a colon: "các Bộ: Xây dựng, Quốc phòng", "UBND các phường: Hoàn Kiếm, Cửa Nam"."""
    if at >= len(parts) or not parts[at].text[:1].isupper():
        return False
    return names.longest(parts, at, (parts[at - 2].low,)) is not None or not _is_verb(parts, at)
