"""Numbers and days that were written into the blanks of a head by hand: "Số: … /QĐ-UBND", "ngày … tháng … năm 2026".

Where the page's engine is not sure of them, a recogniser that has seen handwriting reads the line, and what may stand
in the blank (a day is 1 to 31) is the judge. What both leave open is said by `hand_doubts`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.heads import CODE, DAY_WORD, FIGURES, MONTH_WORD, NUMBER_WORD, REACH, blanks_of, is_sure
from ingest.recogniser import figures, trace
from ingest.records import Box, Evidence, Issue, Word
from ingest.sheet import dots_of
from ingest.weights import ENGINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ingest.heads import Blank
    from ingest.recogniser import Trace
    from ingest.records import Page
    from ingest.scan import Scan

TESSERACT = "Tesseract"
PADS = (2.0, 4.0, 6.0)  # points above and below a line; each shows the recogniser another picture of it
ASIDE = 3.0  # points before a line
INTO = 3.0  # heights of a line into the printed word behind, enough to know it
LEAST = 0.5  # chance of a reading, from which it is taken
CLEAR = 0.95  # chance of a reading, below which it is in doubt
OTHER = 0.05  # chance of another reading that is told
HEARD = 0.6  # confidence of the page's engine, from which another reading of its is told
FIGURED = 0.2  # share of the chances that figures of any kind must have; the rest is for other letters and drawings

FLAG = 8.0
"""How much likelier each 1 is than the recogniser takes it to be. A 1 is written with a long upstroke here, and half
read as 4; a true 4 is not read as 1 (thirteen heads: 1 as 4 up to 8 to 1, 4 as 4 from 20 to 1)."""

FIELDS = {
    "number": ("number", "its number"),
    "day": ("issued_date", "the day of its date"),
    "month": ("issued_date", "the month of its date"),
}
"""What is read: the field of `documents`, and how a person is told of it."""

GRAMMAR = {kind: re.compile(pattern) for kind, pattern in FIGURES.items()}
"""What may stand there."""

# As the recogniser traces it, which loses marks of vowels.
_NUMBER_LINE = re.compile(r"^(?:.{0,3}?[:.]|S.)(?P<number>[^/]*)/")
_DATE_LINE = re.compile(r"y(?P<day>.*?)t?h(?:.?ng(?P<month>.*?)n.m)?")


@dataclass(frozen=True, slots=True)
class _Figure:
    """What stands in a blank, the chance of it, what else may, and from where to where, in points."""

    text: str
    chance: float
    others: tuple[str, ...]
    left: float
    right: float


def with_hand(words: Sequence[Word], scan: Scan) -> tuple[Word, ...]:
    """The words of a straightened page, with figures in its head that the page's engine was not sure of read again."""
    made = tuple(words)
    for blank in blanks_of(words, scan):
        line = _filled(blank, {} if is_sure(blank) else _read(blank, scan))
        own = set(map(id, blank.words))
        made = (*(word for word in made if id(word) not in own), *line) if line else made
    return made


def hand_doubts(page: Page) -> list[Issue]:
    """What a person should compare with the page: figures that may be others."""
    words = (word for line in page.lines for word in line.words)
    return [_doubt(word, word.evidence, page.number) for word in words if word.evidence and word.evidence.others]


def _doubt(word: Word, evidence: Evidence, number: int) -> Issue:
    field, name = FIELDS[evidence.what]
    message = f"{name} was read as {word.text}, may be {' or '.join(evidence.others)}; compare it with the page"
    return Issue("doubtful_hand", "warning", message, number, f"decisions {field}", word.text)


def _read(blank: Blank, scan: Scan) -> dict[str, _Figure]:
    """Figures that the recogniser reads otherwise than the page's engine, by what they are."""
    box = _place(blank)
    chances: dict[str, dict[str, float]] = {}
    spans: dict[str, tuple[float, float]] = {}
    for pad in PADS:
        left, top, right, bottom = dots_of(Box(box.left, box.top - pad, box.right, box.bottom + pad), scan)
        traced = trace(scan.grey[top:bottom, left:right])
        if traced is None:
            return {}
        for kind, start, end in _windows(traced, blank.is_date):
            step = (box.right - box.left) / len(traced.chances)
            spans.setdefault(kind, (box.left + start * step, box.left + end * step))
            own = chances.setdefault(kind, defaultdict(float))
            for run, chance in figures(traced.chances[start:end]).items():
                own[run] += chance / len(PADS)
        if _is_clear(blank, chances):
            return {}  # most printed heads: one look is enough
    made = {kind: _judged(kind, own, blank, spans[kind]) for kind, own in chances.items()}
    return {kind: figure for kind, figure in made.items() if figure}


def _is_clear(blank: Blank, chances: Mapping[str, Mapping[str, float]]) -> bool:
    """Whether the recogniser reads all that must stand there as the page's engine does, and hardly anything else."""
    seen = blank.seen
    return set(seen) == blank.wanted and all(
        kind in chances and chances[kind].get(run, 0.0) * len(PADS) >= CLEAR for kind, run in seen.items()
    )


def _place(blank: Blank) -> Box:
    """The line from before the first printed word into the last."""
    box, last = blank.first.box, blank.last.box if blank.last else None
    high = box.bottom - box.top
    right = box.left + REACH * high if last is None else min(last.right, last.left + INTO * high)
    return Box(max(0.0, box.left - ASIDE), box.top, right, box.bottom)


