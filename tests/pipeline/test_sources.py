from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pipeline.result import Result
from pipeline.sources import Found, collect, look, shown
from pipeline.state import State
from pipeline.watch import Arrivals

if TYPE_CHECKING:
    from pathlib import Path


def test_hidden_files_and_folders_are_left_out_and_links_to_folders_not_followed(tmp_path: Path) -> None:
    for name in ("a.txt", ".hidden.txt", "sub/b.txt", ".git/c.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text("x", encoding="utf-8")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")

    assert [found.path for found in collect([tmp_path / "in"])] == [
        str(tmp_path / "in" / "a.txt"),
        str(tmp_path / "in" / "sub" / "b.txt"),
    ]


@pytest.mark.parametrize(("target", "outside"), [("a.txt", False), ("../out.txt", True), ("/etc/hostname", True)])
def test_a_link_is_followed_inside_its_folder_only(target: str, outside: bool, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("x", encoding="utf-8")
    (folder / "link.txt").symlink_to(target)

    assert {found.name: found.outside for found in collect([folder])} == {"a.txt": False, "link.txt": outside}


@pytest.mark.parametrize(
    ("path", "text"),
    [("thư mục/qd 1.txt", "thư mục/qd 1.txt"), ("a\nb", "a\\nb"), ("\x1b[31m", "\\x1b[31m"), ("\udcff", "\\udcff")],
)
def test_a_name_is_shown_on_one_line(path: str, text: str) -> None:
    assert shown(path) == text


def test_a_name_that_is_no_utf8_is_kept(tmp_path: Path) -> None:
    strange = os.fsdecode(b"/in/caf\xe9.txt")
    state = State(tmp_path / "state.sqlite")
    for path in ("/in/a.txt", strange):
        state.record(Result(path, "", "0" * 16, "failed", f"{path}: bad", "damaged"), "1", "made", "")
    state.close()
    again = State(tmp_path / "state.sqlite")

    assert set(again.paths()) == {"/in/a.txt", strange}
    assert again.result(strange) is not None
    again.close()


def test_a_file_counts_once_it_has_stopped_growing() -> None:
    arrivals = Arrivals(quiet=3)
    looks = [(0, "1"), (2, "2"), (4, "2"), (5, "2"), (6, "3"), (9, "3")]

    settled = [bool(arrivals.settled([Found("a", stamp, 1)], now)) for now, stamp in looks]

    assert settled == [False, False, False, True, False, True]


def test_looking_at_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    assert look([str(tmp_path)]) == ()
