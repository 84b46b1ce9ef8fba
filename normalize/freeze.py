"""Spans that have a grammar of their own: numbers, measures, places, document codes, addresses.

They are never rewritten by the language model: a wrong digit is worse than a garbled word.
"""

from __future__ import annotations

import re
from pathlib import Path

from normalize.datafile import read_tsv

_MEASURES = frozenset(
    row["sign"] for row in read_tsv(Path(__file__).parent / "data" / "measures.tsv", ("sign", "what"), key="sign")
)
_SIGN = "|".join(sorted(_MEASURES, key=len, reverse=True))

FIXED = re.compile(
    rf"""(?P<link>(?:https?://|www\.)\S+ | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
        | [\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net)\b\S* | \S*%[0-9A-F]{{2}}\S*)
    |(?P<place>\d{{1,3}}°\d[\d.,°º'’‘′"”“″]*[A-ZĐ]? | \d[\d.,-]*°C?)
    |(?P<code>\d[\d\w.]*\s?/[\w./&-]*[A-ZĐƯ][\w./&-]* | \d+-[A-ZĐ]{{2,}}[\w/&-]* | [A-ZĐ]{{2,}}-[A-ZĐ]{{2,}}[\w/&-]*
        | \d{{2,}}[a-z]?\.[A-ZĐ]{{1,2}}\.[A-ZĐ]{{2,}})
    |(?P<label>[A-Za-zĐđ]{{1,2}}(?:\.\d+)+ | [A-ZĐ]{{1,3}}[-+]\d+ | [2-5][DGK] | [A-Z]\([a-z]\d\)
        | \d+(?:\.\d+)+\.[a-zđ] | [A-ZĐ](?:\.[IVX]+)+(?:\.\d+)*)
    |(?P<number>\d+(?:[.,/:-]\d+)*%?(?![^\W\d_]) | [2-5789][a-eđ] | [2-9][A-C]
        | (?:\d{{2,}}|\d+(?:[.,]\d+)+)[A-ZĐa-c] | (?:\d+[.,])?(?:\d{{2,}}|[2357])(?:{_SIGN}))
    |(?P<mixed>(?=(?:\D*\d){{2}})[\dA-ZĐ.,/&-]+)
    """,
    re.VERBOSE,
)

# The label of a list item or part: `a)`, `E.`; a letter of its own is not a garbled word.
LABEL = re.compile(
    r"[¢@€&£]\)(?=\s|$)|\(?[a-zđ]\d+\)(?=[\s,;.]|$)|[a-zđ]\)(?=\s|\d|$)|[A-ZĐ]\)(?=\s|$)|[A-ZĐ]\.(?=\s|$)"
)

_LETTERS = "¢€£¥&@©®§$°"  # signs that engines print for letters

# Signs that stand for themselves.
SYMBOLS = re.compile(rf"[^\w\s{_LETTERS}]+|[\u2190-\u2bff\ue000-\uf8ff☐□]+|_+")

# Numbers and such signs only.
FIGURES = re.compile(rf"(?=\D*\d)[^A-Za-zÀ-ỹ\s{_LETTERS}]+")
_CODED = re.compile(r"[A-ZĐ](?=\D*\d)[A-ZĐa-z\d]*|[a-z]{1,2}\d")


def is_coded(word: str) -> bool:
    """Whether a word may be a code, a measure or a formula: `HP7`, `m2`, `TiO2`; `T6` may be a word too."""
    return bool(_CODED.fullmatch(word)) or (word in _MEASURES and not word.islower())
