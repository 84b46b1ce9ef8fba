"""Figures to reach: "tối thiểu 03 trung tâm HPC", "trên 50.000 chuyên gia", "100%"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from extract.blocks import connectives
from normalize.datafile import read_tsv
from normalize.syllable import unify_tone

WORDS = Path(__file__).parent / "data" / "target_words.tsv"
Comparator = Literal["eq", "ge", "le", "gt", "lt"]

_FIGURE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_COMPARATORS: tuple[Comparator, ...] = ("ge", "gt", "le", "lt", "eq")
_THING = re.compile(r"\s+((?:k?m[23]|[^\W\d_])(?:(?!/\s?\d)[^\d,;.:()“”\"\n])*)")
_PER = re.compile(r"/\s?(1(?:0{2,6}|0{0,2}(?:\.000){1,2}))(?=\s+[^\W\d_])")  # "4/100.000 trẻ sinh ra còn sống"
# Where a way begins that ends in another figure: "giảm từ 23 ca xuống 18 ca", "từ 50% lên trên 60%".
_BASELINE = re.compile(r"[^;.:]*?\b(?:xuống|lên)\b(?:\s(?:còn|đến|tới|mức|dưới|trên|khoảng))*\s\d", re.IGNORECASE)
_FROM = "từ"
_TIMES = "lần"
_COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4}
_COUNTED = r"(?:(?<=ít nhất )|(?<=ít nhất là )|(?<=tối thiểu ))(?:" + "|".join(_COUNTS) + r")(?=\s)(?!\s+trong\b)"
_HAS_FIGURE = re.compile(r"\d|nhất|tối thiểu", re.IGNORECASE)
_LONGEST_COMPARISON = 24  # code points
_MAX_WORDS = 12  # a thing counted has no longer name; what follows is about it


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach.

    Attributes:
        text: the words it was read from.
        value: the figure in `unit`, multipliers such as "triệu" worked in; None never occurs in what `find` gives.
        unit: "%" or the thing counted; "người" for people; "" where the text names none.
        comparator: eq, ge (tối thiểu), gt (trên), le (tối đa) or lt (dưới).
    """

    text: str
    value: float | None
    unit: str
    comparator: Comparator


def find(text: str) -> tuple[Target, ...]:
    """The targets in a text, in order; years, dates, numbers of acts and ranks (TOP 20) are none."""
    return tuple(target for _, target in place(text))


def place(text: str) -> tuple[tuple[tuple[int, int], Target], ...]:
    """Like `find`, each target with where its words stand: code points, end exclusive."""
    found: list[tuple[tuple[int, int], Target]] = []
    at = 0 if _HAS_FIGURE.search(text) else len(text)
    while match := _pattern().search(text, at):
        at = match.end()
        if _is_ordinal(text, match):
            continue
        target, begin, at = _target(text, match)
        if target is not None:
            found.append(((begin, at), target))
    return tuple(found)


@lru_cache(maxsize=16)
def _words(group: str) -> tuple[str, ...]:
    rows = read_tsv(WORDS, ("class", "words"))
    found = (row["words"] for row in rows if row["class"] == group)
    return tuple(sorted(found, key=lambda words: (-len(words), words)))


@lru_cache(maxsize=1)
def _factors() -> dict[str, float]:
    pairs = (entry.split("=") for entry in _words("times"))
    return {word: float(factor) for word, factor in pairs}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    times = "|".join(sorted(_factors(), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w./-])(?P<figure>{_FIGURE}|{_COUNTED})(?:\s*[-–]\s*(?P<upper>{_FIGURE}))?"
        rf"(?:(?={_PER.pattern})|(?![\w/]|[.,]\d|-\w))(?:\s+(?P<times>{times})(?!\w))?(?P<percent>\s*%)?",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _comparison() -> re.Pattern[str]:
    """Words of comparison at the end of what stands before a figure."""
    groups = [f"(?P<{name}>{'|'.join(_edged(word) for word in _words(name))})" for name in _COMPARATORS]
    return re.compile(rf"(?:{'|'.join(groups)})\s*$", re.IGNORECASE)


