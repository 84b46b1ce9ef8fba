"""What a word says by its shape: an ordinal, the beginning of a cell, a figure."""

from __future__ import annotations

import re

_ORDINAL = re.compile(r"\(?(\d{1,3})[.),:]?")
_GROUP = re.compile(r"(?=[IVXlH1])[IVXl1H]{1,6}[.),:]?|[A-ZĐ][.)]?")
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})[.),:]?")
_OPENERS = "“\"'(«-–+•*"


def ordinal(text: str) -> int | None:
    """The number of a row label such as `1.`, `(12)` or `3`; None for anything else."""
    match = _ORDINAL.fullmatch(text)
    return int(match.group(1)) if match else None


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
    numbers = [_roman(value) for value in range(1, 40)]
    return numbers[numbers.index(label) + 1] if label in numbers[:-1] else ""


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
