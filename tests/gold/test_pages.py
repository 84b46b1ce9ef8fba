"""The reference texts of single pages are written as their README says."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "gold" / "pages"
LISTED = dict(re.findall(r"\| `(\w+)` \| `([0-9a-f]{64})` \|", (PAGES / "README.md").read_text(encoding="utf-8")))


def test_every_page_is_listed_with_its_file() -> None:
    assert set(LISTED) == {file.stem for file in PAGES.glob("*.txt")}
    assert len(set(LISTED.values())) == len(LISTED) >= 4


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_page_is_composed_text_with_single_spaces(name: str) -> None:
    text = (PAGES / f"{name}.txt").read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    assert all(line == " ".join(line.split()) for line in text.splitlines())
