"""Ordinal labels of rows and items: `1`, `2.1`, `(117)`, `IV`, `a`, and how one stands under another."""

from __future__ import annotations

import re
from typing import Literal

LabelStyle = Literal["roman", "letter", "number", "dotted", "bracketed", "none"]

_STYLES: tuple[tuple[LabelStyle, re.Pattern[str]], ...] = (
    ("roman", re.compile(r"[IVX]{1,6}")),
    ("letter", re.compile(r"[A-ZĐ]")),
    ("dotted", re.compile(r"[IVX\d]{1,4}(?:\.\d{1,3})+")),
    ("number", re.compile(r"\d{1,3}")),
    ("bracketed", re.compile(r"\(\d{1,3}\)|[a-zđ]\)?|\d{1,3}\)|[-+]")),
)


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


def is_aside(text: str) -> bool:
    """Whether a row's text is a note to the reader: "… (đề nghị bổ sung danh mục)"."""
    return text.lstrip().startswith(("...", "…"))
