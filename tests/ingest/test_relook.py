"""Cells read one by one: lines of neighbouring cells at other heights stay apart."""

from __future__ import annotations

import numpy as np
import pytest

from gold.simulate.blocks import Table
from gold.simulate.degrade import rasterise
from gold.simulate.typeset import typeset
from ingest import relook
from ingest.frames import frame_at, frames_of, region_at
from ingest.ocr import quick_model
from ingest.rulings import find_rulings
from ingest.scan import Scan

TABLE = Table(
    ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Kết quả"),
    (
        ("1", "Hoàn thiện hệ thống văn bản quy phạm pháp luật về tổ chức bộ máy", "Bộ Nội vụ", "Nghị định"),
        ("2", "Rà soát quy hoạch", "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", "Báo cáo"),
    ),
    (1, 5, 3, 2),
)


@pytest.fixture(scope="module")
def scan() -> tuple[Scan, tuple[relook.Frame, ...]]:
    ruled = find_rulings(next(rasterise(typeset([TABLE]), 200)), 200)
    return Scan(ruled.clean, 200), frames_of(ruled.rulings)


def test_each_cell_gives_its_own_words(scan: tuple[Scan, tuple[relook.Frame, ...]]) -> None:
    picture, frames = scan
    cells: dict[tuple[int, int], list[str]] = {}
    for word in relook.read_cells(picture, frames, quick_model(), 200):
        frame = frame_at(frames, word.box)
        assert frame is not None
        region = region_at(frame, word.box)
        cells.setdefault((region.row, region.col), []).append(word.text)

    assert " ".join(cells[1, 1]) == "Hoàn thiện hệ thống văn bản quy phạm pháp luật về tổ chức bộ máy"
    assert " ".join(cells[2, 2]) == "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ"
    assert " ".join(cells[0, 2]) == "Cơ quan chủ trì"


def test_the_open_page_is_what_is_left(scan: tuple[Scan, tuple[relook.Frame, ...]]) -> None:
    picture, frames = scan

    assert (picture.grey < 128).any()
    assert (relook.without_frames(picture, frames) >= 128).all()


def test_a_page_without_tables_has_no_cells() -> None:
    assert relook.read_cells(Scan(np.full((300, 200), 255, np.uint8), 100), (), "vie", 100) == ()
