"""Other documents named in a text: kind, number, date, issuer and title."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from extract.cited_acts import as_day, cited, kind_of, latin, names, normal_number
from extract.cited_before import read_before
from extract.cited_behind import read_behind
from extract.cited_titles import amended, begins, told
from extract.records import Citation
from extract.registry import Registry
from extract.unit_index import LinkContext, index
from extract.units import link

Role = Literal["legal_basis", "mention"]

_BASIS = re.compile(
    r"^\W*(?:Căn cứ(?:\s+vào)?|(?:Triển khai\s+)?Thực hiện|Triển khai|Theo(?!\s+đề nghị)|Trên cơ sở"
    r"|Để\s[^.;]{1,300}?,\s+đồng thời\s+căn cứ(?:\s+vào)?)\s+",
    re.IGNORECASE,
)
# Behind the bases of a plan or directive stands who issues it: ", UBND thành phố ban hành Kế hoạch …".
_ISSUES = re.compile(
    r",\s+(?:UBND|[ỦU][yỷ] ban|Bộ|Sở|Thủ tướng|Chủ tịch|Chính phủ|Giám đốc|Văn phòng)\b[^,;]{0,80}?\s"
    r"(?:ban hành|xây dựng|yêu cầu|đề nghị|quyết định|triển khai|thông báo|chỉ đạo|chỉ thị)\b.*$",
    re.DOTALL,
)
_NOTE_SIGN = re.compile(r"\[\d{1,3}\]")
_HAS_FIGURE = re.compile(r"\d")  # no act is named without its number or year


def parse_basis(paragraph: str, page_no: int, registry: Registry | None = None) -> tuple[Citation, ...]:
    """The legal bases in a paragraph "Căn cứ …;" or "Thực hiện …,", one for each act named beside the others.

    One act ends where a semicolon or the next begins, or one that amends it ("được sửa đổi, bổ sung bởi …"):
    what a recital rests on and what has changed it are bases alike. What a title names ("… thực hiện Nghị quyết …")
    is none; see `cited_titles.title_end`.
    () for "Theo đề nghị của …" and other grounds that are no document. `registry` links the issuers, by default the
    shipped one.
    """
    opening = _BASIS.match(paragraph)
    if opening is None:
        return ()
    recital = latin(_ISSUES.sub("", _flat(paragraph[opening.end() :])))
    found: list[Citation] = []
    act = _next_act(recital, 0)
    while act is not None:
        citation, end = _citation(act, recital, "legal_basis", page_no, registry)
        if not (citation.number and citation.number in {one.number for one in found}):  # once for "được sửa đổi bởi"
            found.append(citation)
        act = _next_act(recital, end)
    return tuple(found)


def _next_act(recital: str, at: int) -> re.Match[str] | None:
    """The next act of a recital that stands beside those before it."""
    acts = (cited().match(recital, opening.end()) for opening in _opens().finditer(recital, at))
    return next(filter(None, acts), None)


@lru_cache(maxsize=1)
def _opens() -> re.Pattern[str]:
    """Where an act of a recital may begin."""
    grounds, act = r"(?:Căn cứ\s+(?:vào\s+)?)", rf"(?={begins()})"
    provision = rf"(?:điểm|khoản|Điều)\s[^;]{{1,120}}?\s(?=(?:{names(law=False)}|{names(law=True)})\s)"
    return re.compile(
        rf"(?:^|;\s*|,\s+|\svà\s+){told()}|(?:^|;\s*{grounds}?){provision}|^(?:xem xét\s+)?"
        rf"|;\s*(?:{grounds}|[Cc]ăn cứ\s+|[Tt]hực hiện\s+)?|(?:,\s+{grounds}?|\s{grounds}|\svà\s+|{amended()}){act}"
        r"|(?:\(|[,;]\s+|\svà\s+|:\s+)[Ss]ố\s+(?=\d)"
    )


def find(text: str, role: Role, page_no: int, registry: Registry | None = None) -> tuple[Citation, ...]:
    """Every document that a text names by number or by date, in order."""
    if not _HAS_FIGURE.search(text):
        return ()
    flat = latin(_flat(text))
    return tuple(_citation(match, flat, role, page_no, registry)[0] for match in cited().finditer(flat))


def _flat(text: str) -> str:
    """A text in one line, without the signs of footnotes: "của UBND tỉnh[1], …"."""
    return " ".join(_NOTE_SIGN.sub("", text).split())


def place(text: str, registry: Registry | None = None) -> tuple[tuple[tuple[int, int], Citation], ...]:
    """Every document that a text names, with where its kind, number and date stand: code points, end exclusive."""
    meant = latin(text)
    found = cited().finditer(meant)
    return tuple((match.span(), _citation(match, meant, "mention", 1, registry)[0]) for match in found)


def _citation(
    match: re.Match[str], text: str, role: Role, page_no: int, registry: Registry | None
) -> tuple[Citation, int]:
    """An act as cited, and where it ends in the text."""
    law, known = match["law"], registry or Registry.load()
    number = match["number"] or match["law_number"] or match["plain_number"] or match["bare"]
    number = normal_number(number) if number else None
    behind = read_behind(text[match.end() :], known, role == "legal_basis")
    before = read_before(text[: match.start()])
    issuer, day = behind.issuer or before.issuer, as_day(match["day"]) or behind.date
    citation = Citation(
        role=role,
        number=number,
        doc_type=kind_of(match),
        issued_date=day or before.date,
        issuer_text=issuer,
        issuer_unit_id=issuer_unit(issuer, number, known),
        title=" ".join(law.split()) if law else behind.title,
        page_no=page_no,
    )
    return citation, match.end() + behind.end


def issuer_unit(issuer: str | None, number: str | None, registry: Registry) -> str | None:
    """The unit of the issuer's words, else of the only code in the number that means one (`TT-BTC`)."""
    if issuer:
        return link(issuer, registry, LinkContext()).unit_id
    codes = re.split(r"[-/]", number or "")
    found = index(registry).units
    units = {unit.unit_id for code in codes for unit in found.get(code.lower(), ()) if unit.level == "central"}
    return units.pop() if len(units) == 1 else None
