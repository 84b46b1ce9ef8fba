"""The picture of a page, made from the source file and kept by the file's hash and the page's number."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from normalize.errors import DecisionError

if TYPE_CHECKING:
    from gold.review.store import Row

_DPI = 110  # enough to read small print on a screen, small enough to be drawn at once
_WITH_PICTURE = ("application/pdf", "image/")
_LOCK = threading.Lock()  # the PDF library is not safe for threads
_QUALITY = 80


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a JPEG file, with its size in PDF points."""

    file: Path
    width: float
    height: float


class Pictures:
    """Pictures of pages in a folder; made at the first look."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sound: dict[tuple[str, float, int], str] = {}

    def of(self, document: Row, page_no: int) -> PagePicture | None:
        """The picture of a page; None where the source has none, is not there, or is another file by now."""
        if not (document["media_type"] or "").startswith(_WITH_PICTURE):
            return None
        kept = sorted(self.folder.glob(f"{document['source_sha256']}-{page_no}-*.jpg"))
        if kept:
            return _named(kept[0])
        source = Path(document["source_path"])
        if self.missing(document):
            return None
        try:
            with _LOCK:
                data, width, height = draw_page(source, page_no)
        except DecisionError:
            return None
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / f"{document['source_sha256']}-{page_no}-{width:.1f}x{height:.1f}.jpg"
        aside = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
        aside.write_bytes(data)
        aside.replace(file)
        return PagePicture(file, width, height)

    def missing(self, document: Row) -> str:
        """Why the source cannot be shown, "" if it can: only the very bytes that were read are opened."""
        source = Path(document["source_path"])
        try:
            state = source.stat()
            key = (str(source), state.st_mtime, state.st_size)
            if key not in self._sound:
                self._sound[key] = hashlib.sha256(source.read_bytes()).hexdigest()
        except OSError:
            return f"The source file {source} is not there."
        if self._sound[key] != document["source_sha256"]:
            return f"The source file {source} has changed since it was read."
        return ""


def _named(file: Path) -> PagePicture:
    width, _, height = file.stem.rpartition("-")[2].partition("x")
    return PagePicture(file, float(width), float(height))


def draw_page(source: Path, page_no: int) -> tuple[bytes, float, float]:
    """A page as JPEG bytes, with its width and height in points.

    Raises:
        DecisionError: the file cannot be read or has no such page.
    """
    from PIL import Image

    from ingest.picture import page_image

    picture = page_image(source, page_no, _DPI)
    out = io.BytesIO()
    Image.fromarray(picture.pixels).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue(), picture.width, picture.height
