"""Other documents named in a text: kind, number, date, issuer and title."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from extract.records import Citation
from extract.registry import Registry
from extract.unit_index import LinkContext, index
from extract.unit_words import tokens
from extract.units import link
from normalize.datafile import read_tsv
from normalize.syllable import fold

DATA = Path(__file__).parent / "data"
Role = Literal["legal_basis", "mention"]

_NUMBER = (
    r"\d{1,5}(?:\s\d{1,3})?[a-z]?\s*[/-]\s*(?:(?:19|20)\d\d\s*/\s*)?"  # "1 002", as an engine spaces it
    r"[A-ZĐ][A-ZĐa-z]*\d{0,2}(?:\s?[-/&]\s?[A-ZĐ][A-ZĐa-zđ]*\d{0,2})*(?:-[A-ZĐ]+)*"
)
_LAW_NUMBER = r"\d+/(?:19|20)\d\d(?:/[A-ZĐ]+\d*|\s?/?\s?QH\s?\d\d)"  # 64/2025QH 15, as an engine prints it
_DAY = r"(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:tháng\s*|[/.-]\s*)(?P<m>\d{1,2})\s*(?:năm\s*|[/.-]\s*)(?P<y>(?:19|20)\d\d)"
_BASIS = re.compile(r"^\W*(?:Căn cứ(?:\s+vào)?|Thực hiện|Theo(?!\s+đề nghị)|Trên cơ sở)\s+", re.IGNORECASE)
# Behind the bases of a plan or directive stands who issues it: ", UBND thành phố ban hành Kế hoạch …".
_ISSUES = re.compile(
    r",\s+(?:UBND|[ỦU][yỷ] ban|Bộ|Sở|Thủ tướng|Chủ tịch|Chính phủ|Giám đốc|Văn phòng)\b[^,;]{0,80}?\s"
    r"(?:ban hành|xây dựng|yêu cầu|đề nghị|quyết định|triển khai|thông báo|chỉ đạo)\b.*$",
    re.DOTALL,
)
_BY = re.compile(r"\s*,?\s*của\s+", re.IGNORECASE)
_HOLDER = re.compile(r"^(?:Bộ trưởng|Thống đốc|Chủ tịch|Tổng Thanh tra|Viện trưởng|Chánh án|Bí thư)\s+(?=[A-ZĐỦỨ])")
_HAS_FIGURE = re.compile(r"\d")  # no act is named without its number or year
_END = re.compile(r"[;()\n]|\.(?=\s|$)|[.;,]*$")


def parse_basis(paragraph: str, page_no: int, registry: Registry | None = None) -> tuple[Citation, ...]:
    """The legal bases in a paragraph "Căn cứ …;" or "Thực hiện …,", one for each part between semicolons.

    A part ends also before ", Nghị quyết số …" and before each act that amends it ("được sửa đổi, bổ sung bởi …"):
    what a recital rests on and what has changed it are bases alike. What a title names ("… thực hiện Nghị quyết …")
    is none.
    () for "Theo đề nghị của …" and other grounds that are no document. A document named inside a title stays
    there. `registry` links the issuers, by default the shipped one.
    """
    opening = _BASIS.match(paragraph)
    if opening is None:
        return ()
    found = []
    recital = _ISSUES.sub("", " ".join(paragraph[opening.end() :].split()))
    for part in (one for several in _parts().split(recital) for one in _beside(several.strip())):
        match = _cited().match(part.strip())
        if match is not None:
            found.append(_citation(match, part.strip(), "legal_basis", page_no, registry))
    return tuple(found)


def _beside(part: str) -> list[str]:
    """A part, parted before an act that stands beside its own: "Kế hoạch số 14-KH/TU của Tỉnh ủy và Kế hoạch số …"."""
    match = _cited().match(part)
    more = _and_act().match(part, match.end()) if match else None
    if more is None or _title_begins().search(more["issuer"]):
        return [part]
    return [part[: more.end("issuer")], *_beside(part[more.end() :])]


@lru_cache(maxsize=1)
def _and_act() -> re.Pattern[str]:
    """Who issued an act, and another act named behind it."""
    acts = "|".join(sorted((name for name, _, _ in _types()), key=len, reverse=True))
    return re.compile(rf"\s*,?\s*của (?P<issuer>[^,;.()]{{2,70}}?)\s+và\s+(?=(?:{acts}) số )")


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    """Where one basis of a paragraph ends and the next begins."""
    acts = "|".join(sorted((name for name, _, _ in _types()), key=len, reverse=True))
    laws = "|".join(name for name, _, law in _types() if law)
    begins = rf"(?=(?:{acts}) số |(?:{laws}) (?:sửa đổi|[A-ZĐ]))"
    amended = r"\s(?:(?:được|đã được|được-sửa) )?sửa đổi, bổ sung[^,;]{0,30} (?:tại|bởi|theo)\s+"
    return re.compile(
        rf";|,\s+{begins}|,\s+Căn cứ(?:\s+vào)?\s+{begins}|{amended}{begins}|(?<=[A-ZĐ\d])\s+và\s+{begins}"
    )


def find(text: str, role: Role, page_no: int, registry: Registry | None = None) -> tuple[Citation, ...]:
    """Every document that a text names by number or by date, in order."""
    if not _HAS_FIGURE.search(text):
        return ()
    flat = " ".join(text.split())
    return tuple(_citation(match, flat, role, page_no, registry) for match in _cited().finditer(flat))


def place(text: str, registry: Registry | None = None) -> tuple[tuple[tuple[int, int], Citation], ...]:
    """Every document that a text names, with where its kind, number and date stand: code points, end exclusive."""
    return tuple((match.span(), _citation(match, text, "mention", 1, registry)) for match in _cited().finditer(text))


@lru_cache(maxsize=1024)
def normal_number(number: str) -> str:
    """A number as the rules write it: no spaces, Đ in its letters (`12/QD-TTg` → `12/QĐ-TTg`).

    The letters are mended only where one kind of document has them without diacritics.
    """
    tight = re.sub(r"(?<=\d{4})/?QH(?=\d)", "/QH", re.sub(r"\s+", "", number))

    def mend(match: re.Match[str]) -> str:
        known = [letters for letters in _letters() if fold(letters) == match[0].lower()]
        return known[0] if len(known) == 1 and match[0].isupper() else match[0]

    return re.sub(r"(?<=[/-])[A-Z]+(?=[-/]|$)", mend, tight)


@lru_cache(maxsize=1)
def _types() -> tuple[tuple[str, str, bool], ...]:
    rows = read_tsv(DATA / "doc_types.tsv", ("name", "letters", "is_law"), key="name")
    return tuple((row["name"], row["letters"], row["is_law"] == "yes") for row in rows)


@lru_cache(maxsize=1)
def _letters() -> tuple[str, ...]:
    return tuple(letters for _, letters, _ in _types() if letters)


@lru_cache(maxsize=4)
def _words(group: str) -> str:
    rows = read_tsv(DATA / "title_words.tsv", ("class", "words"))
    words = sorted((row["words"] for row in rows if row["class"] == group), key=len, reverse=True)
    return "|".join(words)


@lru_cache(maxsize=1)
def _cited() -> re.Pattern[str]:
    """A kind with a number, a law with its name and a date or number, or a number alone with known letters."""
    acts = "|".join(f"[{name[0]}{name[0].lower()}]{name[1:]}" for name, _, law in _types() if not law)
    laws = "|".join(name for name, _, law in _types() if law)
    letters = "|".join(sorted(_letters(), key=len, reverse=True))
    day = re.sub(r"\(\?P<\w>", "(?:", _DAY)
    return re.compile(
        rf"(?<!\w)(?:(?P<act>{acts})\s+(?:số\s*:?\s*)?(?P<number>{_NUMBER})"
        rf"|(?P<law>(?:{laws})\s+(?!này|số)(?:(?!,\s(?:{laws})\s|[;.()])[^\d])+?)"
        rf"(?:,?\s+(?:số\s*)?(?P<law_number>{_LAW_NUMBER})|(?=\s+{day}|,?\s+năm\s+(?:19|20)\d\d))"
        rf"|(?P<plain_law>{laws})\s+số\s*(?P<plain_number>{_LAW_NUMBER})"
        rf"|(?P<bare>\d{{1,5}}(?:/(?:19|20)\d\d)?[/-](?:{letters})[/-][A-ZĐ][\wĐđ-]*))"
        rf"(?:,?\s+(?:ký\s+|ban hành\s+)?(?P<day>{day})|,?\s+năm\s+(?P<year>(?:19|20)\d\d))?"
    )


def _citation(match: re.Match[str], text: str, role: Role, page_no: int, registry: Registry | None) -> Citation:
    law, act = match["law"], match["act"] or match["plain_law"]
    number = match["number"] or match["law_number"] or match["plain_number"] or match["bare"]
    number = normal_number(number) if number else None
    kind = act or next((name for name, _, is_law in _types() if is_law and law and law.startswith(name)), None)
    known = registry or Registry.load()
    issuer, title = _issuer_and_title(text[match.end() :], known)
    unit = issuer_unit(issuer, number, known)
    return Citation(
        role=role,
        number=number,
        doc_type=kind[:1].upper() + kind[1:] if kind else _kind_of(number),
        issued_date=_date(match["day"]),
        issuer_text=issuer,
        issuer_unit_id=unit,
        title=" ".join(law.split()) if law else title,
        page_no=page_no,
    )


def _kind_of(number: str | None) -> str | None:
    parts = re.split(r"[/-]", number or "")
    return next((name for name, letters, _ in _types() if letters and letters in parts), None)


def _date(words: str | None) -> dt.date | None:
    match = re.search(_DAY, words or "")
    try:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    except ValueError:
        return None


def _issuer_and_title(rest: str, registry: Registry) -> tuple[str | None, str | None]:
    """Read "của Chính phủ quy định …": the issuer without its office holder, and the title up to the next mark."""
    rest = rest[: end.start()] if (end := _END.search(rest)) else rest
    by = _BY.match(rest)
    begin = _title_begins()
    if by is None:
        starts = begin.match(rest.lstrip(" ,"))
        return None, _tidy(rest) if starts else None
    named = rest[by.end() :]
    cut = begin.search(named)
    if cut and re.search(_words("body"), named[: cut.start()]):
        cut = begin.search(named, cut.end()) or cut
    issuer = _HOLDER.sub("", named[: cut.start()] if cut else _known_name(named, registry)).strip()
    title = _tidy(named[cut.start() :]) if cut else None
    return _tidy(issuer), title


@lru_cache(maxsize=1)
def _title_begins() -> re.Pattern[str]:
    """A title word in lower case, or in capitals where it is long enough not to be part of a name."""
    words = _words("title")
    long = "|".join(word[0].upper() + word[1:] for word in words.split("|") if " " in word)
    return re.compile(rf"(?<!\w)(?:{words}|{long}|Về)(?!\w)")


def _known_name(named: str, registry: Registry) -> str:
    """The unit at the start of the words, as far as the registry knows it, else up to a comma or "và"."""
    bare = _HOLDER.sub("", named)
    parts = tokens(bare)
    end = index(registry).longest(parts, 0)
    return bare[: parts[end - 1].end] if end else re.split(r",|\s(?:và|thì|đã|được)\s", bare)[0]


def _tidy(text: str) -> str | None:
    return " ".join(text.split()).strip(' ,;.“”"') or None


def issuer_unit(issuer: str | None, number: str | None, registry: Registry) -> str | None:
    """The unit of the issuer's words, else of the only code in the number that means one (`TT-BTC`)."""
    if issuer:
        return link(issuer, registry, LinkContext()).unit_id
    codes = re.split(r"[-/]", number or "")
    names = index(registry).units
    units = {unit.unit_id for code in codes for unit in names.get(code.lower(), ()) if unit.level == "central"}
    return units.pop() if len(units) == 1 else None
