from ingest.agree import agreed, difference
from ingest.records import Box, Word


def word(text: str, left: float, confidence: float = 0.9, width: float = 20, top: float = 100) -> Word:
    return Word(text, Box(left, top, left + width, top + 12), confidence, 1)


def test_the_likelier_word_is_kept_in_its_place() -> None:
    one = [word("các", 50), word("tô", 75, 0.6), word("chức", 100)]
    other = [word("cac", 51, 0.5), word("tổ", 76, 0.8), word("chức", 99)]

    made = agreed(one, other)

    assert [each.text for each in made] == ["các", "tổ", "chức"]
    assert made[1] == Word("tổ", one[1].box, 0.8, 1)


def test_a_judge_prefers_what_reads_well() -> None:
    made = agreed([word("phô", 50, 0.96)], [word("phố", 50, 0.9)], lambda text: 0.9 if "phố" in text else 0.4)

    assert [each.text for each in made] == ["phố"]


def test_words_parted_otherwise_stay_as_first_read() -> None:
    one = [word("Hà", 50), word("Nội", 72)]

    assert agreed(one, [word("HàNội", 50, 0.99, 42)]) == tuple(one)


def test_words_that_the_first_reading_ran_together_are_parted_where_that_reads_better() -> None:
    """Found: "3.SởY tế" hid an item of a list."""
    one = [word("thi.", 20), word("3.SởY", 50, 0.65, 42), word("tế:", 95)]
    other = [word("3.", 50, 0.9, 8), word("Sở", 61, 0.9, 17), word("Y", 82, 0.9, 10)]

    made = agreed(one, other)

    assert [each.text for each in made] == ["thi.", "3.", "Sở", "Y", "tế:"]
    assert made[1] == Word("3.", other[0].box, 0.9, 1)
    assert agreed([word("3.SởY", 50, 0.95, 42)], other) == (word("3.SởY", 50, 0.95, 42),)
    assert agreed(one, other[1:])[1].text == "3.SởY"  # a part of it is no reading of it
    other = [word("xì", 50, 0.9, 20), word("i1", 72, 0.9, 20)]
    assert agreed([word("THỨ", 50, 0.5, 42)], other)[0].text == "THỨ"  # found: under a seal


def test_what_only_the_second_reading_has_is_taken_if_sure() -> None:
    one = [word("Điều", 50)]
    other = [word("Điều", 50), word("2.", 75, 0.95), word("%", 200, 0.3)]

    made = agreed(one, other)

    assert [each.text for each in made] == ["Điều", "2."]
    assert made[1].line is None  # line numbers of another reading mean nothing here


def test_an_empty_reading_changes_nothing() -> None:
    one = (word("Điều", 50),)

    assert agreed(one, []) == one
    assert agreed([], []) == ()


def test_the_difference_is_the_share_of_words_that_the_other_reading_has_not() -> None:
    one = [word("các", 50), word("tô", 75), word("chức", 100), word("khác", 125)]

    assert difference(one, [word("các", 50), word("tổ", 75), word("khác", 125)]) == 0.5
    assert difference(one, one) == 0.0
    assert difference([], one) == 0.0
