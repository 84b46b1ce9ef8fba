"""Head and foot of a decision: number, place and date, kind, title (trích yếu), issuer, signer.

The layout is that of Nghị định 30/2020/NĐ-CP: issuer and number left, motto and date right, then the kind of document,
its title over several lines, who decides, the recitals (căn cứ), the articles, recipients and signature.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from extract.blocks import dangles, is_annex_note, is_capitals, match_heading
from extract.deadline_dates import last_day
from extract.headwords import begins_title, head_word, head_words
from extract.letters import UPPER
from extract.records import Header
from extract.signer import signer
from ingest.records import Issue
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.records import Line, Section
    from ingest.records import Box

    _Placed = tuple[str, Box | None]  # a column of a line of the head, with the box of the line

_REACH = 60  # lines with text; no head is longer
_COLUMNS = re.compile(r"\t+|\s{2,}|\s\|\s")
_MOTTO = re.compile(r"(?<=\S) (?=CỘNG H(?:ÒA|OÀ) XÃ HỘI)")
_SPACED_CODE = re.compile(r"(?<=[/-][A-ZĐ]) (?=[A-ZĐ]{1,3}-)")  # "21/C T-TTg", as some files space it
_DATE_BEGINS = re.compile(r",\s*ngày\b[^a-zđ]*$")
_NUMBER_WORD = re.compile(r"(?i)\bsố\s*[:.]?\s*")
# At the start of a line or column; an engine may leave two other letters for ố before the colon.
_OWN_NUMBER = re.compile(r"(?i)(?:^|\t|\s{2}|\|)\s*(?:số\s*[:.]?|s\w{1,2}\s?:)\s*(?=\d|/)")
_NUMBER = re.compile(
    r"(\d{1,5})?\s*[a-zđ]?\s*([/-])\s*((?:\d{4}/)?[A-ZĐ][A-Za-zĐđ]{0,5}\d*\s?[-–/]\s?[A-ZĐƯ][\wĐđƯư&.-]*)"
)
_SUBJECT = re.compile(r"(?i)^v/v\s*:?\s*")  # "về việc" where it is only a mark of the subject
_LONE_WORD = re.compile(r"(?i)số\s*[:.]?$")  # its number stands apart, in the next line
_UNREAD_NUMBER = re.compile(
    r"(?i:^|\t|\s{2}|\|)\s*[Ss]\w{1,2}\s*[:.]\s*[^\n]{1,14}?/\s*((?:\d{4}/)?[A-ZĐ]{1,7}[a-z]?\d*[-–][A-ZĐƯ][\wĐđƯư&.-]*)"
)
# A figure with a smudge beside it may be half of two ("2# tháng"); behind two figures a smudge is only that.
_FIGURE = r"(?:\d\d|\d(?=[\s./…]|tháng|năm))"
_DATE = re.compile(
    rf"(?:(?<![\w/-])(?P<place>[{UPPER}][^\d,;:/-]{{1,40}}?)\s*,\s*)?[Nn]gày\s*(?P<day>{_FIGURE})?(?:\d?[^\s\d]\S{{0,3}})?[\s./…]*"
    rf"tháng[\s.]*(?P<month>{_FIGURE})?(?:\d?[^\s\d]\S{{0,2}})?[\s./…]*năm\s*(?P<year>\d{{4}})"
)
# A handwritten day and month of which nothing can be read, or only one: the year and the place are printed.
_YEAR_ONLY = re.compile(
    rf"(?<![\w/-])(?P<place>[{UPPER}][^\d,;:/-]{{1,40}}?)\s*,\s*ngày\b(?P<day>)[^,;]{{0,16}}?(?P<month>)\bnăm\s*(?P<year>\d{{4}})\s*$"
)
_NOTE_DATE = re.compile(
    r"ngày\s*(?P<day>\d{1,2})?\s*(?:/|tháng)\s*(?P<month>\d{1,2})?\s*(?:/|năm)\s*(?P<year>\d{4})", re.IGNORECASE
)
_NOTE_ISSUER = re.compile(r"\bcủa\s+([^)]+)\)?\s*$")
_EFFECT = re.compile(r"[^.;]*\bhiệu lực\b[^.;]*(?:từ ngày|kể từ|ngày ký)[^.;]*")
_SENTENCE_ENDS = re.compile(rf"[.;:]$|[^\W\d_]{{2}}[.;] [{UPPER}]")
_PLACE_ONLY = re.compile(rf"(?<![\w/-])(?P<place>[{UPPER}][^\d,;:/-]{{1,40}}?)\s*,\s*ngày\b")
_ABOUT = re.compile(r"V[ềêẻẽỀ] (?:[Vv]iệc|VIỆC)\b")
_WORD = re.compile(r"\w\w")
_STAMP_LINES = 3
_MIN_LINES = 2  # of a title, that tell how far apart its lines stand
_GAP = 1.5  # of that distance: the text below a title begins lower
_FULL_LINE = 0.7  # of the longest line: so much of it the first line of a paragraph fills
_IN_EFFECT = "hiệu lực"
_FROM_SIGNING = "ngay ky"


@dataclass(frozen=True, slots=True)
class _Number:
    number: str | None
    seq: int | None
    code: str
    is_unread: bool = False  # something stands where the figure should be


def parse_header(lines: Sequence[Line], sections: Sequence[Section]) -> Header:
    """The header of one document; every field may be None. Never raises."""
    above = _head_lines(lines)
    head = [line.text.strip() for line in above]
    placed = [(" ".join(p.split()), line.box) for line in above for p in _pieces(line.text.strip()) if p.strip()]
    pieces = [piece for piece, _ in placed]
    number = _find_number(head, _OWN_NUMBER)
    date = _find_date(head)
    type_at, doc_type = _find_type(pieces, number.code)
    title = _title(placed, type_at) or (_untyped_title(placed) if number.code else None)
    note = next((s for s in sections if s.kind != "article" and is_annex_note(s.text)), None)
    if type_at is None and note is not None and not number.code:
        return _attached(sections, note)
    issued = _as_date(date) if date else None
    effect = _effect(sections)
    signer_title, signer_name = signer(sections)
    return Header(
        number=number.number,
        number_seq=number.seq,
        is_number_blank=bool(number.code) and number.seq is None and not number.is_unread,
        doc_type=doc_type,
        issuer_text=_issuer(pieces, type_at),
        superior_text=_superior(pieces, type_at),
        issued_place=_place(date, head),
        issued_date=issued,
        near_date=_near(date) if date and issued is None else None,
        effective_text=effect,
        effective_date=issued if effect and _FROM_SIGNING in fold(effect) else _date_in(effect),
        title=title,
        signer_title=signer_title,
        signer_name=signer_name,
        is_draft=_is_draft(pieces, number, issued or signer_name),
    )


def head_doubts(header: Header) -> tuple[Issue, ...]:
    """What a head prints but does not show: a number or a day written by hand that could not be read."""
    if header.is_draft or not header.doc_type:
        return ()
    blank = header.is_number_blank  # a copy from before it was numbered: nothing was lost in reading
    is_lost = "is not printed; set it by hand if it was given one" if blank else "could not be read; set it by hand"
    unread = [("number", "its number", header.number is None), ("issued_date", "its day", header.near_date is not None)]
    return tuple(
        Issue(
            "blank_head" if blank else "unread_head",
            "info" if blank else "warning",
            f"{what} {is_lost}",
            1,
            f"decisions {name}",
        )
        for name, what, asked in unread
        if asked
    )


def _head_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines with text above the recitals and articles."""
    filled = [line for line in lines if line.text.strip()][:_REACH]
    for at, line in enumerate(filled):
        text = line.text.strip()
        found = match_heading(text)
        if (
            (text[0].isupper() and head_word(text, "recital"))
            or _is_order(text)
            or (found and found[0].kind in ("article", "heading"))
        ):
            return filled[:at]
    return filled


