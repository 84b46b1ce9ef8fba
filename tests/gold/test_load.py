"""The annotation files load, agree with the sources, and broken ones say what is wrong."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from gold.errors import GoldError
from gold.load import read_gold, read_truth, rule_key, spots

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gold.records import Truth

COUNTS = {  # tasks, duties, indicators
    "1412-qd-bkhcn": (15, 6, 0),
    "1678-qd-bkhcn": (29, 5, 0),
    "699-qd-btttt": (16, 32, 4),
    "chuong-trinh-hanh-dong": (170, 0, 0),
    "du-thao-qd-ttg": (30, 11, 21),
}
ELSEWHERE = {  # sources that are not kept here
    "03-nq-cp": (140, 0, 0),
    "03-nq-cp-phu-luc-1": (0, 0, 56),
    "03-nq-cp-phu-luc-2": (140, 0, 0),
    "03-nq-cp-phu-luc-2-sau-sap-nhap": (140, 0, 0),
    "1-ct-ubnd-quang-ngai": (11, 1, 0),
    "11-ct-ubnd-quang-ngai": (17, 1, 0),
    "115-nq-cp": (3, 1, 0),
    "115-nq-cp-trang-1": (0, 0, 0),
    "122-nq-cp": (105, 1, 0),
    "1595-sgddt-da-nang": (6, 1, 0),
    "173-kh-ubnd-ha-noi": (10, 60, 0),
    "21-2026-tt-bct": (0, 0, 0),
    "21-ct-ttg": (0, 18, 0),
    "2627-qd-bgddt": (0, 1, 0),
    "3722-vpcp-cn": (1, 0, 0),
    "4-ct-ubnd-quang-ngai": (9, 1, 0),
    "660-tb-ubnd-quang-ngai": (9, 0, 0),
    "7-ct-ubnd-quang-ngai": (16, 4, 0),
    "844-qd-ttg": (29, 7, 0),
    "893-qd-ttg": (7, 29, 0),
    "97-nq-cp": (30, 0, 0),
    "982-qd-ttg": (34, 25, 0),
    "qd-ubnd-ha-noi-thoat-nuoc": (0, 1, 0),
}
ALL = {**COUNTS, **ELSEWHERE}
SHAPES = {
    "": {
        "format", "decision", "set", "source", "renderings", "head", "tasks", "responsibilities",
        "indicators", "collective_units", "uncertain", "also_right", "source_slips", "remarks",
    },
    "head": {
        "number", "doc_type", "issuer", "place", "issued_date", "issued_year", "title", "signer_title",
        "signer_name", "is_draft", "parent", "legal_bases",
    },
    "tasks": {
        "label", "parent_label", "annex", "group_label", "group_title", "title", "leads", "leads_as_written",
        "coordinators", "coordinators_as_written", "product", "deadline_text", "deadlines", "notes",
    },
    "responsibilities": {"label", "unit", "text", "deadline_text", "deadlines"},
    "indicators": {"label", "group_label", "group_title", "name", "measure", "targets"},
}  # fmt: skip


def raw(decisions: Path, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((decisions / name / "truth.json").read_text(encoding="utf-8"))
    return data


def test_every_decision_is_there_with_all_its_rows(truths: tuple[Truth, ...]) -> None:
    facts = {t.decision: t.facts for t in truths}
    assert {n: (len(f.tasks), len(f.duties), len(f.indicators)) for n, f in facts.items()} == ALL


@pytest.mark.parametrize("name", COUNTS)
def test_an_annotation_belongs_to_its_source(decisions: Path, truths: tuple[Truth, ...], name: str) -> None:
    truth = next(t for t in truths if t.decision == name)
    source = decisions.parents[1] / "data" / "raw" / truth.file
    content = source.read_bytes()
    assert truth.sha256 == hashlib.sha256(content).hexdigest()
    if truth.lines:
        printed = content.decode("utf-8").split("\n")
        assert [bool(line.strip()) for line in truth.lines] == [bool(line.strip()) for line in printed]


@pytest.mark.parametrize("name", ALL)
def test_all_files_have_one_shape(decisions: Path, name: str) -> None:
    data = raw(decisions, name)
    assert set(data) - {"by_hand"} == SHAPES[""] | ({"scope"} if name in ELSEWHERE else set())
    assert set(data.get("by_hand", ())) <= {"head.number", "head.issued_date"}
    assert set(data["head"]) == SHAPES["head"]
    for table in ("tasks", "responsibilities", "indicators"):
        assert all(set(row) == SHAPES[table] for row in data[table]), table


@pytest.mark.parametrize("name", ALL)
def test_files_are_written_in_one_way(decisions: Path, name: str) -> None:
    text = (decisions / name / "truth.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", COUNTS)
def test_slips_stand_where_they_are_said_to_stand(decisions: Path, name: str) -> None:
    data = raw(decisions, name)
    text = (decisions.parents[1] / "data" / "raw" / data["source"]["file"]).read_text(encoding="utf-8")
    for slip in data["source_slips"]:
        assert slip["printed"] in text
        assert slip["printed"] != slip["likely"]
        for table, index, field in spots(slip["path"], data) if slip["path"] != "text" else ():
            row = data["head"] if table == "head" else data[table][index]
            assert slip["printed"] in json.dumps(row[field], ensure_ascii=False), slip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_an_annotation_of_a_file_kept_elsewhere_is_whole(decisions: Path, truths: tuple[Truth, ...], name: str) -> None:
    data, truth = raw(decisions, name), next(t for t in truths if t.decision == name)
    assert not truth.kept
    assert set(data["scope"]) == {"head", "tasks", "responsibilities", "indicators"}
    assert len(bytes.fromhex(truth.sha256)) == 32
    labels = [(t.annex, t.group_label, t.label) for t in truth.facts.tasks]
    assert len(labels) == len(set(labels))
    used = {unit for row in data["tasks"] for unit in row["leads"] + row["coordinators"]}
    assert set(data["collective_units"]) <= used
    for slip in data["source_slips"]:
        for table, index, field in spots(slip["path"], data):
            row = data["head"] if table == "head" else data[table][index]
            assert slip["printed"] in json.dumps(row[field], ensure_ascii=False), slip


def test_the_uncertain_places_are_marked(truths: tuple[Truth, ...]) -> None:
    truth = next(t for t in truths if t.decision == "699-qd-btttt")
    assert truth.unsure_lines == {345, *range(384, 390)}
    assert truth.lines[344] == "Đào tạo, bồi dưỡng"
    assert truth.lines[383].startswith("Các Viện")
    marked = {(truth.facts.tasks[i].label, truth.facts.tasks[i].annex, f) for t, i, f in truth.unsure if t == "tasks"}
    fields = {("8", "coordinators"), ("8", "product"), *((label, "group_label") for label in "5678")}
    assert marked == {(label, "Phụ lục 1", field) for label, field in fields}


def test_an_uncertain_row_is_uncertain_in_all_its_fields(truths: tuple[Truth, ...]) -> None:
    truth = next(t for t in truths if t.decision == "893-qd-ttg")
    last = len(truth.facts.duties) - 1
    assert truth.facts.duties[last].label == "Điều 3"
    assert truth.unsure == {("responsibilities", last, f) for f in ("row", "title", "unit", "deadlines")}


def test_parents_are_found_inside_their_group(truths: tuple[Truth, ...]) -> None:
    tasks = next(t for t in truths if t.decision == "chuong-trinh-hanh-dong").facts.tasks
    parents = [t.parent for t in tasks if t.parent is not None]
    assert len(parents) == 117
    assert {(tasks[i].group_label, tasks[i].label) for i in parents} == {("II", "10")}


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        (None, ""),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30", "BYMONTH=11;BYMONTHDAY=30;FREQ=YEARLY"),
        ("RRULE:freq=yearly;interval=1;", "FREQ=YEARLY"),
        ("FREQ=MONTHLY;INTERVAL=6", "FREQ=MONTHLY;INTERVAL=6"),
    ],
)
def test_rule_key(rule: str | None, key: str) -> None:
    assert rule_key(rule) == key


def _set(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        at: Any = data
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


BROKEN = [
    (_set("format", value=2), "format 2 is not known"),
    (_set("source", value=None), "not in the annotation format"),
    (_set("tasks", 0, "parent_label", value="99"), "not in the annotation format"),
    (
        _set("uncertain", value=[{"path": "tasks[label=99].title", "lines": None, "why": ""}]),
        "leads to no row",
    ),
    (
        _set("uncertain", value=[{"path": "tasks[label=1.1].nonsense", "lines": None, "why": ""}]),
        "names no field",
    ),
    (_set("uncertain", value=[{"path": "text", "lines": [1, 2], "why": ""}]), "lines 1-2 do not exist"),
    (_set("source_slips", value=[{"path": "nowhere", "printed": "a", "likely": "b"}]), "names no field"),
]


@pytest.mark.parametrize(("change", "problem"), BROKEN, ids=[b[1] for b in BROKEN])
def test_a_broken_annotation_names_file_and_problem(
    decisions: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None], problem: str
) -> None:
    file = tmp_path / "truth.json"
    data = raw(decisions, "1678-qd-bkhcn")
    change(data)
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(GoldError, match=problem) as caught:
        read_truth(file)
    assert str(caught.value).startswith(f"{file}: ")


def test_a_file_that_is_no_json(decisions: Path, tmp_path: Path) -> None:
    shutil.copytree(decisions / "1412-qd-bkhcn", tmp_path / "one")
    (tmp_path / "one" / "truth.json").write_text("{", encoding="utf-8")
    with pytest.raises(GoldError, match="JSONDecodeError"):
        read_gold(tmp_path)
