"""Deadlines of cells and sentences: cases with provenance, and laws that hold for any text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from extract.deadline_rules import COLUMNS, GRAMMAR, scan
from extract.deadlines import find_in_prose, parse
from normalize.datafile import read_tsv

if TYPE_CHECKING:
    from extract.records import Deadline

CASES = read_tsv(
    Path(__file__).parent / "cases" / "deadlines.tsv", ("mode", "text", "issued", "expected", "provenance")
)
WORDS = ["trước", "ngày", "tháng", "năm", "quý", "II", "hằng", "từ", "đến", "30/11", "2025", "6/2026", "và", ";"]
LIKE_DEADLINES = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=12).map(" ".join)
DAYS = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


def shown(deadlines: tuple[Deadline, ...]) -> str:
    parts = (
        [d.kind, str(d.due_date or ""), str(d.start_date or ""), (d.rrule or "").replace(",", "+"), d.qualifier or ""]
        for d in deadlines
    )
    return " | ".join(",".join(part) for part in parts) or "()"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40] or "empty")
def test_case(case: dict[str, str]) -> None:
    read = parse if case["mode"] == "cell" else find_in_prose
    issued = dt.date.fromisoformat(case["issued"]) if case["issued"] else None
    assert shown(read(case["text"], issued)) == case["expected"]


@pytest.mark.parametrize("row", read_tsv(GRAMMAR, COLUMNS), ids=lambda row: row["id"])
def test_each_rule_reads_its_example(row: dict[str, str]) -> None:
    words = scan(row["example"], prose=row["prose"] == "only")
    assert row["class"] in {word.name for word in words}


def test_words_tell_what_each_deadline_stands_for() -> None:
    cell = "Ban hành danh mục trước 01/7/2025; Kế hoạch mở dữ liệu trước 01/9/2025"
    assert [d.text for d in parse(cell)] == [
        "Ban hành danh mục trước 01/7/2025",
        "Kế hoạch mở dữ liệu trước 01/9/2025",
    ]
    assert [d.text for d in parse("giai đoạn 2025-2027 và giai đoạn 2028-2030")] == [
        "giai đoạn 2025-2027",
        "giai đoạn 2028-2030",
    ]


def test_a_condition_is_kept_in_words() -> None:
    (deadline,) = parse("Sau khi Luật được thông qua")
    assert deadline.condition == "Sau khi Luật được thông qua"


def test_words_that_lie_apart_are_joined() -> None:
    (deadline,) = find_in_prose("Hàng năm, các đơn vị gửi báo cáo trước 30/11 để tổng hợp.")
    assert deadline.text == "Hàng năm … trước 30/11"


def test_a_term_counts_from_the_day_of_issue_only_when_it_is_known() -> None:
    assert parse("100 ngày kể từ ngày ban hành", dt.date(2025, 1, 1))[0].due_date == dt.date(2025, 4, 11)
    assert parse("100 ngày kể từ ngày ban hành")[0].kind == "none"


def well_formed(deadline: Deadline) -> bool:
    if deadline.rrule is not None:
        rrulestr(deadline.rrule, dtstart=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    ordered = None in (deadline.start_date, deadline.due_date) or deadline.start_date <= deadline.due_date  # type: ignore[operator]
    dated = deadline.due_date is None or deadline.kind in ("date", "month", "quarter", "year")
    return ordered and dated and (deadline.kind == "recurring") == (deadline.rrule is not None)


@given(LIKE_DEADLINES, DAYS)
def test_any_cell_gives_well_formed_deadlines(text: str, issued: dt.date | None) -> None:
    found = parse(text, issued)
    assert found
    assert all(well_formed(deadline) for deadline in found)


@given(LIKE_DEADLINES, DAYS)
def test_any_sentence_gives_well_formed_deadlines(text: str, issued: dt.date | None) -> None:
    assert all(well_formed(deadline) and deadline.kind != "none" for deadline in find_in_prose(text, issued))
