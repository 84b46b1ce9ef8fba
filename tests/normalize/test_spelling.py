"""What the tagger says is evidence: it sways odds, and never brings a word that the lexicon does not have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from normalize.readings import Readings
from normalize.repair import Repairer
from normalize.spelling import CELL, PROSE, RULE, Said, Spelling, heed

SURE = [("đ", 0.0)], [("ơ", float(np.log(0.7))), ("o", float(np.log(0.3)))], [("n ", 0.0)]


def _even(repairer: Repairer, *words: str) -> Readings:
    ids = np.array([repairer._reader.numbers[word] for word in words])
    return Readings(ids, np.zeros(len(ids), np.float32), np.zeros(len(ids), np.int64))


def test_ways_of_a_span() -> None:
    spelling = Spelling(SURE)
    assert spelling.ways(0, 3) == pytest.approx({"đơn": 0.7, "đon": 0.3})
    assert spelling.parts(3 - 1) is False
    assert Spelling([*SURE, [("v", 0.0)]]).parts(3)


def test_readings_lean_to_the_tagger(repairer: Repairer) -> None:
    leaning = heed("don", _even(repairer, "đón", "đơn", "<unk>"), Said({"đơn": 0.9}), repairer._reader)
    assert leaning.odds.argmax() == 1
    assert [rule for rule, _ in leaning.hints] == [RULE]


def test_the_tagger_weighs_more_in_a_sentence_than_in_a_cell() -> None:
    line = Spelling([(("x", 0.0),)] * 40)
    assert line.within(0, "Tổng số cơ quan").weight == CELL
    assert line.within(4, "Tổng số cơ quan nhà nước cấp bộ, tỉnh").weight == PROSE > CELL
    assert len(line.within(4, "Tổng số").choices) == 7


def test_only_words_of_the_lexicon_are_new(repairer: Repairer) -> None:
    even = _even(repairer, "đón", "<unk>")
    new = heed("don", even, Said({"đơn": 0.9}), repairer._reader)
    assert repairer._reader.words[int(new.ids[0])] == "đơn"
    assert len(heed("don", even, Said({"đơđn": 0.9}), repairer._reader).ids) == len(even.ids)
    assert len(heed("don", even, Said({"đơn": 0.9}), repairer._reader, novel=False).ids) == len(even.ids)


def test_without_a_tagger_the_channel_speaks_alone(repairer: Repairer) -> None:
    silent = Repairer(replace(repairer._models, tagger=None), adapt=False)
    lines = ["Uy ban nhan dan tinh Quang Nam", "tri6n khai k6 hoach", "phái sính"]
    rules = {edit.rule for one in silent.repair_lines(lines) for edit in one.edits}
    assert rules
    assert rules <= {"channel", "glued", "split_word"}


def test_marks_that_stand_for_letters_count_as_letters() -> None:
    sure = [[("b", 0.0)], [("ị", -0.1), ("_", -3.0)], [(" ", 0.0)], [("(", -0.2)], [("ở", -1.2), ("_", -1.3)]]
    assert Spelling(sure).lettered("b_ (_") == "bƕ (_"


@pytest.mark.parametrize(
    ("seen", "nothing", "lettered"),
    [("d.inh", [1], "dƕinh"), ("hoa. t", [3, 4], "hoaƕƕt"), ("hoa. t", [3], "hoa. t"), ("vu. ", [2], "vu. ")],
)
def test_marks_within_a_word_that_stand_for_nothing_are_of_the_word(
    seen: str, nothing: list[int], lettered: str
) -> None:
    choices = [[("", -0.1), (char, -2.5)] if at in nothing else [(char, 0.0)] for at, char in enumerate(seen)]
    assert Spelling(choices).lettered(seen) == lettered


def test_odds_that_a_mark_is_one() -> None:
    spelling = Spelling([[("", float(np.log(0.9))), (".", float(np.log(0.1)))], [(".", 0.0)], [("", 0.0)]])
    assert [spelling.marked(at) for at in range(3)] == pytest.approx([-1.0, 0.0, -2.0], abs=1e-3)


def test_a_word_keeps_the_mark_that_an_engine_prints_for_its_letter(repairer: Repairer) -> None:
    seen = "Các dQ_ v_ b_ dÌnh chÍ ho_c b_ h_y bó thông báo vë vi_c t_ ch_c dánh giá cäp thé cúa B_ Công ThLrQng"
    assert repairer.repair_lines([seen])[0].text.count("_") <= 1
