"""Which row stands for which, and when two values are the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gold.match import (
    closest,
    likeness,
    name_key,
    pair_duties,
    pair_indicators,
    pair_tasks,
    plain,
    same_names,
    within,
)
from gold.records import Indicator, Task, Unit

ROWS = st.builds(
    Task,
    label=st.sampled_from(["", "1", "2", "(1)"]),
    title=st.text("ab ", max_size=6),
    annex=st.sampled_from(["", "Phụ lục 1", "Phụ lục 2"]),
    group_label=st.sampled_from(["", "I", "II"]),
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bộ Công Thương", "BỘ CÔNG THƯƠNG", True),
        ("Vụ Kế hoạch - Tài chính", "Vụ Kế hoạch-Tài chính", True),
        ("Vụ Kế hoạch – Tài chính", "Vụ Kế hoạch - Tài chính", True),
        ("Bộ Văn hóa", "Bộ Văn hoá", True),
        ("Ủy ban nhân dân", "Uỷ ban nhân dân", True),
        ("Bộ Công an", "Bộ Cống an", False),
        ("Vụ Pháp chế", "Vụ Phap chế", False),
        ("hoa", "hoà", False),
    ],
)
def test_name_key(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  Báo cáo \n thực hiện; ", "Báo cáo thực hiện"),
        ("Báo cáo.", "Báo cáo"),
        ("công – tư", "công-tư"),
        ("./.", "./"),
    ],
)
def test_plain(text: str, wanted: str) -> None:
    assert plain(text) == wanted


def test_a_title_may_differ_by_two_per_cent() -> None:
    title = "x" * 100
    assert within(title, "x" * 98 + "yy")
    assert not within(title, "x" * 97 + "yyy")
    assert within("", "") and not within("", "a") and not within("a", "")  # noqa: PT018 - one thought


def test_names_are_a_set() -> None:
    a, b = Unit("Bộ Y tế", "BYT", linked=True), Unit("bộ công an", "", linked=False)
    assert same_names((a, b), (b, a, a))
    assert not same_names((a, b), (a,))


def task(label: str, title: str = "", annex: str = "", group: str = "") -> Task:
    return Task(label, title, annex, group)


PAIRS = [
    (
        "equal labels in different groups",
        [task("1", "a", group="I"), task("1", "b", group="II")],
        [task("1", "x", group="II"), task("1", "y", group="I")],
        ((0, 1), (1, 0)),
    ),
    (
        "an annex on one side only, where that decides",
        [task("1", "a", "Phụ lục", "I")],
        [task("1", "zzz", "", "I")],
        ((0, 0),),
    ),
    (
        "no annex and two lists with equal labels: titles decide",
        [task("1", "xây dựng báo cáo", "Phụ lục 1"), task("1", "tổ chức đào tạo", "Phụ lục 2")],
        [task("1", "tổ chức đào tạo"), task("1", "xây dựng báo cáo")],
        ((0, 1), (1, 0)),
    ),
    (
        "annexes that contradict each other: titles decide",
        [task("1", "abcdef", "Phụ lục 1")],
        [task("1", "zzzzzz", "Phụ lục 2"), task("7", "abcdeg", "Phụ lục 3")],
        ((0, 1),),
    ),
    (
        "a lost label: the title decides from 0.6 on",
        [task("1", "abcde"), task("2", "vwxyz")],
        [task("", "abcxx"), task("", "vw123")],
        ((0, 0),),
    ),
    (
        "case of annex and label",
        [task("IV.1.A", annex="PHỤ LỤC")],
        [task("IV.1.a", annex="Phụ lục")],
        ((0, 0),),
    ),
    ("nothing told", [task("1", "a")], [], ()),
    (
        "the better title wins, the other row stays free",
        [task("1", "abcde")],
        [task("", "abcdx"), task("", "abcde")],
        ((0, 1),),
    ),
]


@pytest.mark.parametrize(("why", "truth", "told", "wanted"), PAIRS, ids=[p[0] for p in PAIRS])
def test_pair_tasks(why: str, truth: list[Task], told: list[Task], wanted: tuple[tuple[int, int], ...]) -> None:
    assert pair_tasks(truth, told) == wanted, why


def test_duties_pair_by_text_with_or_without_the_unit() -> None:
    truth = [Task("IV.4", "Các viện nghiên cứu xây dựng giải pháp", lead_text="Các viện nghiên cứu")]
    told = [Task("4", "xây dựng giải pháp", lead_text="Các viện nghiên cứu")]
    assert pair_duties(truth, told) == ((0, 0),)


def test_indicators_with_a_shifted_label_pair_by_name() -> None:
    truth = [Indicator("a.1", "dịch vụ công", ()), Indicator("a.2", "trợ lý ảo", ())]
    told = [Indicator("a.1", "trợ lý ảo", ()), Indicator("", "dịch vụ công", ())]
    assert pair_indicators(truth, told) == ((0, 1), (1, 0))


@settings(deadline=None)
@given(st.lists(ROWS, max_size=6), st.lists(ROWS, max_size=6))
def test_pairing_is_symmetric_and_one_to_one(left: list[Task], right: list[Task]) -> None:
    pairs = pair_tasks(left, right)
    assert pairs == tuple(sorted((i, j) for j, i in pair_tasks(right, left)))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.sampled_from([0.5, 0.6, 0.8, 1.0])))
def test_closest_takes_nothing_below_the_least(scores: dict[tuple[int, int], float]) -> None:
    assert all(scores[edge] >= 0.6 for edge in closest(scores))


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1
