"""A page as a picture: rendered, straightened, in grey. Points map to dots by dpi / 72, origin top left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from ingest.errors import TooLargeError
from ingest.limits import MAX_PIXELS

if TYPE_CHECKING:
    import pypdfium2
    from numpy.typing import NDArray

cv2.setNumThreads(1)  # pages are read by one process a core; threads of each would wait for each other

READ_DPI = 300
"""Pages are rendered at this, finer pictures averaged down to it: 1-bit letters rendered at 200 lose thin strokes."""


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of a page: at so many dots per inch, by the quick model or the careful one."""

    dpi: float
    careful: bool = False


LOOKS = (Look(150), Look(200, careful=True), Look(300), Look(200))
"""How a page is read, and one that reads badly again until two readings agree. No one look is best for all pages: at
150 dpi a line of 13 pt type is as high as the picture of it that the model `vie` was made for, 36 dots; at 300 thin
marks are still there; the careful model errs on other words."""

AGAIN = (Look(300), Look(200, careful=True))
"""How words in doubt are read again; the careful model takes twice the time and finds a little more."""

LARGE = 5.8
"""Points; letters from here on, as of 13 pt type, are read by all of `LOOKS`, smaller ones not by the first."""

MAX_SKEW = 5.0  # degrees, either way
_MIN_SKEW = 0.04  # degrees; a smaller turn moves no dot of a line by more than its thickness
_SPECK = 1.6  # points
_FINE_DPI = 250.0  # from which specks show as well in half the dots
_LONELY = 3.0  # points
_SOLID = 8.0  # points; strokes of print are thinner
_HOLE = 28.0  # points; a punch hole is 5 to 8 mm wide
_MARGIN = 60.0  # points from the left or right edge; holes are punched there
_MOSTLY = 100  # mean of 255; such a page is dark as a whole
_PALE = 0.75  # of the way from ink to paper
_LOOK_HEIGHT = 900  # dots; lines of text are still apart
_LETTER = (3.0, 15.0)  # points; lower are dots and marks of tone, higher are rules, stamps and words run together
_SHEAR_HEIGHT = 1200  # dots; skew shows as well in a small picture
_SHEAR_DOTS = 40_000  # dots of ink; as many show it as well as all
_COARSE_DPI = 150.0  # letters are as high to within half a point
_BANDS = 4  # of the width; a cell is about as wide
_SHOWN = 155  # of 255; print in the small picture is darker


@dataclass(frozen=True, slots=True)
class Scan:
    """A straightened picture of a page.

    Attributes:
        grey: height x width, 255 is paper.
        dpi: dots per inch.
        skew_deg: turn taken out about the middle of the page, positive where lines rose to the right.
        rotation_deg: clockwise turn applied first: 0, 90, 180 or 270.
    """

    grey: NDArray[np.uint8]
    dpi: float
    skew_deg: float = 0.0
    rotation_deg: int = 0


def render(page: pypdfium2.PdfPage, dpi: float, *, notes: bool = True) -> NDArray[np.uint8]:
    """The page, its /Rotate applied, height x width x 3, red green blue; notes put on it are drawn or left out.

    Raises TooLargeError over `MAX_PIXELS`.
    """
    width, height = page.get_size()
    pixels = width * height * (dpi / 72) ** 2
    if pixels > MAX_PIXELS:
        raise TooLargeError(
            f"the page is {width / 72:.0f} x {height / 72:.0f} inches, {pixels / 1e6:.0f} million dots",
            f"split or scale it to at most {MAX_PIXELS // 1_000_000} million dots",
        )
    drawn = page.render(scale=dpi / 72, may_draw_forms=notes, draw_annots=notes, rev_byteorder=True)
    return np.array(drawn.to_numpy()[:, :, :3], dtype=np.uint8)


def straighten(grey: NDArray[np.uint8], dpi: float) -> Scan:
    """The picture with its skew taken out; shape kept, corners filled with paper."""
    degrees = skew_of(grey)
    if abs(degrees) < _MIN_SKEW:
        return Scan(grey, dpi)
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255.0)
    return Scan(np.asarray(turned, dtype=np.uint8), dpi, degrees)


