from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import UsageError
from pipeline.unitsearch import find

ASKED = [
    ("Bộ Thông tin và Truyền thông", "2024-05-03", "", "bo-thong-tin-va-truyen-thong", "exact"),
    ("Bộ KH&CN", "", "", "bo-khoa-hoc-va-cong-nghe", "alias"),
    (
        "Sở Tài nguyên và Môi trường",
        "2024-05-03",
        "UBND tỉnh Lào Cai",
        "lao-cai/so-tai-nguyen-va-moi-truong",
        "context",
    ),
    ("Vụ trưởng Vụ Pháp chế", "2025-06-22", "bo-khoa-hoc-va-cong-nghe", "bkhcn/vu-phap-che", "context"),
    ("Bộ Thông tin và Truyền thôg", "2024-05-03", "", "bo-thong-tin-va-truyen-thong", "fuzzy"),
]


@pytest.mark.parametrize(("text", "on", "issuer", "unit_id", "method"), ASKED)
def test_the_chosen_stands_first_and_says_why(text: str, on: str, issuer: str, unit_id: str, method: str) -> None:
    mention, candidates = find(text, on, issuer)

    assert (mention.unit_id, mention.link_method) == (unit_id, method)
    assert candidates[0].chosen
    assert candidates[0].unit.unit_id == unit_id
    assert all(candidate.why for candidate in candidates)


def test_a_shared_name_is_left_open() -> None:
    mention, candidates = find("Vụ Pháp chế", "2025-06-22", "")

    assert mention.unit_id is None
    assert {candidate.why for candidate in candidates if candidate.likeness == 1} == {"the name is shared with others"}


def test_a_unit_that_is_gone_leads_to_its_heir() -> None:
    _, candidates = find("Bộ Giao thông vận tải", "2026-01-01", "")

    gone = next(c for c in candidates if c.unit.unit_id == "bo-giao-thong-van-tai")
    assert gone.unit.successor_unit_id == "bo-xay-dung"


@pytest.mark.parametrize(("on", "issuer"), [("2024-13-01", ""), ("", "Bộ Không Có")])
def test_wrong_questions_are_refused(on: str, issuer: str) -> None:
    with pytest.raises(UsageError):
        find("Bộ Y tế", on, issuer)


def test_the_command_prints_a_table_or_json() -> None:
    shown = CliRunner().invoke(app, ["units", "find", "Bộ Y tế"])
    assert shown.exit_code == 0
    assert shown.stdout.startswith("Bộ Y tế: Bộ Y tế (exact, score 1.00)")

    told = json.loads(CliRunner().invoke(app, ["units", "find", "Bộ Y tế", "--json"]).stdout)
    assert told["candidates"][0]["unit_id"] == told["unit_id"] == "bo-y-te"

    assert CliRunner().invoke(app, ["units", "find", "Bộ Không Có"]).exit_code == 1
