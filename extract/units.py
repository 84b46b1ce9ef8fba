"""Names of units in a text, linked to the registry as it was on the day of the decision."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from extract.misread import misread_cost
from extract.records import LinkMethod, UnitMention
from extract.unit_abbreviations import find_abbreviations, spells
from extract.unit_groups import is_group
from extract.unit_index import Index, LinkContext, choose, head_of, index
from extract.unit_sentence import leading_unit
from extract.unit_split import offices, split
from extract.unit_words import Token, bare, heads, key, titles, titles_by_word, tokens, written_out
from normalize.syllable import fold, is_syllable, unify_tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.registry import Registry, Unit

__all__ = ["LinkContext", "UnitMention", "find_abbreviations", "leading_unit", "link", "link_list"]

_STANDING = ("cơ", "quan", "thường", "trực")  # "Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo"
_SHORTLIST = 78  # rapidfuzz ratio, 0..100, below which a name is not even looked at
_MOST = 12  # names that are looked at
_DEAREST = 1.3  # log10 a word: a name that costs more is none
_QUITE_ANOTHER = 6.0  # log10: so dear a word is not that one misread
_EXISTS = 2.5  # log10: a word that exists is rarely another one misread
_MARGIN = 2.0  # log10 by which a unit must be likelier than the next
_NO_TRUST = 12.0  # log10 at which a link is worth nothing
_UNDER = frozenset({"thuộc", "trực", "của", ",", "-", "–", "(", "/"})
_DEPARTMENT = "provincial_department"
_JOINED = frozenset({",", "và", "-", "–"})  # between two titles of one person, or of one name
_ANY = "cơ quan"  # any body at all, never the issuer by itself


def link(text: str, registry: Registry, context: LinkContext) -> UnitMention:
    """The unit that one name means.

    Tried in turn: the name itself, an open group, a name with its superior, initials of a known name, a name
    with letters misread. An unknown name keeps its text and gets no id.
    """
    return _link(text, text, registry, context)


@lru_cache(maxsize=4096)  # a document names the same few units, task after task
def link_list(text: str, registry: Registry, context: LinkContext) -> tuple[UnitMention, ...]:
    """The units named in a cell, in order; () for an empty one.

    Splits where units end: at `;`, at a head word with a name (Bộ, Vụ, Cục …) after a comma or "và", never
    inside "Bộ Văn hóa, Thể thao và Du lịch". An open group that shares "… liên quan" is one mention.
    """
    parts = tokens(text, context.short_forms)
    names = index(registry)
    found: list[UnitMention] = []
    for piece in split(parts, names):
        seen = text[parts[piece.start].start : parts[piece.end - 1].end]
        if any(part.words for part in parts[piece.start : piece.end]):
            found.append(_link(seen, f"{piece.head} {seen}".strip(), registry, context))
    return tuple(found)


def _link(seen: str, name: str, registry: Registry, context: LinkContext) -> UnitMention:
    names = index(registry)
    group = offices().get(unify_tone(" ".join(bare(name).lower().split())))
    if group:
        return UnitMention(bare(seen), group, None, "none", 1.0, is_collective=True)
    parts = _without_title(tokens(bare(name), context.short_forms))
    shown = _capital(written_out(bare(name), parts))
    shortened = any(part.is_short for part in parts)
    words = " ".join(word for part in parts for word in part.words)
    for unit, method, score in filter(None, (_named(words, shown, shortened, names, context),)):
        return UnitMention(bare(seen), unit.name, unit.unit_id, method, score, is_collective=False)
    if (told := _with_aside(parts, names, context)) is not None:
        return UnitMention(bare(seen), told[0].name, told[0].unit_id, told[1], told[2], is_collective=False)
    if is_group(parts, names) or _of_every_province(words, names, context):
        untitled = len(parts) < len(tokens(bare(name), context.short_forms))
        if untitled and len(parts) == 1 and heads().get(parts[0].low) == _DEPARTMENT:
            shown = f"Các {shown.lower()}"  # "Giám đốc Sở, Thủ trưởng …": every one of them
        return UnitMention(bare(seen), shown, None, "none", 1.0, is_collective=True)
    ways = (_under, _by_initials, misread)
    for unit, method, score in filter(None, (way(parts, names, context) for way in ways)):
        return UnitMention(bare(seen), unit.name, unit.unit_id, method, score, is_collective=False)
    return UnitMention(bare(seen), shown, None, "none", 0.0, is_collective=False)


_Link = tuple["Unit", LinkMethod, float]


def _named(words: str, shown: str, shortened: bool, names: Index, context: LinkContext) -> _Link | None:
    """The name as it stands, or a head word alone for the issuer: "Bộ" in a decision of a ministry."""
    issuer = names.registry.by_id.get(context.issuer_unit_id or "")
    found = names.units.get(words, ())
    is_whole = any(key(unit.name) == words for unit in found)  # "Chính phủ" is a body, "Bộ" stands for one
    if issuer is not None and heads().get(words) == issuer.kind and words != _ANY and not is_whole:
        return issuer, "context", 0.95
    if issuer is not None and issuer.level == "central" and all(unit.level == "province" for unit in found):
        # A central body leaves the country out; in a province "Hội Nông dân" is the local one.
        found = names.units.get(f"{words} việt nam") or found
    chosen = choose(found, context)
    if chosen is None:
        return None
    unit, how, score = chosen
    if how == "context" or (key(unit.name) != words and unit.short_name and key(unit.short_name) == words):
        is_short_form = unit.short_name.isupper()
        return unit, "alias" if is_short_form else "context", min(score, 0.95)
    is_itself = key(unit.name) == key(shown) and not shortened
    return unit, "exact" if is_itself else "alias", score if is_itself else min(score, 0.98)


def _of_every_province(words: str, names: Index, context: LinkContext) -> bool:
    """Whether a body above the provinces means that department of each of them: "Sở Y tế" in a ministry's circular."""
    issuer = names.registry.by_id.get(context.issuer_unit_id or "")
    found = names.units.get(words, ())
    is_above = issuer is not None and issuer.level in ("central", "ministry_department")
    return is_above and bool(found) and all(unit.kind == _DEPARTMENT for unit in found)


