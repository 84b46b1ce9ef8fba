"""Vietnamese words in a line of another language, as on a form in two languages: `Ban Giam d6c/Board of Directors`.

The language model knows no English, so such a line is not searched. The tagger has seen both and leaves English
alone; where it is all but certain of a word that the lexicon has, that word is mended.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from normalize.records import Edit, Repaired, replay
from normalize.syllable import unify_tone

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from normalize.spelling import Spelling

LEAST = 0.95  # the tagger's probability of a word from which it is mended
MOST = 0.99  # the confidence of such an edit at most
RULE = "tagger_alone"
_WORD = re.compile(r"\w+")


def mend(line: Repaired, spelling: Spelling, words: Container[str]) -> Repaired:
    """The line with the words that the tagger is sure of; `words` is the lexicon, in lower case."""
    edits = tuple(_edits(line.seen, spelling, words))
    return Repaired(line.seen, replay(line.seen, edits), edits, line.doubts) if edits else line


def _edits(seen: str, spelling: Spelling, words: Container[str]) -> Iterator[Edit]:
    for match in _WORD.finditer(seen):
        ways = spelling.ways(*match.span())
        text = max(ways, key=ways.__getitem__)
        chance = min(ways[text], MOST)
        known = unify_tone(text).lower() in words and not match[0].isdigit()
        if text != match[0] and known and chance >= LEAST:
            gain = math.log10(chance / (1 - chance))
            yield Edit(match.start(), match.end(), match[0], text, RULE, gain, chance)
