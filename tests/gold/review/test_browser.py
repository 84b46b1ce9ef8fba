"""The review page in a real browser, by the keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.dataset as ds
import pytest

from gold.simulate.snapshot import make_rows, write_snapshot

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.gold.review.conftest import House

AXE = Path(__file__).parents[2] / "vendored" / "axe.min.js"


def rows_of(house: House, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ds.dataset(house.out / "latest" / table, partitioning="hive").to_table().to_pylist()
    return rows


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def close(page: Page) -> None:
    """Close the dialog and wait until it is gone: until then it takes the keys."""
    press(page, "Escape")
    page.wait_for_selector("dialog[open]", state="detached")


def told(page: Page, text: str) -> None:
    """Wait until the page says what was done, and for its scripts: until then keys are lost."""
    page.wait_for_selector(f".done:text-is('{text}')", state="attached")
    page.wait_for_load_state()


def ready(page: Page, selector: str) -> None:
    """Wait for a part of the page, and for its scripts."""
    page.wait_for_selector(selector)
    page.wait_for_load_state()


def open_queue(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/{query}")
    ready(page, "[data-item]:focus")


def test_two_keys_from_the_queue_to_an_accepted_row(house: House, page: Page) -> None:
    with house.served() as address:
        open_queue(page, address)
        press(page, "Enter")
        ready(page, "#row-form")
        press(page, "a")
        told(page, "Accepted.")
        assert page.locator("progress#progress").get_attribute("value") == "1"
    (record,) = house.said()
    assert (record.action, record.who) == ("accept", "an")
    assert record.machine is not None
    assert record.machine["title"]


def correct_the_unit(page: Page, name: str) -> None:
    """Four keys plus typing: open, go to the unit, take the first candidate, save."""
    press(page, "Enter")
    ready(page, "#row-form")
    press(page, "u")
    page.keyboard.type(name)
    page.wait_for_selector(".unit .pick:focus ~ .candidates .candidate.best")
    press(page, "Enter", "Control+Enter")
    told(page, "Corrected.")


def test_a_corrected_unit_outlives_undo_restart_and_a_new_run(made: House, tmp_path: Path, page: Page) -> None:
    own = type(made)(made.inbox, tmp_path / "out", tmp_path / "reviews")
    own.run()
    number = next(d["doc_id"] for d in rows_of(own, "documents") if d["number"] == "1/QĐ-BYT")
    with own.served() as address:
        open_queue(page, address, f"?doubt=unknown_unit&doc={number}")
        correct_the_unit(page, "Cuc Cong nghe thong tin")
        press(page, "z")
        told(page, "Taken back.")
        assert page.locator("h1 .tag.open").count() == 1
        open_queue(page, address, f"?doubt=unknown_unit&doc={number}")
        correct_the_unit(page, "Cuc Cong nghe thong tin")
    with own.served() as address:
        open_queue(page, address, f"?state=settled&doc={number}")
        assert page.locator(".tag.corrected").count() == 1
        linked = own.said()[-1].said["units"][0]["unit_id"]
        assert linked
        assert own.run().is_new
        open_queue(page, address, f"?state=settled&doc={number}")  # the page has taken in the new snapshot
        assert page.locator(".tag.corrected").count() == 1
        press(page, "Enter")
        page.wait_for_selector("h1 .tag.corrected")
        assert "an corrected it" in " ".join(page.locator(".votes").inner_text().split())
    task = next(t for t in rows_of(own, "tasks") if t["doc_id"] == number and t["review"] != "machine")
    assert task["review"] == "corrected"
    units = [u for u in rows_of(own, "task_units") if u["task_id"] == task["task_id"] and u["role"] == "lead"]
    assert [u["unit_id"] for u in units] == [linked]


def test_a_document_that_tries_to_act_is_shown_as_text(house: House, page: Page) -> None:
    number = next(d["doc_id"] for d in rows_of(house, "documents") if d["number"] == "2/QĐ-BYT")
    with house.served() as address:
        for path in ("/", "/documents", f"/docs/{number}", f"/rows/{number}-0001", f"/rows/{number}-0001/merge"):
            page.goto(address + path)
            assert "<script>" in page.locator("body").inner_text() or page.locator("textarea").count()
            assert page.evaluate("window.hacked") is None
        page.goto(f"{address}/rows/{number}-0001")
        assert "<script>window.hacked=1</script>" in page.locator("#f-title").input_value()
        page.fill("#f-comment", "<img src=x onerror='window.hacked=2'>")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            press(page, "Escape", "a")
        page.goto(f"{address}/rows/{number}-0001")
        assert "<img src=x" in page.locator(".history").inner_text()
        assert page.evaluate("window.hacked") is None


def test_the_page_of_a_pdf_is_shown_with_the_row_marked(house: House, page: Page) -> None:
    number = next(d["doc_id"] for d in rows_of(house, "documents") if d["number"] == "3/QĐ-BYT")
    with house.served() as address:
        page.goto(f"{address}/rows/{number}-0002")
        assert page.locator("svg#page rect.cell").count() == 5
        crop = page.locator("svg#page").get_attribute("viewBox")
        ink = page.evaluate(
            """async () => {
            const image = new Image();
            image.src = document.querySelector('svg image').href.baseVal;
            await image.decode();
            return [image.naturalWidth, image.naturalHeight]; }"""
        )
        assert min(ink) > 800
        press(page, "w")
        assert (
            page.locator("svg#page").get_attribute("viewBox")
            == page.locator("svg#page").get_attribute("data-full")
            != crop
        )


def test_a_source_that_is_gone_or_changed_is_said_and_the_text_is_shown(
    made: House, tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = type(made)(made.inbox, made.out, tmp_path / "reviews")
    number = next(d["doc_id"] for d in rows_of(house, "documents") if d["number"] == "3/QĐ-BYT")
    monkeypatch.setattr("gold.review.picture.Path.read_bytes", lambda _: b"another file")
    with house.served() as address:
        for file in (made.out / ".work" / "review" / "pictures").glob("*.jpg"):
            file.unlink()
        page.goto(f"{address}/rows/{number}-0002")
        assert "has changed since it was read" in page.locator(".note").inner_text()
        assert page.locator(".line.marked").count() > 0


def test_split_merge_and_a_missed_task_by_the_keyboard(house: House, page: Page) -> None:
    number = next(d["doc_id"] for d in rows_of(house, "documents") if d["number"] == "1/QĐ-BYT")
    with house.served() as address:
        page.goto(f"{address}/rows/{number}-0001")
        press(page, "p")
        page.wait_for_selector("#p1-title:focus")
        page.fill("#p1-title", "Xây dựng cơ sở")
        page.fill("#p2-title", "Kết nối dữ liệu y tế")
        press(page, "Control+Enter")
        told(page, "Split.")
        page.goto(f"{address}/rows/{number}-0002")
        press(page, "m")
        page.wait_for_selector("#panel input[type=checkbox]:focus")
        page.locator("#panel [name=title]").focus()
        press(page, "Control+Enter")
        told(page, "Merged.")
        page.goto(f"{address}/docs/{number}")
        press(page, "i")
        page.wait_for_selector("#panel textarea[name=title]")
        page.fill("#panel [name=title]", "Kiểm tra việc thực hiện")
        press(page, "Control+Enter")
        page.wait_for_selector("text=Kiểm tra việc thực hiện")
    split, merge, add = house.said()
    assert [row["title"] for row in split.said["rows"]] == ["Xây dựng cơ sở", "Kết nối dữ liệu y tế"]
    assert list(merge.said["with"]) == [f"{number}-0003"]
    assert add.said["row"]["title"] == "Kiểm tra việc thực hiện"


def test_two_who_disagree_see_it_and_one_settles_it(house: House, page: Page) -> None:
    number = next(d["doc_id"] for d in rows_of(house, "documents") if d["number"] == "1/QĐ-BYT")
    with house.served("an") as address:
        page.goto(f"{address}/rows/{number}-0001")
        press(page, "a")
        told(page, "Accepted.")
        page.click("[data-open=who]")
        page.fill("#who-name", "Bình")
        press(page, "Enter")
        page.wait_for_selector("header >> text=binh")
        page.goto(f"{address}/rows/{number}-0001")
        press(page, "t")
        told(page, "Marked as no task.")
        page.goto(f"{address}/?state=conflict")
        press(page, "Enter")
        ready(page, ".votes.conflict")
        assert page.locator(".votes p b").all_inner_texts() == ["an", "binh"]
        page.click("text=Settle it as an says")
        told(page, "Settled.")
        page.goto(f"{address}/rows/{number}-0001")
        assert page.locator("h1 .tag.accepted").count() == 1
    assert [(r.who, r.action) for r in house.said()] == [("an", "accept"), ("binh", "not_a_task"), ("binh", "accept")]


def test_the_help_names_every_key_that_the_pages_have(house: House, page: Page) -> None:
    number = next(d["doc_id"] for d in rows_of(house, "documents") if d["number"] == "1/QĐ-BYT")
    with house.served() as address:
        page.goto(f"{address}/rows/{number}-0001")
        press(page, "?")
        told = set(page.locator("#help kbd").all_inner_texts())
        used = set(page.evaluate("[...document.querySelectorAll('[data-key]')].map((e) => e.dataset.key)"))
        assert used <= told | {"g"}
        close(page)
        assert page.locator("dialog[open]").count() == 0


def test_a_table_of_170_rows_is_settled_in_place(tmp_path: Path, made: House, page: Page) -> None:
    out = tmp_path / "out"
    write_snapshot(out / "latest", make_rows(1, 170))
    big = type(made)(made.inbox, out, tmp_path / "reviews")
    number = rows_of(big, "documents")[0]["doc_id"]
    with big.served() as address:
        page.goto(f"{address}/docs/{number}")
        for done in range(1, 4):
            press(page, "j", "a") if done == 1 else press(page, "a")
            page.wait_for_selector(f"tbody tr:nth-child({done + 1}) [data-item]:focus")
            assert page.locator(".tag.accepted").count() == done
        for width, height in ((1280, 800), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert len(big.said()) == 3


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_serious_fault_for_people_who_see_or_steer_differently(house: House, page: Page, width: int) -> None:
    numbers = {d["number"]: d["doc_id"] for d in rows_of(house, "documents")}
    text, pdf = numbers["1/QĐ-BYT"], numbers["3/QĐ-BYT"]
    page.set_viewport_size({"width": width, "height": 900})
    paths = ("/", "/documents", f"/docs/{text}", f"/rows/{text}-0002", f"/rows/{pdf}-0001", "/changes")
    panels = {f"/rows/{text}-0002": ("?", "p", "m", "i")}
    faults: list[str] = []
    with house.served() as address:
        for path in paths:
            page.goto(address + path)
            faults += checked(page, path)
            assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), path
            for key in panels.get(path, ()):
                press(page, key)
                page.wait_for_selector("dialog[open]")
                faults += checked(page, f"{path} {key}")
                close(page)
    assert faults == []


def checked(page: Page, name: str) -> list[str]:
    """Serious faults that axe finds; its script runs in the page's own world, past the page's policy."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{name}: {v['id']} {v['nodes'][0]['html'][:160]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]
