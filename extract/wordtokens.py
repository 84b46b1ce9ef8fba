"""Syllables, marks, numbers of acts and dates of a text: the tokens of the mention layer and of word segmentation."""

from __future__ import annotations

import re

_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"""
    {_LETTER}++(?![\w&.’'])                                                      # most words, told at once
  | \d{{1,5}}[a-z]?(?:/(?:19|20)\d\d)?[/-][A-ZĐ][\w&.]*(?:[-/–][A-ZĐ][\w&]*)+   # 64/2007/NĐ-CP, 57-NQ/TW
  | \d{{1,5}}/(?:19|20)\d\d/[A-ZĐ]+\d*                                          # 29/2026/QH16
  | \d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)\d\d | \d{{1,2}}/(?:19|20)\d\d         # 31/12/2024, 9/2025
  | \d+(?:[.,]\d+)*%?                                                           # 1.000, 3,5%
  | {_LETTER}+(?:&{_LETTER}+)+                                                  # KH&CN
  | v\.v\.* | TP\. | Tp\. | T\.Ư | TS\. | ThS\. | PGS\. | GS\.
  | {_LETTER}(?:\w*{_LETTER})?\w*(?:[’']{_LETTER}+)*
  | \.{{2,}} | \S
    """,
    re.VERBOSE,
)


def token_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where each token stands: code points, end exclusive, in order and without overlaps; white space is in none."""
    return tuple(match.span() for match in _TOKEN.finditer(text))