def _edged(word: str) -> str:
    return rf"(?<!\w){re.escape(word)}(?!\w)" if word[0].isalpha() else re.escape(word)


def _is_ordinal(text: str, match: re.Match[str]) -> bool:
    """Whether the figure numbers something: Điều 3, TOP 20, năm 2030, a year alone."""
    before = unify_tone(text[: match.start()].lower()).rstrip(" :(")
    if not _compared(text, match) and any(
        re.search(rf"(?<!\w){re.escape(word)}$", before) for word in _words("not_after")
    ):
        return True
    alone = not match["percent"] and not match["times"]
    return alone and bool(re.fullmatch(r"(?:19|20)\d\d", match["figure"]))


def _target(text: str, match: re.Match[str]) -> tuple[Target | None, int, int]:
    """The target at a figure, where its words begin, and where to go on."""
    value = _number(match["figure"]) * _factors().get((match["times"] or "").lower(), 1.0)
    words = _compared(text, match)
    begin = words.start() if words else match.start()
    otherwise: Comparator = "ge" if match["upper"] else "eq"
    comparator = next((name for name in _COMPARATORS if words and words[name]), otherwise)
    if match["percent"]:
        unit, end = "%", match.end()
    else:
        unit, end = _counted(text, match.end())
        if not unit and text[:begin].strip() + text[match.end() :].strip(" ."):
            return None, begin, match.end()
    if words and words[0].strip().lower() == _FROM and _BASELINE.match(text, end):
        return None, begin, end  # where it is now, not where it shall be
    behind = unify_tone(text[end:].lower()).lstrip()
    if behind.startswith((*_words("ge_after"), *_words("le_after"))):
        comparator = "ge" if behind.startswith(_words("ge_after")) else "le"
    return Target(" ".join(text[begin:end].split()), value, unit, comparator), begin, end


def _compared(text: str, match: re.Match[str]) -> re.Match[str] | None:
    return _comparison().search(text, max(0, match.start() - _LONGEST_COMPARISON), match.start())


def _number(figure: str) -> float:
    """Vietnamese figures: 1.000 is a thousand, 1,5 one and a half, "một" one."""
    if figure.lower() in _COUNTS:
        return float(_COUNTS[figure.lower()])
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", figure):
        figure = figure.replace(".", "")
    return float(figure.replace(",", "."))


def _counted(text: str, at: int) -> tuple[str, int]:
    """The thing counted, with what it is counted per: "trẻ trai/100 trẻ gái", "/100.000 trẻ sinh ra còn sống"."""
    unit, end = _thing(text, at)
    if not unit and _is_ratio(text, at):
        return _TIMES, text.index(_TIMES, at) + len(_TIMES)
    per = _PER.match(text, end)
    of, last = _thing(text, per.end()) if per else ("", end)
    return (f"{unit}/{per[1]} {of}", last) if per and of else (unit, end)


def _is_ratio(text: str, at: int) -> bool:
    """Whether a figure that ends at `at` tells how many times as much: "gấp 2 lần", "còn 1,7 lần"."""
    before = unify_tone(text[:at].rstrip("0123456789,.").lower()).rstrip()
    return re.match(rf"\s+{_TIMES}\b", text[at:]) is not None and before.endswith(_words("ratio_after"))


def _thing(text: str, at: int) -> tuple[str, int]:
    """The thing counted behind a figure and where its words end; "" if none follows."""
    match = _THING.match(text, at)
    if match is None:
        return "", at
    words = match[1].split()[:_MAX_WORDS]
    stops = set(_words("stop"))
    size = next(
        (
            number
            for number in range(len(words))
            if words[number].lower() in stops or " ".join(words[number : number + 2]).lower() in stops
        ),
        len(words),
    )
    kept = words[:size]
    while kept and kept[-1].lower() in connectives():
        kept.pop()
    if not kept or kept[0].lower() in _words("not_unit"):
        return "", at
    end = at
    for word in kept:
        end = text.index(word, end) + len(word)
    thing = " ".join(kept)
    is_people = any(thing.lower() == word or thing.lower().startswith(f"{word} ") for word in _words("person"))
    return ("người" if is_people else thing), end
