"""Which of two readings of a word is likelier, by how sure the engine was and by the words around."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from normalize.syllable import LETTERS

if TYPE_CHECKING:
    from ingest.records import Word

Judge = Callable[[str], float]
"""How Vietnamese a text reads, 0..1, such as `normalize.quality.Judge`, which can be asked of many texts at once."""

AROUND = 2  # words on either side that the judge hears
WEIGHT = 2.0  # log odds that a whole unit of confidence is worth; 1.5 to 3 measured alike, 6 lower
ODD = 1.0  # natural log odds against a reading, for each letter that Vietnamese does not have: Ð


def heard(judge: Judge, texts: Sequence[str]) -> list[float]:
    """What the judge says of each text."""
    many = getattr(judge, "many", None)
    return many(texts) if many else [judge(text) for text in texts]


def is_better(seen: Word, at: int, words: Sequence[Word], judge: Judge | None) -> bool:
    """Whether the reading `seen` beats the word at `at` among its neighbours."""
    if seen.text == words[at].text:
        return False
    surer = (seen.confidence or 0.0) - (words[at].confidence or 0.0)
    if judge is None:
        return surer > 0
    before = " ".join(word.text for word in words[max(0, at - AROUND) : at])
    after = " ".join(word.text for word in words[at + 1 : at + 1 + AROUND])
    ours, theirs = (_odds(judge(f"{before} {text} {after}")) for text in (words[at].text, seen.text))
    odd = _odd_letters(seen.text) - _odd_letters(words[at].text)
    return theirs - ours + WEIGHT * surer - ODD * odd > 0


def _odd_letters(text: str) -> int:
    return sum(char.isalpha() and not char.isascii() and char.lower() not in LETTERS for char in text)


def _odds(share: float) -> float:
    """Natural log of the odds, finite."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))
