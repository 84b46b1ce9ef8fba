from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ingest.frames import frames_of
from ingest.layout import lines_of
from ingest.records import Box, Ruling, Word


def word(text: str, left: float, top: float, width: float = 30, height: float = 12) -> Word:
    return Word(text, Box(left, top, left + width, top + height), 0.9)


def grid(xs: list[float], ys: list[float]) -> list[Ruling]:
    return [Ruling(xs[0], y, xs[-1], y) for y in ys] + [Ruling(x, ys[0], x, ys[-1]) for x in xs]


def texts(words: list[Word], rulings: list[Ruling]) -> list[str]:
    return [line.text for line in lines_of(words, rulings)]


WORDS = st.lists(
    st.builds(
        word,
        st.sampled_from(["Bộ", "Y", "tế", "-", "2025", "1.", "a)"]),
        st.floats(0, 500),
        st.floats(0, 700),
        st.floats(1, 60),
        st.floats(1, 40),
    ),
    max_size=40,
)
RULINGS = st.lists(
    st.one_of(
        st.builds(lambda x, y, n: Ruling(x, y, x + n, y), st.floats(0, 400), st.floats(0, 700), st.floats(20, 300)),
        st.builds(lambda x, y, n: Ruling(x, y, x, y + n), st.floats(0, 500), st.floats(0, 600), st.floats(20, 300)),
    ),
    max_size=12,
)


@given(WORDS, RULINGS)
def test_every_word_is_in_exactly_one_line(words: list[Word], rulings: list[Ruling]) -> None:
    lines = lines_of(words, rulings)
    assert Counter(" ".join(line.text for line in lines).split()) == Counter(word.text for word in words)


@given(WORDS, RULINGS)
def test_no_two_neighbours_of_a_line_stand_on_both_sides_of_a_vertical_ruling(
    words: list[Word], rulings: list[Ruling]
) -> None:
    """Told by boxes: a line's box may cross a ruling only where one of its words does."""
    verticals = [ruling for ruling in rulings if ruling.x0 == ruling.x1]
    for line in lines_of(words, rulings):
        assert line.box is not None
        inside = [w for w in words if line.box.left <= w.box.left and w.box.right <= line.box.right]
        for ruling in verticals:
            through = line.box.left < ruling.x0 < line.box.right
            full = ruling.y0 <= line.box.top and ruling.y1 >= line.box.bottom
            if through and full:
                assert any(w.box.left < ruling.x0 < w.box.right for w in inside)


@given(WORDS, RULINGS)
def test_regions_cover_their_frame_without_overlap(words: list[Word], rulings: list[Ruling]) -> None:
    del words
    for frame in frames_of(rulings):
        assert sum(region.row_span * region.col_span for region in frame.regions) == frame.rows * frame.cols


def test_cells_come_row_by_row_and_a_cell_keeps_its_lines_together() -> None:
    rulings = grid([0, 100, 200], [0, 50, 100])
    words = [
        word("Cục", 10, 5), word("Sở", 45, 5), word("2025", 110, 5),
        word("hữu", 10, 25), word("2.1", 10, 60), word("Vụ", 110, 60),
    ]  # fmt: skip
    assert texts(words, rulings) == ["Cục Sở", "hữu", "2025", "2.1", "Vụ"]


def test_issuer_and_motto_are_apart_though_the_gap_between_them_is_narrow() -> None:
    words = [
        word("BỘ", 80, 60, 90), word("NGHỆ", 173, 60, 90), word("CỘNG", 271, 60, 120), word("HÒA", 394, 60, 120),
        word("Độc", 330, 78, 60), word("lập", 393, 78, 60),
        word("Số:", 120, 107, 50), word("Hà", 330, 107, 60), word("Nội", 393, 107, 60),
        word("QUYẾT", 270, 145, 50), word("ĐỊNH", 323, 145, 50),
    ]  # fmt: skip
    assert texts(words, []) == ["BỘ NGHỆ", "Số:", "CỘNG HÒA", "Độc lập", "Hà Nội", "QUYẾT ĐỊNH"]


def test_recipients_stay_together_beside_the_signature() -> None:
    words = [
        word("Nơi", 85, 590), word("KT.", 364, 590),
        word("-", 85, 611, 4, 1.5), word("Như", 92, 605), word("THỨ", 364, 605),
        word("-", 85, 626, 4, 1.5), word("Lưu", 92, 620),
        word("Bùi", 364, 660),
    ]  # fmt: skip
    assert texts(words, []) == ["Nơi", "- Như", "- Lưu", "KT.", "THỨ", "Bùi"]


def test_a_list_label_far_from_its_text_is_no_column() -> None:
    words = [word("1.", 85, 100, 10), word("Vụ", 125, 100), word("2.", 85, 116, 10), word("Cục", 125, 116)]
    assert texts(words, []) == ["1. Vụ", "2. Cục"]


def test_lines_stand_before_and_after_a_table_as_on_the_page() -> None:
    rulings = grid([0, 100, 200], [100, 150, 200])
    words = [word("sau", 10, 250), word("ô", 10, 120), word("trước", 10, 50)]
    assert texts(words, rulings) == ["trước", "ô", "sau"]
