"""Letter classes for patterns: Python's `re` has no Unicode classes for case."""

from __future__ import annotations

_LATIN = (*range(0x41, 0x5B), *range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))
UPPER = "".join(chr(code) for code in _LATIN if chr(code).isupper())
LOWER = UPPER.lower()
