"""Confidence that keeps its word or not, and a change that shows on other documents or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gold.bands import BANDS, band_of, by_band, by_kind, fields_right, row_results, wholly_right
from gold.records import DocumentScore, Facts, Head, Rate, RowResult, Scorecard, Task, Told, Truth
from gold.report import worst_first
from gold.report_html import as_html
from gold.versus import interval, steps

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("value", "band"), [(0.0, (0.0, 0.5)), (0.5, (0.5, 0.7)), (0.95, (0.95, 1.0)), (1.0, (0.95, 1.0))]
)
def test_bands_hold_their_lower_limit(value: float, band: tuple[float, float]) -> None:
    assert band_of(value) == band
    assert band[0] in BANDS


def told(*tasks: Task) -> Told:
    return Told("x.txt", "a" * 64, Facts(Head(), tasks))


def truth(*tasks: Task) -> Truth:
    return Truth("x", "x.txt", "a" * 64, (), Facts(Head(), tasks))


def test_rows_are_right_wrong_or_invented_by_what_they_say_of_themselves() -> None:
    one, two = Task("1", "Xây dựng cơ sở dữ liệu", product="Đề án"), Task("2", "Báo cáo kết quả")
    rows = row_results(
        truth(one, two),
        told(
            replace(one, confidence=0.9, source_kind="table"),
            replace(two, product="Báo cáo", confidence=0.6, source_kind="list"),
            Task("9", "Một việc không có", confidence=0.4, source_kind="list"),
            replace(one, confidence=None),
        ),
    )
    assert [(row.is_right, row.invented) for row in rows] == [(True, False), (False, False), (False, True)]
    assert {kind: wholly_right(some) for kind, some in by_kind(rows).items()} == {
        "list": Rate(0, 2),
        "table": Rate(1, 1),
    }
    assert list(by_band(rows)) == [(0.0, 0.5), (0.5, 0.7), (0.9, 0.95)]
    assert fields_right(rows) == Rate(3, 4)  # title and product of both; the product of the second is made up


def card(rates: Sequence[tuple[int, int]]) -> Scorecard:
    documents = tuple(
        DocumentScore(str(n), f"{n}.txt", in_snapshot=True, rates={"tasks.found": Rate(hits, total)})
        for n, (hits, total) in enumerate(rates)
    )
    return Scorecard("s", documents, {"tasks.found": sum((d.rates["tasks.found"] for d in documents), Rate())})


def test_a_gain_on_every_document_is_better_and_one_on_one_document_is_open() -> None:
    before = card([(5, 10)] * 8)
    (better,) = steps(before, card([(8, 10)] * 8))
    assert (better.verdict, round(better.difference, 2)) == ("better", 0.3)
    assert better.low == pytest.approx(better.high) == pytest.approx(0.3)
    (lucky,) = steps(before, card([(10, 10), *[(5, 10)] * 7]))
    assert lucky.verdict == "open"
    assert lucky.low == 0.0 < lucky.difference < lucky.high
    (worse,) = steps(before, card([(2, 10)] * 8))
    assert worse.verdict == "worse"
    assert steps(before, before)[0].verdict == "same"


def test_documents_that_one_side_lacks_are_left_out() -> None:
    (step,) = steps(card([(5, 10)] * 3), card([(6, 10)] * 2))
    assert (step.documents, step.before) == (2, Rate(10, 20))


def test_one_document_gives_no_interval() -> None:
    assert np.isnan(interval(np.array([[1.0, 2, 2, 2]]))).all()


def test_the_worst_document_comes_first() -> None:
    found = worst_first(card([(9, 10), (1, 10), (5, 10)]).documents)
    assert [document.file for document in found] == ["1.txt", "2.txt", "0.txt"]


def test_the_page_has_its_pictures_and_asks_for_nothing() -> None:
    scored = card([(9, 10), (1, 10)])
    rows = (RowResult("table", 0.9, Rate(3, 3), invented=False), RowResult("list", 0.3, Rate(0, 2), invented=False))
    evil = replace(scored.documents[0], file="<script>x</script>.txt", rows=rows)
    whole = replace(scored, documents=(evil, *scored.documents[1:]))
    page = as_html(whole, steps(whole, whole))
    assert "<script" not in page
    assert page.count("<svg") == 2
    assert page.count('class="dot"') == 2
    assert "http" not in page.replace("http-equiv", "")
    assert "10 of 10" not in page
    assert page.index("1.txt</h3>") < page.index("&lt;script&gt;x")
