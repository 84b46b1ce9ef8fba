"""Numbers and days of heads, drawn by code; those written by hand are read from documents where they are at hand."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from gold.simulate.degrade import GRADES, degrade
from ingest import handwriting, recogniser
from ingest.handwriting import hand_doubts, with_hand
from ingest.heads import Blank
from ingest.layout import lines_of
from ingest.pdf import read_pages
from ingest.recogniser import figures, trace
from ingest.records import Box, Evidence, Page, Word
from ingest.scan import Scan
from pipeline.doctor import find_font

DPI = 200
DOCUMENTS = Path(__file__).parents[3] / "shared" / "documents"


def drawn(parts: list[str], left: float, top: float, picture: Image.Image) -> list[Word]:
    """Words set on a page, one after another, as an engine would give them, quite sure."""
    font = ImageFont.truetype(str(find_font()), round(13 * DPI / 72))
    pen, words = ImageDraw.Draw(picture), []
    for part in parts:
        place = (left * DPI / 72, top * DPI / 72)
        pen.text(place, part, font=font, fill=0)
        box = Box(*(side * 72 / DPI for side in pen.textbbox(place, part, font=font)))
        words.append(Word(part, box, 0.9, round(top)))
        left = box.right + 4
    return words


def head(number: list[str], date: list[str]) -> tuple[Scan, list[Word], list[Word]]:
    """A page with a number on the left and a date on the right, scanned; the words of both."""
    picture = Image.new("L", (round(8.27 * DPI), round(11.69 * DPI)), 255)
    left, right = drawn(number, 100, 100, picture), drawn(date, 300, 100, picture)
    grade = replace(GRADES["office"], dpi=DPI, skew_deg=0.0)
    return Scan(degrade(np.asarray(picture, dtype=np.uint8), grade, 1), DPI), left, right


NUMBER = ["Số:", "2627", "/QĐ-BGDĐT"]
DATE = ["Hà", "Nội,", "ngày", "17", "tháng", "09", "năm", "2025"]


def texts(words: tuple[Word, ...]) -> list[str]:
    return [line.text for line in lines_of(words, ())]


@pytest.mark.parametrize(
    ("number", "date"),
    [
        (["Số:", "/QĐ-BGDĐT"], ["Hà", "Nội,", "ngày", "tháng", "năm", "2025"]),  # nothing read
        (["Số:", "26#?", "/QĐ-BGDĐT"], ["Hà", "Nội,", "ngày", "4#", "tháng", "!†", "năm", "2025"]),  # found
        (["Số:2+", "/QĐ-BGDĐT"], ["Hà", "Nội,", "ngày{-|", "tháng/ứ†", "năm", "2025"]),  # found: run together
        (["Số:", "9/QĐ-BGDĐT"], ["Hà", "Nội,", "ngày", "9", "năm", "2025"]),  # found: printed words swallowed
    ],
)
def test_figures_that_the_engine_could_not_read_are_read(number: list[str], date: list[str]) -> None:
    scan, left, right = head(NUMBER, DATE)
    places = {word.text: word.box for word in (*left, *right)}
    near = {"Số:2+": "Số:", "9/QĐ-BGDĐT": "/QĐ-BGDĐT", "ngày{-|": "ngày", "tháng/ứ†": "tháng"}
    inside = {"26#?": "2627", "4#": "17", "!†": "09", "9": "09"}

    def seen(parts: list[str]) -> list[Word]:
        known = {**near, **inside}
        return [Word(text, places[known.get(text, text)], 0.5 if text in known else 0.95, 1) for text in parts]

    words = with_hand([*seen(number), *seen(date)], scan)

    assert texts(words) == ["Số: 2627/QĐ-BGDĐT", "Hà Nội, ngày 17 tháng 09 năm 2025"]
    made = {word.evidence.what: word for word in words if word.evidence}
    for what, first, last in (("number", "2627", "/QĐ-BGDĐT"), ("day", "17", "17"), ("month", "09", "09")):
        box = made[what].box
        assert box.left <= places[first].left + 3
        assert box.right >= places[last].right - 3
        assert made[what].evidence == Evidence("PP-OCRv6", what)
        assert (made[what].confidence or 0.0) > 0.9


def test_blanks_stay_blank() -> None:
    """Found: a copy from before it was numbered and dated."""
    number, date = ["Số:", "            ", "/QĐ-UBND"], ["Hà", "Nội,", "ngày", "     ", "tháng", "    ", "năm", "2026"]
    scan, left, right = head(number, date)
    words = tuple(word for word in (*left, *right) if word.text.strip())
    assert with_hand(words, scan) == words


def test_the_recogniser_is_not_asked_where_the_engine_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    scan, left, right = head(NUMBER, DATE)
    monkeypatch.setattr(handwriting, "trace", lambda _: pytest.fail("asked"))
    words = tuple(replace(word, confidence=0.96) for word in (*left, *right))
    assert texts(with_hand(words, scan)) == ["Số: 2627/QĐ-BGDĐT", "Hà Nội, ngày 17 tháng 09 năm 2025"]


def test_a_date_in_a_sentence_and_a_number_without_letters_are_no_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    scan, left, right = head(["Số:", "12"], ["họp", "ngày", "17", "tháng", "09", "năm", "2025"])
    monkeypatch.setattr(handwriting, "trace", lambda _: pytest.fail("asked"))
    words = tuple(replace(word, confidence=0.5) for word in (*left, *right))
    assert with_hand(words, scan) == words


def test_what_both_read_alike_stays_the_engines() -> None:
    scan, left, right = head(NUMBER, DATE)
    words = with_hand((*left, *right), scan)
    assert texts(words) == ["Số: 2627/QĐ-BGDĐT", "Hà Nội, ngày 17 tháng 09 năm 2025"]
    assert all(word.evidence is None for word in words)
    number = next(word for word in words if word.text.startswith("2627"))
    assert (number.box.left, number.box.right) == (left[1].box.left, left[2].box.right)


def test_what_they_read_otherwise_is_told() -> None:
    scan, left, right = head(NUMBER, DATE)
    words = with_hand([replace(word, text="2621") if word.text == "2627" else word for word in (*left, *right)], scan)
    page = Page(1, "ocr", "", lines_of(words, ()))
    (doubt,) = hand_doubts(page)
    assert (doubt.kind, doubt.subject, doubt.page_no) == ("doubtful_hand", "decisions number", 1)
    assert doubt.message == "its number was read as 2627/QĐ-BGDĐT, may be 2621; compare it with the page"


def test_without_the_recogniser_the_words_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    scan, left, right = head(NUMBER, DATE)
    words = tuple(replace(word, confidence=0.5, text=word.text.replace("2627", "26#")) for word in (*left, *right))
    recogniser._model.cache_clear()
    monkeypatch.setattr(recogniser, "model_file", lambda: None)
    try:
        assert with_hand(words, scan) == words
    finally:
        recogniser._model.cache_clear()


def test_nothing_is_loaded_until_a_head_needs_it() -> None:
    code = "import sys, ingest.reading; print({'onnxruntime', 'rapidocr'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_line_is_traced_the_same_each_time_on_one_thread() -> None:
    scan, left, _ = head(NUMBER, DATE)
    box = left[0].box
    line = scan.grey[round((box.top - 3) * DPI / 72) : round((box.bottom + 3) * DPI / 72), 250:800]
    first, again = trace(line), trace(line.copy())
    assert first is not None
    assert again is not None
    assert "2627" in first.text
    assert first.text == again.text
    assert np.array_equal(first.chances, again.chances)
    model = recogniser._model()
    assert model is not None
    assert model[0].get_session_options().intra_op_num_threads == 1


def steps(*chosen: dict[int, float]) -> np.ndarray:
    """Chances of each step: of the figures given, of no figure the rest."""
    made = np.zeros((len(chosen), 11))
    for step, chances in zip(made, chosen, strict=True):
        for figure, chance in chances.items():
            step[figure + 1] = chance
        step[0] = 1 - sum(chances.values())
    return made


def test_figures_add_up_over_all_their_ways() -> None:
    """By hand: "1" in two steps of 0.5 each is 0.5 · 0.5 twice, once in one step and once more where both have it."""
    found = figures(steps({1: 0.5}, {1: 0.5}))
    assert found["1"] == pytest.approx(0.75)
    assert found[""] == pytest.approx(0.25)
    parted = figures(steps({1: 1.0}, {}, {1: 1.0}))
    assert parted["11"] == pytest.approx(1.0)
    assert sum(figures(steps({3: 0.7, 8: 0.3}, {}, {4: 0.6, 1: 0.4})).values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("kind", "chances", "meant"),
    [
        ("day", {"45": 0.6, "15": 0.3}, "15"),  # found: no month has 45 days
        ("day", {"34": 0.95, "31": 0.04}, "31"),  # found
        ("month", {"4": 0.9, "1": 0.02}, "4"),  # found: a 4 is a 4
        ("number", {"445": 0.2, "415": 0.2, "145": 0.1, "115": 0.2}, "115"),  # found: long upstrokes
        ("day", {"32": 1.0}, None),
        ("day", {"": 0.9, "1": 0.001}, None),
        ("number", {"12": 0.05}, None),  # found: drawings
        ("number", {"62": 0.4, "82": 0.4, "52": 0.2}, None),
    ],
)
def test_what_may_stand_there_is_the_judge(kind: str, chances: dict[str, float], meant: str | None) -> None:
    word = Word("Số:", Box(0, 0, 10, 10))
    found = handwriting._judged(kind, chances, Blank(word, (), None, kind != "number"), (0.0, 1.0))
    assert (found.text if found else None) == meant


def test_what_neither_reads_surely_stays_and_is_told() -> None:
    words = (
        Word("Số:", Box(0, 0, 10, 10)),
        Word("82", Box(12, 0, 20, 10), 0.9),
        Word("/QĐ-BTC", Box(22, 0, 50, 10), 0.9),
    )
    blank = Blank(words[0], (words[1],), words[2], is_date=False)
    found = handwriting._judged("number", {"62": 0.49, "82": 0.3, "52": 0.2}, blank, (12.0, 20.0))
    assert found == handwriting._Figure("82", 0.9, ("62", "52"), 12.0, 20.0)
    assert handwriting._filled(blank, {"number": found})[1].evidence == Evidence("Tesseract", "number", ("62", "52"))


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not at hand")
@pytest.mark.parametrize(
    ("file", "number", "date", "doubts"),
    [
        ("QuangNgai_CT-07-2018_thi-hanh-an_SCAN_4p.pdf", "Số: 07/CT-UBND", "ngày 20 tháng 3 năm 2018", 0),
        ("QuangNgai_CT-04-2024_phong-chong-tham-nhung_SCAN_4p.pdf", "Số: 04/CT-UBND", "ngày 15 tháng 3 năm 2024", 0),
        ("NQ-115-CP_2026_Vuon-QG-Ba-Vi_cong-bao_SCAN_2p.pdf", "Số: 115/NQ-CP", "ngày 29 tháng 4 năm 2026", 2),
    ],
)
def test_handwritten_heads_of_documents(file: str, number: str, date: str, doubts: int) -> None:
    (page,), issues = read_pages(DOCUMENTS / "scans" / file, 1)
    lines = [line.text for line in page.lines[:20]]
    assert number in lines
    assert any(line.endswith(date) for line in lines)
    assert sum(issue.kind == "doubtful_hand" for issue in issues) == doubts
