"""Spans that have a grammar of their own: numbers, dates, document codes, addresses.

They are never rewritten by the language model: a wrong digit is worse than a garbled word.
"""

from __future__ import annotations

import re

FIXED = re.compile(
    r"""(?P<link>(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net)\b\S*)
    |(?P<code>\d[\d\w.]*\s?/[\w./&-]*[A-ZĐƯ][\w./&-]*|\d+-[A-ZĐ]{2,}[\w/&-]*|[A-ZĐ]{2,}-[A-ZĐ]{2,}[\w/&-]*)
    |(?P<label>[A-Za-zĐđ]{1,2}(?:\.\d+)+|[2-5][DGK]|[A-Z]\([a-z]\d\))
    |(?P<number>\d+(?:[.,/:-]\d+)*%?(?![^\W\d_])|[2-5789][a-eđ])
    |(?P<mixed>(?=(?:\D*\d){2})[\dA-ZĐ.,/&-]+)
    """,
    re.VERBOSE,
)

# The label of a list item or part: `a)`, `E.`; a letter of its own is not a garbled word.
LABEL = re.compile(r"[¢@€&£]\)(?=\s|$)|\(?[a-zđ]\d+\)(?=[\s,;.]|$)|[a-zđ]\)(?=\s|$)|[A-ZĐ]\.(?=\s)")

# Signs that stand for themselves; the signs engines print for letters are not among them.
SYMBOLS = re.compile(r"[^\w\s¢€£¥&@©®§$°]+|[\u2190-\u2bff\ue000-\uf8ff☐□]+|_+")
