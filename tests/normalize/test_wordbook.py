"""What is kept of a word is what a fresh reader finds, and stays within its bounds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from normalize import readings as found
from normalize.wordbook import ALL, PIECES, POOR, Wordbook

if TYPE_CHECKING:
    from normalize.readings import Reader, Readings
    from normalize.repair import Repairer

WORDS = ("chwong", "ciia", "d6", "BOKHOAHQC", "SNV", "thé", "2025ve", "phátttriển", "hoà", "xyzzy", "¢", "1")
SMALL, HIGH = False, True  # whether capitals stand beside a word


@pytest.fixture
def reader(repairer: Repairer) -> Reader:
    """A reader that has found nothing yet."""
    models = repairer._models
    return models.reader.beside(models.fine._channel)


def _same(one: Readings, other: Readings) -> bool:
    pairs = ((one.ids, other.ids), (one.odds, other.odds), (one.forms, other.forms))
    return one.stays == other.stays and all(np.array_equal(left, right) for left, right in pairs)


@pytest.mark.parametrize("capital", [False, True])
def test_a_word_met_again_is_read_as_it_was(reader: Reader, capital: bool) -> None:
    book = Wordbook(reader)
    fresh = Wordbook(reader.beside(reader._own)) if reader._own else book
    book.prepare((word, capital) for word in WORDS)
    for word in WORDS:
        assert book.word(word, capital) is book.word(word, capital)
        assert _same(book.word(word, capital).readings, fresh.word(word, capital).readings)
        assert book.word(word, capital).poor == fresh.word(word, capital).poor
        for one, other in zip(book.parts(word, capital), fresh.parts(word, capital), strict=True):
            assert (one.start, one.stop) == (other.start, other.stop)
            assert _same(one.readings, other.readings)


def test_arrays_are_whole_and_of_one_type(reader: Reader) -> None:
    book = Wordbook(reader)
    habits = {"chwong": Counter({"chương": 9})}
    words = book.on_page(habits, faithful=True)
    made = [words(word, SMALL).readings for word in WORDS] + [reader.read_bare(word.lower()) for word in WORDS]
    made += [part.readings for word in WORDS for part in book.parts(word, SMALL)]
    made += [book.part(word, HIGH, -2.6, most) for word in WORDS for most in (PIECES, ALL)]
    made += [book.word("chwong", SMALL).shifted(-1.0).readings, book.only("<num>")]
    for one in made:
        kinds = (one.ids.dtype, one.odds.dtype, one.forms.dtype)
        assert kinds == (np.int64, np.float32, np.int64)
        assert all(array.flags.c_contiguous for array in (one.ids, one.odds, one.forms))
        assert len(one.ids) == len(one.odds) == len(one.forms)
        assert all(part.dtype == np.float32 and len(part) == len(one.ids) for _, part in one.hints)


def test_a_page_leans_to_its_habits_and_trusts_its_own_words(reader: Reader) -> None:
    book = Wordbook(reader)
    words = book.on_page({"don": Counter({"đơn": 9})}, faithful=True)
    assert words("don", SMALL).readings.hints[-1][0] == "habit"
    assert words("tri", SMALL) is book.word("tri", SMALL)
    assert words("nghị", SMALL).fixed
    assert not words("đưc", SMALL).fixed  # letters of Vietnamese, but no word
    assert not book.on_page({}, faithful=False)("nghị", SMALL).fixed
    assert book.word("don", SMALL).lame == words("don", SMALL).lame


def test_what_is_poor_may_be_cut_or_joined(reader: Reader) -> None:
    book = Wordbook(reader)
    glued = book.word("nhiemvuvagiaiphap", SMALL)
    assert glued.poor
    assert glued.long
    assert glued.readings.odds[:-1].max(initial=-99.0) < POOR
    assert {(part.start, part.stop) for part in book.parts("caccoquan", SMALL)} >= {(0, 3), (3, 5), (5, 9)}
    assert not book.word("tri", SMALL).long


def test_old_words_are_forgotten_and_found_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "_MOST", 8)
    before = {word: reader.read(word, capital=False) for word in WORDS}
    for number in range(30):
        reader.read(f"x{number}", capital=False)
        assert len(reader._kept) <= 9
        assert len(reader._asked) <= 9
    assert all(_same(reader.read(word, capital=False), readings) for word, readings in before.items())
