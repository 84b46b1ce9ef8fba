"""What a column or an item means, by its header; the phrases are data (`extract/data/column_roles.tsv`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from normalize.datafile import read_tsv
from normalize.syllable import fold

_ROLES = Path(__file__).parent / "data" / "column_roles.tsv"
_LONG_HEADER = 80  # a longer cell is content, not a header
_LONG_ITEM = 40  # an item label ends with a colon within so many letters
_FUZZY = 86  # of 100; OCR residue in a header
_OF_ITEMS = frozenset({"content", "bare"})  # what phrases that no column has tell of an item
_NEEDS_FUZZ = 6  # shorter phrases must match exactly


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A folded phrase and the role it gives; `is_item`: it may introduce a labelled item in a list."""

    role: str
    phrase: str
    is_item: bool


@cache
def role_phrases() -> tuple[RolePhrase, ...]:
    """The phrases that name a column or the value of an item, in file order.

    Raises:
        DataFileError: if the data file breaks its rules.
    """
    return tuple(known for known in _phrases() if known.role not in _OF_ITEMS)


@cache
def _phrases() -> tuple[RolePhrase, ...]:
    rows = read_tsv(_ROLES, ("id", "role", "phrase", "item"), key="id")
    return tuple(RolePhrase(row["role"], fold(row["phrase"]), row["item"] == "yes") for row in rows)


@lru_cache(maxsize=4096)  # rows are asked whether they repeat the header again and again
def header_role(text: str) -> str | None:
    """Role of a column with the header `text`, or None if no phrase is in it."""
    folded = " ".join(re.findall(r"\w+", fold(text)))
    folded = re.sub(r"\b[a-z]\b ?", "", folded).strip() or folded  # letters alone are what an engine makes of rules
    if not folded or len(folded) > _LONG_HEADER:
        return None
    return next((known.role for known in role_phrases() if _is_in(known.phrase, folded)), None)


def item_role(text: str) -> tuple[str, str] | None:
    """(role, value) of a labelled item such as `Đơn vị chủ trì: Bộ Y tế`, or None.

    White space around the value and a final stop or semicolon are taken off.
    """
    label, colon, value = text.partition(":")
    if not colon or len(label) > _LONG_ITEM:
        return None
    folded = " ".join(re.findall(r"\w+", fold(label)))
    found = next((p for p in role_phrases() if p.is_item and _is_in(p.phrase, folded)), None)
    return (found.role, value.strip().rstrip(".;").strip()) if found else None


def names_detail(text: str) -> str | None:
    """Role of an item that is nothing but the name of a detail, with or without a colon: "a) Cơ quan chủ trì"."""
    name = text.rstrip(" .:;")
    found = item_role(f"{name}:") if ":" not in name else None
    return found[0] if found and fold(name).startswith(_starts()) else None


@cache
def _starts() -> tuple[str, ...]:
    """How the bare name of a detail begins, folded: with what it is about, not with something to do."""
    return tuple(known.phrase for known in _phrases() if known.role == "bare")


def is_content(text: str) -> bool:
    """Whether an item says by name what a task is about: "Nội dung thực hiện: …", and nothing else in its label."""
    label, colon, _ = text.partition(":")
    return bool(colon) and len(label) <= _LONG_ITEM and " ".join(re.findall(r"\w+", fold(label))) in _contents()


@cache
def _contents() -> frozenset[str]:
    return frozenset(known.phrase for known in _phrases() if known.role == "content")


def _is_in(phrase: str, folded: str) -> bool:
    if f" {phrase} " in f" {folded} ":
        return True
    if len(phrase) < _NEEDS_FUZZ or abs(len(folded) - len(phrase)) > 2 * len(phrase):
        return False
    if fuzz.partial_ratio(phrase, folded) < _FUZZY or len(folded) < len(phrase) - 1:
        return False
    words, size = folded.split(), phrase.count(" ") + 1  # "chu tich hoi dong" holds most letters of "chu tri", no word
    windows = (" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1)))
    return any(fuzz.ratio(phrase, window) >= _FUZZY for window in windows)
