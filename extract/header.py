"""Head and foot of a decision: number, place and date, kind, title (trích yếu), issuer, signer.

The layout is that of Nghị định 30/2020/NĐ-CP: issuer and number left, motto and date right, then the kind of document,
its title over several lines, who decides, the recitals (căn cứ), the articles, recipients and signature.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.blocks import is_annex_note, is_capitals, match_heading
from extract.effect import adopted, effect
from extract.enacting import directing, enacting, kind_of_text
from extract.head_date import as_date, find_date, near, note_date, place_of
from extract.head_issuer import issuer, superior
from extract.head_loose import loose_head
from extract.head_number import NUMBER_WORD, OWN_NUMBER, find_number
from extract.head_packed import unpacked
from extract.head_title import find_type, of_body, title_of, untyped_title
from extract.headwords import head_word
from extract.records import Header
from extract.signer import signer
from ingest.records import Issue
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.head_number import HeadNumber
    from extract.records import Line, Section

_REACH = 60  # lines with text; no head is longer
_MOST_COLUMNS = 3  # of a head; a line with more is of a table
_COLUMNS = re.compile(r"\t+|\s{2,}|\s\|\s")
_MOTTO = re.compile(r"(?<=\S) (?=CỘNG H(?:ÒA|OÀ) XÃ HỘI)")
_NOTE_ISSUER = re.compile(r"\bcủa\s+([^)]+)\)?\s*$")


def parse_header(lines: Sequence[Line], sections: Sequence[Section]) -> Header:
    """The header of one document; every field may be None. Never raises."""
    above = [(text, line.box) for line in _head_lines(lines) for text in unpacked(line.text.strip())]
    head = [text for text, _ in above]
    placed = [(" ".join(piece.split()), box) for text, box in above for piece in _pieces(text) if piece.strip()]
    pieces = [piece for piece, _ in placed]
    number = find_number(head, OWN_NUMBER)
    date = find_date(head)
    type_at, doc_type = find_type(pieces, number.code)
    title = title_of(placed, type_at) or (untyped_title(placed) if number.code or date else None)
    note = next((s for s in sections if s.kind != "article" and is_annex_note(s.text)), None)
    if type_at is None and note is not None and not number.code:
        return _attached(sections, note)
    loose = loose_head(head) if type_at is None and not number.code else None
    place = place_of(date, head)
    enacted = enacting(sections, place) or directing(sections)
    of_text = enacted.doc_type if enacted else kind_of_text(sections, lines)
    if loose and of_text:
        loose = loose.of_kind(of_text)
    kind = loose.doc_type if loose else doc_type or of_text
    issued = (as_date(date) if date else None) or adopted(sections)
    effective_text, effective_date = effect(sections, kind, issued)
    named = loose.issuer if loose else issuer(pieces, type_at) or _named_with_kind(pieces, type_at)
    signer_title, signer_name = signer(sections, lines)
    return Header(
        number=number.number,
        number_seq=number.seq,
        is_number_blank=bool(number.code) and number.seq is None and not number.is_unread,
        doc_type=kind,
        issuer_text=named or (enacted.issuer if enacted else None),
        superior_text=superior(pieces, type_at),
        issued_place=place,
        issued_date=issued,
        near_date=near(date) if date and issued is None else None,
        effective_text=effective_text,
        effective_date=effective_date,
        title=loose.title if loose else title or (enacted.title if enacted else None),
        signer_title=signer_title,
        signer_name=signer_name,
        is_draft=_is_draft(pieces, number, issued or signer_name),
    )


def _named_with_kind(pieces: Sequence[str], type_at: int | None) -> str | None:
    return of_body(pieces[type_at]) if type_at is not None else None


def head_doubts(header: Header) -> tuple[Issue, ...]:
    """What a head prints but does not show: a number or a day written by hand that could not be read."""
    if header.is_draft or not (header.doc_type or header.issuer_text):
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
            (_begins_recital(text) and not is_capitals(text))
            or _is_order(text)
            or len(_COLUMNS.split(text)) > _MOST_COLUMNS
            or (found and found[0].kind in ("article", "heading"))
        ):
            return filled[:at]
    return filled


def _begins_recital(text: str) -> bool:
    """Whether a line begins a recital, perhaps behind a dash: "- Căn cứ Luật …"."""
    bare = text.lstrip("-–*.,;:'‘’_|~ ")
    return bare[:1].isupper() and head_word(bare, "recital") is not None


def _pieces(text: str) -> list[str]:
    """A line's columns; issuer and motto in one line are parted."""
    return [part for column in _COLUMNS.split(text) for part in _MOTTO.split(column)]


def _is_order(text: str) -> bool:
    return text.rstrip().endswith(":") and head_word(text, "order") is not None


def _is_draft(pieces: Sequence[str], number: HeadNumber, settled: object) -> bool:
    """Whether it says so, or has neither a number nor a date nor a signer (`settled`)."""
    marked = any("du thao" in fold(piece) and is_capitals(piece) for piece in pieces)
    return marked or (bool(number.code) and number.seq is None and not number.is_unread and not settled)


def _attached(sections: Sequence[Section], note: Section) -> Header:
    """A plan that came without its decision: all is known from the note "(kèm theo Quyết định số … của …)"."""
    annex = next((s for s in sections if s.kind == "annex"), None)
    title = annex.text if annex else None
    kind = head_word(title, "type") if title else None
    found = note_date(note.text)
    named = _NOTE_ISSUER.search(note.text)
    number = find_number([note.text], NUMBER_WORD)
    return Header(
        number=number.number,
        number_seq=number.seq,
        doc_type=kind.phrase if kind else None,
        issuer_text=named[1].strip() if named else None,
        issued_date=as_date(found) if found else None,
        title=title or None,
        is_draft=number.seq is None,
    )
