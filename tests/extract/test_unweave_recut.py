"""Garbled neighbouring cells cut again as their columns read elsewhere."""

from __future__ import annotations

from extract.records import Assignment
from extract.unweave_lines import Word
from extract.unweave_recut import recut

GROUP, REPORT = "Các cơ quan, đơn vị liên quan", "Báo cáo kết quả thực hiện"


def _task(label: str, coordinators: str, product: str) -> Assignment:
    return Assignment(
        kind="task",
        label=label,
        title="Xây dựng đề án",
        source_kind="flattened_table",
        page_no=1,
        coordinator_text=coordinators,
        product=product,
    )


def _words(*printed: tuple[str, str]) -> list[Word]:
    return [Word(text, seen=seen) for seen, text in printed]


def _same(text: str) -> list[Word]:
    return [Word(word, seen=word) for word in text.split()]


TASKS = [_task("1", GROUP, REPORT), _task("2", GROUP, REPORT), _task("3", "Các cơ quan, tổ chức", "Đề án")]
CELLS = [
    {"coordinator_text": {0: _same(t.coordinator_text or "")}, "product": {0: _same(t.product or "")}} for t in TASKS
]

# Found: a row of a garbled annex, its lines as an English model printed them and as they were first cut and mended.
SPOILT = _task("4", "Có liên quan", "Các cơ bản Báo cáo kết quả thực hiện")
SPOILT_CELLS = {
    "coordinator_text": {2: _words(("Cgm", "Có"), ("V|", "")), 4: _words(("lién", "liên"), ("quan", "quan"))},
    "product": {
        0: _words(("Céc", "Các"), ("co", "cơ")),
        1: _words(("uan", "bản"), ("Bao", "Báo"), ("céo", "cáo")),
        2: _words(("kétqua", "kết quả")),
        3: _words(("thuc", "thực"), ("hién", "hiện")),
    },
}


def test_cells_are_cut_as_their_columns_read_elsewhere() -> None:
    made, issues = recut([*TASKS, SPOILT], [*CELLS, SPOILT_CELLS])

    assert (made[3].coordinator_text, made[3].product) == (GROUP, REPORT)
    assert list(made[:3]) == TASKS
    assert [(issue.kind, issue.evidence) for issue in issues] == [
        ("flattened_cell", "Có liên quan | Các cơ bản Báo cáo kết quả thực hiện")
    ]


def test_cells_that_say_something_else_stay() -> None:
    other = _task("4", "Bộ Tài chính", "Báo cáo khả thi")
    cells = {"coordinator_text": {0: _same("Bộ Tài chính")}, "product": {0: _same("Báo cáo khả thi")}}

    assert recut([*TASKS, other], [*CELLS, cells]) == ((*TASKS, other), ())


def test_without_columns_that_repeat_nothing_is_told() -> None:
    assert recut([SPOILT], [SPOILT_CELLS]) == ((SPOILT,), ())
    assert recut([], []) == ((), ())
