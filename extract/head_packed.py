"""Heads that were printed on one line: issuer, number, motto, place and date, with bars, rules or nothing between."""

from __future__ import annotations

import re

_MOTTO = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA")
_MORE = re.compile(r"Số\s*:?\s*\d|\bngày\s*\d")
_BREAK = re.compile(
    r"\s*\|\s*|[\s—_]*[—_][\s—_]*|\s+(?=Số\s*:?\s*\d)|\s*(?=CỘNG H(?:ÒA|OÀ) XÃ HỘI)"
    r"|(?<=VIỆT NAM)\s*(?=\S)|(?<=[Hh]ạnh [Pp]húc)\s+"
)


def unpacked(text: str) -> list[str]:
    """The lines that a line of a head stands for: one with the motto and a number or date is several."""
    if not (_MOTTO.search(text) and _MORE.search(text)):
        return [text]
    return [part for part in _BREAK.split(text) if part.strip()]
