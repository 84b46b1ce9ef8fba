"""Diff: rows found again by their own words, every letter whole, one page that needs nothing else."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from gold.align import clusters
from gold.commands import diff
from gold.diff.compare import compare, grouped, matched
from gold.diff.html import as_html
from gold.diff.records import Change, Diff, Side, SideDocument, SideRow
from gold.diff.sides import read_side
from gold.diff.words import marked, pattern, runs, shortened, words
from gold.simulate.snapshot import make_rows, write_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gold.records import Told

LETTERS = "aăâàảãáạằẳẵắặeêềểễếệoôơờởỡớợuưừửữứựđbc\u0300\u0323 \n,.1"
TEXTS = st.text(alphabet=LETTERS, max_size=40)


@given(TEXTS, TEXTS)
def test_marks_give_both_texts_again(before: str, after: str) -> None:
    marks = marked(before, after)
    nfc = [unicodedata.normalize("NFC", text) for text in (before, after)]
    assert "".join(m.text for m in marks if m.op != "added") == nfc[0]
    assert "".join(m.text for m in marks if m.op != "removed") == nfc[1]
    assert "".join(words(before)) == nfc[0]


@given(TEXTS)
def test_a_text_against_itself_has_no_mark(text: str) -> None:
    assert all(mark.op == "same" for mark in marked(text, text))


@given(TEXTS, TEXTS)
def test_no_mark_cuts_a_letter(before: str, after: str) -> None:
    for side, other in (("added", before), ("removed", after)):
        text = unicodedata.normalize("NFC", other)
        parts = [part for m in marked(before, after) if m.op != side for part in clusters(m.text)]
        assert len(parts) == len(clusters(text)) or any(unicodedata.combining(p[0]) for p in clusters(text))


@pytest.mark.parametrize(
    ("before", "after", "strong"),
    [
        ("trí tuệ", "trí tuê", [("removed", "ệ"), ("added", "ê")]),  # one letter with two marks is one letter
        ("hoà bình", "hòa bình", [("removed", "hoà"), ("added", "hòa")]),
        ("Bộ Y tế", "Sở Tư pháp", [("removed", "Bộ Y tế"), ("added", "Sở Tư pháp")]),  # nothing alike: whole words
        ("Vu Pháp chế", "Vụ Pháp chế", [("removed", "u"), ("added", "ụ")]),
        ("tháng 7", "tháng 7/2025", [("added", "/2025")]),
    ],
)
def test_what_differs_is_marked(before: str, after: str, strong: list[tuple[str, str]]) -> None:
    assert [(m.op, m.text) for m in marked(before, after) if m.strong] == strong


def test_the_pattern_of_a_change_is_the_same_wherever_it_stands() -> None:
    one, other = pattern("Vu Pháp chế chủ trì", "Vụ Pháp chế chủ trì"), pattern("giao Vu Tổ chức", "giao Vụ Tổ chức")
    assert one == other == ("Vu", "Vụ")


def test_long_equal_stretches_are_cut_but_not_beside_a_change() -> None:
    marks = shortened(marked("a " * 300 + "x" + " b" * 300, "a " * 300 + "y" + " b" * 300))
    assert sum(len(mark.text) for mark in marks) < 300
    assert [mark.op for mark in marks] == ["same", "removed", "added", "same"]


def test_runs_join_to_both_texts() -> None:
    found = runs("một hai ba", "một hải bà")
    assert ["".join(side) for side in zip(*found, strict=True)] == ["một hai ba", "một hải bà"]


def row(label: str, title: str, **fields: str) -> SideRow:
    key = ("task", label, "" if label else title)
    return SideRow(key, "task", label, title, {"label": label, "title": title, **fields}, f"d-{label}")


def between(before: Sequence[SideRow], after: Sequence[SideRow]) -> list[Change]:
    sides = [Side(name, (SideDocument("d", "x.txt", "x.txt", "", {"tasks": tuple(rows)}),)) for name, rows in
             (("a", before), ("b", after))]  # fmt: skip
    return list(compare(*sides).changes)


def test_a_row_put_in_front_moves_nothing() -> None:
    rows = [row(str(n), f"Nhiệm vụ thứ {n} về y tế") for n in range(1, 8)]
    changes = between(rows, [row("0", "Rà soát văn bản"), *rows])
    assert [(c.kind, c.after) for c in changes] == [("added", "Rà soát văn bản")]


def test_a_row_that_changes_its_place_has_moved_and_is_not_lost() -> None:
    rows = [row(str(n), f"Nhiệm vụ thứ {n} về y tế") for n in range(1, 6)]
    changes = between(rows, [*rows[1:], rows[0]])
    assert [(c.kind, c.where) for c in changes] == [("moved", "1")]


def test_a_row_with_a_new_label_is_found_by_its_title() -> None:
    before, after = [row("1", "Xây dựng cơ sở dữ liệu")], [row("1a", "Xây dựng cơ sở dữ liệu")]
    assert [(c.kind, c.field, c.before, c.after) for c in between(before, after)] == [("changed", "label", "1", "1a")]


def test_fields_of_units_are_told_under_their_table() -> None:
    before, after = [row("1", "A", **{"task_units.lead": "x"})], [row("1", "A", **{"task_units.lead": "y"})]
    assert [(c.table, c.field) for c in between(before, after)] == [("task_units", "lead")]


def test_rows_of_one_key_are_matched_by_what_they_say() -> None:
    same = [row("1", title) for title in ("một", "hai", "ba")]
    assert matched(same, [same[2], same[0], same[1]]) == [(0, 1), (1, 2), (2, 0)]


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two snapshots: in the second a word is misspelt in every title that has it, and one row is gone."""
    root = tmp_path_factory.mktemp("snapshots")
    rows = make_rows(8, 10)
    first = write_snapshot(root / "v000001", rows)
    for task in rows["tasks"]:
        task["title"] = task["title"].replace("Xây dựng", "Xây dụng")
    del rows["tasks"][5], rows["task_units"][5], rows["task_deadlines"][5]
    return first, write_snapshot(root / "v000002", rows)


