"""The reference texts of single pages are written as their README says."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "gold" / "pages"
ROW = re.compile(r"\| `(\w+)` \| `([0-9a-f]{64})` \| (\d+) \|")
ROWS = ROW.findall((PAGES / "README.md").read_text(encoding="utf-8"))


def test_every_page_is_listed_with_its_file() -> None:
    assert sorted(name for name, _, _ in ROWS) == sorted(file.stem for file in PAGES.glob("*.txt"))
    assert len({(sha, page) for _, sha, page in ROWS}) == len(ROWS) >= 11


@pytest.mark.parametrize("name", [name for name, _, _ in ROWS])
def test_a_page_is_composed_text_with_single_spaces(name: str) -> None:
    text = (PAGES / f"{name}.txt").read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    assert all(line == " ".join(line.split()) for line in text.splitlines())
