"""Ordinal labels of rows and items: `1`, `2.1`, `(117)`, `IV`, `a`, and how one stands under another."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import filterfalse
from typing import Literal

from extract.letters import UPPER
from normalize.listletters import next_letter

LabelStyle = Literal["roman", "letter", "number", "dotted", "bracketed", "none"]

_STYLES: tuple[tuple[LabelStyle, re.Pattern[str]], ...] = (
    ("roman", re.compile(r"[IVX]{1,6}")),
    ("letter", re.compile(r"[A-ZĐ]")),
    ("dotted", re.compile(r"[IVX\d]{1,4}(?:\.\d{1,3})+")),
    ("number", re.compile(r"\d{1,3}")),
    ("bracketed", re.compile(r"\(\d{1,3}\)?|[a-zđ]\)?|\d{1,3}\)|[-+]")),
)

# What an engine prints for the strokes of a Roman number; applied only where the result is the number expected.
_STROKES = {
    "H": "II",
    "N": "II",
    "l": "I",
    "i": "I",
    "1": "I",
    "|": "I",
    "!": "I",
    "L": "I",
    "v": "V",
    "Y": "V",
    "x": "X",
}

_SHORT = 4  # letters that are left of a spoilt Roman number

_ENUMERATED = re.compile(r"^\((\d{1,2})\)\s")
_FOREIGN = "äåæçëîïðñöøûüþÿß"  # letters that no Vietnamese word has, as engines print them
# A letter without its bracket before a capital, or any mark with one: dashes, quotes and the like begin other things.
_ODD_POINT = re.compile(rf"(?:([a-zđ])\s+(?=[{UPPER}])|(?:[^\w\s(“”\"'.,;:\-–—+•*]|[{_FOREIGN}])\s?\)\s*(?=\S))")
_STROKE_RUN = re.compile("I+")
_OPENING = re.compile(
    r"([IVXLHNYlivx1|!]{1,6})\.\s+(?=[^\W\d_a-z])"
)  # a Roman number, as engines print it, and a capital


def clean_label(text: str) -> str:
    """The label without blanks and the final stop: `1. ` → `1`."""
    return "".join(text.split()).rstrip(".,:;")


def label_style(text: str) -> LabelStyle:
    """What kind of label `text` is, "none" if it is no label."""
    label = clean_label(text)
    return next((style for style, pattern in _STYLES if pattern.fullmatch(label)), "none")


def is_label(text: str) -> bool:
    """Whether `text` is nothing but an ordinal label."""
    return label_style(text) != "none"


def read_roman(text: str, after: str | None) -> str:
    """A Roman number as printed, where an engine took its strokes for other letters: `H` after `I` is `II`.

    `after` is the number before it, None at the start. Only the number that follows is read into the strokes; how
    many strokes stand side by side is left open (`IHI` is `III`), and a speck below them does not count (`VỊ`).
    A number that is one stays as seen.
    """
    label = clean_label(text)
    following = roman_text(roman_value(after or "") + 1)
    return following if not roman_value(label) and same_strokes(label, following) else label


def same_strokes(label: str, roman: str) -> bool:
    """Whether an engine may have read a Roman number as `label`, however many strokes side by side it counted."""
    letters = filterfalse(unicodedata.combining, unicodedata.normalize("NFD", label))
    strokes = "".join(_STROKES.get(letter, letter) for letter in letters)
    return _STROKE_RUN.sub("I", strokes) == _STROKE_RUN.sub("I", roman)


def roman_opening(text: str) -> tuple[str, str] | None:
    """The Roman number, spoilt or not, that a text begins with, and the rest; None where it begins with none."""
    match = _OPENING.match(text.strip())
    return (match[1], text.strip()[match.end() :]) if match else None


def read_group(text: str, after: str | None, below: str, then: str = "") -> str:
    """The label of a group of rows, read by `read_roman` and by what stands around it.

    `below` is the label of the group's first row: `7.1` shows that the `VI` after a `VI` was `VII`; so does `then`,
    the label of the next group, where it is `VIII`. What is no label at all after a Roman number is the next one.
    """
    label = read_roman(text, after)
    following = roman_value(after or "") + 1
    first, dot, _ = clean_label(below).partition(".")
    spoilt = bool(label) and label_style(label) == "none" and following > 1 and len(label) <= _SHORT
    counts_past = bool(dot and first == str(following)) or roman_value(clean_label(then)) == following + 1
    return roman_text(following) if spoilt or (label == after and counts_past) else label


def follows(text: str, before: str | None) -> bool:
    """Whether `text` is the Roman number after `before`."""
    label = clean_label(text)
    return before is not None and roman_value(before) > 0 and roman_value(label) == roman_value(before) + 1


def roman_value(roman: str) -> int:
    """Value of a Roman number up to XXXIX; 0 for anything else."""
    return _values().get(roman, 0)


@cache
def _values() -> dict[str, int]:
    return {roman_text(number): number for number in range(1, 40)}


def roman_text(number: int) -> str:
    """The Roman number up to XXXIX; "" for 0."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def read_point(text: str, after: str) -> tuple[str, str] | None:
    """The label and the words of the point after `after`, where an engine lost its bracket or misread its letter.

    `¢) Cục …` after `b` is `c`; `đ Tăng cường …` after `d` is `đ`. None where the text is not the next point.
    """
    wanted = next_letter(after)
    found = _ODD_POINT.match(text)
    if not wanted or found is None or (found[1] and found[1] != wanted):
        return None
    return wanted, text[found.end() :]


def counts_on(text: str, before: str) -> bool | None:
    """Whether `text` starts with the next of the numbers (1) … (2) … in `before`; None if it starts with none."""
    number = _ENUMERATED.match(text)
    return f"({int(number[1]) - 1})" in before if number else None


def is_aside(text: str) -> bool:
    """Whether a row's text is a note to the reader: "… (đề nghị bổ sung danh mục)"."""
    return text.lstrip().startswith(("...", "…"))
