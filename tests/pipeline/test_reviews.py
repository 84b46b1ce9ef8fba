"""Decisions of reviewers: written once, read in any order, applied where they still fit, opened again where not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow.dataset as ds
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch import Settings, collect, run_batch
from pipeline.errors import ReviewError
from pipeline.readings import changed, difference, readings, tidy
from pipeline.review_rows import with_reviews
from pipeline.reviews import Review, Reviews, append, read_folder, reviewer_name, stamped, standing

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.rows import Rows

SHA = "ab" * 32
DOC = SHA[:16]
FILE = "inbox/qd-1.txt"


def table(out: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ds.dataset(out / "latest" / name, partitioning="hive").to_table().to_pylist()
    return rows


def task(ordinal: int, title: str, **more: Any) -> dict[str, Any]:
    return {
        "task_id": f"{DOC}-{ordinal:04d}", "doc_id": DOC, "ordinal": ordinal, "kind": "task", "label": str(ordinal),
        "title": title, "page_no": 1, "source_kind": "table", "confidence": 0.5, "review": "machine",
        "lead_text": "Bộ Y tế", "table_no": 1, "row_no": ordinal, **more,
    }  # fmt: skip


def unit(ordinal: int, text: str = "Bộ Y tế", unit_id: str | None = "bo-y-te") -> dict[str, Any]:
    return {
        "task_id": f"{DOC}-{ordinal:04d}", "ordinal": 1, "role": "lead", "text": text, "unit_id": unit_id,
        "link_method": "exact", "link_score": 0.97, "is_collective": False,
    }  # fmt: skip


@pytest.fixture
def rows() -> Rows:
    titles = ("Xây dựng cơ sở dữ liệu y tế", "Báo cáo tình hình thực hiện", "Tổ chức hội nghị tổng kết")
    return {
        "documents": [{"doc_id": DOC, "source_sha256": SHA, "decision_key": "1/QĐ-BYT@2024"}],
        "tasks": [task(n, title) for n, title in enumerate(titles, start=1)],
        "task_units": [unit(n) for n in (1, 2, 3)],
        "task_deadlines": [
            {"task_id": f"{DOC}-{n:04d}", "ordinal": 1, "text": "", "kind": "none", "due_date": None} for n in (1, 2, 3)
        ],
        "issues": [],
    }


def said_of(rows: Rows, ordinal: int, action: str, who: str = "an", **more: Any) -> Review:
    key = f"{DOC}-{ordinal:04d}"
    now = readings(rows["tasks"], rows["task_units"], rows["task_deadlines"])
    fields = {"machine": now.get(key), "task_id": key, "page_no": 1, **more}
    return stamped(Review("", "", who, action, DOC, SHA, FILE, "1/QĐ-BYT@2024", **fields))


def applied(rows: Rows, *records: Review, sha: str = SHA) -> Rows:
    rows["documents"][0]["source_sha256"] = sha
    return with_reviews(rows, FILE, Reviews(tuple(records), {sha}))


def by_label(rows: Rows) -> dict[str, dict[str, Any]]:
    return {row["label"]: row for row in rows["tasks"]}


def test_without_a_record_nothing_is_touched(rows: Rows) -> None:
    assert with_reviews(rows, FILE, Reviews((), {SHA})) is rows


def test_each_action_leaves_its_mark(rows: Rows) -> None:
    new = {
        "title": "Báo cáo hằng quý",
        "deadlines": [{"kind": "quarter", "text": "Quý I/2025", "due_date": "2025-03-31"}],
    }
    done = applied(
        rows,
        said_of(rows, 1, "accept"),
        said_of(rows, 2, "correct", said=new),
        said_of(rows, 3, "not_a_task"),
    )
    marks = by_label(done)
    assert [marks[label]["review"] for label in "123"] == ["accepted", "corrected", "rejected"]
    assert marks["2"]["title"] == "Báo cáo hằng quý"
    assert marks["2"]["title_segmented"].replace("_", " ") == "Báo cáo hằng quý"  # the words are those of the new title
    assert [d["due_date"] for d in done["task_deadlines"] if d["task_id"].endswith("2")] == ["2025-03-31"]
    assert [r["state"] for r in done["reviews"]] == ["applied"] * 3
    assert by_label(rows)["2"]["title"] == "Báo cáo tình hình thực hiện"  # what was kept is not changed


def test_a_unit_that_a_person_linked_is_published_and_the_others_keep_their_scores(rows: Rows) -> None:
    machine = readings(rows["tasks"], rows["task_units"], rows["task_deadlines"])[f"{DOC}-0001"]
    units = [*machine["units"], {"role": "coordinator", "text": "Bộ CA", "unit_id": "bo-cong-an"}]
    done = applied(rows, said_of(rows, 1, "correct", said={"units": units}))
    found = [u for u in done["task_units"] if u["task_id"].endswith("1")]
    assert [(u["unit_id"], u["link_method"]) for u in found] == [("bo-y-te", "exact"), ("bo-cong-an", "alias")]
    assert found[0]["link_score"] == 0.97
    assert found[1]["name"] == "Bộ Công an"


def test_a_unit_that_no_registry_knows_is_a_doubt_and_not_a_broken_snapshot(rows: Rows) -> None:
    done = applied(rows, said_of(rows, 1, "correct", said={"units": [{"role": "lead", "text": "X", "unit_id": "x/y"}]}))
    assert by_label(done)["1"]["review"] == "machine"
    assert "x/y" in done["issues"][0]["message"]


def test_split_merge_and_add(rows: Rows) -> None:
    parts = [
        {"kind": "task", "label": "1a", "title": "Xây dựng cơ sở"},
        {"kind": "task", "label": "1b", "title": "Dữ liệu y tế"},
    ]
    other = said_of(rows, 3, "accept")
    whole = {"kind": "task", "label": "2", "title": "Báo cáo tình hình thực hiện và tổ chức hội nghị"}
    done = applied(
        rows,
        said_of(rows, 1, "split", said={"rows": parts}),
        said_of(rows, 2, "merge", said={"row": whole, "with": {other.task_id: other.machine}}),
        said_of(
            rows, 9, "add", machine=None, task_id="", said={"row": {"kind": "task", "label": "4", "title": "Kiểm tra"}}
        ),
    )
    found = {label: (row["ordinal"], row["title"], row["review"]) for label, row in by_label(done).items()}
    assert found == {
        "1a": (1, "Xây dựng cơ sở", "corrected"),
        "1b": (4, "Dữ liệu y tế", "corrected"),
        "2": (2, whole["title"], "corrected"),
        "3": (3, "Tổ chức hội nghị tổng kết", "rejected"),
        "4": (5, "Kiểm tra", "corrected"),
    }
    assert by_label(done)["1b"]["row_no"] == 1  # it leads home to the row it was split from


def test_the_last_word_of_a_person_counts_and_an_undo_brings_back_the_one_before(rows: Rows) -> None:
    first, second = said_of(rows, 1, "accept"), said_of(rows, 1, "reject")
    back = said_of(rows, 1, "undo", undoes=second.review_id)
    assert by_label(applied(rows, second, first))["1"]["review"] == "rejected"  # whatever the order of the lines
    assert by_label(applied(rows, first, second, back))["1"]["review"] == "accepted"


def test_nobody_undoes_the_word_of_another(rows: Rows) -> None:
    first = said_of(rows, 1, "reject")
    assert standing([first, said_of(rows, 1, "undo", who="binh", undoes=first.review_id)]) == [first]


def test_two_who_disagree_are_both_kept_until_it_is_settled(rows: Rows) -> None:
    one = said_of(rows, 1, "correct", said={"title": "Xây dựng cơ sở dữ liệu"})
    two = said_of(rows, 1, "accept", who="binh")
    torn = applied(rows, one, two)
    assert by_label(torn)["1"]["review"] == "machine"
    assert [(i["kind"], i["subject"]) for i in torn["issues"]] == [("review_conflict", "tasks 1")]
    assert all(who in torn["issues"][0]["evidence"] for who in ("an", "binh"))
    end = said_of(rows, 1, "accept", who="chi", settles=(one.review_id,))
    settled = applied(rows, one, two, end)
    assert by_label(settled)["1"]["review"] == "accepted"
    assert {r["reviewer"]: r["state"] for r in settled["reviews"]} == {
        "an": "settled",
        "binh": "applied",
        "chi": "applied",
    }


def test_a_changed_reading_opens_the_row_again_and_shows_both(rows: Rows) -> None:
    record = said_of(rows, 2, "correct", said={"title": "Báo cáo hằng năm"})
    rows["tasks"][1]["title"] = "Báo cáo tình hình"
    done = applied(rows, record)
    assert by_label(done)["2"] | {"review": "machine"} == rows["tasks"][1]
    issue = done["issues"][0]
    assert (issue["kind"], issue["subject"]) == ("review_reopened", "tasks 2")
    assert "machine's reading" in issue["message"]
    assert "Báo cáo hằng năm" in issue["evidence"]
    assert "Báo cáo tình hình thực hiện" in issue["evidence"]


def test_a_reading_that_has_become_what_the_person_said_holds(rows: Rows) -> None:
    record = said_of(rows, 2, "correct", said={"title": "Báo cáo hằng năm"})
    rows["tasks"][1]["title"] = "Báo cáo hằng năm"
    assert by_label(applied(rows, record))["2"]["review"] == "accepted"


def test_a_changed_source_opens_its_rows_again(rows: Rows) -> None:
    done = applied(rows, said_of(rows, 1, "accept"), said_of(rows, 3, "reject"), sha="cd" * 32)
    assert [row["review"] for row in done["tasks"]] == ["machine"] * 3
    assert [i["subject"] for i in done["issues"]] == ["tasks 1", "tasks 3"]
    assert all("source" in i["message"] for i in done["issues"])


def test_a_look_at_the_new_source_replaces_the_old_decision(rows: Rows) -> None:
    old = said_of(rows, 1, "reject")
    fresh = replace(said_of(rows, 1, "accept"), source_sha256="cd" * 32)
    done = applied(rows, old, fresh, sha="cd" * 32)
    assert by_label(done)["1"]["review"] == "accepted"
    assert done["issues"] == []


def test_rows_that_move_keep_their_decisions(rows: Rows) -> None:
    record = said_of(rows, 3, "reject")
    rows["tasks"] = [
        {**row, "task_id": f"{DOC}-{n:04d}", "ordinal": n} for n, row in enumerate(rows["tasks"][1:], start=1)
    ]
    rows["task_units"] = [{**u, "task_id": f"{DOC}-{n:04d}"} for n, u in enumerate(rows["task_units"][1:], start=1)]
    assert [row["review"] for row in applied(rows, record)["tasks"]] == ["machine", "rejected"]


def test_a_row_that_is_gone_is_not_lost_silently(rows: Rows) -> None:
    record = said_of(rows, 2, "accept")
    del rows["tasks"][1], rows["task_units"][1]
    done = applied(rows, record)
    assert [(i["kind"], i["subject"]) for i in done["issues"]] == [("review_reopened", "")]
    assert [(r["state"], r["task_id"]) for r in done["reviews"]] == [("reopened", None)]


TEXTS = st.text(alphabet="aăâđêôơưàảãáạ \n", max_size=12)
READINGS = st.fixed_dictionaries(
    {"title": TEXTS},
    optional={
        "product": TEXTS,
        "lead_text": TEXTS,
        "units": st.lists(st.fixed_dictionaries({"role": st.just("lead"), "text": TEXTS}), max_size=2),
    },
).map(tidy)


@given(READINGS, READINGS)
def test_a_correction_says_just_what_makes_the_one_of_the_other(machine: dict[str, Any], said: dict[str, Any]) -> None:
    assert changed(machine, difference(machine, said)) == said


def test_written_is_read_and_merged_lines_mean_the_same(rows: Rows, tmp_path: Path) -> None:
    made = [said_of(rows, n, "accept", who=who, comment="đã xem") for n in (1, 2, 3) for who in ("an", "binh")]
    for record in made:
        append(tmp_path, record)
    assert read_folder(tmp_path) == made
    file = tmp_path / "an" / f"{DOC}.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*reversed(lines), lines[0]]), encoding="utf-8")  # as a union merge may leave it
    assert read_folder(tmp_path) == made


def test_a_line_cut_short_by_a_crash_costs_only_itself(rows: Rows, tmp_path: Path) -> None:
    first, second = said_of(rows, 1, "accept"), said_of(rows, 2, "accept")
    append(tmp_path, first)
    with (tmp_path / "an" / f"{DOC}.jsonl").open("a", encoding="utf-8") as handle:
        handle.write(json.dumps({"format": 1, "review_id": "x"})[:20])
    append(tmp_path, second)
    assert read_folder(tmp_path) == [first, second]


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", '{"format": 9}', '{"format": 1, "action": "guess"}', "[1]"])
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "an").mkdir()
    (tmp_path / "an" / "x.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ReviewError, match=r"x\.jsonl: line 1 is no review record"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("Nguyễn Văn Đạt", "nguyen-van-dat"), ("../../etc", "etc"), ("a@b.vn", "a-b-vn"), ("⁂", "")],
)
def test_a_reviewer_is_a_plain_folder_name(name: str, kept: str) -> None:
    assert reviewer_name(name) == kept


def test_a_run_applies_decisions_and_a_changed_source_opens_only_its_own(inbox: Path, tmp_path: Path) -> None:
    out, folder = tmp_path / "out", tmp_path / "reviews"
    settings = Settings(jobs=1, reviews=folder)
    run_batch(collect([inbox]), out, settings)
    before = table(out, "tasks")
    sources = {row["doc_id"]: row for row in table(out, "documents")}
    now = readings(before, table(out, "task_units"), table(out, "task_deadlines"))
    for row in before:
        source = sources[row["doc_id"]]
        said = (row["doc_id"], source["source_sha256"], source["source_path"], source["decision_key"], row["task_id"])
        append(folder, stamped(Review("", "", "an", "accept", *said, machine=now[row["task_id"]])))
    assert run_batch(collect([inbox]), out, settings).is_new
    assert {row["review"] for row in table(out, "tasks")} == {"accepted"}
    assert not run_batch(collect([inbox]), out, settings).is_new

    file = inbox / "qd-2.txt"
    file.write_text(file.read_text(encoding="utf-8") + "\nNơi nhận:\n- Lưu: VT.\n", encoding="utf-8")
    run_batch(collect([inbox]), out, settings)
    paths = {row["doc_id"]: row["source_path"] for row in table(out, "documents")}
    marks = {(paths[row["doc_id"]], row["review"]) for row in table(out, "tasks")}
    assert marks == {(str(inbox / f"qd-{n}.txt"), "machine" if n == 2 else "accepted") for n in (1, 2, 3)}
    opened = [row for row in table(out, "issues") if row["kind"] == "review_reopened"]
    assert len(opened) == sum(row["doc_id"] in {i["doc_id"] for i in opened} for row in table(out, "tasks")) == 2