def _pieces(text: str) -> list[str]:
    """A line's columns; issuer and motto in one line are parted."""
    return [part for column in _COLUMNS.split(text) for part in _MOTTO.split(column)]


def _find_date(head: Sequence[str]) -> re.Match[str] | None:
    """Place and date, in a line, else in lines that lie apart: "Hà Nội, ngày … / tháng … năm 2026"."""
    single = next(filter(None, map(_DATE.search, head)), None) or next(filter(None, map(_YEAR_ONLY.search, head)), None)
    begins = (at for at, text in enumerate(head) if _DATE_BEGINS.search(text))
    return single or next(filter(None, (_DATE.search(" ".join(head[at : at + 3])) for at in begins)), None)


def _is_order(text: str) -> bool:
    return text.rstrip().endswith(":") and head_word(text, "order") is not None


def _find_number(texts: Iterable[str], lead: re.Pattern[str]) -> _Number:
    """The document's own number: `Số: 1412/QĐ-BKHCN`; a draft has a blank before the stroke.

    Of a figure written by hand an engine may leave anything; the letters behind the stroke are printed.
    """
    own = [f"{text} {after}" if _LONE_WORD.match(text) else text for text, after in pairwise([*texts, ""])]
    for text in own:
        word = lead.search(text)
        tight = _SPACED_CODE.sub("", text[word.end() :]) if word else ""
        found = _NUMBER.match(tight)
        if found:
            code = re.sub(r"\s", "", found[3]).replace("–", "-").rstrip(".")
            seq = int(found[1]) if found[1] else None
            return _Number(f"{found[1]}{found[2]}{code}" if found[1] else None, seq, code)
    unread = next(filter(None, map(_UNREAD_NUMBER.search, own)), None)
    return _Number(None, None, unread[1].replace("–", "-") if unread else "", is_unread=unread is not None)


