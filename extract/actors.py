"""Who acts in a text of assignment: the unit it gives work to and the units that work beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from extract import units
from extract.assigning import after_opener, assigning_words, behind_duty, starts_with, starts_with_duty
from extract.letters import UPPER
from extract.unit_coordination import coordinators
from extract.unit_groups import is_noun, starts_head
from extract.unit_words import first_words, phrases, tokens
from extract.zones import starts_adverbial
from normalize.syllable import fold, unify_tone

if TYPE_CHECKING:
    from extract.records import UnitMention
    from extract.registry import Registry
    from extract.units import LinkContext

_VERB = "có trách nhiệm"  # a heading that is nothing but a unit's name reads as "… has the duty"
_NAME = 90  # letters: a longer item says more than a name
_SHORT = 250  # letters: a longer heading is a sentence
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.;]\s+(?=[^\W\d_])")
_CLAUSES = re.compile(r"[;.](?:(?<=;)|(?<=[^\W\d_]{2}\.)|(?<=\d{4}\.))\s+")
_ABOUT = re.compile(r"(?:Về|Đối với)\s")
_COLON = re.compile(r":\s+(?=\w)")
_SUBJECT = 700  # letters: what an item is about ("Về đề nghị …: giao Bộ …") is no longer
_SPECKS = "'`‘’|_~ "  # what an engine prints of specks before a paragraph
_CLAUSE = re.compile(r"[,;.:]\s")
_OPEN_END = re.compile(r"\s(?:sau|sau đây|gồm|như)$")  # "Tổ hợp tác chấm dứt hoạt động trong trường hợp sau": no name
_HAS_DUTIES = re.compile(r"\s+có\s(?:\w+,?\s){0,4}?(?:nhiệm vụ|trách nhiệm)\b.*$")  # "Hội đồng có các nhiệm vụ sau"
_REMARK = re.compile(r"\s*\([^()]*\)$")
_COUNCIL = "hoi dong nhan dan"  # gives work to others, does none itself
_COMMITTEES = "uy ban nhan dan"  # those below the province ("UBND cấp xã") are in no registry and no open group
_MARKS = " ,:;.|_~"
# "đồng chí Nguyễn Văn A, Phó Chủ tịch …": the office tells the body; "đồng chí" alone stands before the office.
_PERSON = re.compile(
    rf"^(?:[Cc]ác )?(?:[Đđ]ồng chí|[Ôô]ng|[Bb]à)(?:\s*(?:,|và|\()?\s*[Bb]à\)?)?(?:\s*:)?\s+"
    rf"(?:(?:[{UPPER}]\w+\s?){{2,5}}\s*[,–-]\s*)?"
)
# "Cơ quan chủ quản: Ủy ban nhân dân tỉnh": what a body is to the plan stands before its name.
_CAPACITY = re.compile(r"^(?:Cơ quan|Đơn vị)\s[^:;,.]{2,40}:\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Actors:
    """The units that a document's sentences name, read with its own abbreviations, issuer and date."""

    registry: Registry
    context: LinkContext
    directs: bool = False  # a directive: each sentence that begins with a unit gives it work
    kept: dict[str, tuple[str, str] | None] = field(default_factory=dict, compare=False, repr=False)  # see `charged`

    def charged(self, text: str) -> tuple[str, str] | None:
        """The units that a sentence or heading gives work to, and what it says from the verb on.

        A word of assigning before them is passed over ("Giao Sở Y tế …"), and so is the issuer who assigns
        ("Chủ tịch UBND tỉnh yêu cầu các sở …"). None where the text starts with no unit or no verb follows.
        Tasks, duties and closings ask for the same sentences: what was found is kept.
        """
        if text not in self.kept:
            self.kept[text] = self._charged(text)
        return self.kept[text]

    def _charged(self, text: str) -> tuple[str, str] | None:
        told = _PERSON.sub("", after_opener(_CAPACITY.sub("", text.lstrip(_SPECKS))))
        found = units.leading_unit(told, self.registry, self.context)
        if found is None:
            return None
        unit, rest = found[0].strip(_MARKS), found[1]
        told = after_opener(rest)
        inner = self.charged(told) if told != rest and self.may_assign(unit) else None
        return inner or (unit, rest)

    def headed(self, text: str) -> tuple[str, str] | None:
        """Like `charged`, also for a heading that is nothing but the unit's name."""
        found = self.charged(text)
        if found or len(text) > _SHORT:
            return self._in_full(text, found) if found else None
        named = self.charged(f"{behind_duty(text).rstrip(_MARKS)} {_VERB}")
        if named and _OPEN_END.search(named[0]):
            name = _HAS_DUTIES.sub("", named[0])
            return (name, "") if name != named[0] else None
        return (named[0], "") if named else None

    def _in_full(self, text: str, found: tuple[str, str]) -> tuple[str, str]:
        """The whole name that a heading is about: in "Trách nhiệm của các đơn vị xử lý phản ánh" no duty begins.

        A body of the registry, and one of its kind ("Ủy ban nhân dân cấp huyện"), is complete before its verb.
        """
        unit, rest = found
        told = after_opener(text)
        of_whom = fold(text[: len(text) - len(told)]).rstrip().endswith(" cua")
        if not (of_whom and rest) or ":" in rest.rstrip(_MARKS) or _begins_strongly(rest):
            return found
        mentions = units.link_list(unit, self.registry, self.context)
        if any(mention.unit_id or (mention.is_collective and _heads_body(mention.text)) for mention in mentions):
            return found
        return _beyond().split(told)[0].strip(_MARKS), ""

    def opened(self, text: str) -> tuple[str, str] | None:
        """The units that a paragraph over a list gives the list to: "… Chủ tịch UBND tỉnh yêu cầu các sở …:"."""
        if not text.rstrip().endswith(":"):
            return None
        last = _SENTENCE.split(text)[-1]
        for match in reversed(list(assigning_words().finditer(last))):
            found = self.charged(last[match.end() :].lstrip())
            if found:
                return found
        return self.charged(text) if after_opener(text) != text else self._urged(last)

    def _urged(self, sentence: str) -> tuple[str, str] | None:
        """The units that a sentence urges behind a phrase before them: "Để hoàn thành …, tỉnh Đắk Lắk cần …:"."""
        told = map(self.charged, sentence.split(", ")[1:]) if starts_adverbial(sentence) else ()
        found = next((found for found in told if found and self.has_unit(found[0])), None)
        is_urged = found is not None and starts_with(found[1], "urge") and not self.is_issuer(found[0])
        return found if is_urged else None

    def named(self, heading: str) -> tuple[str, str] | None:
        """The known units that a heading says have the work, and the rest, as of `headed`; None where it names none."""
        found = self.headed(heading)
        return found if found and self.is_known(found[0]) else None

    def charged_later(self, text: str) -> tuple[str, str] | None:
        """The known units that an item gives work to behind its subject or a first sentence.

        "Về cơ chế đặc thù: Giao Bộ Tài chính nghiên cứu …", "Đồng ý với đề nghị …. Bộ Nội vụ khẩn trương thẩm định …".
        """
        colons = _COLON.finditer(text[:_SUBJECT]) if _ABOUT.match(text) else ()
        told = [text[colon.end() :] for colon in colons]
        for mark, sentence in (*((":", part) for part in told), *_clauses(text)):
            found = self.charged(sentence) if _may_charge(sentence) else None
            goes_on = mark == ";" and after_opener(sentence) == sentence  # "vận động các hội; hội viên tham gia …"
            if found and (self.has_unit(found[0]) if goes_on else self.is_known(found[0])):
                return found
        return None

    def further(self, text: str, lead: str) -> tuple[str, ...]:
        """Units, `lead` aside, that further sentences give work to: "…; giao Văn phòng …", "…; UBND cấp xã …"."""
        leading = {_key(mention) for mention in units.link_list(lead, self.registry, self.context)}
        found: dict[str, None] = {}
        before, *after = _CLAUSES.split(text)
        for sentence in after:
            for mention in () if self._lists_on(before) else self._told(sentence):
                if _key(mention) not in leading:
                    found[mention.text] = None
            before = sentence
        return tuple(found)

    def _told(self, sentence: str) -> tuple[UnitMention, ...]:
        """Who a sentence gives work to, also in a case: "Trường hợp vượt thẩm quyền, Sở Công Thương báo cáo …"."""
        if starts_with(sentence, "condition"):
            own = takewhile(lambda part: not starts_with_duty(part), sentence.split(", ")[1:])  # else whose case it is
            told = next(filter(None, map(self._told, own)), ())
            return tuple(mention for mention in told if not self.is_issuer(mention.text))
        charged = self.charged(sentence) if _may_charge(sentence) else None
        mentions = units.link_list(charged[0], self.registry, self.context) if charged else ()
        return tuple(m for m in mentions if m.unit_id or fold(m.name).startswith(_COMMITTEES))

    def _lists_on(self, clause: str) -> bool:
        """Whether a clause ends with whom to work with: the names behind its mark go on with them."""
        beside = self.beside(clause)
        return beside is not None and clause.endswith(beside.rpartition("; ")[2])

    def asked(self, text: str) -> tuple[str, str] | None:
        """The units that the issuer asks in a paragraph: "…, Văn phòng Chính phủ đề nghị quý Bộ báo cáo …"."""
        for match in assigning_words().finditer(text):
            asks = _PERSON.sub("", _CLAUSE.split(text[: match.start()])[-1].strip())
            if asks and self.is_issuer(asks):
                found = self.charged(text[match.end() :].lstrip())
                if found and self.is_known(found[0]):
                    return found
        return None

    def requested(self, text: str) -> list[tuple[str, str]]:
        """Each list of known units that a paragraph asks for something, wherever it does: "…, đề nghị các sở …"."""
        places = (match.end() for match in assigning_words().finditer(text.lower()))
        told = (self.charged(text[at:].lstrip(" :")) for at in places)
        return [found for found in told if found and self.is_known(found[0])]

    def beside(self, text: str) -> str | None:
        """The units to coordinate with, as written: "… phối hợp với Bộ Y tế và các cơ quan liên quan …"."""
        return coordinators(text, self.registry, self.context)

    def is_issuer(self, unit: str) -> bool:
        """Whether a name means who issued the decision, or the person at its head."""
        issuer = self.context.issuer_unit_id
        return issuer is not None and units.link(unit, self.registry, self.context).unit_id == issuer

    def is_name(self, text: str) -> bool:
        """Whether a text is nothing but the name of a unit or of a group of them, perhaps with a remark in brackets."""
        bare = _REMARK.sub("", text.rstrip(_MARKS)).rstrip(_MARKS)
        found = self.headed(bare) if bare and len(bare) <= _NAME else None
        return found is not None and found == (bare, "")

    def may_assign(self, unit: str) -> bool:
        """Whether a name means who issued the decision, or may, where the head does not tell who did."""
        return self.context.issuer_unit_id is None or fold(unit).startswith(_COUNCIL) or self.is_issuer(unit)

    def has_unit(self, text: str) -> bool:
        """Whether a list of units names one of the registry."""
        return any(mention.unit_id for mention in units.link_list(text, self.registry, self.context))

    def is_known(self, text: str) -> bool:
        """Whether a list of units names one of the registry or an open group."""
        mentions = units.link_list(text, self.registry, self.context)
        return any(mention.unit_id or mention.is_collective for mention in mentions)


