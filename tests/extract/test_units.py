"""Names of units: cases with provenance, and laws that hold for any text."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.registry import Registry
from extract.units import LinkContext, find_abbreviations, leading_unit, link, link_list
from normalize.datafile import read_tsv

REGISTRY = Registry.load()
FOLDER = Path(__file__).parent / "cases"
CASES = read_tsv(FOLDER / "units.tsv", ("cell", "issuer", "issued", "expected", "provenance"))
SENTENCES = read_tsv(FOLDER / "leading_units.tsv", ("sentence", "unit", "rest", "provenance"))
NOW = LinkContext(dt.date(2025, 6, 22), "bo-khoa-hoc-va-cong-nghe", {})
NAMES = [unit.name for unit in REGISTRY.units if unit.level in ("central", "other")]
PIECES = ["các", "bộ", "ngành", ",", "và", ";", "liên quan", "Sở", "UBND", "KH&CN", "Bộ", "\n", "(", "thuộc"]
LIKE_CELLS = st.lists(st.sampled_from(NAMES) | st.sampled_from(PIECES) | st.text(max_size=8), max_size=10).map(" ".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['cell'][:40]}@{case['issued']}")
def test_case(case: dict[str, str]) -> None:
    context = LinkContext(dt.date.fromisoformat(case["issued"]), case["issuer"], {})
    found = link_list(case["cell"].replace("\\n", "\n"), REGISTRY, context)
    shown = (f"{m.name}={'*' if m.is_collective else m.unit_id or '-'}" for m in found)
    assert " | ".join(shown) == case["expected"]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["sentence"][:50])
def test_the_unit_that_a_sentence_starts_with(case: dict[str, str]) -> None:
    found = leading_unit(case["sentence"], REGISTRY, LinkContext())
    if case["unit"] == "()":
        assert found is None
    else:
        assert found is not None
        assert found[0] == case["unit"]
        assert found[1].startswith(case["rest"])


def test_every_name_links_to_its_own_unit() -> None:
    for unit in REGISTRY.units:
        context = LinkContext(unit.valid_to or unit.valid_from, unit.parent_unit_id, {})
        mention = link(unit.name, REGISTRY, context)
        assert mention.unit_id == unit.unit_id, unit
        assert mention.link_score == 1.0 or mention.link_method == "context"


def test_every_list_of_two_names_is_split_between_them() -> None:
    for first, second in itertools.pairwise(NAMES):
        for joint in (", ", "; ", " và ", ",\n", " và các đơn vị liên quan, "):
            found = link_list(f"{first}{joint}{second}", REGISTRY, NOW)
            assert [found[0].name, found[-1].name] == [first, second], (first, joint, second)


def test_how_a_name_was_linked_is_told() -> None:
    assert link("Bộ Tài chính", REGISTRY, NOW).link_method == "exact"
    assert link("Bộ KH&CN", REGISTRY, NOW).link_method == "alias"
    assert link("Vụ Pháp chế", REGISTRY, NOW).link_method == "context"
    assert link("Bộ Kkoa học và Công nghệ", REGISTRY, NOW).link_method == "fuzzy"
    assert link("Viện Sao Mai", REGISTRY, NOW).link_method == "none"


def test_a_unit_named_out_of_its_time_scores_less() -> None:
    mention = link("Bộ Thông tin và Truyền thông", REGISTRY, NOW)
    assert mention.unit_id == "bo-thong-tin-va-truyen-thong"
    assert mention.link_score < 1.0


def test_abbreviations_that_a_document_defines() -> None:
    lines = [
        "liên quan tới trí tuệ nhân tạo (TTNT) và khoa học dữ liệu (KHDL)",
        "Bộ Khoa học và Công nghệ (sau đây gọi là Bộ) có trách nhiệm",
        "Vụ Khoa học và Công nghệ các ngành KT-KT, Quỹ Phát triển KH&CN QG",
        "2. Vụ Khoa học và Công nghệ các ngành kinh tế - kỹ thuật",
        "13. Quỹ Phát triển khoa học và công nghệ quốc gia",
    ]
    assert find_abbreviations(lines) == {
        "TTNT": "trí tuệ nhân tạo",
        "KHDL": "khoa học dữ liệu",
        "Bộ": "Bộ Khoa học và Công nghệ",
        "KT-KT": "kinh tế - kỹ thuật",
        "QG": "quốc gia",
    }


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Phê duyệt Kế hoạch năm 2024 của Bộ trưởng Bộ Y tế (sau đây gọi tắt là Kế hoạch).", {}),
        ("theo đề nghị của Bộ Khoa học và Công nghệ (sau đây gọi là Bộ).", {"Bộ": "Bộ Khoa học và Công nghệ"}),
        (
            "Ban Tổ chức, Hội đồng giám khảo Hội thi thiết bị tự làm (sau đây viết tắt là Hội thi)",
            {"Hội thi": "Hội thi thiết bị tự làm"},
        ),
        (
            "giao Bộ Nông nghiệp và Môi trường (gọi là cơ quan đầu mối)",
            {"cơ quan đầu mối": "Bộ Nông nghiệp và Môi trường"},
        ),
    ],
)
def test_what_a_unit_may_be_called(line: str, found: dict[str, str]) -> None:
    assert find_abbreviations([line]) == found


def test_a_level_or_a_kind_of_place_is_no_short_form() -> None:
    assert find_abbreviations(["Ủy ban nhân dân xã, phường (sau đây gọi là cấp xã) chịu trách nhiệm"]) == {}
    assert find_abbreviations(["tổ chức khác thuộc Ủy ban nhân dân đặc khu (sau đây gọi là đặc khu)"]) == {}


def test_a_documents_own_abbreviation_is_written_out() -> None:
    context = LinkContext(None, None, {"KHDL": "khoa học dữ liệu"})
    assert link("Viện KHDL", REGISTRY, context).name == "Viện Khoa học dữ liệu"


@pytest.mark.parametrize(
    ("short", "full", "cell", "names"),
    [
        # found: a decision of Quảng Trị and one of a ministry; made: other bodies, offices and groups
        ("Chi cục", "Chi cục Kiểm lâm", "Chi cục trưởng Chi cục Kiểm lâm; Chi cục", ["Chi cục Kiểm lâm"] * 2),
        ("Bộ", "Bộ Tư pháp", "Bộ trưởng Bộ Y tế, Bộ Tư pháp, Bộ", ["Bộ Y tế", "Bộ Tư pháp", "Bộ Tư pháp"]),
        ("Bộ", "Bộ Tư pháp", "các Bộ, ngành", ["Các Bộ, ngành"]),
    ],
)
def test_what_begins_another_name_is_no_short_form(short: str, full: str, cell: str, names: list[str]) -> None:
    context = LinkContext(None, None, {short: full})
    assert [mention.name for mention in link_list(cell, REGISTRY, context)] == names


@given(LIKE_CELLS)
def test_every_mention_stands_in_its_cell(text: str) -> None:
    flat = " ".join(text.split())
    for mention in link_list(text, REGISTRY, NOW):
        assert mention.text in flat
        assert mention.name
        assert 0.0 <= mention.link_score <= 1.0
        assert (mention.unit_id is None) == (mention.link_method == "none")
        assert mention.unit_id is None or REGISTRY.get(mention.unit_id).name == mention.name


@given(LIKE_CELLS)
def test_any_sentence_can_be_asked_for_its_unit(text: str) -> None:
    found = leading_unit(text, REGISTRY, NOW)
    assert found is None or (found[0] in " ".join(text.split()) and found[1])


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_lines_can_be_asked_for_abbreviations(lines: list[str]) -> None:
    assert all(short and len(short) < len(full) for short, full in find_abbreviations(lines).items())
