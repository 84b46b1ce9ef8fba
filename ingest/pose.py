"""How a page lay when it was read, and the way between its places as read and on the page as the file shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.records import Box

if TYPE_CHECKING:
    from ingest.records import Page

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """The turns taken out of a page: first by quarters, then a small one about the middle.

    Attributes:
        width: points, of the page as read.
        height: points, of the page as read.
        rotation_deg: clockwise turn applied: 0, 90, 180 or 270.
        skew_deg: by so many degrees text lines rose to the right after that.
    """

    width: float
    height: float
    rotation_deg: int = 0
    skew_deg: float = 0.0

    @property
    def shown(self) -> Point:
        """Width and height of the page as the file shows it."""
        return (self.height, self.width) if self.rotation_deg % 180 else (self.width, self.height)

    def to_shown(self, box: Box) -> Box:
        """The smallest upright box, on the page as the file shows it, around a box of the page as read."""
        return _around([self.point_to_shown(*corner) for corner in _corners(box)])

    def to_read(self, box: Box) -> Box:
        """The smallest upright box, on the page as read, around a box of the page as the file shows it."""
        return _around([self.point_to_read(*corner) for corner in _corners(box)])

    def point_to_shown(self, x: float, y: float) -> Point:
        """Where a point of the page as read lies on the page as shown."""
        x, y = _about(x, y, (self.width / 2, self.height / 2), -self.skew_deg)
        turned = {0: (x, y), 90: (y, self.width - x), 180: (self.width - x, self.height - y), 270: (self.height - y, x)}
        return turned[self.rotation_deg % 360]

    def point_to_read(self, x: float, y: float) -> Point:
        """Where a point of the page as shown lies on the page as read."""
        wide, high = self.width, self.height
        turned = {0: (x, y), 90: (wide - y, x), 180: (wide - x, high - y), 270: (y, high - x)}
        return _about(*turned[self.rotation_deg % 360], (wide / 2, high / 2), self.skew_deg)


def pose_of(page: Page) -> Pose | None:
    """The pose of a page, None where its file has no geometry."""
    if page.width is None or page.height is None:
        return None
    return Pose(page.width, page.height, page.rotation_deg, page.skew_deg)


def _about(x: float, y: float, middle: Point, clockwise_deg: float) -> Point:
    """A point turned about the middle; y grows down."""
    cos, sin = math.cos(math.radians(clockwise_deg)), math.sin(math.radians(clockwise_deg))
    right, down = x - middle[0], y - middle[1]
    return middle[0] + cos * right - sin * down, middle[1] + sin * right + cos * down


def _corners(box: Box) -> list[Point]:
    return [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]


def _around(points: list[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))
