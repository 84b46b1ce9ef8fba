"""Figures of diff and review on snapshots made by code; the numbers in README.md beside this file.

python benchmarks/review/bench.py [--documents 10000] [--decisions 500]
"""

from __future__ import annotations

import argparse
import contextlib
import io
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.dataset as ds
from starlette.testclient import TestClient

from gold.diff.compare import compare, grouped
from gold.diff.html import as_html
from gold.diff.sides import read_side
from gold.review.app import make_app
from gold.review.desk import Desk
from gold.simulate.blocks import Heading, Table
from gold.simulate.snapshot import make_rows, write_snapshot
from gold.simulate.typeset import typeset
from pipeline.batch import Settings, collect, run_batch
from pipeline.readings import readings
from pipeline.reviews import Review, append, stamped

if TYPE_CHECKING:
    from collections.abc import Callable

TASKS = 30  # a document
ROUNDS = 15
HEAD = (
    "BỘ Y TẾ\nSố: {n}/QĐ-BYT\nHà Nội, ngày 05 tháng 3 năm 2024\nQUYẾT ĐỊNH\nBan hành Kế hoạch\n"
    "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.\nPHỤ LỤC\nTT\tNhiệm vụ\tĐơn vị chủ trì\tThời hạn hoàn thành\n"
)


def timed(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, float]:
    """Median and greatest wall time in milliseconds."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return statistics.median(found), max(found)


def page_times(folder: Path, documents: int) -> None:
    write_snapshot(folder / "latest", make_rows(documents, TASKS))
    start = time.perf_counter()
    desk = Desk(folder, folder / "reviews", "bench")
    took = time.perf_counter() - start
    print(f"laying out {documents} documents, {documents * TASKS} tasks, once a snapshot: {took:.1f} s")
    client = TestClient(make_app(desk), base_url="http://127.0.0.1")
    row = desk.store.query("select task_id, doc_id, issuer from queue order by risk desc limit 1")[0]
    pages = {
        "queue of rows": "/",
        "queue of documents": "/documents",
        "queue, one issuer": f"/?issuer={row['issuer']}",
        "queue, one doubt and year": "/?doubt=unknown_unit&year=2020",
        "row of a text": f"/rows/{row['task_id']}",
        "document": f"/docs/{row['doc_id']}",
    }
    for name, path in pages.items():
        client.get(path)
        print("{}: median {:.0f} ms, worst {:.0f} ms (n={})".format(name, *timed(lambda p=path: client.get(p)), ROUNDS))


def picture_times(folder: Path) -> None:
    """A row with its page, drawn anew and from the cache."""
    inbox = folder / "inbox"
    inbox.mkdir()
    rows = tuple((str(n), f"Xây dựng cơ sở dữ liệu số {n}", "Bộ Y tế", "Tháng 12/2024") for n in range(1, 60))
    table = Table(("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn hoàn thành"), rows, (1, 6, 4, 3))
    (inbox / "qd.pdf").write_bytes(typeset([Heading(("<b>PHỤ LỤC</b>",)), table]))
    run_batch(collect([inbox]), folder / "out", Settings(jobs=1))
    desk = Desk(folder / "out", folder / "reviews", "bench")
    client = TestClient(make_app(desk), base_url="http://127.0.0.1")
    row = desk.store.query("select task_id, doc_id, page_no from queue order by page_no limit 1")[0]
    path, image = f"/rows/{row['task_id']}", f"/pages/{row['doc_id']}/{row['page_no']}.jpg"
    client.get(path)

    def fresh() -> None:
        for file in (desk.store.file.parent / "pictures").glob("*.jpg"):
            file.unlink()
        client.get(path)
        client.get(image)

    print("row with its page, drawn anew: median {:.0f} ms, worst {:.0f} ms (n={})".format(*timed(fresh), ROUNDS))
    both = timed(lambda: (client.get(path), client.get(image)))
    print("row with its page, from the cache: median {:.0f} ms, worst {:.0f} ms (n={})".format(*both, ROUNDS))


def diff_times(folder: Path) -> None:
    rows = make_rows(334, TASKS)
    write_snapshot(folder / "v000001", rows)
    for number, task in enumerate(rows["tasks"]):
        if number % 5 == 0:
            task["title"] = task["title"].replace("số", "sô")
    write_snapshot(folder / "v000002", rows)

    def work() -> None:
        found = compare(read_side(folder / "v000001"), read_side(folder / "v000002"))
        grouped(found.changes)
        as_html(found)

    median, worst = timed(work, 3)
    said = f"{median / 1000:.1f} s, worst {worst / 1000:.1f} s (n=3)"
    print(f"diff of two snapshots with {len(rows['tasks'])} tasks, page included: {said}")


def decisions(folder: Path, count: int) -> None:
    """So many decisions, a full re-run, then one source changed."""
    inbox, out, reviews = folder / "inbox", folder / "out", folder / "reviews"
    inbox.mkdir()
    for n in range(1, count // 10 + 1):
        body = "".join(f"{i}\tXây dựng cơ sở dữ liệu số {i} của ngành\tBộ Y tế\tTháng 12/2024\n" for i in range(1, 11))
        (inbox / f"qd-{n:03d}.txt").write_text(HEAD.format(n=n) + body, encoding="utf-8")
    settings = Settings(jobs=2, reviews=reviews)
    run_batch(collect([inbox]), out, settings)
    tables = {name: read(out, name) for name in ("documents", "tasks", "task_units", "task_deadlines")}
    now = readings(tables["tasks"], tables["task_units"], tables["task_deadlines"])
    sources = {row["doc_id"]: row for row in tables["documents"]}
    for n, (key, machine) in enumerate(now.items()):
        source = sources[key[:16]]
        action, said = (("accept", {}), ("correct", {"product": "Đề án"}), ("not_a_task", {}))[n % 3]
        made = Review("", "", "an", action, key[:16], source["source_sha256"], source["source_path"],
                      source["decision_key"], key, 1, machine=machine, said=said)  # fmt: skip
        append(reviews, stamped(made))
    run_batch(collect([inbox]), out, Settings(jobs=2, reviews=reviews, force=True))
    print(f"{len(now)} decisions, full re-run: {dict(Counter(row['review'] for row in read(out, 'tasks')))}")
    file = inbox / "qd-001.txt"
    file.write_text(file.read_text(encoding="utf-8") + "Ghi chú\n", encoding="utf-8")
    run_batch(collect([inbox]), out, settings)
    paths = {row["doc_id"]: Path(row["source_path"]).name for row in read(out, "documents")}
    opened = Counter(paths[row["doc_id"]] for row in read(out, "tasks") if row["review"] == "machine")
    issues = Counter(paths[row["doc_id"]] for row in read(out, "issues") if row["kind"] == "review_reopened")
    print(f"after one source changed: open rows {dict(opened)}, reopened {dict(issues)}")


def read(out: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ds.dataset(out / "latest" / table, partitioning="hive").to_table().to_pylist()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--decisions", type=int, default=500)
    chosen = parser.parse_args()
    for work in (
        diff_times,
        picture_times,
        lambda f: decisions(f, chosen.decisions),
        lambda f: page_times(f, chosen.documents),
    ):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
            work(Path(folder))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
