"""The figures that the samples must keep. They are the development set: a floor against slips, not a claim."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gold.load import read_gold
from gold.score import belongs, score_all
from gold.snapshot import read_snapshot

if TYPE_CHECKING:
    from gold.records import Rate
    from pipeline.batch import Report

GOLD = Path(__file__).parent.parent / "gold" / "decisions"
CLEAN_FIELDS = (
    "tasks.title",
    "tasks.leads",
    "tasks.coordinators",
    "tasks.product",
    "tasks.deadlines",
    "tasks.group_label",
)


@pytest.fixture(scope="module")
def scores(samples: tuple[Path, Report]) -> dict[str, dict[str, Rate]]:
    truths = read_gold(GOLD)
    told = read_snapshot(samples[0], lambda file, sha: any(belongs(truth, file, sha) for truth in truths))
    return {document.file: dict(document.rates) for document in score_all(truths, told, "samples").documents}


@pytest.mark.parametrize(
    ("file", "tasks"),
    [
        ("1678-qd-bkhcn.txt", 29),
        ("chuong-trinh-hanh-dong.txt", 170),
        ("du-thao-qd-ttg.txt", 30),
        ("1412-qd-bkhcn.txt", 15),
        ("1678-qd-bkhcn.scan.pdf", 29),
    ],
)
def test_all_tasks_are_found_and_none_invented(scores: dict[str, dict[str, Rate]], file: str, tasks: int) -> None:
    rates = scores[file]

    assert (rates["tasks.found"].hits, rates["tasks.found"].n) == (tasks, tasks)
    assert rates["tasks.invented"].hits == 0
    assert rates["tasks.deadlines"].hits == rates["tasks.deadlines"].n


@pytest.mark.parametrize("file", ["1678-qd-bkhcn.txt", "chuong-trinh-hanh-dong.txt", "du-thao-qd-ttg.txt"])
def test_clean_samples_are_exact_and_left_alone(scores: dict[str, dict[str, Rate]], file: str) -> None:
    rates = scores[file]

    assert all(rates[key].hits == rates[key].n for key in CLEAN_FIELDS if key in rates)
    assert rates["repair.changed"].hits <= rates["repair.changed"].n * 5 / 10_000


def test_nested_rows_know_their_parent(scores: dict[str, dict[str, Rate]]) -> None:
    parents = scores["chuong-trinh-hanh-dong.txt"]["tasks.parent"]

    assert (parents.hits, parents.n) == (117, 117)


@pytest.mark.parametrize(
    ("file", "duties"),
    [("1678-qd-bkhcn.txt", 5), ("du-thao-qd-ttg.txt", 10), ("1412-qd-bkhcn.txt", 5), ("699-qd-btttt.txt", 30)],
)
def test_duties(scores: dict[str, dict[str, Rate]], file: str, duties: int) -> None:
    assert scores[file]["duties.found"].hits >= duties


def test_indicators_have_value_unit_and_year(scores: dict[str, dict[str, Rate]]) -> None:
    rates = scores["du-thao-qd-ttg.txt"]

    assert all(rates[f"indicators.{name}"].hits == 21 for name in ("found", "values", "units", "years"))


def test_garbled_text_is_restored(scores: dict[str, dict[str, Rate]]) -> None:
    first, second = (scores[f"{name}.txt"]["text.exact"] for name in ("1412-qd-bkhcn", "699-qd-btttt"))

    assert first.hits / first.n >= 0.985
    assert second.hits / second.n >= 0.93
    assert scores["1412-qd-bkhcn.txt"]["tasks.leads"].hits == 15
