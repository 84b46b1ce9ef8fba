import pytest

from extract.records import Cell, PlacedCell
from ingest.pose import Pose
from ingest.records import Box
from pipeline.rows import _cell

CELL = PlacedCell(0, 0, "", Cell(0, 0, "a", "a", 3, box=Box(10, 20, 60, 40)))


@pytest.mark.parametrize(
    ("pose", "sides"),
    [
        (None, (10, 20, 60, 40)),
        (Pose(200, 100), (10, 20, 60, 40)),
        (Pose(200, 100, rotation_deg=90), (20, 140, 40, 190)),  # was turned clockwise to be read
        (Pose(200, 100, rotation_deg=180), (140, 60, 190, 80)),
    ],
)
def test_a_cells_box_is_on_the_page_as_shown(pose: Pose | None, sides: tuple[float, ...]) -> None:
    row = _cell(CELL, {3: pose})

    assert tuple(row[side] for side in ("left", "top", "right", "bottom")) == pytest.approx(sides)


def test_skew_is_put_back() -> None:
    row = _cell(CELL, {3: Pose(200, 100, skew_deg=2.0)})

    assert row["top"] > 20  # left of the middle, text that rose to the right stood lower
    assert row["right"] - row["left"] > 50
