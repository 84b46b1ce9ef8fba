"""Deadlines (thời hạn) in the words of a cell or a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.deadline_rules import scan
from extract.deadline_terms import Term, terms
from extract.records import Deadline

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from extract.deadline_rules import Word

_PIECES = re.compile(r"\s*(?:;|\n\s*[-+•])\s*")
_SENTENCES = re.compile(r"[.;\n](?:(?<=\n)\n*|(?<=[^\W\d_]{2}[.;])\s+(?=\S))")
_CLAUSE_START = re.compile(r"(?:^|[,;:(])\s*$")
_MAY_HOLD = re.compile(
    r"\d|(?:hàng|hằng|mỗi|đồng|cùng|thường|ngay|sau khi|qu[ýí]|một lần)\b", re.IGNORECASE
)  # else no rule for prose can match
_LEADING_AND = re.compile(r"^(?:và|hoặc)\s+", re.IGNORECASE)
_EDGES = " \t\n,;:.()-–+•"
_PERIODS = ("tháng", "năm", "quý", "kỳ", "tuần")  # "6 tháng (từ … đến …)": days of what is told
_BINDING = frozenset({"before", "within"})
_BY_THEMSELVES = frozenset({"every", "duration", "quarter_day", "condition"})


def parse(text: str, issued: dt.date | None = None) -> tuple[Deadline, ...]:
    """Read a deadline cell; never empty: an empty or unreadable cell gives one of kind "none".

    Args:
        text: the cell, NFC; line breaks are white space, `;` and bullets separate deadlines.
        issued: date of the decision, for terms that count from it and for dates without a year.
    """
    found: list[Deadline] = []
    for piece in _PIECES.split(text):
        found += _shown(terms(scan(piece), piece, issued), piece)
    return tuple(found) or (Deadline(_tidy(text), "none"),)


def find_in_prose(text: str, issued: dt.date | None = None) -> tuple[Deadline, ...]:
    """Deadlines inside sentences, () if there are none.

    A date counts only after words that set a term (trước, chậm nhất, hoàn thành trong …): dates of cited
    acts and years in the titles of strategies do not. Words that lie apart are joined by " … ".
    """
    return tuple(deadline for _, deadline in place_in_prose(text, issued))


def place_in_prose(text: str, issued: dt.date | None = None) -> tuple[tuple[tuple[int, int], Deadline], ...]:
    """Like `find_in_prose`, each deadline with where its first words stand: code points, end exclusive."""
    found: list[tuple[tuple[int, int], Deadline]] = []
    for begin, sentence in _sentences(text):
        if not _MAY_HOLD.search(sentence):
            continue
        words = scan(sentence, prose=True)
        for term in terms(_binding(words, sentence), sentence, issued):
            spans = sorted({term.span, *term.also})
            shown = " … ".join(_tidy(sentence[start:end]) for start, end in spans)
            place = (begin + term.span[0], begin + term.span[1])
            found.append((place, term.deadline(shown)))
    return tuple(found)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with where it begins."""
    begin = 0
    for mark in _SENTENCES.finditer(text):
        yield begin, text[begin : mark.start()]
        begin = mark.end()
    yield begin, text[begin:]


def _tidy(text: str) -> str:
    tidy = " ".join(text.split()).strip(_EDGES)
    return f"{tidy})" if tidy.count("(") > tidy.count(")") and f"{tidy})" in " ".join(text.split()) else tidy


def _shown(found: Sequence[Term], piece: str) -> list[Deadline]:
    """Each deadline with its share of the piece: what it stands for, then its own words."""
    shown: list[Deadline] = []
    begin = 0
    for number, term in enumerate(found):
        end = len(piece) if number == len(found) - 1 else max(term.span[1], *(end for _, end in term.also), 0)
        share = _LEADING_AND.sub("", _tidy(piece[begin:end]))
        shown.append(term.deadline(share or _tidy(piece[slice(*term.span)])))
        begin = max(begin, end)
    return shown


def _binding(words: Sequence[Word], sentence: str) -> list[Word]:
    """The words that make a deadline inside a sentence."""
    kept: list[Word] = []
    yearly = any(word.name == "every" for word in words)
    in_range = False  # "(từ ngày 15/11 đến ngày 15/12)"
    for before, word in zip((None, *words), words, strict=False):
        beside = before if before and not sentence[before.end : word.start].strip(" :") else None
        bound = beside is not None and beside.name in _BINDING and not _is_plan_period(word)
        closed = beside is not None and beside in kept and (beside.name == "until" or word.name == "every")
        alone = word.name in _BINDING or (word.name in _BY_THEMSELVES and word.rule.prose == "yes")
        in_range = (in_range and beside is not None) or _opens_range(word, sentence)
        opens = word.name == "until" and _CLAUSE_START.search(sentence[: word.start]) is not None
        by_year = word.name == "years" and not word.start and sentence[:3].lower() == "hết"
        if alone or bound or closed or opens or by_year or in_range or (yearly and word.name == "day_month"):
            kept.append(word)
    return kept


def _opens_range(word: Word, sentence: str) -> bool:
    """Whether "từ" opens days in brackets behind what is done on them: "Tháng hành động (từ ngày 15/11 đến …)"."""
    before, bracket, between = sentence[: word.start].rpartition("(")
    return word.name == "after" and bool(bracket) and not between and not before.rstrip().lower().endswith(_PERIODS)


def _is_plan_period(word: Word) -> bool:
    """Whether years name a plan: "trong giai đoạn 2026-2030" tells of which plan a duty is part."""
    return word.name == "years" and "y1" in word.parts
