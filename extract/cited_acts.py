"""How acts are cited: kind and number, or the name of a law with its date, and the grammar of both."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path

from normalize.datafile import read_tsv
from normalize.syllable import fold

DATA = Path(__file__).parent / "data"

_CODE = r"[A-ZĐ][A-ZĐa-z]*\d{0,2}"
_NUMBER = (
    r"\d{1,5}(?:\s\d{1,3}|\.\d{1,2})?[a-z]?\s*[/-]\s*(?:(?:19|20)\d\d\s*/\s*)?"  # "1 002", as an engine spaces it
    rf"{_CODE}(?:\s?[-/&]\s?[A-ZĐ][A-ZĐa-zđ]*\d{{0,2}})*(?:-[A-ZĐ]+)*"
)
# 64/2025QH 15, as an engine prints it; 43/2001/PL-UBTVQH10. No number of a law goes on as those of decrees do.
_LAW_NUMBER = r"\d+/(?:19|20)\d\d(?:\s?/?\s?QH\s?\d\d|/(?:PL-|L-)?[A-ZĐ]+\d*(?![\w-]))"
_DAY = r"(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:tháng\s*|[/.-]\s*)(?P<m>\d{1,2})\s*(?:năm\s*|[/.-]\s*)(?P<y>(?:19|20)\d\d)"
# A blank day, and one whose words are confused ("ngày 27 năm 12 năm 2019"): there is a date, which one stays open.
_NO_DAY = r"ngày[\s.…_]*(?:\d{1,2}\s+)?(?:tháng|năm)[\s.…_]*(?:\d{1,2}\s+)?(?:tháng|năm)\s+(?:19|20)\d\d"
_LONGEST = 600  # letters: no name of a law is longer, not of one that amends ten
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХÐ", "ABEKMHOPCTXĐ")  # Cyrillic capitals that keyboards leave in numbers, Ð


def latin(text: str) -> str:
    """A text with the letters of numbers in the alphabet they are meant in (`66/NQ-СР`); no letter moves."""
    return text.translate(_LOOK_ALIKE)


@lru_cache(maxsize=1)
def act_types() -> tuple[tuple[str, str, bool], ...]:
    """Kinds of documents: name, the letters it has in numbers, whether it is a law."""
    rows = read_tsv(DATA / "doc_types.tsv", ("name", "letters", "is_law"), key="name")
    return tuple((row["name"], row["letters"], row["is_law"] == "yes") for row in rows)


@lru_cache(maxsize=1)
def _letters() -> tuple[str, ...]:
    return tuple(letters for _, letters, _ in act_types() if letters)


def _any_case(words: str) -> str:
    """A pattern of words whose first letters may be small or capital: "Nghị Quyết"."""
    return r"\s".join(f"[{word[0].upper()}{word[0].lower()}]{word[1:]}" for word in words.split())


@lru_cache(maxsize=2)
def names(law: bool) -> str:
    """The names of the kinds that are laws, or of the others, as alternatives of a pattern, the longest first."""
    known = sorted((name for name, _, is_law in act_types() if is_law == law), key=len, reverse=True)
    return "|".join(known if law else map(_any_case, known))


@lru_cache(maxsize=1)
def day() -> str:
    """A pattern of a date, its parts unnamed, also of one that names no day."""
    return rf"(?:{re.sub(r'[?]P<[a-z]>', '?:', _DAY)}|{_NO_DAY})"


@lru_cache(maxsize=1)
def cited() -> re.Pattern[str]:
    """A kind with a number, a law with its name and a date or number, or a number alone with known letters.

    A law that amends several is named by all of them, up to its own number or date.
    """
    acts, laws = names(law=False), names(law=True)
    kinds = "|".join(name for name, _, is_law in act_types() if not is_law)
    letters = "|".join(sorted(_letters(), key=len, reverse=True))
    within = rf"(?:(?<!\s)|(?<=\s)(?!(?:{acts})\s+số))(?:[^\d;()]|\d{{1,3}}(?=\s[Ll]uật))"
    amending = rf"(?:(?!\.\s){within}){{1,{_LONGEST}}}?"
    plain = rf"(?:(?!,\s(?:{laws})\s|,\s(?:{kinds})\s(?:số|của|về)\s|\.){within}){{1,{_LONGEST}}}?"
    return re.compile(
        rf"(?<!\w)(?:(?P<act>{acts})\s+(?:số\s*:?\s*)?(?P<number>{_NUMBER})"
        rf"|(?P<law>(?:{laws})\s+(?!này|số)(?:[Ss]ửa đổi{amending}|{plain}))"
        rf"(?:,?\s+(?:số\s*)?(?P<law_number>{_LAW_NUMBER})|(?=\s+{day()}|,?\s+năm\s+(?:19|20)\d\d))"
        rf"|(?P<plain_law>{laws})\s+số\s*(?P<plain_number>{_LAW_NUMBER})"
        rf"|(?<!/)(?P<bare>\d{{1,5}}(?:\.\d{{1,2}})?(?:/(?:19|20)\d\d)?[/-](?:{letters})(?:[/-]|-\s(?=[A-ZĐ]{{2}}))[A-ZĐ][\wĐđ-]*))"
        rf"(?:,?\s+(?:ký\s+|ban hành\s+)?(?P<day>{day()})|,?\s+năm\s+(?P<year>(?:19|20)\d\d))?"
    )


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


def kind_of(match: re.Match[str]) -> str | None:
    """The kind that a match of `cited` names, else that of the letters in its number."""
    printed = match["act"] or match["plain_law"] or match["law"]
    if printed:
        return next(name for name, _, _ in act_types() if printed.lower().startswith(name.lower()))
    parts = re.split(r"[/-]", match["bare"] or "")
    return next((name for name, letters, _ in act_types() if letters and letters in parts), None)


def as_day(words: str | None) -> dt.date | None:
    """The date that words name; None for none, and for one that is blank or no day of the calendar."""
    match = re.search(_DAY, words or "")
    try:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    except ValueError:
        return None
