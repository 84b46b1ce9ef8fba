"""Repair: cases by provenance, and the laws every repair keeps."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from normalize.datafile import read_tsv
from normalize.records import Edit, replay
from normalize.repair import DATA, Repairer

ROWS = read_tsv(Path(__file__).parent / "repair_cases.tsv", ("id", "provenance", "seen", "meant", "why"), key="id")
RAW = Path(__file__).parents[2] / "data" / "raw"
RULES = {row["id"] for row in read_tsv(DATA / "rules.tsv", ("id", "proposes", "safeguard"), key="id")}

VIETNAMESE = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
GARBLED = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " .,;:/-()’'\"?!016¢&€\t", max_size=60)
ANYTHING = st.text(max_size=40)


def _param(row: dict[str, str]) -> object:
    marks = [pytest.mark.xfail(reason=row["why"], strict=True)] if row["provenance"] == "known" else []
    return pytest.param(row["seen"], row["meant"], id=f"{row['provenance']}-{row['id']}", marks=marks)


@pytest.mark.parametrize(("seen", "meant"), [_param(row) for row in ROWS])
def test_line(repairer: Repairer, seen: str, meant: str) -> None:
    assert repairer.repair(seen).text == meant


def _laws(repairer: Repairer, line: str) -> None:
    one = repairer.repair(line)
    assert one.seen == unicodedata.normalize("NFC", line)
    assert one.text == replay(one.seen, one.edits)
    assert unicodedata.is_normalized("NFC", one.text)
    assert one.text.count("\t") == one.seen.count("\t")
    assert len(one.text.splitlines()) == len(one.seen.splitlines())
    assert one.text[: len(one.text) - len(one.text.lstrip())] == one.seen[: len(one.seen) - len(one.seen.lstrip())]
    assert one.text[len(one.text.rstrip()) :] == one.seen[len(one.seen.rstrip()) :]
    for edit in (*one.edits, *one.doubts):
        assert edit.rule in RULES
        assert one.seen[edit.start : edit.end] == edit.before != edit.after
        assert 0.0 <= edit.confidence <= 1.0
    assert _untouched_digits(one.seen, one.edits) == _untouched_digits(one.text, ())[: 10**6] or any(
        re.search(r"\d", edit.before) for edit in one.edits
    )


def _untouched_digits(text: str, edits: tuple[Edit, ...]) -> str:
    """The digits of a text outside some edits."""
    for edit in reversed(edits):
        text = text[: edit.start] + text[edit.end :]
    return "".join(re.findall(r"\d", text))


@settings(max_examples=150, deadline=None)
@given(GARBLED)
def test_laws_hold_for_garbled_text(line: str) -> None:
    _laws(_shared(), line)


@settings(max_examples=150, deadline=None)
@given(ANYTHING)
def test_laws_hold_for_any_text(line: str) -> None:
    _laws(_shared(), line)


@settings(max_examples=30, deadline=None)
@given(st.lists(GARBLED, max_size=8))
def test_a_page_keeps_its_lines(lines: list[str]) -> None:
    repaired = _shared().repair_lines(lines)
    assert [one.seen for one in repaired] == [unicodedata.normalize("NFC", line) for line in lines]
    assert all(one.text == replay(one.seen, one.edits) for one in repaired)


_KEPT: list[Repairer] = []


def _shared() -> Repairer:
    if not _KEPT:
        _KEPT.append(Repairer.load())
    return _KEPT[0]


@pytest.mark.parametrize("name", ["1412-qd-bkhcn.txt", "699-qd-btttt.txt", "1678-qd-bkhcn.txt", "du-thao-qd-ttg.txt"])
def test_a_repaired_text_stays(repairer: Repairer, name: str) -> None:
    once = [one.text for one in repairer.repair_lines((RAW / name).read_text(encoding="utf-8").split("\n"))]
    twice = [one.text for one in repairer.repair_lines(once)]
    changed = sum(Levenshtein.distance(a.split(), b.split()) for a, b in zip(once, twice, strict=True))
    assert changed <= sum(len(line.split()) for line in once) / 1000


def test_right_text_is_left_alone(repairer: Repairer) -> None:
    text = (RAW / "chuong-trinh-hanh-dong.txt").read_text(encoding="utf-8").split("\n")
    words = sum(len(line.split()) for line in text)
    assert sum(len(one.edits) for one in repairer.repair_lines(text)) <= 5 * words / 10_000


# Lines of a ruled table as the model `vie` read them at 200 dpi, black and white (found): the second mark is lost.
SCANNED = {
    "triên kinh tê - xã hội hăng năm và dài hạn": "triển kinh tế - xã hội hằng năm và dài hạn",
    "Đưa các chỉ tiêu bao phủ về bảo hiểm ÿ tế": "Đưa các chỉ tiêu bao phủ về bảo hiểm y tế",
    "hoạch về bảo hiêm y tê.": "hoạch về bảo hiểm y tế.",
    "đóng cho người dân tham gia bảo hiệm y tê": "đóng cho người dân tham gia bảo hiểm y tế",
    "Báo cáo theo Mẫu số 02 giao5.": "Báo cáo theo Mẫu số 02 giao5.",
}


def test_lines_of_an_engine_get_their_lost_marks_back(repairer: Repairer) -> None:
    repaired = repairer.repair_lines(list(SCANNED), range(len(SCANNED)))
    assert [one.text for one in repaired] == list(SCANNED.values())


def test_repair_does_not_depend_on_what_was_repaired_before() -> None:
    line = "Can cir Nghi dinh s6 55/2025/NP-CP"
    first = Repairer.load()
    first.repair("Quyét dinh nay c6 hiéu luc")
    assert first.repair(line) == Repairer.load().repair(line)


def test_a_page_does_not_depend_on_pages_before_it() -> None:
    page = ["Can cir Nghi dinh s6 55/2025/NP-CP", "chwong trinh phat trién kinhté xã hội", "UBND TINH Cao Bang"] * 3
    others = [["Quyét dinh nay c6 hiéu luc", "phat trién nông nghiệp"] * 4, ["Điều 1. Ban hành"], ["vz qk xj"] * 5]
    alone = Repairer.load().repair_lines(page)
    late = Repairer.load()
    for other in others:
        late.repair_lines(other)
    assert late.repair_lines(page) == alone == late.repair_lines(page)


def test_digits_of_numbers_never_change(repairer: Repairer) -> None:
    line = "tong kinh phi 12.345.678 ddng, ngay 06/01/2025, diém 1.2.3, s6 60/QD-BTC, ty 1é 16,5%"
    assert re.findall(r"\d[\d./,]*\d", repairer.repair(line).text) == re.findall(r"\d[\d./,]*\d", line)


def test_an_edit_below_the_least_gain_is_a_doubt() -> None:
    line = "chwong trinh phat trién"
    shy = Repairer.load(min_gain=99.0).repair(line)
    assert shy.text == line
    assert [doubt.after for doubt in shy.doubts] == ["chương", "trình", "phát", "triển"]


LETTERED = [  # as an engine prints it that knows some letters of Vietnamese, but no word; what it stands for
    (
        "tra phi yêu cu đi tưng đưc kim tra, đi tưng có liên quan chp hành",
        "đối tượng được kiểm tra, đối tượng có liên quan",
    ),
    ("a) Nêu rõ trong ni dung hp đồng v vic chp hành quy đnh ca pháp lut", "chấp hành quy định của pháp luật"),
    ("Pht tin tù 20.000.000 đông đn 50.000.000 đng đi vói hành vi vi phm", "Phạt tiền từ 20.000.000 đồng đến"),
]


def test_an_engine_of_some_vietnamese_letters_is_not_trusted_for_its_words(repairer: Repairer) -> None:
    done = repairer.repair_lines([seen for seen, _ in LETTERED] * 3)
    assert not repairer._page([seen for seen, _ in LETTERED]).faithful
    assert all(meant in one.text for one, (_, meant) in zip(done, LETTERED * 3, strict=True))


def test_an_engine_that_prints_vietnamese_words_is_trusted(repairer: Repairer) -> None:
    lines = ["Ủy ban nhân dân tỉnh chi dao cdc co quan thyc hién", "Quyết định nay cé hiéu lyc thi hành ké tir ngày ky"]
    assert repairer._page(lines).faithful


def test_left_context_decides(repairer: Repairer) -> None:
    line = "dong phai chap hanh ky luat"
    assert repairer.repair(line, left="Nghĩa vụ của người lao").text.startswith("động phải")
    assert repairer.repair(line, left="Thành viên Hội").text.startswith("đồng phải")


def test_explain_names_channel_and_language(repairer: Repairer) -> None:
    words = repairer.explain("Quyét dinh nay c6 hiéu luc")
    assert [word.candidates[0].text for word in words] == ["Quyết", "định", "này", "có", "hiệu", "lực"]
    best = words[0].candidates
    assert best[0].channel + best[0].language >= best[1].channel + best[1].language


def test_loading_is_quick() -> None:
    start = time.process_time()
    Repairer.load()
    assert time.process_time() - start < 1.5


def test_cells_do_not_mix(repairer: Repairer) -> None:
    one = repairer.repair("Cuc Chuyén doi sé\tHoan thanh trong nam 2025\t")
    assert one.text == "Cục Chuyển đổi số\tHoàn thành trong năm 2025\t"


def test_new_words_carry_their_tone_as_the_text_does() -> None:
    text = ["Các cơ quan đã hoà giải, thuỷ lợi hoá hoạt động theo quy định của Chính phủ và Nhà nước về hoa bình"] * 2
    late = Repairer.load(tones="late")
    for one in late.repair_lines(["Viéc hda giai & co so duoc thuc hién theo quy dinh cua phap luat"]):
        assert "hoà giải" in one.text
    assert all("hòa" not in one.text for one in Repairer.load().repair_lines(text))