def _windows(traced: Trace, is_date: bool) -> Iterator[tuple[str, int, int]]:
    """What each blank of the line is, and its steps: those between the letters around it."""
    found = (_DATE_LINE if is_date else _NUMBER_LINE).search(traced.text)
    for kind in found.groupdict() if found else ():
        start, end = found.span(kind) if found else (-1, -1)
        if start > 0:
            yield kind, traced.at[start - 1] + 1, traced.at[end] if end < len(traced.at) else len(traced.chances)


def _judged(kind: str, chances: Mapping[str, float], blank: Blank, span: tuple[float, float]) -> _Figure | None:
    """What stands in a blank; None where it is what the page's engine read, or cannot be told."""
    may = {run: chance * FLAG ** run.count("1") for run, chance in chances.items() if not run or _may_be(kind, run)}
    total, seen = sum(may.values()), blank.seen.get(kind)
    ranked = sorted(((run, chance / total) for run, chance in may.items()), key=lambda one: (-one[1], one[0]))
    best, chance = ranked[0] if ranked else ("", 0.0)
    if sum(chances.values()) < FIGURED or not best or (seen and int(seen) == int(best)):
        return None
    others = [run for run, share in ranked[1:] if run and share >= OTHER and chance < CLEAR]
    if chance < LEAST:
        return _Figure(seen, blank.sure, tuple(run for run in (best, *others) if run != seen), *span) if seen else None
    heard = [seen] if seen and blank.sure >= HEARD else []
    return _Figure(best, chance, tuple(dict.fromkeys((*others, *heard))), *span)


def _may_be(kind: str, run: str) -> bool:
    return GRAMMAR[kind].fullmatch(run) is not None


def _filled(blank: Blank, found: Mapping[str, _Figure]) -> list[Word]:
    """The words of the line with the figures in their places; none where all stay as they are."""
    if blank.is_date:
        return _dated(blank, found) if found else []
    return _numbered(blank, found.get("number"))


def _numbered(blank: Blank, figure: _Figure | None) -> list[Word]:
    """The word "Số:" and the whole number as one word, however far its figure stands from the letters behind."""
    behind = CODE.match(blank.last.text) if blank.last else None
    if blank.last is None or behind is None or not (figure or (blank.middle and blank.is_plain)):
        return []
    text, box = behind[1] + blank.last.text[behind.end() :], blank.last.box
    first = _first(blank, figure.left if figure else blank.first.box.right)
    if figure is None:
        parts = (*blank.middle, blank.last)
        sure = min(part.confidence or 0.0 for part in parts)
        around = Box.around(part.box for part in parts)
        return [first, replace(blank.last, text=f"{blank.seen['number']}{text}", box=around, confidence=sure)]
    word = _word(blank, "number", figure)
    whole = replace(word.box, right=box.right, bottom=max(word.box.bottom, box.bottom))
    return [first, replace(word, text=f"{figure.text}{text}", box=whole)]


def _dated(blank: Blank, found: Mapping[str, _Figure]) -> list[Word]:
    day, month = found.get("day"), found.get("month")
    seen = next((word for word in blank.middle if MONTH_WORD.match(word.text)), None)
    between = _month_word(blank, seen, day, month)
    left = between.box.left if between else day.right if day else month.left if month else 0.0
    right = between.box.right if between else left
    before = [word for word in blank.middle if word is not seen and _middle(word) < left]
    after = [word for word in blank.middle if word is not seen and _middle(word) > right]
    return [
        _first(blank, day.left) if day else blank.first,
        *([_word(blank, "day", day)] if day else before),
        *([between] if between else ()),
        *([_word(blank, "month", month)] if month else after),
        *([blank.last] if blank.last else ()),
    ]


def _month_word(blank: Blank, seen: Word | None, day: _Figure | None, month: _Figure | None) -> Word | None:
    """The word "tháng" between day and month, which the page's engine may have run together with them."""
    if seen is not None:
        box = replace(seen.box, right=min(seen.box.right, month.left)) if month else seen.box
        return replace(seen, text=MONTH_WORD.sub(r"\1", seen.text) if month else seen.text, box=box)
    if day is None or month is None:
        return None
    box = Box(day.right, blank.first.box.top, month.left, blank.first.box.bottom)
    return Word("tháng", box, min(day.chance, month.chance), blank.first.line, Evidence(ENGINE, "word"))


def _first(blank: Blank, right: float) -> Word:
    """The printed word before a figure, without what the page's engine took for more of it."""
    found = (DAY_WORD if blank.is_date else NUMBER_WORD).match(blank.first.text)
    box = blank.first.box
    text = found[0].strip() if found else blank.first.text
    text = text if blank.is_date or text.endswith((":", ".")) else "Số:"  # which the recogniser has seen
    return replace(blank.first, text=text, box=replace(box, right=max(box.left, min(box.right, right))))


def _word(blank: Blank, kind: str, figure: _Figure) -> Word:
    box = Box(figure.left, blank.first.box.top, figure.right, blank.first.box.bottom)
    engine = TESSERACT if figure.text == blank.seen.get(kind) else ENGINE
    return Word(figure.text, box, figure.chance, blank.first.line, Evidence(engine, kind, figure.others))


def _middle(word: Word) -> float:
    return (word.box.left + word.box.right) / 2
