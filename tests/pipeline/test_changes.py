from __future__ import annotations

import pytest

from pipeline.changes import figures, sudden
from pipeline.partition import FileEntry


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"rows tasks": 100}, {"rows tasks": 81}, []),
        ({"rows tasks": 100}, {"rows tasks": 80}, ["tasks: 80 rows, 100 before (-20%)"]),
        ({"rows tasks": 100}, {}, ["tasks: 0 rows, 100 before (-100%)"]),
        ({"rows tasks": 0}, {"rows tasks": 0}, []),
        ({"linked": 0.75}, {"linked": 0.67}, []),
        ({"linked": 0.75}, {"linked": 0.5}, ["units linked: 50%, 75% before"]),
        ({"quality": 0.9}, {"quality": 0.8}, ["mean quality of documents: 0.80, 0.90 before"]),
        ({}, {"rows tasks": 5}, []),
    ],
)
def test_what_falls_suddenly_is_told(before: dict[str, float], after: dict[str, float], said: list[str]) -> None:
    assert sudden(before, after) == said


def test_figures_are_summed_over_years() -> None:
    entries = [
        FileEntry("task_units/issued_year=2023/part-0.parquet", "", 3, {"linked": 2}),
        FileEntry("task_units/issued_year=2024/part-0.parquet", "", 1, {"linked": 1}),
        FileEntry("documents/issued_year=2024/part-0.parquet", "", 2, {"quality": 1.5, "quality_known": 2}),
        FileEntry("edits/issued_year=2024/part-0.parquet", "", 9),
    ]

    assert figures(entries) == {"rows task_units": 4, "rows documents": 2, "linked": 0.75, "quality": 0.75}