def _find_type(pieces: Sequence[str], code: str) -> tuple[int | None, str | None]:
    """Where the kind of document stands on a line of its own, and which it is; else by the number's code."""
    for at, piece in enumerate(pieces):
        word = head_word(piece, "type")
        rest = fold(piece)[len(word.folded) :].strip(" .:-") if word else ""
        if word and is_capitals(piece) and (not rest or head_word(rest, "draft")):
            return at, word.phrase
    if code and _subject(pieces):
        return None, "Công văn"  # letters print no kind
    head = re.split(r"[-/\d]+", code.rsplit("/", maxsplit=1)[-1])[0] if code else ""
    return None, next((word.phrase for word in head_words() if word.use == "type" and word.code == head), None)


def _title(pieces: Sequence[_Placed], type_at: int | None) -> str | None:
    """Trích yếu: from the kind of document to who decides; in letters the line "V/v …"."""
    if type_at is None:
        return _subject([piece for piece, _ in pieces])
    title: list[_Placed] = []
    for piece, box in _below_stamp(pieces[type_at + 1 :]):
        if title and is_capitals(piece) and (head_word(piece, "authority") or head_word(piece, "office")):
            break
        if title and (head_word(piece, "address") or match_heading(piece) or is_annex_note(piece)):
            break
        if _is_below_gap(title, box):
            break
        if _WORD.search(piece) and not (head_word(piece, "draft") and len(piece) < 12):
            title.append((piece, box))
    whole = " ".join(_without_text([piece for piece, _ in title]))
    return _SUBJECT.sub("", whole).strip(" *_-–—") or None


def _untyped_title(pieces: Sequence[_Placed]) -> str | None:
    """The title where the kind of document cannot be read, below a stamp or seal: it begins as titles do."""
    first = next((at for at, (piece, _) in enumerate(pieces) if begins_title(piece)), None)
    return _title(pieces, first - 1) if first else None


def _is_below_gap(title: Sequence[_Placed], box: Box | None) -> bool:
    """Whether a line stands lower below a title than its lines below each other: the text begins there."""
    boxes = [above for _, above in title]
    if len(boxes) < _MIN_LINES or box is None or boxes[-1] is None or boxes[-2] is None:
        return False
    return box.top - boxes[-1].top > _GAP * max(boxes[-1].top - boxes[-2].top, boxes[-1].bottom - boxes[-1].top)


def _below_stamp(pieces: Sequence[_Placed]) -> Sequence[_Placed]:
    """The lines from "Về việc" on, where what a stamp prints stands between it and the kind of document."""
    first = next((at for at, (piece, _) in enumerate(pieces[:_STAMP_LINES]) if _ABOUT.match(piece)), 0)
    return pieces[first:]


def _without_text(title: Sequence[str]) -> Sequence[str]:
    """The lines of a title without the text below it, where nothing but a new paragraph parts the two.

    A title has no sentences and is not longer than the data file says; a paragraph opens with a capital and fills its
    line, which the name at a title's end ("… tỉnh / Quảng Ngãi") does not.
    """
    limit = max(int(word.code) for word in head_words() if word.use == "longest")
    if len(" ".join(title)) <= limit and not any(_SENTENCE_ENDS.search(piece) for piece in title):
        return title
    width = max(map(len, title))
    for at in range(1, len(title)):
        fills = len(title[at]) >= _FULL_LINE * width and title[at][0].isupper()
        if fills and not dangles(title[at - 1]) and title[at - 1][-1] not in ",(-–":
            return title[:at]
    return list(takewhile(lambda piece: not _SENTENCE_ENDS.search(piece), title)) if width < limit else title[:1]


def _subject(pieces: Sequence[str]) -> str | None:
    """The subject of a letter, "V/v …", over the lines that go on with it."""
    at = next((at for at, piece in enumerate(pieces) if re.match(r"(?i)v/v\b", piece)), None)
    if at is None:
        return None
    more = takewhile(lambda piece: piece[0].islower() and not _DATE.search(piece), pieces[at + 1 :])
    return _SUBJECT.sub("", " ".join([pieces[at], *more]))


