"""Tables whose columns run together: made from known tables, and the sample that has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.deadlines import parse as parse_deadline
from extract.parse import parse
from extract.records import Line
from extract.registry import Registry
from extract.unweave import find_regions, unweave
from extract.unweave_fluency import NgramFluency
from extract.unweave_header import find_heads
from extract.unweave_lines import strips
from extract.unweave_rows import rows_of, taken_by

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from extract.records import Assignment

MODELS = Path(__file__).parents[2] / "normalize" / "data"
GOLD = Path(__file__).parents[2] / "gold" / "decisions"
SAMPLE = GOLD / "699-qd-btttt" / "text.txt"


@pytest.fixture(scope="module")
def fluency() -> NgramFluency:
    """The shipped language model."""
    return NgramFluency.load(MODELS)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def _lines(texts: Sequence[str]) -> list[Line]:
    return [Line(1, number, text, text) for number, text in enumerate(texts, start=1)]


def _columns(lines: Sequence[Line]) -> list[list[tuple[str, str, int | None]]]:
    heads = find_heads(strips(lines, range(len(lines))))
    return [[(column.role, column.text, column.year) for column in head.columns] for head in heads]


def test_a_header_is_read_downwards() -> None:
    lines = _lines(["Đơn vị Thời gian", "STT Tên nhiệm vụ Sản phẩm", "chủ trì | hoàn thành", "1. Xây dựng đề án"])
    assert {(role, text) for role, text, _ in _columns(lines)[0]} == {
        ("label", "STT"),
        ("title", "Tên nhiệm vụ"),
        ("lead", "Đơn vị chủ trì"),
        ("product", "Sản phẩm"),
        ("deadline", "Thời gian hoàn thành"),
    }


def test_columns_of_figures_have_their_years() -> None:
    lines = _lines(["ĐẾN | ĐẾN", "TT Nội dung chỉ tiêu NĂM | NĂM Cách tính", "2025 2035", "Tỷ lệ hồ sơ"])
    assert [(role, year) for role, _, year in _columns(lines)[0]] == [
        ("label", None),
        ("target", None),
        ("figure", 2025),
        ("figure", 2035),
        ("measure", None),
    ]


@pytest.mark.parametrize(
    "prose",
    [
        "Các đơn vị chủ trì nhiệm vụ báo cáo sản phẩm và thời gian hoàn thành với Bộ trước ngày 15 hằng tháng.",
        "TT Nội dung",
        "",
    ],
)
def test_prose_is_no_header(prose: str) -> None:
    assert _columns(_lines([prose, "Điều 2. Tổ chức thực hiện"])) == []


def test_without_a_model_a_flattened_table_is_only_reported(registry: Registry) -> None:
    lines = _lines(["STT Nhiệm vụ Đơn vị chủ trì Thời hạn", "1. Xây dựng đề án Bộ Y tế 12/2025"])
    parts = parse(lines, {}, registry)
    assert parts.assignments == ()
    assert [issue.kind for issue in parts.issues] == ["flattened_table"]


def test_a_small_table_is_read(registry: Registry, fluency: NgramFluency) -> None:
    lines = _lines(
        [
            "STT Nhiệm vụ Thời hạn Đơn vị chủ trì",
            "Xây dựng đề án phát triển Bộ Khoa",
            "1. 12/2025 học và",
            "nguồn nhân lực Công nghệ",
            "Tổ chức tập huấn cho cán bộ",
            "2. 06/2026 | Bộ Y tế",
            "y tế cơ sở",
        ]
    )
    parts = parse(lines, {}, registry, fluency)
    assert [(t.label, t.title, t.lead_text, t.deadline_text, t.source_kind) for t in parts.assignments] == [
        ("1", "Xây dựng đề án phát triển nguồn nhân lực", "Bộ Khoa học và Công nghệ", "12/2025", "flattened_table"),
        ("2", "Tổ chức tập huấn cho cán bộ y tế cơ sở", "Bộ Y tế", "06/2026", "flattened_table"),
    ]


def test_a_row_in_doubt_shows_its_lines(registry: Registry, fluency: NgramFluency) -> None:
    lines = _lines(
        [
            "STT Nhiệm vụ Đơn vị chủ trì Thời hạn",
            "1. Xây dựng đề án Bộ Y tế 12/2025",
            "Tổ chức tập huấn cán bộ Bộ Nội vụ",
        ]
    )
    parts = parse(lines, {}, registry, fluency)
    doubt = next(issue for issue in parts.issues if issue.kind == "flattened_row")
    assert "Bộ Nội vụ" in doubt.evidence


def _found(lines: Sequence[Line], registry: Registry, fluency: NgramFluency) -> Any:
    return rows_of(unweave(lines, (), registry, fluency), lines, [None] * len(lines))


def test_the_sample_with_flattened_tables(
    lines_of: Callable[[str], list[Line]], registry: Registry, fluency: NgramFluency
) -> None:
    lines = lines_of(SAMPLE.read_text(encoding="utf-8"))
    found = _found(lines, registry, fluency)
    tasks: tuple[Assignment, ...] = found.tasks
    assert len(tasks) == 16
    assert all(parse_deadline(task.deadline_text or "")[0].kind != "none" for task in tasks)
    targets = {(row.label, row.year): (row.target_value, row.target_unit) for row in found.indicators}
    assert targets == {
        ("1", 2024): (30, "%"),
        ("1", 2030): (100, "%"),
        ("2", 2024): (20, "%"),
        ("2", 2030): (100, "%"),
        ("3", 2024): (100, "người"),
        ("3", 2030): (1000, "người"),
        ("4", 2024): (20, "%"),
        ("4", 2030): (100, "%"),
    }


@pytest.mark.parametrize("name", ["1412-qd-bkhcn.txt", "du-thao-qd-ttg.txt", "chuong-trinh-hanh-dong.txt"])
def test_other_documents_have_none(name: str, sample_lines: Callable[[str], list[Line]]) -> None:
    assert find_regions(sample_lines(name), ()) == ()


# What headers, labels, rules, cells and specks look like.
LOOKS = "STT Nhiệm vụ Đơn vị chủ trì Thời hạn | 1. 2. II Bộ Y tế, 12/2025 - xây dựng . (a) 30% Phụ lục 1"
WORDS = st.sampled_from(LOOKS.split())
SOUP = st.lists(st.lists(WORDS, max_size=9).map(" ".join) | st.text(max_size=12), max_size=14)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(soup=SOUP)
def test_no_lines_make_it_raise_or_lose_a_word(soup: list[str], registry: Registry, fluency: NgramFluency) -> None:
    lines = _lines(["STT Nhiệm vụ Đơn vị chủ trì Thời hạn", *soup])
    for table in unweave(lines, (), registry, fluency):
        found = rows_of([table], lines, [None] * len(lines))
        assert found.lines == taken_by(table)
        inside = [line for block in table.blocks for line in range(block.first, block.last + 1)]
        assert inside == list(range(len(inside)))  # every line up to the end is in exactly one row
        for block in table.blocks:
            used = [(line, word) for pieces in block.pieces for line, a, b in pieces for word in range(a, b)]
            assert len(used) == len(set(used))  # no word stands in two cells
            for line in range(block.first, block.last + 1):
                words = table.woven.rows[line].words
                left = [words[at] for at in range(len(words)) if (line, at) not in used]
                assert all(word.cost is not None for word in left)  # what is left out may be a speck
