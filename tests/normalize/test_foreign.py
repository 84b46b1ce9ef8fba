"""Lines in another language are left alone, those that are too short to tell too where they stand beside others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalize.foreign import foreign_lines

if TYPE_CHECKING:
    from normalize.repair import Repairer

ENGLISH = "The court shall examine the case file in accordance with the provisions of Article 12"
GARBLED = "thirc hién theo quy dinh cia phap luat vé xir ly vi pham hanh chinh"
SYLLABLES = frozenset(
    {"the", "to", "in", "on", "quy", "dinh", "phap", "luat", "ve", "xu", "ly", "vi", "pham", "drug", "them"}
)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([ENGLISH, "of this Law."], [True, True]),
        (["clearly stating the reason.", "", ENGLISH], [True, False, True]),
        ([GARBLED, "of this Law."], [False, False]),
        ([ENGLISH, "quy dinh cua phap luat"], [True, False]),
        ([ENGLISH, "tir ngay"], [True, False]),
        ([ENGLISH, GARBLED], [True, False]),
        ([], []),
    ],
)
def test_a_short_line_beside_english_is_english(lines: list[str], wanted: list[bool]) -> None:
    assert foreign_lines(lines, SYLLABLES) == wanted


def test_english_beside_garbled_text_stays(repairer: Repairer) -> None:
    seen = [GARBLED, ENGLISH, "with this Law.", "b/ Organizing the clinical trial;", GARBLED]
    repaired = [one.text for one in repairer.repair_lines(seen)]
    assert repaired[1:4] == seen[1:4]
    assert repaired[0] == repaired[4] == "thực hiện theo quy định của pháp luật về xử lý vi phạm hành chính"
