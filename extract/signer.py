"""Who signs: title and name at the foot of a decision, also where a stamp prints between them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from extract.blocks import is_capitals
from extract.foot import beside_recipients
from extract.headwords import head_words
from extract.letters import UPPER
from extract.unit_words import titles
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Line, Section

_FOOT = 30  # sections below the signer's title: recipients beside it and what a stamp prints stand before the name
_SIGNED = re.compile(r"\(\s*[Đđ]ã ký\s*\)")
_EDGES = " .,:;_—|'"  # specks about a line
_TITLE_LINES = 5
_TITLE = 60  # letters: no title is longer
_ALIKE = 78  # rapidfuzz ratio, 0..100: a title with a word lost in a signature or a seal
_RESIDUE = 90  # of 100: how much a scrap is like a part of a title
_SCRAP = 4  # letters that tell of which title a scrap is left
_SIGNS_FOR = r"(?:(?:KT|TM|TL|TUQ|Q)\s*\.|[TK]/[MTL])"  # bodies of the Party print T/M, K/T
_SIGNING = re.compile(rf"\b({_SIGNS_FOR}\s*[{UPPER}][{UPPER}\s,]*[{UPPER}])")
_SIGNS = re.compile(rf"\s+(?={_SIGNS_FOR})")
_DEPUTY_BEHIND = re.compile(r"(.*\S)\s+((?:PHÓ|THỨ) .+)")
_SECOND_TITLE = re.compile(rf"((?:PHÓ|THỨ|THỦ|TỔNG) [{UPPER} ]{{3,}})$")


class _Row(NamedTuple):
    """A section, or a line beside the recipients."""

    kind: str
    text: str
    label: str


def signer(sections: Sequence[Section], lines: Sequence[Line] = ()) -> tuple[str | None, str | None]:
    """Title (`KT. BỘ TRƯỞNG THỨ TRƯỞNG`) and name under the text.

    An engine that reads around a seal takes words apart: the column beside the recipients may show more of both.
    """
    title, name = _signed([row for s in sections for row in _parted(_Row(s.kind, s.text, s.label))])
    title_beside, name_beside = _signed([_Row("paragraph", text, "") for text in beside_recipients(lines)])
    bare = next((s.text for s in sections if s.kind == "signature" and _is_name(s.text)), None) if not title else None
    return _fuller(title, title_beside), _fuller(name, name_beside) or bare


def _parted(row: _Row) -> list[_Row]:
    """A row that has titles and name on one line, as converted files have them, a row each; any other as it is.

    "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Phạm Văn Thịnh" holds three titles and a name.
    """
    signs = _SIGNING.search(row.text) if row.kind == "recipients" else None
    text = row.text[signs.start() :] if signs else row.text
    words = _SIGNED.sub(" ", text).strip(_EDGES).split()
    size = next((at for at, word in enumerate(words) if not word.isupper()), len(words))
    title, name = " ".join(words[:size]), " ".join(words[size:])
    if row.label or not (_SIGNING.match(title) or _is_title(title)) or not _is_name(name):
        return [row]
    titles = [part for text in _SIGNS.split(title) for part in _split_deputy(text)]
    return [*(row._replace(text=text) for text in titles), _Row("paragraph", name, "")]


def _split_deputy(title: str) -> tuple[str, ...]:
    """`KT. BỘ TRƯỞNG THỨ TRƯỞNG` as two titles, the office and who signs for its holder."""
    found = _DEPUTY_BEHIND.fullmatch(title)
    return (found[1], found[2]) if found else (title,)


def _fuller(one: str | None, other: str | None) -> str | None:
    """The second, where it has all of the first."""
    return other if other and (one or "") in other else one


def _signed(sections: Sequence[_Row]) -> tuple[str | None, str | None]:
    at = next((i for i, s in enumerate(sections) if _signing(s) is not None), None)
    at = at if at is not None else _bare_title(sections)
    if at is None:
        return None, None
    lines, name = [_mended_title(_signing(sections[at]) or sections[at].text)], None
    if at + 1 < len(sections) and _repeats(sections[at + 1].text, lines[0]):
        lines[0] = f"KT. {lines[0]}"  # a title is printed twice only for who signs in the holder's place
    deputy = _deputy(lines[0])
    told = False  # a deputy's title is the last: what stands in capitals below it is of the seal
    before = ""
    for below, section in enumerate(sections[at + 1 : at + _FOOT]):
        if section.kind == "annex":
            break
        text = section.text
        tail = _SECOND_TITLE.search(text)
        deputy = _deputy(lines[-1]) or deputy
        if deputy and _is_read(text, before, deputy):
            lines.append(deputy)
            deputy, told = None, True
        elif not told and _may_be_title(text, below):
            lines.append(_mended_title(text))
        elif tail:
            lines.append(deputy if deputy and _reads(tail[1], deputy) else _mended_title(tail[1]))
        elif section.kind in ("paragraph", "recipients") and not section.label and _is_name(text):
            name = text
            break
        before = text
    return " ".join(dict.fromkeys(lines)), name


def _may_be_title(text: str, below: int) -> bool:
    return is_capitals(text) and len(text) < _TITLE and (below < _TITLE_LINES or _is_title(text)) and " " in text


def _deputy(title: str) -> str | None:
    """Who signs for the holder of an office (KT., ký thay): "KT. GIÁM ĐỐC" is a PHÓ GIÁM ĐỐC, no one else."""
    holder = re.sub(r"^KT\s*\.\s*", "", title)
    if holder == title:
        return None
    holder = holder.rpartition(",")[2].strip()  # "KT. BỘ TRƯỞNG, CHỦ NHIỆM": of two offices the one of the house
    return f"THỨ {holder.removeprefix('BỘ ')}" if holder == "BỘ TRƯỞNG" else f"PHÓ {holder}"


def _is_read(text: str, before: str, deputy: str) -> bool:
    """Whether a text, perhaps with the line before it, is that title, or the part of it that a seal left."""
    if is_capitals(text) and (_reads(text, deputy) or _reads(f"{before} {text}", deputy)):
        return True
    scrap = sum(map(str.isupper, text)) >= _SCRAP and len(text) < len(deputy)
    return scrap and fuzz.partial_ratio(fold(text), fold(deputy)) >= _RESIDUE


def _repeats(text: str, title: str) -> bool:
    """Whether a line below a bare title ends as it does: "CHỦ TỊCH" over what is left of "PHÓ CHỦ TỊCH"."""
    words, last = fold(text).split(), fold(title).split()
    return is_capitals(text) and "." not in title and len(last) > 1 and words[-1:] == last[-1:]


def _reads(text: str, title: str) -> bool:
    """Whether a text in capitals is that title with letters misread."""
    return bool(fuzz.ratio(fold(text), fold(title)) >= _ALIKE)


def _bare_title(sections: Sequence[_Row]) -> int | None:
    """The place of who signs without "KT." or "TM.": a title alone in capitals, a name among the few lines below."""
    end = next((i for i, s in enumerate(sections) if s.kind == "annex"), len(sections))
    for at in range(end - 1, -1, -1):
        if sections[at].kind in ("signature", "recipients", "paragraph") and _is_title(sections[at].text):
            below = sections[at + 1 : min(at + _FOOT, end)]
            return at if any(s.kind in ("paragraph", "recipients") and _is_name(s.text) for s in below) else None
    return None


def _is_title(text: str) -> bool:
    """Whether a text is the title of an office in capitals and no more."""
    return is_capitals(text) and tuple(fold(text).split()) in _folded_titles()


@cache
def _folded_titles() -> frozenset[tuple[str, ...]]:
    """Titles of office holders, and of those who sign for the state, as folded words."""
    known = (*(" ".join(words) for words in titles()), *(word.phrase for word in head_words() if word.use == "signer"))
    return frozenset(tuple(fold(title).split()) for title in known)


def _mended_title(text: str) -> str:
    """A title with its marks put right, where its letters are those of one: "KT. CHỦ TICH" is KT. CHỦ TỊCH."""
    folded = fold(text)
    for words in titles():
        title = " ".join(words).upper()
        found = re.search(rf"\b{fold(title)}\b", folded) if len(folded) == len(text) else None
        if found:
            return text[: found.start()] + title + text[found.end() :]
    return text


def _signing(section: _Row) -> str | None:
    found = _SIGNING.search(section.text)
    return found[1] if found and section.kind in ("signature", "recipients", "paragraph") else None


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(word[0].isupper() and word[1:] == word[1:].lower() for word in words)
