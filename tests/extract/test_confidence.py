from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.confidence import calibrated, task_confidence
from extract.records import Assignment, Deadline, TaskUnit, UnitMention

SHARE = st.floats(0, 1)
TASK = Assignment("task", "1", "Xây dựng kế hoạch", "table", 1)
KNOWN = TaskUnit("lead", UnitMention("Bộ Y tế", "Bộ Y tế", "bo-y-te", "exact", 1.0, is_collective=False))
UNKNOWN = TaskUnit("lead", UnitMention("Bộ X", "Bộ X", None, "none", 0.0, is_collective=False))
GROUP = TaskUnit("lead", UnitMention("các bộ", "Các bộ", None, "none", 1.0, is_collective=True))


@given(SHARE, SHARE)
def test_a_better_product_is_never_worth_less(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= calibrated(low) <= calibrated(high) <= 1


def test_doubts_lower_it() -> None:
    sure = task_confidence(TASK, [KNOWN], [], 1.0)
    assert sure > 0.98
    assert task_confidence(TASK, [GROUP], [], 1.0) == sure
    assert task_confidence(TASK, [UNKNOWN], [], 1.0) < 0.8
    assert task_confidence(TASK, [KNOWN], [], 0.8) < 0.93


def test_deadline_words_that_no_rule_reads_lower_it() -> None:
    due = Assignment("task", "1", "Xây dựng kế hoạch", "table", 1, deadline_text="sớm")
    assert task_confidence(due, [KNOWN], [Deadline("sớm", "none")], 1.0) < 0.6


@pytest.mark.parametrize("kind", ["flattened_table"])
def test_rows_of_run_together_tables_stay_doubtful(kind: str) -> None:
    assert task_confidence(Assignment("task", "1", "A", kind, 1), [KNOWN], [], 1.0) <= 0.6  # type: ignore[arg-type]
