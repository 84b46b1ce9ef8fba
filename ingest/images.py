"""Pictures to pages: PNG, JPEG, WebP and every page of a TIFF, with the resolution they were scanned at."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ingest.errors import DamagedFileError, TooLargeError
from ingest.limits import MAX_PAGES, check_page, check_page_count, check_picture_size
from normalize.errors import located

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from ingest.doubt import Judge
    from ingest.records import Issue, Page

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
A4_LONG = 297 / 25.4  # inches
MIN_DPI, MAX_DPI = 50, 1200  # no scanner makes less or more
MIN_LONG, MAX_LONG = 4.0, 34.0  # inches, of a page's long side: A7 to A1; cameras say 72 dpi of anything
UNEVEN, MOST_UNEVEN = 1.02, 3.0  # a fax has half as many dots down as across
_ORIENTATION = 0x0112  # the Exif tag
_FRESH = "get a fresh copy of the file"
_RAW_16 = ("I;16", "I;16B", "I;16L", "I")


def read_images(
    data: bytes, only: int | None = None, judge: Judge | None = None
) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """Pages of a picture file, or `only` one, each read by Tesseract, and those that were hard to read.

    `judge` tells which of two readings of a doubtful word is likelier.

    Raises, with the page stamped where one is concerned:
        DamagedFileError: it cannot be decoded to its end.
        TooLargeError: over `limits.MAX_PIXELS`, `MAX_SIDE` or `MAX_PAGES`, told before anything is decoded.
        MissingProgramError: Tesseract or its model is missing.
    """
    from ingest.reading import doubts_of, page_from_picture

    pages = []
    for number, (grey, dpi, reason) in enumerate(pictures(data), start=1):
        if only not in {None, number}:
            continue
        with located("", number):
            pages.append(page_from_picture(grey, dpi, number, reason, judge))
    return tuple(pages), tuple(doubt for page in pages for doubt in doubts_of(page))


def pictures(data: bytes) -> Iterator[tuple[NDArray[np.uint8], float, str]]:
    """Every page as a grey picture (height x width, 255 is paper), its dpi, and how that is known.

    Coloured ink (stamps, signatures) is left out, see `ingest.colour.text_channel`. Pictures finer than
    `ingest.scan.READ_DPI` are averaged down to it. Raises as `read_images` does.
    """
    from ingest.colour import text_channel

    image, count = _opened(data)
    with image:
        for number in range(1, count + 1):
            pixels, dpi, reason = _reduced(*_frame_at(image, number))
            yield text_channel(pixels, dpi), dpi, reason


def frame(data: bytes, number: int) -> tuple[NDArray[np.uint8], float, str]:
    """One page, counted from 1, in the dots and colours of the file, upright as a viewer shows it.

    Height x width where the file is grey, height x width x 3 (red green blue) else; its dpi and how that is known.
    Raises NoSuchPageError, and as `read_images` does.
    """
    image, count = _opened(data)
    with image:
        check_page(number, count)
        return _frame_at(image, number)


def _opened(data: bytes) -> tuple[Any, int]:
    """The image and its number of pages."""
    from PIL import Image

    with _decoding():
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        return image, _frame_count(image)


def _frame_at(image: Any, number: int) -> tuple[NDArray[np.uint8], float, str]:
    with located("", number), _decoding():
        image.seek(number - 1)
        check_picture_size(*image.size)
        return _frame(image)


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
    """The current page with square dots, upright; grey or in colour."""
    import numpy as np
    from PIL import ImageOps

    across, down, reason = resolution(image)
    upright = _plain(image)
    if across != down:
        upright = upright.resize(_size(upright, max(across, down) / across, max(across, down) / down))
    if image.format != "TIFF":  # of a TIFF, Pillow has applied the orientation already
        upright.getexif()[_ORIENTATION] = image.getexif().get(_ORIENTATION, 1)
        upright = ImageOps.exif_transpose(upright)
    return np.array(upright, dtype=np.uint8), float(max(across, down)), reason


def _reduced(pixels: NDArray[np.uint8], dpi: float, reason: str) -> tuple[NDArray[np.uint8], float, str]:
    """The picture averaged down to `ingest.scan.READ_DPI` where it is finer."""
    import numpy as np
    from PIL import Image

    from ingest.scan import READ_DPI

    if dpi <= READ_DPI:
        return pixels, dpi, reason
    image = Image.fromarray(pixels)
    small = image.resize(_size(image, READ_DPI / dpi, READ_DPI / dpi), Image.Resampling.BOX)
    return np.array(small, dtype=np.uint8), float(READ_DPI), reason


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


def _plain(image: Any) -> Any:
    """The picture in grey or RGB: see-through parts are paper, 16 bits are brought to 8."""
    import numpy as np
    from PIL import Image

    if image.mode in _RAW_16:
        deep = np.asarray(image, dtype=np.float32)
        return Image.fromarray((deep * (255 / max(255.0, float(deep.max())))).clip(0, 255).astype(np.uint8))
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def _size(image: Any, across: float, down: float) -> tuple[int, int]:
    return max(1, round(image.width * across)), max(1, round(image.height * down))
