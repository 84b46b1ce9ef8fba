"""What a page shows clearly helps where it does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from normalize import habits
from normalize.readings import Readings
from normalize.records import Edit, Repaired

if TYPE_CHECKING:
    from normalize.repair import Repairer


def test_only_sure_words_are_learned(repairer: Repairer) -> None:
    sure = Repaired("don vi", "đơn vi", (Edit(0, 3, "don", "đơn", "channel", 5.0, 0.99),))
    shy = Repaired("don vi", "đòn vi", (Edit(0, 3, "don", "đòn", "channel", 0.1, 0.5),))
    known = habits.learn([sure, sure, sure, shy], repairer._sound)
    assert known["don"] == Counter({"đơn": 3})
    assert known["vi"] == Counter({"vi": 4})
    assert habits.unsure(shy) == {"don"}


def test_readings_lean_to_the_page(repairer: Repairer) -> None:
    reader = repairer._reader
    ids = np.array([reader.numbers["đón"], reader.numbers["đơn"]])
    even = Readings(ids, np.zeros(2, np.float32), np.zeros(2, np.int64))
    leaning = habits.lean("don", even, {"don": Counter({"đơn": 9})}, reader)
    assert leaning.odds[1] > leaning.odds[0]
    assert habits.lean("khac", even, {"don": Counter({"đơn": 9})}, reader) is even


def test_a_cell_without_context_follows_the_page(repairer: Repairer) -> None:
    page = ["Cac co quan, don vi thudc Bé thuc hién Quyét dinh nay"] * 4 + ["B0"]
    assert repairer.repair_lines(page)[0].text == "Các cơ quan, đơn vị thuộc Bộ thực hiện Quyết định này"
    cells = ["Cac don vi thuc hién nhiém vu duoc giao", "Thu trudng cac don vi chiu trach nhiém"] * 3 + ["don"]
    assert repairer.repair_lines(cells)[-1].text == "đơn"
