"""Pictures to pages: PNG, JPEG, WebP and every page of a TIFF, in grey, with the resolution they were scanned at."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ingest.errors import DamagedFileError, TooLargeError
from ingest.limits import MAX_PAGES, check_page_count, check_picture_size
from ingest.records import Issue
from normalize.errors import located

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from ingest.records import Page

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
A4_LONG = 297 / 25.4  # inches
MIN_DPI, MAX_DPI = 50, 1200  # no scanner makes less or more
MIN_LONG, MAX_LONG = 4.0, 34.0  # inches, of a page's long side: A7 to A1; cameras say 72 dpi of anything
UNEVEN, MOST_UNEVEN = 1.02, 3.0  # a fax has half as many dots down as across
_ORIENTATION = 0x0112  # the Exif tag
_FRESH = "get a fresh copy of the file"
_RAW_16 = ("I;16", "I;16B", "I;16L", "I")


def read_images(data: bytes) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """Pages of a picture file, each read by Tesseract, and those that were hard to read.

    Raises, with the page stamped where one is concerned:
        DamagedFileError: it cannot be decoded to its end.
        TooLargeError: over `limits.MAX_PIXELS`, `MAX_SIDE` or `MAX_PAGES`, told before anything is decoded.
        MissingProgramError: Tesseract or its model is missing.
    """
    from ingest.pdf import LOW_CONFIDENCE, page_from_picture

    pages = []
    for number, (grey, dpi, reason) in enumerate(pictures(data), start=1):
        with located("", number):
            pages.append(page_from_picture(grey, dpi, number, reason))
    sure = {page.number: page.ocr_confidence for page in pages if page.ocr_confidence is not None}
    return tuple(pages), tuple(
        Issue("low_confidence", "warning", f"read with a confidence of only {share:.0%}; look at the page", number)
        for number, share in sure.items()
        if share < LOW_CONFIDENCE
    )


def pictures(data: bytes) -> Iterator[tuple[NDArray[np.uint8], float, str]]:
    """Every page as a grey picture (height x width, 255 is paper), its dpi, and how that is known.

    Pictures finer than `ingest.scan.READ_DPI` are averaged down to it. Raises as `read_images` does.
    """
    from PIL import Image

    with _decoding():
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        count = _frame_count(image)
    with image:
        for number in range(1, count + 1):
            with located("", number), _decoding():
                image.seek(number - 1)
                check_picture_size(*image.size)
                picture = _frame(image)
            yield picture


@contextmanager
def _decoding() -> Iterator[None]:
    """Say what Pillow stumbles over as an error of ours; its warnings are about odd tags, what matters is checked."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:
        raise TooLargeError("the picture is too large to be decoded", "scale it down") from error
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError) as error:
        raise DamagedFileError("the picture cannot be decoded", _FRESH) from error
    except (ArithmeticError, MemoryError, NotImplementedError) as error:
        raise DamagedFileError("the picture's header makes no sense", _FRESH) from error


def _frame_count(image: Any) -> int:
    """Pages of a TIFF; of an animation or a picture with a preview only the first counts."""
    if image.format != "TIFF":
        return 1
    for count in range(MAX_PAGES + 1):
        try:
            image.seek(count)
        except EOFError:
            return count
    check_page_count(MAX_PAGES + 1)
    return MAX_PAGES


def _frame(image: Any) -> tuple[NDArray[np.uint8], float, str]:
    import numpy as np
    from PIL import ImageOps

    from ingest.scan import READ_DPI

    across, down, reason = resolution(image)
    upright = _grey(image)
    if across != down:
        upright = upright.resize(_size(upright, max(across, down) / across, max(across, down) / down))
    dpi = max(across, down)
    if image.format != "TIFF":  # of a TIFF, Pillow has applied the orientation already
        upright.getexif()[_ORIENTATION] = image.getexif().get(_ORIENTATION, 1)
        upright = ImageOps.exif_transpose(upright)
    if dpi > READ_DPI:
        upright = upright.resize(_size(upright, READ_DPI / dpi, READ_DPI / dpi), 4)  # 4: mean over a box
        dpi = READ_DPI
    return np.array(upright, dtype=np.uint8), float(dpi), reason


def resolution(image: Any) -> tuple[float, float, str]:
    """Dots per inch across and down, and how they are known: from the file, else as if the page were A4."""
    said = image.info.get("dpi")
    try:
        across, down = (float(value) for value in said)
    except (TypeError, ValueError, ZeroDivisionError):
        return _guessed(image.size, "says no resolution")
    ratio = max(across, down) / max(min(across, down), 1e-9)
    if not all(MIN_DPI <= value <= MAX_DPI for value in (across, down)) or ratio > MOST_UNEVEN:
        return _guessed(image.size, f"says {across:.0f} x {down:.0f} dpi")
    if not MIN_LONG <= max(image.width / across, image.height / down) <= MAX_LONG:
        return _guessed(image.size, f"says {across:.0f} dpi, which makes no page")
    if ratio < UNEVEN:
        across = down = (across + down) / 2
    return across, down, f"a picture of {across:.0f} dpi"


def _guessed(size: tuple[int, int], why: str) -> tuple[float, float, str]:
    dpi = min(MAX_DPI, max(MIN_DPI, max(size) / A4_LONG))
    return dpi, dpi, f"a picture that {why}; {dpi:.0f} dpi if it is A4"


def _grey(image: Any) -> Any:
    """The picture in grey: see-through parts are paper, 16 bits are brought to 8."""
    import numpy as np
    from PIL import Image

    if image.mode in _RAW_16:
        deep = np.asarray(image, dtype=np.float32)
        return Image.fromarray((deep * (255 / max(255.0, float(deep.max())))).clip(0, 255).astype(np.uint8))
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("L")
    return image.convert("L")


def _size(image: Any, across: float, down: float) -> tuple[int, int]:
    return max(1, round(image.width * across)), max(1, round(image.height * down))
