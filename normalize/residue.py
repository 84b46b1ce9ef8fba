"""Words that only the tagger finds: left in a text that reads well, or Vietnamese in a line of another language.

An engine that knows Vietnamese still loses hooks and tildes (`phố` as `phô`), and what it prints may be a word that
is not strange where it stands. On a form in two languages (`Ban Giam d6c/Board of Directors`) the language model is
of no use. The tagger has learned both: where it is all but certain of a word that the lexicon has, that word is mended.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from normalize.records import Edit, Repaired, replay
from normalize.syllable import late_tone, unify_tone

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from normalize.spelling import Spelling

LEAST = 0.95  # the tagger's probability of a word from which it is mended
MOST = 0.99  # the confidence of such an edit at most
SIGNS = 0.002  # share of mended words from which a text that reads well is looked at as a whole
RULE = "tagger_alone"
_MIXED = re.compile(r"\w+")
_WORD = re.compile(r"(?<![\w/.-])[^\W\d_]+(?![\w/-])")  # no part of a number, a code or an address


def has_signs(lines: Sequence[Repaired]) -> bool:
    """Whether so many words of a text were mended that an engine must have read it."""
    found = sum(len(one.edits) for one in lines)
    return found > SIGNS * sum(len(one.seen.split()) for one in lines)


def mend(
    line: Repaired, spelling: Spelling, words: Container[str], mixed: bool = False, late: bool = False
) -> Repaired:
    """The line with the words that the tagger is sure of, beside the edits it has.

    Args:
        line: as repaired so far.
        spelling: what the tagger makes of it as it was seen.
        words: the lexicon, in lower case.
        mixed: whether a word may hold digits (`d6c`), as in garbled text.
        late: whether the text writes hoà, not hòa.
    """
    found = (edit for edit in _edits(line.seen, spelling, words, mixed) if not _taken(edit, line.edits))
    fresh = [replace(edit, after=late_tone(edit.after)) if late else edit for edit in found]
    if not fresh:
        return line
    edits = tuple(sorted([*line.edits, *fresh], key=lambda edit: (edit.start, edit.end)))
    doubts = tuple(doubt for doubt in line.doubts if not _taken(doubt, fresh))
    return Repaired(line.seen, replay(line.seen, edits), edits, doubts)


def _edits(seen: str, spelling: Spelling, words: Container[str], mixed: bool) -> Iterator[Edit]:
    for match in (_MIXED if mixed else _WORD).finditer(seen):
        ways = spelling.ways(*match.span())
        text = max(ways, key=ways.__getitem__)
        chance = min(ways[text], MOST)
        known = unify_tone(text).lower() in words and not match[0].isdigit()
        if unify_tone(text) != unify_tone(match[0]) and known and chance >= LEAST:
            yield Edit(match.start(), match.end(), match[0], text, RULE, math.log10(chance / (1 - chance)), chance)


def _taken(edit: Edit, others: Sequence[Edit]) -> bool:
    return any(edit.start < other.end and other.start < edit.end for other in others)
