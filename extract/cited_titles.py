"""Titles of cited acts: how they begin, and where they end in the words around them."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.cited_acts import DATA, cited, names
from normalize.datafile import read_tsv

_BRACKET = re.compile(
    r"\((?!được|đã|sau đây|gọi|viết|kèm|ban hành|[Ss]ố )[^()]*\)(?=\s+(?!và\s|được\s|đã\s)(?P<next>\w))"
)

_PROVISION = re.compile(r"(?<!\w)(?:điểm|khoản|[Đđ]iều)(?=\s[\dIVX]|\s\w\s)|một số điều|các điều")


def title_end(text: str, is_basis: bool) -> int:
    """Where a title ends in the words that begin with it: at a mark, at words that are of no title, at the next act.

    What a title amends may be several acts, they belong to it; so does the second of two that it names. In a recital
    a bracket does not end it where its words go on behind, nor a semicolon before one more thing that it rules.
    """
    past = 0
    for stop in _stops().finditer(text):
        if stop.start() < past:
            continue
        bracket = _BRACKET.match(text, stop.start()) if is_basis else None
        if bracket and bracket["next"].islower():
            past = bracket.end()
        elif not (is_basis and stop[0] == ";" and _rules_on().match(text, stop.end())) and _ends(text, stop):
            return stop.start()
    return len(text.rstrip(" .;,"))


def _ends(text: str, stop: re.Match[str]) -> bool:
    """Whether a title ends at a mark; at "," or "và" only where another act begins that is not of the title."""
    if stop["listed"]:
        return cited().match(text, stop.end()) is not None
    if not (stop["more"] or stop["provision"]):
        return True
    title = text[: stop.start()]
    if stop["provision"]:  # of an act beside it, unless the title names provisions itself
        return cited().match(text, stop.end()) is not None and not _PROVISION.search(title)
    begin = title_begins().search(title)
    if (begin and _amending().match(title, begin.start())) or not (stop["several"] or cited().match(text, stop.end())):
        return False
    return stop["more"].startswith(",") or not _acts_named().search(title)


@lru_cache(maxsize=1)
def _stops() -> re.Pattern[str]:
    """Where a title may end."""
    acts, laws = names(law=False), names(law=True)
    ends = "|".join(re.escape(words) for words in words_of("end").split("|"))
    return re.compile(
        rf"[;()\n]|\./|\.(?=\s|$)|(?:,\s|\s)(?:{ends})(?!\w)|(?P<amended>{amended()})|\sCăn cứ\s+(?={begins()})"
        rf"|\svà\s+{told()}|(?<=[”\"])\s(?:đối với|để|nhằm|đã|được)(?!\w)"
        rf"|(?P<provision>(?:,|\svà)\s+(?:điểm|khoản|Điều)\s[^;,.()“”]{{1,60}}?\s(?:của\s+)?(?={begins()}))"
        rf"|(?P<listed>(?:,|\svà)\s+[Ss]ố\s+(?=\d))"
        rf"|(?P<more>(?:,|\svà)\s+)(?=(?P<several>các\s(?:{acts}|{laws})\s(?:của|số)\s)|{begins()})"
    )


@lru_cache(maxsize=1)
def begins() -> str:
    """A pattern of the first words of an act."""
    return rf"(?:(?:{names(law=False)})\s+(?:số\s*:?\s*)?\d|(?:{names(law=True)})\s+(?:số\s|[Ss]ửa đổi|[A-ZĐ]))"


@lru_cache(maxsize=1)
def amended() -> str:
    """A pattern of the words between an act and the one that amends it."""
    by = rf"\s(?:tại|bởi|theo)\s+(?={begins()})"
    was = rf"(?:và\s)?(?:đã\s)?được[\s-](?:sửa )?(?:{words_of('amends')})"
    return rf"[\s(]+(?:{was}[^;()]{{0,40}}?{by}|sửa đổi, bổ sung bởi\s+(?={begins()}))"


@lru_cache(maxsize=1)
def told() -> str:
    """A pattern of who said something in an act: "chỉ đạo của … tại" before it."""
    said = r"(?:hướng dẫn|chỉ đạo|ý kiến chỉ đạo|kết luận|yêu cầu)"
    return rf"(?:theo\s+)?{said}(?:\s[^;,]{{1,40}}?)?\s+của\s+[^;,]{{2,90}}?\s+tại\s+(?={begins()})"


@lru_cache(maxsize=1)
def title_begins() -> re.Pattern[str]:
    """A title word in lower case, or in capitals where it is long enough not to be part of a name."""
    words = words_of("title")
    long = "|".join(word[0].upper() + word[1:] for word in words.split("|") if " " in word)
    return re.compile(rf"(?<!\w)(?:{words}|{long}|Về)(?!\w)")


@lru_cache(maxsize=1)
def _amending() -> re.Pattern[str]:
    return re.compile(rf"(?:về (?:việc )?)?(?:{words_of('amends')})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _rules_on() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{words_of('rules')})(?!\w)(?! của)")


@lru_cache(maxsize=1)
def _acts_named() -> re.Pattern[str]:
    """Laws and acts by their numbers, inside a title."""
    return re.compile(rf"(?<!\w)(?:{names(law=True)})\s|{cited().pattern}")


@lru_cache(maxsize=8)
def words_of(group: str) -> str:
    """The words of a class of `title_words.tsv` as alternatives of a pattern, the longest first."""
    rows = read_tsv(DATA / "title_words.tsv", ("class", "words"))
    words = sorted((row["words"] for row in rows if row["class"] == group), key=len, reverse=True)
    return "|".join(words)
