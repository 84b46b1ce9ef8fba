"""Lines of a document without files or repair in between."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract.records import Line
from ingest.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture
def lines_of() -> Callable[[str], list[Line]]:
    """Turn a text into lines as the pipeline would, nothing repaired."""

    def make(text: str) -> list[Line]:
        pages = read_text(text.encode())
        return [
            Line(page.number, number, line.text, line.text)
            for page in pages
            for number, line in enumerate(page.lines, start=1)
        ]

    return make


@pytest.fixture
def sample_lines(lines_of: Callable[[str], list[Line]]) -> Callable[[str], list[Line]]:
    """Lines of a sample decision in `data/raw`."""
    return lambda name: lines_of((RAW / name).read_text(encoding="utf-8"))
