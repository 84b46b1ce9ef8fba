"""Pictures to a PDF that holds nothing but pictures, as a scanner's does."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_EPOCH = time.gmtime(0)  # a fixed date: the same pictures give the same bytes


def wrap(pages: Iterable[NDArray[np.uint8]], dpi: int) -> bytes:
    """An image-only PDF: CCITT group 4 where a page has only 0 and 255, else JPEG in grey.

    Page size follows from shape and dpi. Raises ValueError when there is no page.
    """
    pictures = [_picture(page) for page in pages]
    if not pictures:
        raise ValueError("a PDF needs at least one page")
    out = io.BytesIO()
    pictures[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pictures[1:],
        resolution=dpi,
        creationDate=_EPOCH,
        modDate=_EPOCH,
        producer="",
    )
    return out.getvalue()


def _picture(page: NDArray[np.uint8]) -> Image.Image:
    picture = Image.fromarray(page)
    return picture.convert("1") if set(np.unique(page)) <= {0, 255} else picture