def _without_title(parts: tuple[Token, ...]) -> tuple[Token, ...]:
    """Leave out the title: "Vụ trưởng Vụ Pháp chế" is the department; a title with nothing after it stays.

    Of two titles before one name both are left out: "Giám đốc, Thủ trưởng các sở".
    """
    words = [part.low for part in parts]
    for title in titles_by_word().get(words[0], ()) if words else ():
        if tuple(words[: len(title)]) == title and len(words) > len(title):
            rest = parts[len(title) :]
            head = words[len(title) :]
            if head[0] in _JOINED and (other := _without_title(rest[1:])) != rest[1:]:
                return other
            if title[-1] in ("chánh", "trưởng") or head_of(" ".join(head)) or head[0] in ("các", "cơ", "đơn"):
                return rest
    return parts


def _under(parts: Sequence[Token], names: Index, context: LinkContext) -> _Link | None:
    """A name with its superior: "Cục Thuế thuộc Bộ Tài chính", "Bộ Tài chính (Cục Thuế)"."""
    end = names.longest(parts, 0)
    if not end or end >= len(parts) or parts[end].low not in _UNDER:
        return None
    after = end
    while after < len(parts) and parts[after].low in _UNDER | {"thuộc"}:
        after += 1
    last = names.longest(parts, after) if after < len(parts) else None
    if not last or any(part.words for part in parts[last:]):
        return None
    upper = names.units[_low(parts[after:last])]
    lower = names.units[_low(parts[:end])]
    ids = {unit.unit_id for unit in upper}
    chosen = choose([unit for unit in lower if unit.parent_unit_id in ids], context)
    return (chosen[0], "context", 0.95 * chosen[2]) if chosen else None