def _issuer(pieces: Sequence[str], type_at: int | None) -> str | None:
    """The last line in capitals above the number that is not the motto; else who decides."""
    stop = _number_at(pieces, type_at)
    above = _bodies(pieces[:stop])
    if above:
        return " ".join(above[-2:]) if _is_cut(above) else above[-1]
    below = pieces[(type_at or 0) + 1 :] if type_at is not None else ()
    deciding = [p for p in below if is_capitals(p)]
    for at, piece in enumerate(deciding):
        office = head_word(piece, "office")
        if office:
            rest = piece[len(office.phrase) :].strip()
            return rest or (deciding[at + 1] if at + 1 < len(deciding) else None)
        if head_word(piece, "authority"):
            return piece
    return None


def _superior(pieces: Sequence[str], type_at: int | None) -> str | None:
    """The body above the issuer in the head: "UBND THÀNH PHỐ ĐÀ NẴNG" over "SỞ GIÁO DỤC VÀ ĐÀO TẠO"."""
    above = _bodies(pieces[: _number_at(pieces, type_at)])
    above = above[: -2 if _is_cut(above) else -1]
    return (" ".join(above[-2:]) if _is_cut(above) else above[-1]) if above else None


def _number_at(pieces: Sequence[str], type_at: int | None) -> int:
    """Index of the line with the number, at the latest of the kind of document."""
    number_at = next((at for at, piece in enumerate(pieces) if _OWN_NUMBER.search(piece)), len(pieces))
    return min(number_at, type_at if type_at is not None else len(pieces))


def _bodies(pieces: Sequence[str]) -> list[str]:
    """Lines in capitals that name bodies."""
    return [p for p in pieces if is_capitals(p) and "/" not in p and not _is_furniture(p)]


def _is_furniture(piece: str) -> bool:
    return head_word(piece, "motto") is not None or head_word(piece, "draft") is not None


def _is_cut(above: Sequence[str]) -> bool:
    """Whether the issuer's name takes two lines: "ỦY BAN NHÂN DÂN / TỈNH …", "BỘ THÔNG TIN / VÀ TRUYỀN THÔNG"."""
    if len(above) < 2:
        return False
    word = head_word(above[-2], "authority")
    return above[-1].startswith("VÀ ") or (word is not None and fold(above[-2]) == word.folded)


def _place(date: re.Match[str] | None, head: Sequence[str]) -> str | None:
    """The place before the date, also where nothing of the date can be read."""
    found = date if date and date["place"] else next(filter(None, map(_PLACE_ONLY.search, head)), None)
    return found["place"].strip() if found else None


def _as_date(found: re.Match[str]) -> dt.date | None:
    """A calendar date, None where day or month is blank or impossible."""
    try:
        return dt.date(int(found["year"]), int(found["month"] or 0), int(found["day"] or 0))
    except ValueError:
        return None


def _near(found: re.Match[str]) -> dt.date | None:
    """The last day of the month, or year, that a date names without a readable day."""
    month = int(found["month"] or 12)
    try:
        return last_day(int(found["year"]), month)
    except ValueError:
        return None


def _date_in(text: str | None) -> dt.date | None:
    found = _NOTE_DATE.search(text) if text else None
    return _as_date(found) if found else None


def _is_draft(pieces: Sequence[str], number: _Number, settled: object) -> bool:
    """Whether it says so, or has neither a number nor a date nor a signer (`settled`)."""
    marked = any("du thao" in fold(piece) and is_capitals(piece) for piece in pieces)
    return marked or (bool(number.code) and number.seq is None and not number.is_unread and not settled)


def _effect(sections: Sequence[Section]) -> str | None:
    """The sentence on when the decision takes effect (hiệu lực)."""
    articles = (
        _EFFECT.search(s.text) for s in sections if s.kind in ("article", "clause") and _IN_EFFECT in s.text.lower()
    )
    return next((found[0].strip() for found in articles if found), None)


def _attached(sections: Sequence[Section], note: Section) -> Header:
    """A plan that came without its decision: all is known from the note "(kèm theo Quyết định số … của …)"."""
    annex = next((s for s in sections if s.kind == "annex"), None)
    title = annex.text if annex else None
    kind = head_word(title, "type") if title else None
    found = _NOTE_DATE.search(note.text)
    issuer = _NOTE_ISSUER.search(note.text)
    number = _find_number([note.text], _NUMBER_WORD)
    return Header(
        number=number.number,
        number_seq=number.seq,
        doc_type=kind.phrase if kind else None,
        issuer_text=issuer[1].strip() if issuer else None,
        issued_date=_as_date(found) if found else None,
        title=title,
        is_draft=number.seq is None,
    )
