"""What a word says by its shape: an ordinal, the beginning of a cell, a figure."""

from __future__ import annotations

import re

from extract.labels import roman_text, roman_value

_ORDINAL = re.compile(r"\(?(\d{1,3})[.),:]?|(\d{1,2}(?:\.\d{1,2}){1,2})[.),:]?")
_NO_POINT = re.compile(r"([1-9])([1-9])")
_GROUP = re.compile(r"(?=[IVXlH1])[IVXl1H]{1,6}[.),:]?|[A-ZĐ][.)]?")
_LAST_ROMAN = 39
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})[.),:]?")
Ordinal = tuple[int, ...]  # of a label: (3,) for `3.`, (2, 1) for `2.1`
_OPENERS = "“\"'(«-–+•*"


def ordinal(text: str) -> Ordinal | None:
    """The numbers of a row label such as `1.`, `(12)`, `3` or `2.1`; None for anything else."""
    match = _ORDINAL.fullmatch(text)
    return tuple(map(int, (match[1] or match[2]).split("."))) if match else None


def ordinals(text: str) -> tuple[Ordinal, ...]:
    """What a row label may say, as printed first: `26` may be 2.6 whose point was lost."""
    plain = ordinal(text)
    if plain is None:
        return ()
    lost = _NO_POINT.fullmatch(text)
    return (plain, (int(lost[1]), int(lost[2]))) if lost else (plain,)


def step(before: Ordinal, after: Ordinal) -> int | None:
    """How many labels further on a label is, 1 for the next; None where it does not count on.

    After 3 comes 4; after 2.3 comes 2.4, or 3.1 or 3 where a new part begins.
    """
    same = len(before) == len(after)
    if same and before[:-1] == after[:-1] and after[-1] > before[-1]:
        return after[-1] - before[-1]
    opens = after[-1] == 1 and len(after) > 1
    above, part = before[: len(after) - opens], after[: len(after) - opens]
    if len(above) == len(part) and above[:-1] == part[:-1] and (opens or len(before) > len(after)):
        further = part[-1] - above[-1]
        return max(1, further) if further > 0 or (further == 0 and len(before) < len(after)) else None
    return None


def following(label: Ordinal) -> Ordinal:
    """The label after one, on its own level."""
    return (*label[:-1], label[-1] + 1)


def is_group_label(text: str) -> bool:
    """Whether the word looks like the label of a group of rows: a Roman number or a capital letter."""
    return _GROUP.fullmatch(text) is not None


def is_roman(text: str) -> bool:
    """Whether the word is a Roman number in capitals."""
    return _ROMAN.fullmatch(text) is not None


def may_start(text: str) -> bool:
    """Whether a cell may begin with the word: a capital letter, a figure, an opening mark."""
    bare = text.lstrip(_OPENERS)
    return not bare or not bare[0].islower()


def is_number(text: str) -> bool:
    """Whether the word has a figure in it."""
    return any(letter.isdigit() for letter in text)


def is_title_case(text: str) -> bool:
    """Whether the word begins with a capital letter and goes on in small ones, as the first word of a sentence does."""
    bare = text.lstrip(_OPENERS)
    return bare[:1].isupper() and bare[1:2].islower()


def following_roman(label: str) -> str:
    """The Roman number after `label`, "" if it is none up to XXXVIII."""
    value = roman_value(label)
    return roman_text(value + 1) if 0 < value < _LAST_ROMAN else ""
