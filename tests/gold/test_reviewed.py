"""From decisions to truth: who agrees, what becomes an annotation, which words are worth learning from."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from gold.agreement import agreements, kappa
from gold.golden import gold
from gold.load import read_truth
from gold.pairs import pairs_of
from gold.simulate.snapshot import make_rows, write_snapshot
from pipeline.readings import readings
from pipeline.reviews import Review, append, stamped

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([], None),
        ([("a", "a")] * 5, None),  # one answer always: chance alone explains it
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        # Cohen 1960, table 1: 20 + 15 of 50 alike, margins 25/25 and 30/20.
        ([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15, 0.4),
    ],
)
def test_kappa(pairs: list[tuple[str, str]], value: float | None) -> None:
    assert kappa(pairs) == (pytest.approx(value) if value is not None else None)


def said(who: str, action: str, machine: dict[str, Any], task: str = "d-0001", **more: Any) -> Review:
    return stamped(Review("", "", who, action, "d" * 16, "a" * 64, "x.txt", None, task, 1, machine=machine, **more))


ROW = {"kind": "task", "label": "1", "title": "Xây dựng cơ sỡ dử liệu", "lead_text": "Bộ Y tế"}


def test_agreement_counts_each_row_that_two_settled_field_by_field() -> None:
    other = {**ROW, "label": "2"}
    found = agreements([
        said("an", "accept", ROW), said("binh", "correct", ROW, said={"title": "Xây dựng cơ sở dữ liệu"}),
        said("an", "reject", other, "d-0002"), said("binh", "not_a_task", other, "d-0002"),
        said("an", "accept", {**ROW, "label": "3"}, "d-0003"),
    ])  # fmt: skip
    rates = {one.field: (one.rate.hits, one.rate.n) for one in found}
    assert rates["verdict"] == (2, 2)  # both keep the first row, both take the second away
    assert rates["title"] == (0, 1)
    assert rates["label"] == (1, 1)


def test_a_correction_gives_the_words_that_changed_with_their_neighbours() -> None:
    record = said("an", "correct", ROW, said={"title": "Xây dựng cơ sở dữ liệu"}, span={"seen": "Xay dung co so"})
    (pair,) = pairs_of([record])
    assert (pair.machine, pair.right) == ("sỡ dử", "sở dữ")
    assert (pair.left, pair.after) == ("Xây dựng cơ", "liệu")
    assert pair.seen == "Xay dung co so"
    undone = said("an", "undo", ROW, undoes=record.review_id)
    assert list(pairs_of([record, undone])) == []


def test_an_accepted_row_gives_no_pair() -> None:
    assert list(pairs_of([said("an", "accept", ROW), said("an", "correct", ROW, said={"product": "Đề án"})])) == []


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """A snapshot with one document of three rows, which two people settled alike, one of them corrected."""
    rows = make_rows(1, 3)
    out, reviews = tmp_path / "out", tmp_path / "reviews"
    write_snapshot(out / "latest", rows)
    document = rows["documents"][0]
    now = readings(rows["tasks"], rows["task_units"], rows["task_deadlines"])
    for who in ("an", "binh"):
        for number, (key, machine) in enumerate(now.items()):
            change = {"product": "Đề án"} if number == 1 else {}
            made = Review(
                "", "", who, "correct" if change else "accept", document["doc_id"], document["source_sha256"],
                document["source_path"], document["decision_key"], key, 1, machine=machine, said=change,
            )  # fmt: skip
            append(reviews, stamped(made))
    return {"out": out, "reviews": reviews, "gold": tmp_path / "gold"}


def run(folders: dict[str, Path], doc: str = "1/QĐ-TEST") -> Any:
    arguments = ["add", str(folders["out"]), doc, "--reviews", str(folders["reviews"]), "--gold", str(folders["gold"])]
    return CliRunner().invoke(gold, arguments)


def test_a_document_that_two_settled_alike_becomes_an_annotation(folders: dict[str, Path]) -> None:
    done = run(folders)
    assert done.exit_code == 0, done.output
    assert "verdict" in done.stdout
    truth = read_truth(folders["gold"] / "qd-1" / "truth.json")
    assert [task.product for task in truth.facts.tasks] == ["", "Đề án", ""]
    assert all(task.leads and task.deadlines for task in truth.facts.tasks)
    assert truth.facts.head.number == "1/QĐ-TEST"
    again = run(folders)
    assert again.exit_code == 2
    assert "is there already" in again.stderr


def test_a_document_that_only_one_settled_is_not_promoted(folders: dict[str, Path]) -> None:
    file = next((folders["reviews"] / "binh").glob("*.jsonl"))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:2]), encoding="utf-8")
    done = run(folders)
    assert done.exit_code == 2
    assert "1 of 3 rows are not settled alike" in done.stderr
    assert not folders["gold"].exists()


def test_a_document_that_is_not_there_is_named(folders: dict[str, Path]) -> None:
    assert "0 documents of the snapshot" in run(folders, "9/QĐ-NONE").stderr


def test_pairs_are_json_lines(folders: dict[str, Path], tmp_path: Path) -> None:
    record = said("an", "correct", ROW, said={"title": "Xây dựng cơ sở dữ liệu"})
    append(folders["reviews"], replace(record, doc_id="e" * 16))
    file = tmp_path / "pairs.jsonl"
    done = CliRunner().invoke(gold, ["export-pairs", str(file), "--reviews", str(folders["reviews"])])
    assert done.exit_code == 0, done.output
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["right"] == "sở dữ"
    told = CliRunner().invoke(gold, ["agreement", "--reviews", str(folders["reviews"]), "--json"])
    assert {one["field"] for one in json.loads(told.stdout)} >= {"verdict", "title", "deadlines"}


def test_a_place_that_takes_no_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    ran = CliRunner().invoke(gold, ["export-pairs", str(tmp_path), "--reviews", str(tmp_path)])
    assert ran.exit_code == 2
    assert ran.stderr == f"{tmp_path}: Is a directory; name a file that can be read or written\n"
