"""A first look at lines: what they are made of, and which of them are worth a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from normalize.repair import Repairer


@pytest.mark.parametrize(
    ("line", "wanted", "why"),
    [
        ("Ban Giam d6c/Board of Directors", True, "two syllables side by side, a word with a digit"),
        ("Ten co so san xuat (Name of Manufacturer):", True, "a form in two languages without marks"),
        ("the trién of goods on the list in this Article", True, "a word only with other marks"),
        ("permanent residence permission prescribed in this Law;", False, "plain English"),
        ("The term of the office shall be as prescribed by law", False, "English words that are syllables stand apart"),
        ("directors of the Police Department and the chief of the office", False, "an English sentence"),
        ("cua cong ty/the Board of Management and the office", True, "three syllables side by side in one"),
        ("", False, "nothing"),
    ],
)
def test_lines_of_two_languages(line: str, wanted: bool, why: str, repairer: Repairer) -> None:
    assert repairer._sound.may_mix(line) is wanted, why


def test_lines_are_looked_at_each_by_itself(repairer: Repairer) -> None:
    lines = ["", "công nghệ số và chuyển đồi số", "  -  ", "Điều 1. Ban hành kèm theo Quyết định này", ""]
    sound = repairer._sound
    together = sound.look_all(lines)
    for line, glance, strange in zip(lines, together, sound.strangers(together), strict=True):
        alone = sound.look(line)
        assert (alone.ids.tolist(), alone.words, alone.sound) == (glance.ids.tolist(), glance.words, glance.sound)
        assert alone.quality == pytest.approx(glance.quality)
        assert sound.strangers([alone]) == [strange]
        assert len(sound.starts(line)) == len(glance.ids)
        assert all(line[at : at + 1].strip() for at in sound.starts(line))
    assert sound.strangers(together)[1] == {lines[1].index("đồi")}
