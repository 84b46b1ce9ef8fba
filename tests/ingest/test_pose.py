import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pose import Pose, pose_of
from ingest.records import Box, Page
from ingest.scan import turn

QUARTERS = (0, 90, 180, 270)


@pytest.mark.parametrize("rotation", QUARTERS)
@pytest.mark.parametrize("skew", [0.0, 3.0, -4.5])
def test_a_mark_on_the_shown_page_is_where_the_pose_says(rotation: int, skew: float) -> None:
    shown = np.full((300, 200), 255, np.uint8)
    cv2.circle(shown, (150, 60), 4, 0.0, -1)
    upright = turn(shown, rotation)
    high, wide = upright.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), -skew, 1.0)  # as `scan.straighten` does
    read = np.asarray(cv2.warpAffine(upright, matrix, (wide, high), borderValue=255.0))
    ys, xs = np.nonzero(read < 128)
    seen = Box(float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1))

    pose = Pose(wide, high, rotation, skew)
    found = pose.to_shown(seen)

    assert ((found.left + found.right) / 2, (found.top + found.bottom) / 2) == pytest.approx((150.5, 60.5), abs=1.0)
    assert pose.shown == (200, 300)


@given(st.sampled_from(QUARTERS), st.floats(-5, 5), st.floats(0, 500), st.floats(0, 700))
def test_there_and_back_holds_the_box(rotation: int, skew: float, left: float, top: float) -> None:
    box = Box(left, top, left + 60, top + 12)

    back = Pose(595, 842, rotation, skew)
    around = back.to_read(back.to_shown(box))

    assert around.left <= left + 1e-6
    assert around.top <= top + 1e-6
    assert around.right >= box.right - 1e-6
    assert around.bottom >= box.bottom - 1e-6


def test_a_page_without_geometry_has_no_pose() -> None:
    assert pose_of(Page(1, "plain", "", ())) is None
    assert pose_of(Page(1, "ocr", "", (), width=10.0, height=20.0, rotation_deg=90)) == Pose(10.0, 20.0, 90)
