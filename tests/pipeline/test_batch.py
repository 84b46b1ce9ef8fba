from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from pipeline.batch import Report, Settings, collect, run_batch
from pipeline.errors import BudgetError, OutputError, UsageError
from pipeline.limits import Limits
from pipeline.state import read_state
from pipeline.workspace import Workspace

RAW = Path(__file__).parents[2] / "data" / "raw"


def rows(out: Path, table: str) -> list[dict[str, object]]:
    loaded: list[dict[str, object]] = ds.dataset(out / "latest" / table, partitioning="hive").to_table().to_pylist()
    return loaded


def run(folder: Path, out: Path, settings: Settings | None = None) -> Report:
    return run_batch(collect([folder]), out, settings or Settings())


def test_a_second_run_reads_nothing_and_publishes_nothing(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first, second = run(inbox, out), run(inbox, out)

    assert (first.fresh, first.is_new, first.snapshot) == (3, True, "v000001")
    assert (second.fresh, second.is_new, second.snapshot) == (0, False, "v000001")
    assert second.count("done") == 3


def test_only_what_changed_is_read_again_and_the_rest_is_linked(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(inbox, out)
    changed = inbox / "qd-2.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Bộ Công an", "Bộ Tài chính"), encoding="utf-8")

    report = run(inbox, out)

    assert (report.fresh, report.snapshot) == (1, "v000002")
    same, other = (out / "v000002" / "tasks" / f"issued_year={year}" / "part-0.parquet" for year in (2023, 2024))
    assert (same.stat().st_nlink, other.stat().st_nlink) == (2, 1)


