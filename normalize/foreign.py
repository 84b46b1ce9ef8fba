"""Lines in another language, which are left as they are."""

from __future__ import annotations

import operator
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from normalize.readings import VIETNAMESE

if TYPE_CHECKING:
    from collections.abc import Sequence

# English particles that garbled Vietnamese hardly ever shows; `the`, `on`, `that` are not among them.
PARTICLES = frozenset(
    re.findall(
        r"\w+",
        "of and for shall with are is by from which was were has have this their as or under other its any each",
    )
)
# These and the small English words that are syllables too.
SMALL = PARTICLES | frozenset(
    re.findall(r"\w+", "the that to in on at an can may not but then them than due day so no do go")
)
_PLAIN = 4  # words in plain letters that a line of another language has at least, one with other signs two more
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})
_SPOILT = re.compile(r"[^\W\d_]\d|[a-z][A-Z]")  # a figure or a capital inside a word
_LONG = 5  # letters of a word that is taken for English beside English lines
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@lru_cache(maxsize=1 << 12)  # a line is asked about before it is read and when it was left alone
def is_foreign(text: str, syllables: frozenset[str]) -> bool:
    """Whether a line is in another language: plain letters, few words that could be syllables or English particles.

    Args:
        text: NFC.
        syllables: the folded syllables of the lexicon.
    """
    if VIETNAMESE.search(text):
        return False
    seen = _LETTERS.findall(text)
    plain = [word for word in map(str.lower, seen) if word.isascii()]
    if len(plain) < _PLAIN or len(plain) < 0.75 * len(seen):
        return False
    alike = sum(map(syllables.__contains__, plain))
    if alike >= 0.75 * len(plain):
        return False
    is_ascii = text.isascii() or text.translate(_QUOTES).isascii()
    if len(plain) < _PLAIN + 2 * (not is_ascii):
        return False
    particles = sum(word.lower() in PARTICLES and not word.isupper() for word in seen)
    return particles >= max(0.1 * len(plain), 1) or (is_ascii and len(plain) > 5 and alike < 0.4 * len(plain))


def foreign_lines(lines: Sequence[str], syllables: frozenset[str]) -> list[bool]:
    """Which lines of a page are in another language: also those too short to tell, beside one in English."""
    found = [is_foreign(line, syllables) for line in lines]
    english = [other and not PARTICLES.isdisjoint(line.split()) for line, other in zip(lines, found, strict=True)]
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        beside = False
        for at in order:
            english[at] = english[at] or (beside and _may_be_foreign(lines[at], syllables))
            beside = english[at] or (beside and not lines[at].strip())
    return list(map(operator.or_, found, english))


def _may_be_foreign(line: str, syllables: frozenset[str]) -> bool:
    """Whether half of a line in plain letters are no syllables, and one of them is long or an English particle."""
    seen = _LETTERS.findall(line)
    if not line.translate(_QUOTES).isascii() or _SPOILT.search(line):
        return False
    strange = [word for word in map(str.lower, seen) if word in PARTICLES or word not in syllables]
    sure = any(word in PARTICLES or len(word) >= _LONG for word in strange)
    return sure and 2 * len(strange) >= len(seen)
