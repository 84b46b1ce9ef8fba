"""What a heading says about what stands below it; the phrases are data (`extract/data/zones.tsv`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from normalize.datafile import read_tsv
from normalize.syllable import fold

_DATA = Path(__file__).parent / "data"
_OPENING = 40  # letters: no phrase that opens a request is longer
_CLOSING = 80  # letters: "Văn phòng Chính phủ trân trọng thông báo" names nobody who is to know
_LONG_HEADING = 150  # a longer one is a sentence that may mention anything


@cache
def _zones() -> tuple[tuple[str, str], ...]:
    """Phrase, folded, and zone; a phrase that begins with `^` must begin the heading."""
    rows = read_tsv(_DATA / "zones.tsv", ("id", "zone", "phrase", "note"), key="id")
    return tuple((fold(row["phrase"]), row["zone"]) for row in rows if row["zone"] != "request")


@cache
def _execution(*uses: str) -> tuple[str, ...]:
    rows = read_tsv(_DATA / "execution.tsv", ("id", "use", "phrase"), key="id")
    return tuple(fold(row["phrase"]) for row in rows if row["use"] in uses)


@cache
def _adverbials() -> tuple[str, ...]:
    return tuple(fold(row["phrase"]) for row in read_tsv(_DATA / "adverbials.tsv", ("id", "phrase"), key="id"))


@lru_cache(maxsize=4096)  # a heading is asked about for tasks, for duties, and by each item below it
def zone_of(heading: str) -> str | None:
    """`tasks`, `duties`, `targets`, `money` or `other`; None where the heading says nothing of the kind."""
    if len(heading) > _LONG_HEADING:
        return None
    folded = " ".join(fold(heading).split())
    for phrase, zone in _zones():
        if zone == "name":
            folded = folded.replace(phrase, " ")
        elif folded.startswith(phrase[1:]) if phrase[0] == "^" else phrase in folded:
            return zone
    return None


@lru_cache(maxsize=2048)  # a section is asked whether it closes the document in several ways
def _folded(text: str) -> str:
    return " ".join(fold(text).split())


@lru_cache(maxsize=2048)
def is_execution(text: str) -> bool:
    """Whether a clause names who carries the decision out ("… chịu trách nhiệm thi hành Quyết định này")."""
    folded = _folded(text)
    return any(phrase in folded for phrase in _execution("charge", "known"))


def charges_all(text: str) -> bool:
    """Whether a clause says who answers for the whole, not only who is to know of it."""
    folded = _folded(text)
    return any(phrase in folded for phrase in _execution("charge"))


def is_formula(text: str) -> bool:
    """Whether a paragraph only closes a document: who carries it out, who is told, when it comes into force."""
    folded = _folded(text)
    of_itself = _itself().match(folded) and any(phrase in folded for phrase in _execution("effect"))
    told = (" biet" in folded or len(folded) <= _CLOSING) and any(phrase in folded for phrase in _execution("tell"))
    return is_execution(text) or bool(of_itself) or told


@cache
def _itself() -> re.Pattern[str]:
    """How a text speaks of itself at the start of a paragraph, folded: "Nghị quyết này …"."""
    kinds = read_tsv(_DATA / "doc_types.tsv", ("name", "letters", "is_law"), key="name")
    return re.compile(rf"(?:{'|'.join(fold(row['name']) for row in kinds)}) nay\b")


def directs(doc_type: str | None) -> bool:
    """Whether documents of a kind only tell units what to do (directives): each sentence on a unit is a duty."""
    return doc_type is not None and fold(doc_type) in _execution("directs")


def opens_closing(text: str) -> bool:
    """Whether a paragraph begins as the last of a document does: "Trên đây là Kế hoạch …", "Trong quá trình …"."""
    return _folded(text[:_OPENING]).startswith(_execution("closes"))


def tells_past(text: str) -> bool:
    """Whether a paragraph tells how things went so far: "Các địa phương tích cực triển khai …; tuy nhiên …"."""
    return any(phrase in _folded(text) for phrase in _execution("past"))


def is_request(text: str) -> bool:
    """Whether an item tells what somebody asks for or puts forward ("Về kiến nghị …"), so that answers stand below."""
    return fold(text[:_OPENING]).startswith(_requests())


@cache
def _requests() -> tuple[str, ...]:
    rows = read_tsv(_DATA / "zones.tsv", ("id", "zone", "phrase", "note"), key="id")
    return tuple(fold(row["phrase"]) for row in rows if row["zone"] == "request")


def is_about_this(text: str) -> bool:
    """Whether a text speaks of the document it stands in ("Chỉ thị này", "các nội dung nêu trên")."""
    low = text.lower()
    return any(word in low for word in ("này", "trên", "thực hiện")) and _this().search(text) is not None


def answers_for_this(text: str) -> bool:
    """Whether a sentence makes somebody answer for its document: "… có trách nhiệm tổ chức thi hành Nghị định này"."""
    return "nhiệm" in text and _answering().search(text) is not None


@cache
def _answering() -> re.Pattern[str]:
    kinds = read_tsv(_DATA / "doc_types.tsv", ("name", "letters", "is_law"), key="name")
    names = "|".join(row["name"] for row in kinds)
    return re.compile(rf"(?:có|chịu) trách nhiệm\b[^.;]*\b(?:thi hành|thực hiện) (?:{names}) này", re.IGNORECASE)


@cache
def _this() -> re.Pattern[str]:
    kinds = read_tsv(_DATA / "doc_types.tsv", ("name", "letters", "is_law"), key="name")
    names = "|".join(row["name"] for row in kinds)
    this = rf"(?:{names}) này|việc (?:triển khai )?thực hiện (?:{names})(?=\s*(?:[,.;/]|và\b|$))"
    above = r"(?:nội dung|nhiệm vụ|công việc)[^.;]{0,40} (?:nêu |nói |kể )?trên\b"
    return re.compile(rf"{this}|{above}", re.IGNORECASE)


def starts_adverbial(text: str) -> bool:
    """Whether a sentence starts with a phrase before its subject, such as "Hàng năm, …"."""
    return fold(text).startswith(_adverbials())