def test_a_deleted_source_leaves_and_another_folder_stays(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(inbox, out)
    (inbox / "qd-1.txt").unlink()
    run_batch(collect([inbox / "qd-2.txt"]), out, Settings())

    assert sorted(str(row["number"]) for row in rows(out, "documents")) == ["2/QĐ-BYT", "3/QĐ-BYT"]


def test_bad_files_are_told_and_the_others_published(inbox: Path, tmp_path: Path) -> None:
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "binary.pdf").write_bytes(bytes(range(32)) * 64)
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (inbox / "dead.txt").symlink_to(inbox / "gone.txt")
    (tmp_path / "secret.txt").write_text("not for publication", encoding="utf-8")
    (inbox / "out.txt").symlink_to(tmp_path / "secret.txt")
    (inbox / "list.txt").write_text("Gạo\nMuối\n", encoding="utf-8")
    (inbox / "named.pdf").write_text(inbox.joinpath("qd-1.txt").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    out = tmp_path / "out"

    report = run(inbox, out, Settings(jobs=2))

    assert {r.path.rsplit("/", 1)[1]: (r.status, r.code) for r in report.troubled} == {
        "empty.txt": ("failed", "empty"),
        "binary.pdf": ("failed", "unsupported_type"),
        "broken.pdf": ("failed", "damaged"),
        "dead.txt": ("failed", "unreadable"),
        "out.txt": ("failed", "outside"),
        "list.txt": ("partial", "not_a_decision"),
    }
    assert all(result.message.startswith(result.path) and "; " in result.message for result in report.troubled)
    kinds = {str(row["kind"]) for row in rows(out, "issues")}
    assert {"empty", "unsupported_type", "damaged", "unreadable", "not_a_decision", "extension_mismatch"} <= kinds
    assert sum(row["status"] == "done" for row in rows(out, "documents")) == 4


def test_the_same_folder_spelled_otherwise_is_the_same(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run(inbox, out)
    monkeypatch.chdir(inbox.parent)
    report = run(Path("inbox"), out)

    assert report.fresh == 0
    assert sorted(str(row["source_path"]) for row in rows(out, "documents")) == [
        f"inbox/qd-{number}.txt" for number in (1, 2, 3)
    ]
    assert not [row for row in rows(out, "issues") if row["kind"] == "duplicate_file"]


def test_the_same_bytes_twice_are_one_document(inbox: Path, tmp_path: Path) -> None:
    (inbox / "copy.txt").write_bytes((inbox / "qd-1.txt").read_bytes())
    out = tmp_path / "out"
    run(inbox, out)

    assert len(rows(out, "documents")) == 3
    assert [row["evidence"] for row in rows(out, "issues") if row["kind"] == "duplicate_file"] == [
        str(inbox / "qd-1.txt")
    ]


def test_output_does_not_depend_on_jobs_or_order(inbox: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    run(inbox, one, Settings(jobs=1))
    run_batch(tuple(reversed(collect([inbox]))), two, Settings(jobs=2))

    tables = {p.relative_to(one / "v000001"): p.read_bytes() for p in (one / "v000001").rglob("*.parquet")}
    for path, data in tables.items():
        if path.parts[0] != "runs":
            assert (two / "v000001" / path).read_bytes() == data, path


def test_the_error_budget_publishes_nothing(inbox: Path, tmp_path: Path) -> None:
    (inbox / "empty.txt").write_bytes(b"")
    out = tmp_path / "out"

    with pytest.raises(BudgetError, match="1 of 4 files failed"):
        run(inbox, out, Settings(max_failed=0.1))

    assert not (out / "latest").exists()
    assert len(list(read_state(out))) == 4  # what was done is kept for the next run


def test_a_second_run_on_the_same_folder_is_refused(inbox: Path, tmp_path: Path) -> None:
    space = Workspace(tmp_path / "out")
    with (space.work / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another run"):
            run(inbox, tmp_path / "out")


def test_a_file_that_takes_too_long_is_given_up_and_the_others_are_read(inbox: Path, tmp_path: Path) -> None:
    scan = RAW / "1678-qd-bkhcn.scan.pdf"  # nine pages of OCR take many seconds on any machine

    report = run_batch(collect([inbox / "qd-1.txt", scan]), tmp_path / "out", Settings(limits=Limits(total=15)))

    assert report.files == {"done": 1, "partial": 0, "failed": 1}
    assert [(result.path, result.code) for result in report.troubled] == [(str(scan), "timeout")]
    assert report.troubled[0].message.endswith("took longer than 15 s (in ingest); raise --timeout or split the file")


def test_removed_sources_leave_unless_they_are_kept(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(inbox, out)
    (inbox / "qd-3.txt").unlink()
    kept = run(inbox, out, Settings(keep_missing=True))
    numbers = {str(row["number_seq"]) for row in rows(out, "documents")}
    left = run(inbox, out)

    assert (kept.is_new, numbers) == (False, {"1", "2", "3"})
    assert left.is_new
    assert {row["number_seq"] for row in rows(out, "documents")} == {1, 2}


def test_a_touched_file_is_looked_at_and_not_read_again(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(inbox, out)
    os.utime(inbox / "qd-1.txt", (1, 1))

    report = run(inbox, out)

    assert (report.fresh, report.is_new) == (0, False)


def test_what_ran_over_a_limit_is_tried_again_under_a_higher_one(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    chosen = collect([inbox / "qd-1.txt"])
    low, high = Settings(limits=Limits(memory=1 << 20)), Settings()
    with_low = run_batch(chosen, out, low)
    again, with_high = run_batch(chosen, out, low), run_batch(chosen, out, high)

    assert [r.code for r in with_low.troubled] == ["memory"]
    assert [report.fresh for report in (with_low, again, with_high)] == [1, 0, 1]
    assert with_high.files == {"done": 1, "partial": 0, "failed": 0}


@pytest.mark.parametrize("path", ["gone", "gone/deeper"])
def test_a_missing_folder_is_wrong_usage(path: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist; check the spelling"):
        collect([tmp_path / path])


def test_a_folder_without_files_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")

    with pytest.raises(UsageError, match="holds no files"):
        collect([tmp_path])


def test_only_chooses_by_name(inbox: Path) -> None:
    assert [path.name for path in collect([inbox], "*-2.txt")] == ["qd-2.txt"]
