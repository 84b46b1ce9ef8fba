"""Scores of snapshots with known faults; laws that hold for any snapshot."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gold.metrics import METRICS, TOTALS
from gold.records import Basis, Due, Facts, Head, Indicator, Rate, Slip, Target, Task, Told, Truth, Unit
from gold.score import score_all, score_one, summed

if TYPE_CHECKING:
    from collections.abc import Callable

NGHI_DINH = Basis("95/2017/NĐ-CP", "Nghị định", dt.date(2017, 8, 16))
HEAD = Head(
    "12/QĐ-ABC", "Quyết định", ("Bộ Y tế",), "Hà Nội", dt.date(2024, 5, 3), "Ban hành Kế hoạch năm 2024",
    "BỘ TRƯỞNG", "Trần Văn A", bases=(NGHI_DINH,),
)  # fmt: skip
Y_TE = Unit("Bộ Y tế", "BYT", linked=True)
CONG_AN = Unit("Bộ Công an", "Bộ Công an", linked=True)
ALL = Unit("Các bộ, ngành", "Các bộ, ngành", linked=False)
JUNE = Due("month", dt.date(2024, 6, 30))
ROWS = (
    Task("1", "Xây dựng báo cáo", "", "I", None, (Y_TE,), "BYT", (CONG_AN, ALL), "", "Báo cáo", (JUNE,)),
    Task("2", "Tổ chức đào tạo", "", "I", 0, (CONG_AN,), "Bộ Công an", (), "", "Khóa học", ()),
)
DUTY = Task("IV.1", "Báo cáo hằng năm", leads=(ALL,), deadlines=(Due("recurring", None, "FREQ=YEARLY"),))
AIM = Indicator("a.1", "100% trường học ứng dụng", (Target(2030, 100.0, "%"),))
TRUTH = Truth("d", "d.txt", "00", (), Facts(HEAD, ROWS, (DUTY,), (AIM,)))
PERFECT = Told("d.txt", "00", TRUTH.facts)


def told(**changes: Any) -> Told:
    return replace(PERFECT, facts=replace(TRUTH.facts, **changes))


def first(**changes: Any) -> Told:
    return told(tasks=(replace(ROWS[0], **changes), ROWS[1]))


FIELDS: list[tuple[str, Told, str, Rate]] = [
    ("title, full stop ignored", first(title="Xây dựng  báo cáo."), "tasks.title", Rate(2, 2)),
    ("title, one letter of sixteen", first(title="Xây dựng báo cao"), "tasks.title", Rate(1, 2)),
    ("leads, case", first(leads=(Unit("BỘ Y TẾ", "", linked=True),)), "tasks.leads", Rate(2, 2)),
    ("leads, one too many", first(leads=(Y_TE, CONG_AN)), "tasks.leads", Rate(1, 2)),
    ("coordinators, other order", first(coordinators=(ALL, CONG_AN)), "tasks.coordinators", Rate(2, 2)),
    (
        "coordinators, one string",
        first(coordinators=(), coordinator_text="Bộ Công an, các bộ, ngành"),
        "tasks.coordinators",
        Rate(2, 2),
    ),
    ("coordinators, lost", first(coordinators=()), "tasks.coordinators", Rate(1, 2)),
    ("product, lost", first(product=""), "tasks.product", Rate(1, 2)),
    (
        "deadline, other day",
        first(deadlines=(Due("month", dt.date(2024, 6, 1)),)),
        "tasks.deadlines",
        Rate(1, 2),
    ),
    (
        "deadline, other kind",
        first(deadlines=(Due("date", dt.date(2024, 6, 30)),)),
        "tasks.deadlines",
        Rate(1, 2),
    ),
    ("deadline, one too many", first(deadlines=(JUNE, Due("ongoing"))), "tasks.deadlines", Rate(1, 2)),
    ("group", first(group_label="II"), "tasks.group_label", Rate(1, 2)),
    ("parent, lost", told(tasks=(ROWS[0], replace(ROWS[1], parent=None))), "tasks.parent", Rate(0, 1)),
    ("parent, invented", first(parent=1), "tasks.parent", Rate(1, 2)),
    ("parent, dangling", told(tasks=(ROWS[0], replace(ROWS[1], parent=-1))), "tasks.parent", Rate(0, 1)),
    ("link, lost", first(leads=(replace(Y_TE, linked=False),)), "units.recall", Rate(2, 3)),
    (
        "link, lost, costs no precision",
        first(leads=(replace(Y_TE, linked=False),)),
        "units.precision",
        Rate(2, 2),
    ),
    ("link, wrong", first(leads=(replace(CONG_AN, text="BYT"),)), "units.precision", Rate(2, 3)),
    (
        "duty, unit in a longer text",
        told(duties=(replace(DUTY, lead_text="Các bộ ngành"),)),
        "duties.unit",
        Rate(1, 1),
    ),
    ("duty, no deadline", told(duties=(replace(DUTY, deadlines=()),)), "duties.deadlines", Rate(0, 1)),
    ("head, number", told(head=replace(HEAD, number="13/QĐ-ABC")), "head.number", Rate(0, 1)),
    (
        "head, issuer, one reading is enough",
        told(head=replace(HEAD, issuers=("x", "BỘ Y TẾ"))),
        "head.issuer",
        Rate(1, 1),
    ),
    ("head, date", told(head=replace(HEAD, issued_date=None)), "head.issued_date", Rate(0, 1)),
    ("head, all", told(head=replace(HEAD, place="Huế")), "head.fields", Rate(8, 9)),
    (
        "bases, other date",
        told(head=replace(HEAD, bases=(replace(NGHI_DINH, issued_date=None),))),
        "bases.found",
        Rate(0, 1),
    ),
    (
        "bases, one too many",
        told(head=replace(HEAD, bases=(NGHI_DINH, Basis("1", "Luật", None)))),
        "bases.invented",
        Rate(1, 2),
    ),
    (
        "indicator, figure",
        told(indicators=(replace(AIM, targets=(Target(2030, 90.0, "%"),)),)),
        "indicators.values",
        Rate(0, 1),
    ),
    (
        "indicator, year",
        told(indicators=(replace(AIM, targets=(Target(2025, 100.0, "%"),)),)),
        "indicators.years",
        Rate(0, 1),
    ),
    ("indicator, lost", told(indicators=()), "indicators.missed", Rate(1, 1)),
]


@pytest.mark.parametrize(("why", "snapshot", "metric", "wanted"), FIELDS, ids=[f[0] for f in FIELDS])
def test_one_fault_moves_one_rate(why: str, snapshot: Told, metric: str, wanted: Rate) -> None:
    assert score_one(TRUTH, snapshot).rates[metric] == wanted, why


def test_an_invented_row_counts_and_is_listed() -> None:
    score = score_one(TRUTH, told(tasks=(*ROWS, Task("9", "Nhóm nhiệm vụ chung"))))
    assert score.rates["tasks.invented"] == Rate(1, 3)
    assert [(f.metric, f.told) for f in score.faults] == [("tasks.invented", "Nhóm nhiệm vụ chung")]


def test_a_column_that_the_list_lacks_counts_only_what_is_invented() -> None:
    bare = replace(TRUTH, facts=replace(TRUTH.facts, tasks=tuple(replace(t, product="") for t in ROWS)))
    assert score_one(bare, PERFECT).rates["tasks.product"] == Rate(0, 2)
    assert "tasks.product" not in score_one(bare, replace(PERFECT, facts=bare.facts)).rates


def test_an_unsure_field_is_left_out() -> None:
    unsure = replace(TRUTH, unsure=frozenset({("tasks", 0, "product"), ("tasks", 0, "coordinators")}))
    rates = score_one(unsure, first(product="x", coordinators=())).rates
    assert rates["tasks.product"] == Rate(1, 1)
    assert rates["tasks.coordinators"] == Rate(1, 1)
    assert rates["units.recall"] == Rate(2, 2)


def test_a_field_written_by_hand_counts_and_is_left_out_of_the_printed_ones() -> None:
    by_hand = replace(TRUTH, by_hand=frozenset({"number"}))
    score = score_one(by_hand, told(head=replace(HEAD, number="9/QĐ-X", place="Nowhere")))
    assert (score.rates["head.fields"], score.rates["head.printed"]) == (Rate(7, 9), Rate(7, 8))
    assert [fault.metric for fault in score.faults] == ["head.number", "head.place"]


@pytest.mark.parametrize("duties", [(), (DUTY,)])
def test_an_unsure_row_may_be_missing_or_there(duties: tuple[Task, ...]) -> None:
    unsure = replace(TRUTH, unsure=frozenset(("responsibilities", 0, f) for f in ("row", "unit", "deadlines")))
    score = score_one(unsure, told(duties=duties))
    assert not any(key.startswith("duties.") for key in score.rates)
    assert score.faults == ()


def test_another_reading_is_as_right() -> None:
    other = replace(
        TRUTH,
        also_due={("tasks", 0, "deadlines"): ((Due("ongoing"),), ())},
        also_names={("tasks", 0, "leads"): (("Bộ Y tế và các bộ",),)},
        slips=(Slip("dựng báo", "dựng bao"),),
    )
    assert score_one(other, first(deadlines=())).rates["tasks.deadlines"] == Rate(2, 2)
    assert score_one(other, first(deadlines=(Due("ongoing"),))).rates["tasks.deadlines"] == Rate(2, 2)
    named = first(leads=(Unit("Bộ Y tế và các bộ", "", linked=False),))
    assert score_one(other, named).rates["tasks.leads"] == Rate(2, 2)
    assert score_one(TRUTH, named).rates["tasks.leads"] == Rate(1, 2)
    assert score_one(other, first(title="Xây dựng bao cáo")).rates["tasks.title"] == Rate(2, 2)


def test_a_decision_that_is_not_there_is_missed() -> None:
    card = score_all([TRUTH], [], "x")
    assert not card.documents[0].in_snapshot
    assert card.overall["tasks.found"] == Rate(0, 2)
    assert card.overall["head.fields"] == Rate(0, 9)


def test_a_decision_kept_elsewhere_is_not_missed() -> None:
    card = score_all([replace(TRUTH, kept=False)], [], "x")
    assert card.documents == ()
    assert score_all([replace(TRUTH, kept=False)], [PERFECT], "x").overall["tasks.found"] == Rate(2, 2)


def test_what_is_annotated_in_part_is_asked_in_part() -> None:
    rows = tuple(replace(t, annex="Phụ lục") for t in ROWS)
    scope = {"tasks": frozenset({"Phụ lục"}), "responsibilities": frozenset[str]()}
    truth = replace(TRUTH, facts=replace(TRUTH.facts, tasks=rows, duties=()), annexes=scope)
    body, junk = Task("III.1", "Đẩy mạnh tuyên truyền"), Task("9", "Nhóm nhiệm vụ chung", "PHỤ LỤC")
    rates = score_one(truth, told(tasks=(*rows, body, junk))).rates
    assert rates["tasks.found"] == Rate(2, 2)
    assert rates["tasks.invented"] == Rate(1, 3)  # the row of the body is not known to be wrong
    assert not any(key.startswith("duties.") for key in rates)
    unsure = replace(truth, unsure=frozenset({("head", 0, "legal_bases")}))
    assert not any(key.startswith("bases.") for key in score_one(unsure, PERFECT).rates)
    headless = replace(truth, annexes={**scope, "head": frozenset()})
    assert not any(key.startswith(("head.", "bases.")) for key in score_one(headless, PERFECT).rates)
    assert rates["indicators.found"] == Rate(1, 1)


def test_renderings_are_scored_beside_the_source() -> None:
    truth = replace(TRUTH, renderings=("d.scan.pdf",))
    scan = Told("d.scan.pdf", "99", replace(TRUTH.facts, tasks=ROWS[:1]), text="x", seen="y")
    card = score_all([truth], [scan, replace(PERFECT, file="renamed.txt")], "x")
    assert [d.file for d in card.documents] == ["renamed.txt", "d.scan.pdf"]
    assert card.overall["tasks.found"] == Rate(3, 4)
    assert "repair.changed" not in card.documents[1].rates  # what an engine saw of a scan is not known to be right
    assert "repair.changed" not in score_one(replace(TRUTH, scanned=True), replace(PERFECT, text="x", seen="y")).rates


def is_perfect(rates: dict[str, Rate]) -> bool:
    return all(r.hits == (0 if METRICS[key].bad else r.n) for key, r in rates.items())


def test_the_annotations_themselves_score_everything(truths: tuple[Truth, ...], perfect: tuple[Told, ...]) -> None:
    card = score_all(truths, perfect, "x")
    assert is_perfect(dict(card.overall))
    assert not any(d.faults for d in card.documents)
    assert set(card.overall) == set(METRICS)
    assert card.overall["tasks.found"].n == sum(len(t.facts.tasks) for t in truths)
    assert card.overall["tasks.parent"].n == 117


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_row_less_is_one_found_less(
    data: st.DataObject, truths: tuple[Truth, ...], perfect: tuple[Told, ...]
) -> None:
    several = [pair for pair in zip(truths, perfect, strict=True) if len(pair[0].facts.tasks) > 1]
    truth, whole = data.draw(st.sampled_from(several))
    gone = data.draw(st.integers(0, len(truth.facts.tasks) - 1))
    tasks = tuple(replace(t, parent=None) for i, t in enumerate(whole.facts.tasks) if i != gone)
    rates = score_one(truth, replace(whole, facts=replace(whole.facts, tasks=tasks))).rates
    n = len(truth.facts.tasks)
    assert rates["tasks.found"] == Rate(n - 1, n)
    assert rates["tasks.missed"] == Rate(1, n)
    assert rates["tasks.invented"] == Rate(0, n - 1)


def scrambled(task: Task, how: Callable[[str], str]) -> Task:
    return replace(task, label=how(task.label), title=how(task.title), leads=task.coordinators, parent=None)


@settings(deadline=None)
@given(
    rows=st.lists(st.sampled_from(ROWS), max_size=4),
    text=st.text("abđế |\n", max_size=30),
    seen=st.text("abđế |\n", max_size=30),
)
def test_every_rate_lies_between_nought_and_one(rows: list[Task], text: str, seen: str) -> None:
    truth = replace(TRUTH, lines=("ab đế", "| ab"), unsure_lines=frozenset({2}))
    some = tuple(scrambled(t, str.upper) for t in rows)
    score = score_one(truth, replace(PERFECT, facts=Facts(Head(), some, some), text=text, seen=seen))
    for key, rate in score.rates.items():
        assert rate.hits >= 0
        assert rate.hits <= rate.n or "cer" in key, key  # more edits than letters are possible


def test_totals_are_sums() -> None:
    rates = score_one(TRUTH, first(title="x", product="y")).rates
    for total, parts in TOTALS.items():
        assert rates[total] == sum((rates[p] for p in parts if p in rates), Rate())


def test_rates_of_files_add_up() -> None:
    assert summed([{"tasks.found": Rate(1, 2)}, {"tasks.found": Rate(3, 3)}]) == {"tasks.found": Rate(4, 5)}
    assert Rate().value is None
