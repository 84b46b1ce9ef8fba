"""Letter classes for patterns, as Python's `re` has no Unicode classes for case; and where a sentence ends."""

from __future__ import annotations

import re

_LATIN = (*range(0x41, 0x5B), *range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))
UPPER = "".join(chr(code) for code in _LATIN if chr(code).isupper())
LOWER = UPPER.lower()

SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})\.\s+")  # not behind a number or the initial of a name
