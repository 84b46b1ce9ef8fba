"""Lines made of the tails of letters: a "g" or "q" of one line, read once more as a word between its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.records import Word

SHORT = 2  # letters; a tail is never read as more
SHARED = 0.6  # share of a ghost's height that lies in the line it comes from


def without_ghosts(lines: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """The words of all lines but those made of tails; a line that stands by itself is never one."""
    return tuple(word for line in lines if not any(_is_ghost(line, other) for other in lines) for word in line)


def _is_ghost(line: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether all words of `line` are short and each stands between two words of the longer line `other`."""
    if line is other or len(line) >= len(other):
        return False
    return all(len(word.text) <= SHORT and _is_between(word, other) for word in line)


def _is_between(word: Word, line: Sequence[Word]) -> bool:
    beside = [other for other in line if _shared_height(word, other) >= SHARED]
    return any(o.box.right <= word.box.right for o in beside) and any(o.box.left >= word.box.left for o in beside)


def _shared_height(word: Word, other: Word) -> float:
    high = min(word.box.bottom, other.box.bottom) - max(word.box.top, other.box.top)
    return high / max(word.box.bottom - word.box.top, 0.1)