def test_the_same_change_in_many_rows_is_one_group(snapshots: tuple[Path, Path]) -> None:
    found = compare(*(read_side(folder, ("documents", "tasks")) for folder in snapshots))
    groups = grouped(found.changes)
    assert (groups[0].before, groups[0].after) == ("dựng", "dụng")
    assert len(groups[0].changes) > 3
    assert sum(len(group.changes) for group in groups) == len(found.changes)
    assert [c.kind for c in found.changes].count("removed") == 1


def cli() -> typer.Typer:
    app = typer.Typer()
    app.command("diff")(diff)
    return app


def test_exit_status_tells_same_different_and_trouble(snapshots: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = map(str, snapshots)
    page, sheet = tmp_path / "d.html", tmp_path / "d.parquet"
    assert CliRunner().invoke(cli(), [first, first]).exit_code == 0
    done = CliRunner().invoke(cli(), [first, second, "--html", str(page), "--parquet", str(sheet), "--json"])
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert len(told["changes"]) == pq.read_table(sheet).num_rows
    assert "dụng" in page.read_text(encoding="utf-8")
    nothing = CliRunner().invoke(cli(), [first, str(tmp_path / "none")])
    assert nothing.exit_code == 2
    assert "holds no snapshot" in nothing.stderr


def test_a_snapshot_against_the_annotations_of_itself(
    tmp_path: Path, publish: Callable[[Path, Sequence[Told]], Path], perfect: tuple[Told, ...], decisions: Path
) -> None:
    snapshot = publish(tmp_path / "latest", perfect)
    done = CliRunner().invoke(cli(), [str(decisions), str(snapshot), "--json"])
    assert done.exit_code == 0, done.stdout[:2000]


def test_the_page_asks_for_nothing_and_shows_documents_as_text() -> None:
    evil = "<script>alert(1)</script><img src=https://x.test/a.png>"
    change = Change("tasks", "changed", evil, evil, "title", "a", evil)
    page = as_html(Diff(evil, "b", (change,), {"tasks": (1, 1)}))
    assert "<script" not in page
    assert "<img" not in page
    assert "http://" not in page
    assert "url(" not in page
    assert "@media print" in page


def test_more_groups_than_a_page_holds_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gold.diff.html.MOST_GROUPS", 2)
    changes = tuple(Change("tasks", "changed", "x.txt", str(n), "title", f"từ{n}", f"tư{n}") for n in range(5))
    page = as_html(Diff("a", "b", changes, {"tasks": (5, 5)}))
    assert "3 further changes in 3 smaller groups" in page
