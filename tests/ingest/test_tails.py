"""Marks at words' ends, drawn by code as print has them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from gold.simulate.degrade import GRADES, degrade
from ingest.records import Box, Word
from ingest.scan import Scan
from ingest.tails import ends_in_semicolon, with_tails
from pipeline.doctor import find_font

DPI = 300


def printed(text: str, style: str, seed: int | None = None) -> tuple[Word, Scan]:
    """A word between lines of other words, as set or as an office scanner gives it back, read as ending in a comma."""
    font_file = find_font()
    assert font_file is not None
    font = ImageFont.truetype(str(font_file.with_name(f"LiberationSerif-{style}.ttf")), round(13 * DPI / 72))
    picture = Image.new("L", (900, 260), 255)
    pen = ImageDraw.Draw(picture)
    for place, other in (((100, 20), "Căn cứ Luật số"), ((100, 100), text), ((100, 180), "đặng Nghị định")):
        pen.text(place, other, font=font, fill=0)
    box = Box(*(side * 72 / DPI for side in pen.textbbox((100, 100), text[:-1] + ",", font=font)))
    grey = np.asarray(picture, dtype=np.uint8)
    grey = grey if seed is None else degrade(grey, GRADES["office"], seed)
    return Word(text[:-1] + ",", box, 0.96), Scan(grey, DPI)


@pytest.mark.parametrize("style", ["Regular", "Italic", "Bold"])
@pytest.mark.parametrize("seed", [None, 1])
@pytest.mark.parametrize(
    "text",
    [
        "2025;",  # found: read as a comma on five of eleven pages
        "phố;",
        "mới;",
        "QH15;",
        "thi;",
        "2025,",
        "phố,",  # marks of tone are no dots
        "mới,",
        "nước,",
        "thi,",
        "lợi,",
    ],
)
def test_a_dot_over_a_comma_makes_a_semicolon(text: str, style: str, seed: int | None) -> None:
    word, scan = printed(text, style, seed)
    assert [one.text for one in with_tails([word], scan)] == [text]


def test_other_words_stay() -> None:
    words = (Word(",", Box(10, 10, 12, 14)), Word("năm", Box(20, 10, 40, 20)), Word("ngoài,", Box(-30, -30, -10, -20)))
    assert with_tails(words, Scan(np.full((200, 200), 255, np.uint8), 100)) == words


def crop(*marks: tuple[int, int, int, int]) -> np.ndarray:
    """The end of a word 48 dots high: marks (left, top, width, height)."""
    made = np.full((56, 60), 255, np.uint8)
    for left, top, width, height in marks:
        made[top : top + height, left : left + width] = 0
    return made


LETTER, COMMA, DOT = (5, 8, 26, 34), (40, 36, 8, 13), (43, 15, 6, 6)


@pytest.mark.parametrize(
    ("marks", "is_one"),
    [
        ([LETTER, COMMA, DOT], True),
        ([LETTER, (41, 36, 6, 6), DOT], False),  # a colon
        ([LETTER, COMMA], False),
        ([LETTER, COMMA, (43, 15, 2, 2)], False),  # a speck is smaller than a dot
        ([LETTER, COMMA, (30, 10, 22, 5)], False),  # a stroke
        ([LETTER, COMMA, (43, 0, 6, 5)], False),  # of the line above
        ([LETTER, (36, 50, 15, 6), DOT], False),  # found: a mark of the line below
        ([LETTER], False),
    ],
)
def test_what_stands_over_the_last_mark_decides(marks: list[tuple[int, int, int, int]], is_one: bool) -> None:
    assert ends_in_semicolon(crop(*marks), 48) is is_one