def _with_aside(parts: Sequence[Token], names: Index, context: LinkContext) -> _Link | None:
    """A known name with a remark behind it: "Sở Nội vụ (Ban Thi đua …)"."""
    end = names.longest(parts, 0)
    if not end or end >= len(parts) or not _is_aside(parts, end) or _named_inside(parts, end, context, names):
        return None
    outer = choose(names.units[_low(parts[:end])], context)
    return (outer[0], "alias", 0.9 * outer[2]) if outer else None


def _named_inside(parts: Sequence[Token], end: int, context: LinkContext, names: Index) -> bool:
    """Whether the remark is a unit of its own, below the one it stands behind: "Bộ Tài chính (Cục Thuế)"."""
    last = names.longest(parts, end + 1)
    outer = {unit.unit_id for unit in names.units[_low(parts[:end])]}
    inner = names.units[_low(parts[end + 1 : last])] if last else ()
    return any(unit.parent_unit_id in outer and unit.is_valid(context.issued) for unit in inner)


def _is_aside(parts: Sequence[Token], at: int) -> bool:
    """Whether what follows a name only says more of it: "Sở Nội vụ (Ban Thi đua …)", "… - Trưởng Ban Chỉ đạo …"."""
    if parts[at].text == "(":
        return parts[-1].text == ")"
    return parts[at].text in ("-", "–") and any(_words_at(parts, at + 1, title) for title in (*titles(), _STANDING))


def _words_at(parts: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    return tuple(part.low for part in parts[at : at + len(words)]) == words


def _low(parts: Sequence[Token]) -> str:
    return " ".join(word for part in parts for word in part.words)


def _by_initials(parts: Sequence[Token], names: Index, context: LinkContext) -> _Link | None:
    """A name whose upper-case tokens are initials of the words of one known name: "Quỹ Phát triển KH&CN QG"."""
    if not any(part.text.isupper() and len(part.text) > 1 for part in parts):
        return None
    head = head_of(_low(parts))
    fitting = {name for name in names.by_head.get(head, ()) if head and spells(parts, name.split())}
    chosen = [choose(names.units[name], context) for name in fitting]
    units = {found[0].unit_id: found for found in chosen if found}
    if len(units) != 1:
        return None
    unit, _, score = next(iter(units.values()))
    return unit, "alias", 0.95 * score


def misread(parts: Sequence[Token], names: Index, context: LinkContext) -> _Link | None:
    """A known name with letters misread, by the costs of the repair channel; None where two are nearly as likely."""
    words = _low(parts)
    if " " not in words:
        return None  # one word alone tells too little
    same = names.tight.get(words.replace(" ", ""))  # blanks lost or added, no letter misread
    alike = names.folded.get(words.count(" ") + 1, {})
    near = process.extract(fold(words), alike, scorer=fuzz.ratio, score_cutoff=_SHORTLIST, limit=_MOST)
    priced = [(cost, name) for _, _, name in near if name != same and (cost := _cost(words, name)) is not None]
    priced = sorted([*priced, (0.0, same)] if same else priced)
    found: dict[str, tuple[float, Unit, float]] = {}
    for cost, name in priced:
        chosen = choose(names.units[name], context)
        if chosen and cost <= _DEAREST * (1 + words.count(" ")):
            found.setdefault(chosen[0].unit_id, (cost, chosen[0], chosen[2]))
    ranked = sorted(found.values(), key=lambda one: one[0])
    if not ranked or (len(ranked) > 1 and ranked[1][0] - ranked[0][0] < _MARGIN):
        return None
    cost, unit, score = ranked[0]
    return unit, "fuzzy", round(score * max(0.5, 1 - cost / _NO_TRUST), 3)


def _cost(words: str, name: str) -> float | None:
    """What it costs to have read a name of as many words so; None where one that exists is read as quite another."""
    total = 0.0
    for one, other in zip(words.split(), name.split(), strict=True):
        cost = _word_cost(one, other)
        if cost >= _QUITE_ANOTHER:
            return None
        total += cost
    return total


def _word_cost(seen: str, meant: str) -> float:
    cost = misread_cost(seen, meant)
    exists = seen != meant and fold(seen) != fold(meant) and is_syllable(seen)
    return cost + _EXISTS if exists else cost


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
