"""Two repairs of a line told as one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from normalize.compose import compose
from normalize.records import Edit, Repaired, replay


def edited(line: str, cuts: list[int], afters: list[str], rule: str) -> Repaired:
    """A repair with an edit between every other pair of cuts."""
    places = sorted({cut % (len(line) + 1) for cut in cuts})
    spans = list(zip(places[::2], places[1::2], strict=False))
    edits = tuple(
        Edit(start, end, line[start:end], after, rule, 1.0, 0.9)
        for (start, end), after in zip(spans, afters, strict=False)
        if line[start:end] != after
    )
    return Repaired(line, replay(line, edits), edits)


TEXTS = st.text(alphabet="ab c", max_size=12)
CUTS = st.lists(st.integers(0, 100), max_size=8)
AFTERS = st.lists(st.text(alphabet="xy", max_size=3), max_size=4)


@given(TEXTS, CUTS, AFTERS, CUTS, AFTERS)
def test_the_edits_of_both_replay_on_the_line_as_it_was_seen(
    line: str, cuts: list[int], afters: list[str], more: list[int], others: list[str]
) -> None:
    first = edited(line, cuts, afters, "encoding")
    second = edited(first.text, more, others, "channel")
    both = compose(first, second)
    assert both.seen == line
    assert both.text == second.text == replay(line, both.edits)


def test_edits_that_touch_are_one_and_no_surer_than_the_less_sure() -> None:
    first = Repaired("phÃ´i", "phôi", (Edit(0, 5, "phÃ´i", "phôi", "encoding", 3.0, 0.99),))
    second = Repaired("phôi", "phối", (Edit(0, 4, "phôi", "phối", "channel", 1.0, 0.8, ("phơi",)),))
    assert compose(first, second).edits == (Edit(0, 5, "phÃ´i", "phối", "channel", 1.0, 0.8, ("phơi",)),)


def test_a_doubt_stands_where_its_word_was_seen() -> None:
    first = Repaired("Ã a b", "à a b", (Edit(0, 2, "Ã ", "à ", "encoding", 3.0, 0.99),))
    doubt = Edit(4, 5, "b", "c", "channel", -0.2, 0.4, ("d",))
    assert compose(first, Repaired("à a b", "à a b", (), (doubt,))).doubts == (doubt,)
    shifted = Repaired("Ã¡ b", "á b", (Edit(0, 2, "Ã¡", "á", "encoding", 3.0, 0.99),))
    over = Edit(0, 1, "á", "à", "channel", -0.2, 0.4)
    assert compose(shifted, Repaired("á b", "á b", (), (over,))).doubts == (
        Edit(0, 2, "Ã¡", "à", "channel", -0.2, 0.4),
    )
