from typing import Any

import pytest

from ingest.letters import quality, rejoined, words_of
from ingest.records import Box, Word

TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}  # text matrices, y up


def letters(text: str, rotation: int = 0, gap: float = 0.0, font: str = "Times") -> list[dict[str, Any]]:
    """Letters, 6 wide and 12 high, of a line at (100, 100) on a page 600 x 800, the page then turned back."""
    wide, high = (800.0, 600.0) if rotation % 180 else (600.0, 800.0)
    made = []
    for at, letter in enumerate(text):
        x = 100 + at * (6 + gap)
        box = {
            0: (x, 100, x + 6, 112),
            90: (100, wide - x - 6, 112, wide - x),
            180: (wide - x - 6, high - 112, wide - x, high - 100),
            270: (high - 112, x, high - 100, x + 6),
        }[rotation]
        place = dict(zip(("x0", "top", "x1", "bottom"), box, strict=True))
        made.append({"text": letter, "fontname": font, "matrix": (*TURNS[rotation], 0, 0), "doctop": box[1], **place})
    return made


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_letters_that_run_any_way_come_out_in_their_order(rotation: int) -> None:
    found = words_of(letters("Điều 1", rotation), 600, 800)

    assert found.rotation_deg == rotation
    assert [word.text for word in found.words] == ["Điều", "1"]
    assert found.words[0].box == Box(100, 100, 124, 112)


def test_a_margin_note_that_runs_upwards_keeps_its_order_on_an_upright_page() -> None:
    found = words_of([*letters("Thời hạn hoàn thành"), *letters("Ghi chú", 90)], 600, 800)

    assert found.rotation_deg == 0
    assert [word.text for word in found.words] == ["Thời", "hạn", "hoàn", "thành", "Ghi", "chú"]
    assert found.words[4].box == Box(100, 682, 112, 700)


def test_letters_aslant_are_a_watermark() -> None:
    aslant = [{**letter, "matrix": (0.7, 0.7, -0.7, 0.7, 0, 0)} for letter in letters("BẢN SAO")]

    assert [word.text for word in words_of([*letters("Điều 1"), *aslant], 600, 800).words] == ["Điều", "1"]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("Tỉnh Qu ả ng Ng ãi th ự c hi ệ n", "Tỉnh Quảng Ngãi thực hiện"),  # found: spaces at each letter with a mark
        ("Tỉnh Quảng Ngãi thực hiện", "Tỉnh Quảng Ngãi thực hiện"),
        ("Ban QLDA ĐTXD và UBND", "Ban QLDA ĐTXD và UBND"),
    ],
)
def test_broken_syllables_are_put_together(seen: str, meant: str) -> None:
    assert " ".join(word.text for word in words_of(letters(seen), 600, 800).words) == meant


def test_only_neighbours_are_put_together() -> None:
    apart = [Word("th", Box(0, 0, 12, 12)), Word("ực", Box(80, 0, 92, 12))]
    below = [Word("th", Box(0, 0, 12, 12)), Word("ực", Box(13, 30, 25, 42))]

    assert rejoined(apart) == apart
    assert rejoined(below) == below


def test_a_legacy_font_is_read_by_its_encoding() -> None:
    found = words_of(letters("Céng hoµ x· héi", font="ABCDEF+.VnTime"), 600, 800)

    assert [word.text for word in found.words] == ["Cộng", "hoà", "xã", "hội"]


def test_no_letters_are_no_words() -> None:
    assert words_of([], 600, 800).words == ()
    assert quality([]) == (0.0, 0.0)