def turn(grey: NDArray[np.uint8], clockwise_deg: int) -> NDArray[np.uint8]:
    """The picture turned by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(grey, -(clockwise_deg // 90)))


def skew_of(grey: NDArray[np.uint8]) -> float:
    """Degrees by which text lines rise to the right, within `MAX_SKEW`; 0.0 for an empty page.

    The angle whose sheared row profile is sharpest (Postl, 1986): coarse, then fine.
    """
    scale = _SHEAR_HEIGHT / grey.shape[0]
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    level, _ = cv2.threshold(np.asarray(small, dtype=np.uint8), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    y, x = np.nonzero(np.asarray(small) <= level)
    if not 100 <= len(y) <= small.size // 2:
        return 0.0
    random = np.random.default_rng(0)
    picked = random.random(len(y)) * len(y) < _SHEAR_DOTS
    y, x = y[picked], x[picked]
    middle = small.shape[1] / 2
    jitter = random.uniform(0, 1, len(y))  # else whole rows of dots favour 0 degrees

    def sharpness(degrees: float) -> float:
        rows = y + jitter + (x - middle) * np.tan(np.radians(degrees)) + small.shape[1]
        profile = np.bincount(rows.astype(np.int64)).astype(np.float64)
        return float(np.square(np.diff(profile)).sum())

    coarse = max(np.arange(-MAX_SKEW, MAX_SKEW + 0.01, 0.25), key=sharpness)
    fine = max(np.arange(coarse - 0.25, coarse + 0.26, 0.02), key=sharpness)
    return float(round(fine, 2))


def lies_on_side(grey: NDArray[np.uint8]) -> bool:
    """Whether text lines seem to run from top to bottom: then columns of dots are sharper than rows, skew apart.

    Parts of the width are looked at each by itself, because lines of neighbouring cells stand at other heights.
    """
    scale = _LOOK_HEIGHT / max(grey.shape)
    ink = shrunk(grey, scale) < _SHOWN
    return _sharpest(ink.T) > _sharpest(ink)


def _sharpest(ink: NDArray[np.bool_]) -> float:
    """How much rows of dots alternate in bands of the width, sheared to where they do most."""
    random = np.random.default_rng(0)
    y, x = np.nonzero(ink)
    picked = random.random(len(y)) * len(y) < _SHEAR_DOTS
    y, x = y[picked], x[picked]
    height, width = ink.shape
    rows = height + 2 * width
    down = y + random.uniform(0, 1, len(y)) + width
    band = x * _BANDS // width * rows

    def sharpness(degrees: float) -> float:
        places = (down + (x - width / 2) * np.tan(np.radians(degrees))).astype(np.int64)
        profile = np.bincount(band + places, minlength=_BANDS * rows).astype(np.float64)
        return float(np.square(np.diff(profile)).sum())

    return max(map(sharpness, np.arange(-MAX_SKEW, MAX_SKEW + 0.01, 0.5)))


def looks(grey: NDArray[np.uint8], dpi: float) -> tuple[Look, ...]:
    """How a page of letters of this size is read, the best look first."""
    return LOOKS if letter_height(grey, dpi) >= LARGE else LOOKS[:0:-1]


def shrunk(grey: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """The picture averaged down; halved first, which takes an eighth of the time of other steps; as it is from 1 on.

    Two steps blur a little more than one: good enough to see how a page lies, not by how much it is turned.
    """
    if scale >= 1:
        return grey
    if scale <= 0.5:
        half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        return shrunk(np.asarray(half, dtype=np.uint8), 2 * scale)
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def scaled(grey: NDArray[np.uint8], dpi: float, wanted: float) -> tuple[NDArray[np.uint8], float]:
    """The picture brought to `wanted` dots per inch, and those: averaged down, or drawn out smoothly."""
    if wanted == dpi:
        return grey, dpi
    how = cv2.INTER_AREA if wanted < dpi else cv2.INTER_CUBIC
    made = cv2.resize(grey, None, fx=wanted / dpi, fy=wanted / dpi, interpolation=how)
    return np.asarray(made, dtype=np.uint8), wanted


def marks_of(ink: NDArray[np.uint8]) -> tuple[int, NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Marks that hang together, corners too, as `cv2.connectedComponentsWithStats` gives them, in half its time."""
    return cv2.connectedComponentsWithStatsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_BOLELLI)


