"""What an office copier does to a page: skew, blur, fading, noise, specks, and a threshold to black and white."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Grade:
    """How bad a scan is. Lengths are in 1/200 inch, so that a grade looks alike at every resolution.

    Attributes:
        dpi: dots per inch of the result.
        bits: 1 (black and white) or 8 (grey).
        skew_deg: largest turn of a page, either way.
        blur: standard deviation of the optics.
        fade: 0..1, how far ink is moved towards the paper's white.
        noise: standard deviation of the sensor, in grey levels of 255.
        specks: dust, specks a square inch.
        threshold: grey level below which a dot is ink, for 1 bit.
    """

    dpi: int
    bits: int
    skew_deg: float
    blur: float
    fade: float
    noise: float
    specks: float
    threshold: int = 160


GRADES = {
    "light": Grade(dpi=300, bits=8, skew_deg=0.3, blur=0.3, fade=0.05, noise=3, specks=0.05),
    "office": Grade(dpi=250, bits=1, skew_deg=0.9, blur=0.45, fade=0.15, noise=9, specks=0.4),
    "poor": Grade(dpi=200, bits=1, skew_deg=2.0, blur=0.7, fade=0.3, noise=16, specks=2.0),
}


def rasterise(pdf: bytes, dpi: int) -> Iterator[NDArray[np.uint8]]:
    """The pages of a PDF as grey pictures, 255 is white."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield np.array(page.render(scale=dpi / 72, grayscale=True).to_pil())
    finally:
        document.close()


def degrade(page: NDArray[np.uint8], grade: Grade, seed: int) -> NDArray[np.uint8]:
    """The page as a scanner of that grade gives it: same shape, 255 is paper; 1-bit pages hold only 0 and 255.

    The same seed gives the same dots.
    """
    chance = np.random.default_rng(seed)
    unit = grade.dpi / 200
    picture = _turn(page, chance.uniform(-grade.skew_deg, grade.skew_deg))
    if grade.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), grade.blur * unit).astype(np.uint8)
    grey = 255.0 - (255.0 - picture) * (1 - grade.fade)
    grey = grey + chance.normal(0, grade.noise, grey.shape)
    result = np.clip(grey, 0, 255).astype(np.uint8)
    _dust(result, grade, chance)
    return np.where(result < grade.threshold, 0, 255).astype(np.uint8) if grade.bits == 1 else result


def _turn(page: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=255.0)
    return np.asarray(turned, dtype=np.uint8)


def _dust(page: NDArray[np.uint8], grade: Grade, chance: np.random.Generator) -> None:
    """Draw specks of up to 1/67 inch onto the page, in place."""
    height, width = page.shape
    count = chance.poisson(grade.specks * height * width / grade.dpi**2)
    for _ in range(int(count)):
        centre = (int(chance.integers(width)), int(chance.integers(height)))
        radius = max(1, round(float(chance.uniform(0.3, 1.5)) * grade.dpi / 200))
        cv2.circle(page, centre, radius, float(chance.integers(0, 120)), -1)
