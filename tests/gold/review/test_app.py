"""What the server answers and what it refuses, without a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from gold.review.app import make_app
from gold.review.desk import Desk
from gold.review.guard import Guard
from gold.simulate.snapshot import make_rows, write_snapshot
from pipeline.reviews import read_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two snapshots of 6 documents; in the newer one a word is spelt otherwise."""
    out = tmp_path_factory.mktemp("snapshots")
    rows = make_rows(6, 8)
    write_snapshot(out / "v000001", rows)
    for task in rows["tasks"]:
        task["title"] = task["title"].replace("hệ thống", "hệ thông")
    write_snapshot(out / "v000002", rows)
    (out / "latest").symlink_to("v000002")
    return out


@pytest.fixture
def desk(snapshots: Path, tmp_path: Path) -> Desk:
    return Desk(snapshots, tmp_path / "reviews", "an")


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return TestClient(make_app(desk), base_url="http://127.0.0.1", follow_redirects=False)


def first(desk: Desk, where: str = "1") -> str:
    rows = desk.store.query(f"select task_id from queue where {where} order by risk desc, task_id limit 1")
    return str(rows[0]["task_id"])


@pytest.fixture
def post(client: TestClient) -> Callable[..., Any]:
    """Send a form as the page sends it."""

    def send(path: str, **fields: Any) -> Any:
        proof = re.search(r'name="proof" value="(\w+)"', client.get("/").text)
        assert proof
        return client.post(path, data={"proof": proof[1], **fields})

    return send


def test_every_page_forbids_what_is_not_its_own(client: TestClient, desk: Desk) -> None:
    for path in ("/", "/documents", f"/rows/{first(desk)}", "/static/review.js", "/none"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rows/../../etc/passwd", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
        ("/pages/../../1.jpg", 404),
        ("/pages/0000000000000000/1.jpg", 404),
        ("/docs/%2fetc%2fpasswd", 404),
        ("/rows/0000000000000000-0001", 404),
        ("/changes?against=../../etc", 200),
        ("/?state=nonsense&year=%27%20or%201=1", 200),
        ("/docs", 404),
    ],
)
def test_no_address_leads_out(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_a_form_without_the_proof_changes_nothing(client: TestClient, desk: Desk) -> None:
    client.get("/")
    for data in ({}, {"proof": "0" * 64}):
        assert client.post(f"/rows/{first(desk)}", data={"action": "accept", **data}).status_code == 403
    assert read_folder(desk.folder) == []


def test_a_form_from_another_page_is_refused(client: TestClient, desk: Desk) -> None:
    answer = client.post(f"/rows/{first(desk)}", data={"action": "accept"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_the_page_of_this_machine_answers_to_no_other_name(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.test"}).status_code == 403


def test_a_served_page_asks_for_its_token(desk: Desk) -> None:
    guard = Guard.at("0.0.0.0")  # noqa: S104  # what is tested
    assert len(guard.token) > 20
    client = TestClient(make_app(desk, guard), base_url="http://review.test", follow_redirects=False)
    assert client.get("/").status_code == 403
    assert client.get("/static/review.js").status_code == 403
    assert client.get("/?token=wrong").status_code == 403
    assert client.get(f"/?token={guard.token}").status_code == 303
    assert client.get("/").status_code == 200
    assert Guard.at("127.0.0.1").token == ""


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"action": "guess"}, "not known"),
        ({"action": "comment", "comment": " "}, "no comment"),
        ({"action": "merge"}, "no other row"),
        ({"action": "split", "part_title": ["a", ""], "part_label": "1"}, "torn"),
        ({"action": "save", "unit_role": "lead", "unit_text": "x"}, "torn"),
        ({"review_id": "none"}, "not there"),
    ],
)
def test_a_form_that_makes_no_sense_is_said_and_not_written(
    desk: Desk, post: Callable[..., Any], fields: dict[str, Any], problem: str
) -> None:
    answer = post(f"/rows/{first(desk)}", **fields)
    assert answer.status_code == 400
    assert problem in answer.text
    assert read_folder(desk.folder) == []


def test_a_decision_leads_on_to_the_next_row_of_the_same_queue(desk: Desk, post: Callable[..., Any]) -> None:
    here = first(desk, "doubts like '%unknown_unit%'")
    answer = post(f"/rows/{here}?doubt=unknown_unit", action="accept")
    assert answer.status_code == 303
    there = re.fullmatch(r"/rows/([\w-]+)\?doubt=unknown_unit&done=accept", answer.headers["location"])
    assert there
    assert there[1] != here
    assert "unknown_unit" in desk.store.query("select doubts from queue where task_id = ?", [there[1]])[0]["doubts"]


