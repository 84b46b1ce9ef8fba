"""Words that make up the head of a document; they are data (`extract/data/head_words.tsv`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.unit_words import heads, tokens, written_out
from normalize.datafile import read_tsv
from normalize.syllable import fold, unify_tone

_FILE = Path(__file__).parent / "data" / "head_words.tsv"


@dataclass(frozen=True, slots=True)
class HeadWord:
    """One row of `head_words.tsv`; `folded` is the phrase without case and diacritics."""

    use: str
    phrase: str
    folded: str
    code: str


@cache
def head_words() -> tuple[HeadWord, ...]:
    """The words of a head.

    Raises:
        DataFileError: if the data file breaks its rules.
    """
    rows = read_tsv(_FILE, ("id", "use", "phrase", "code"), key="id")
    return tuple(HeadWord(r["use"], r["phrase"], fold(r["phrase"]), r["code"]) for r in rows)


def begins_title(text: str) -> bool:
    """Whether a text begins with a capital and as titles of decisions do ("Bãi bỏ …", "Về việc …")."""
    rows = _title_words()
    return text[:1].isupper() and text.lower().startswith(rows)


@cache
def _title_words() -> tuple[str, ...]:
    rows = read_tsv(_FILE.parent / "title_words.tsv", ("class", "words"))
    return tuple(f"{row['words']} " for row in rows if row["class"] == "title")


def head_word(text: str, use: str) -> HeadWord | None:
    """The longest phrase of that use that `text` starts with, without regard to case and diacritics."""
    folded = " ".join(fold(text).split())
    found = (word for word in head_words() if word.use == use and folded.startswith(word.folded))
    return max(found, key=lambda word: len(word.folded), default=None)


def names_body(text: str) -> bool:
    """Whether a text begins as names of bodies and of their heads do."""
    words = f"{unify_tone(' '.join(text.lower().split()))} "
    return any(words.startswith(f"{head} ") for head in heads()) or head_word(text, "office") is not None


def names_body_in_short(text: str) -> bool:
    """Like `names_body`, also where its first words are abbreviated: "UBND thành phố Hà Nội"."""
    return names_body(text) or names_body(written_out(text, tokens(text)))
