import pytest

from ingest.doubtful import LENIENT, STRICT, Doubt, doubtful_runs, place_of
from ingest.frames import Frame, Region
from ingest.records import Box, Word


def line(text: str, top: float = 100, unsure: str = "", number: int | None = 0) -> list[Word]:
    """Words of a line, 25 points apart; those of `unsure` read with little confidence."""
    return [
        Word(word, Box(50 + 25 * at, top, 70 + 25 * at, top + 10), 0.3 if word in unsure.split() else 0.95, number)
        for at, word in enumerate(text.split())
    ]


def texts(words: list[Word], doubt: Doubt = STRICT) -> list[str]:
    return [" ".join(word.text for word in run) for run in doubtful_runs(words, (), doubt)]


def test_a_word_in_doubt_is_taken_with_its_neighbours() -> None:
    assert texts(line("các bộ ngành tổ chức thực hiện", unsure="tổ")) == ["ngành tổ chức"]


def test_runs_that_touch_are_one_and_others_apart() -> None:
    assert texts(line("một hai ba bốn năm sáu bảy tám", unsure="hai bốn")) == ["một hai ba bốn năm"]
    assert texts(line("một hai ba bốn năm sáu bảy tám", unsure="một tám")) == ["một hai", "bảy tám"]


@pytest.mark.parametrize(
    ("word", "runs"),
    [
        ("nghiệp", 0),
        ("nghiêp", 1),
        ("nghxệp", 1),
        ("UBND", 0),
        ("30/7/2025", 0),
        ("3.SởY", 1),
        ("2.Công", 1),
        ("1.2", 0),
        ("SởY", 1),
        ("1412/QĐ-BKHCN", 0),
        ("Sở", 0),
    ],
)
def test_a_word_that_cannot_be_a_syllable_is_in_doubt(word: str, runs: int) -> None:
    assert len(texts(line(f"các doanh {word} nhà nước"))) == runs


def test_a_judge_hears_a_word_between_its_neighbours() -> None:
    heard: list[str] = []

    def judge(text: str) -> float:
        heard.append(text)
        return 0.45

    words = line("các bộ ngành")

    assert len(doubtful_runs(words, (), STRICT, judge)) == 1
    assert doubtful_runs(words, (), LENIENT, judge) == []
    assert "các bộ ngành" in heard


def test_lines_and_cells_are_apart() -> None:
    cells = tuple(Region(0, col, 1, 1, Box(40 + 50 * col, 90, 90 + 50 * col, 120)) for col in (0, 1))
    frame = Frame(Box(40, 90, 140, 120), 1, 2, cells)
    words = [*line("một hai ba bốn", unsure="hai", number=None), *line("năm sáu", 200, unsure="năm", number=7)]

    runs = [[word.text for word in run] for run in doubtful_runs(words, (frame,), STRICT)]

    assert runs == [["một", "hai"], ["năm", "sáu"]]


def test_a_run_is_read_with_some_paper_around_it() -> None:
    place = place_of(tuple(line("các bộ")))

    assert (place.left, place.right) == (48, 97)
    assert (place.top, place.bottom) == (98, 112)