def test_saving_without_a_change_accepts(desk: Desk, client: TestClient, post: Callable[..., Any]) -> None:
    here = first(desk)
    page = client.get(f"/rows/{here}").text
    form = page[page.index('id="row-form"') : page.index('<div class="decide">')]
    names = ("unit_role", "unit_id", "unit_collective", "unit_text")
    fields = dict(re.findall(r'<textarea id="f-\w+" name="(\w+)"[^>]*>([^<]*)</textarea>', form))
    fields |= dict(re.findall(r'<input id="f-\w+" name="(\w+)" value="([^"]*)"', form))
    body = re.sub(r"<template>.*?</template>", "", form, flags=re.DOTALL)
    lists = {name: re.findall(rf'name="{name}" value="([^"]*)"', body) for name in names}
    dues = {name: re.findall(rf'name="{name}" value="([^"]*)"', body) for name in
            ("due_date", "due_start", "due_rrule", "due_condition", "due_text")}  # fmt: skip
    kinds = {"due_kind": re.findall(r"<option selected>(\w+)</option>", body)[:1], "due_qualifier": [""]}
    assert post(f"/rows/{here}", action="save", **fields, **lists, **dues, **kinds).status_code == 303
    (record,) = read_folder(desk.folder)
    assert (record.action, record.said) == ("accept", {})
    assert record.span["lines"]
    assert record.span["seen"]


def test_words_of_a_split_are_read_anew(desk: Desk, post: Callable[..., Any]) -> None:
    here = first(desk, "lead_text not in ('Bộ Y tế', 'Bộ Công an')")
    names = ("label", "title", "product", "lead_text", "coordinator_text", "deadline_text")
    parts = [("1a", "Một", "", "Bộ Y tế", "", "Quý I/2026"), ("1b", "Hai", "", "Bộ Công an", "", "")]
    fields = {f"part_{name}": list(column) for name, column in zip(names, zip(*parts, strict=True), strict=True)}
    assert post(f"/rows/{here}", action="split", **fields).status_code == 303
    one, two = read_folder(desk.folder)[0].said["rows"]
    assert [u["unit_id"] for u in one["units"]] == ["bo-y-te"]
    assert one["deadlines"][0]["due_date"] == "2026-03-31"
    assert [u["unit_id"] for u in two["units"]] == ["bo-cong-an"]


def test_undo_without_a_decision_says_so(post: Callable[..., Any]) -> None:
    assert post("/undo", here="/").headers["location"].endswith("done=nothing")


def test_an_addition_is_agreed_to_or_refused(desk: Desk, client: TestClient, post: Callable[..., Any]) -> None:
    doc = first(desk)[:16]
    assert post(f"/docs/{doc}/add", title="", kind="task").status_code == 400
    post(f"/docs/{doc}/add", title="Kiểm tra việc thực hiện", kind="task", page_no="1")
    made = read_folder(desk.folder)[0]
    post("/who", name="Bình")
    page = client.get(f"/docs/{doc}").text
    assert "Agree with an" in page
    post(f"/docs/{doc}/missed", review_id=made.review_id)
    assert [r.who for r in read_folder(desk.folder)] == ["an", "binh"]
    post(f"/docs/{doc}/missed", review_id=made.review_id, action="reject")
    assert "conflict" in client.get(f"/docs/{doc}").text


def test_a_group_of_changes_is_accepted_at_once(desk: Desk, client: TestClient, post: Callable[..., Any]) -> None:
    page = client.get("/changes?against=v000001").text
    count = re.search(r"Accept the (\d+) open row", page)
    assert count
    assert int(count[1]) > 2
    post("/changes/accept", against="v000001", group="0")
    assert len(read_folder(desk.folder)) == int(count[1])
    assert "Accept the" not in client.get("/changes?against=v000001").text
    assert post("/changes/accept", against="../v000001", group="0").status_code == 404


def test_what_others_write_is_taken_in(desk: Desk, snapshots: Path, post: Callable[..., Any]) -> None:
    other = Desk(snapshots, desk.folder, "binh")
    here = first(desk)
    post(f"/rows/{here}", action="reject")
    other._looked = 0.0
    other.fresh()
    sheet = other.sheet(here[:16])
    assert sheet
    assert sheet.state(here) == "rejected"
    assert other.store.query("select state from queue where task_id = ?", [here])[0]["state"] == "rejected"


def test_candidates_are_found_without_diacritics_and_by_the_day(desk: Desk, client: TestClient) -> None:
    doc = first(desk)[:16]
    found = client.get(f"/docs/{doc}/units", params={"q": "bo khoa hoc va cong nghe"}).text
    assert found.index("Bộ Khoa học và Công nghệ") == min(
        found.index(name) for name in re.findall(r'data-unit-name="([^"]+)"', found)
    )
    assert "No unit" in client.get(f"/docs/{doc}/units", params={"q": ""}).text


def test_words_of_a_deadline_are_read_as_the_pipeline_reads_them(desk: Desk, client: TestClient) -> None:
    part = client.get(f"/docs/{first(desk)[:16]}/read-deadlines", params={"deadline_text": "Quý II/2026"}).text
    assert 'value="2026-06-30"' in part
    assert "<option selected>quarter</option>" in part