def letter_height(grey: NDArray[np.uint8], dpi: float) -> float:
    """Points that letters are high, most of them small ones: the median over marks that can be letters; 0 without."""
    small, dpi = scaled(grey, dpi, min(dpi, _COARSE_DPI))
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, _ = marks_of(np.asarray(ink, dtype=np.uint8))
    high = stats[1:, 3] * 72 / dpi
    letters = high[(high >= _LETTER[0]) & (high <= _LETTER[1])]
    return float(np.median(letters)) if len(letters) else 0.0


def cleaned(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture without what no text has: black margins, punch holes, pale watermarks, lone specks."""
    return despeckle(without_watermark(without_blots(grey, dpi)), dpi)


def without_blots(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture with solid marks turned to paper where they touch its edge or are the size of a punch hole.

    White print on a dark ground is inside a larger mark, and stays.
    """
    dots = dpi / 72
    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    side = max(3, round(_SOLID * dots))
    solid = cv2.morphologyEx(np.asarray(ink, np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not solid.any() or solid.mean() > _MOSTLY:
        return grey
    count, labels, stats, _ = marks_of(np.asarray(solid, dtype=np.uint8))
    height, width = grey.shape
    left, top, wide, high = (stats[:, at] for at in range(4))
    at_edge = (left == 0) | (top == 0) | (left + wide == width) | (top + high == height)
    hole = (np.maximum(wide, high) <= _HOLE * dots) & (np.minimum(left, width - left - wide) <= _MARGIN * dots)
    blots = (at_edge | hole) & (np.arange(count) > 0)
    halo = cv2.dilate(blots[labels].astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(halo, 255, grey).astype(np.uint8)


def without_watermark(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with what is nearly as bright as paper turned to paper."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    tones = np.arange(256)
    counts = np.asarray(cv2.calcHist([grey], [0], None, [256], [0.0, 256.0]), dtype=np.float64).ravel()
    dark = tones <= level
    if not counts[dark].any() or not counts[~dark].any():
        return grey
    ink, paper = (float(np.average(tones[part], weights=counts[part])) for part in (dark, ~dark))
    shown = np.where(tones >= ink + _PALE * (paper - ink), 255, tones).astype(np.uint8)
    return np.asarray(cv2.LUT(grey, shown), dtype=np.uint8)


def despeckle(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The picture without lone specks: marks up to `_SPECK` wide with nothing larger within `_LONELY`.

    Full stops, dots over letters and marks of tone stand near a letter and stay. Marks of fine pictures are told
    apart in half the dots, which takes a third of the time.
    """
    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    dots = 2 if dpi >= _FINE_DPI else 1  # of the picture to one of those in which marks are told apart
    coarse, dpi = _halved(np.asarray(ink, dtype=np.uint8)) if dots == 2 else ink, dpi / dots
    count, labels, stats, middles = marks_of(np.asarray(coarse, dtype=np.uint8))
    marks = np.arange(count) > 0
    small = (stats[:, 2:4].max(axis=1) <= max(1.0, _SPECK * dpi / 72)) & marks
    if not small.any():
        return grey
    large = (~small & marks).astype(np.uint8)[labels]
    reach = 2 * round(_LONELY * dpi / 72) + 1
    near = cv2.dilate(large, np.ones((reach, reach), np.uint8))
    x, y = (middles[:, at].round().astype(np.int64) for at in (0, 1))
    lone = small & (near[np.minimum(y, near.shape[0] - 1), np.minimum(x, near.shape[1] - 1)] == 0)
    done = grey.copy()
    for left, top, wide, high in (stats[lone, :4] * dots).tolist():  # nothing larger is within reach of their edges
        done[max(0, top - 1) : top + high + 1, max(0, left - 1) : left + wide + 1] = 255
    return done


def _halved(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Half the dots each way, ink where any of four dots has it; an odd last row or column is left out."""
    height, width = (side // 2 * 2 for side in ink.shape)
    rows = np.maximum(ink[0:height:2, :width], ink[1:height:2, :width])
    return np.maximum(rows[:, ::2], rows[:, 1::2])