def _key(mention: UnitMention) -> str:
    return mention.unit_id or mention.name.lower()


@cache
def _beyond() -> re.Pattern[str]:
    """Words behind which a heading tells no more of whom it is about: "… trong việc …"."""
    return re.compile(rf"\s(?:{'|'.join(phrases('unit_verbs.tsv', 'beside_end'))})\s")


def _begins_strongly(text: str) -> bool:
    """Whether a text begins with a phrase that always opens a duty: "có trách nhiệm …"."""
    return any(text.lower().startswith(f"{words} ") for words in phrases("unit_verbs.tsv", "strong"))


def _heads_body(name: str) -> bool:
    """Whether a name begins with what bodies are called ("Ủy ban …"), not with a word for any body ("cơ quan …")."""
    parts = tokens(name)
    return starts_head(parts) and not is_noun(parts, 0)


def _clauses(text: str) -> list[tuple[str, str]]:
    """Each clause but the first, with the mark before it."""
    marks = list(_CLAUSES.finditer(text))
    ends = (*(mark.start() for mark in marks[1:]), len(text))
    return [(mark[0][0], text[mark.end() : end]) for mark, end in zip(marks, ends, strict=False)]


def _may_charge(sentence: str) -> bool:
    """Whether a sentence begins with the first word of a unit, an office or a phrase before them; quick to tell."""
    first = unify_tone(sentence.partition(" ")[0].lower())
    return first in _charged_first() or after_opener(sentence) != sentence


@cache
def _charged_first() -> frozenset[str]:
    return first_words(phrases("unit_verbs.tsv", "opening"), phrases("collectives.tsv", "start"))
