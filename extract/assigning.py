"""Words that give work: those of assigning ("Giao", "Đề nghị"), and the verbs of duty that a text may start with."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from extract.registry import DATA
from extract.unit_words import bare, phrases
from normalize.datafile import read_tsv
from normalize.syllable import fold

_OPENER = 40  # letters: no word of assigning is longer


def after_opener(text: str) -> str:
    """The text behind a word of assigning at its start ("Giao", "Đề nghị"); the text itself where none stands there."""
    folded = fold(text[:_OPENER])
    likely = _openers().get(folded.partition(" ")[0].rstrip(":"), ())
    word = next((word for word in likely if folded.startswith((f"{word} ", f"{word}: "))), None)
    return text[len(word) + 1 :].lstrip(" :") if word else text


def behind_duty(heading: str) -> str:
    """A heading without the word for what follows in it: "Trách nhiệm các cơ quan …", "of" left out."""
    folded = fold(heading[:_OPENER])
    word = next((word for word in _duty_words() if folded.startswith(f"{word} ")), None)
    return heading[len(word) + 1 :] if word and after_opener(heading) == heading else heading


def assigns(text: str) -> bool:
    """Whether a text begins with a word that gives work ("Giao …", "Đề nghị …"), not with whose duty it is."""
    return assigning_words().match(text[:_OPENER].lower()) is not None


def is_proper(unit: str) -> bool:
    """Whether a name, known or not, is of a body: "Sở Xây dựng" has capitals inside, "cơ quan nơi" has none."""
    return any(word[:1].isupper() for word in unit.split()[1:])


def starts_with_duty(text: str) -> bool:
    """Whether a text starts with a verb of duty, such as "Chủ trì" or "Phối hợp với"."""
    return starts_with(text, "verb")


def starts_with(text: str, group: str) -> bool:
    """Whether a text starts with words of a class of `unit_verbs.tsv`."""
    low = f"{bare(text[:80]).lower()} "
    return low.startswith(_beginnings(group).get(low.partition(" ")[0].rstrip(","), ()))


@cache
def _beginnings(group: str) -> dict[str, tuple[str, ...]]:
    """The words of a class of `unit_verbs.tsv` by their first, each with what may follow it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for words in phrases("unit_verbs.tsv", group):
        found[words.partition(" ")[0].rstrip(",")] += [f"{words} ", f"{words},"]
    return {first: tuple(ways) for first, ways in found.items()}


@cache
def _duty_words() -> tuple[str, ...]:
    return tuple(fold(row["phrase"]) for row in _assigning() if row["asks"] == "heading")


@cache
def _assigning() -> tuple[dict[str, str], ...]:
    return tuple(read_tsv(DATA / "assigning.tsv", ("id", "phrase", "asks"), key="id"))


@cache
def _openers() -> dict[str, tuple[str, ...]]:
    """Words of assigning by their first word, longest first."""
    words = [fold(row["phrase"]) for row in _assigning() if row["asks"] != "heading"]
    words.sort(key=len, reverse=True)
    firsts = {word.partition(" ")[0] for word in words}
    return {first: tuple(word for word in words if word.partition(" ")[0] == first) for first in firsts}


@cache
def assigning_words() -> re.Pattern[str]:
    """Words of assigning that may stand inside a sentence, behind who assigns."""
    words = sorted((row["phrase"] for row in _assigning() if row["asks"] == "yes"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")
