from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from gold.simulate.blocks import Paragraph
from gold.simulate.degrade import rasterise
from gold.simulate.typeset import typeset
from ingest import images, limits
from ingest.errors import DamagedFileError, TooLargeError
from ingest.images import pictures, read_images
from ingest.records import Page
from ingest.scan import READ_DPI

if TYPE_CHECKING:
    from numpy.typing import NDArray

A4 = (1654, 2339)  # dots at 200 dpi


def saved(*frames: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:]}
    frames[0].save(buffer, form, **options)
    return buffer.getvalue()


def paper(mode: str = "L", size: tuple[int, int] = (827, 1169), color: Any = 255) -> Image.Image:
    return Image.new(mode, size, color)


def one(data: bytes) -> tuple[NDArray[np.uint8], float, str]:
    (found,) = pictures(data)
    return found


def claimed(width: int, height: int) -> bytes:
    """A PNG whose header claims a size that its data does not have."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def tiff_claiming(width: int, height: int) -> bytes:
    """A TIFF of one byte of data and any size in its header."""
    tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, height), (279, 1)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\x00" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", 0)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_every_format_gives_its_page(form: str) -> None:
    options = {} if form == "WEBP" else {"dpi": (100, 100)}

    grey, dpi, reason = one(saved(paper(color=200), form=form, **options))

    assert grey.shape == (1169, 827)
    assert grey.dtype == np.uint8
    assert abs(int(grey[600, 400]) - 200) <= 2
    assert dpi == pytest.approx(100, abs=1)
    assert ("A4" in reason) == (form == "WEBP")


@pytest.mark.parametrize(
    ("picture", "value"),
    [
        (paper("1", color=1), 255),
        (paper("RGB", color=(255, 255, 255)), 255),
        (paper("RGBA", color=(0, 0, 0, 0)), 255),  # see-through is paper
        (paper("LA", color=(0, 255)), 0),
        (paper("P", color=0), 0),
        (Image.fromarray(np.full((1169, 827), 65535, np.uint16)), 255),
        (Image.fromarray(np.full((1169, 827), 200, np.uint16)), 200),
    ],
)
def test_every_mode_becomes_grey(picture: Image.Image, value: int) -> None:
    grey, _, _ = one(saved(picture))

    assert grey.ndim == 2
    assert int(grey[0, 0]) == value


def test_cmyk_becomes_grey() -> None:
    grey, _, _ = one(saved(paper("CMYK", color=(0, 0, 0, 0)), form="JPEG"))

    assert int(grey[5, 5]) == 255


def test_all_pages_of_a_tiff_and_the_first_picture_of_an_animation() -> None:
    frames = [paper(color=value) for value in (10, 120, 250)]

    assert [int(grey[9, 9]) for grey, _, _ in pictures(saved(*frames, form="TIFF"))] == [10, 120, 250]
    assert [int(grey[9, 9]) for grey, _, _ in pictures(saved(*frames, form="PNG"))] == [10]


@pytest.mark.parametrize(
    ("said", "dpi", "reason"),
    [
        ((200, 200), 200, "a picture of 200 dpi"),
        ((199, 200), 199.5, "a picture of 200 dpi"),
        ((1, 1), 200, "a picture that says 1 x 1 dpi; 200 dpi if it is A4"),
        ((60, 1100), 200, "a picture that says 60 x 1100 dpi; 200 dpi if it is A4"),
        ((9999, 9999), 200, "a picture that says 9999 x 9999 dpi; 200 dpi if it is A4"),
        ((700, 700), 200, "a picture that says 700 dpi, which makes no page; 200 dpi if it is A4"),
    ],
)
def test_an_absurd_resolution_is_guessed_from_a4(said: tuple[int, int], dpi: float, reason: str) -> None:
    _, found, why = one(saved(paper(size=A4), form="JPEG", dpi=said))

    assert why == reason
    assert found == pytest.approx(dpi, abs=0.5)


def test_a_camera_that_says_72_dpi_is_not_believed() -> None:
    _, found, why = one(saved(paper(size=(2600, 3700)), form="JPEG", dpi=(72, 72)))

    assert found == READ_DPI
    assert why == "a picture that says 72 dpi, which makes no page; 316 dpi if it is A4"


def test_finer_scans_are_averaged_down() -> None:
    grey, dpi, reason = one(saved(paper(size=(3307, 4677)), dpi=(400, 400)))

    assert (grey.shape, dpi, reason) == ((3508, 2480), 300.0, "a picture of 400 dpi")


def test_a_fax_with_fewer_dots_down_gets_square_dots() -> None:
    grey, dpi, _ = one(saved(paper(size=(1680, 1145)), form="TIFF", dpi=(200, 100)))

    assert (grey.shape, dpi) == ((2290, 1680), 200)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_is_turned_as_its_camera_noted(form: str) -> None:
    picture = paper(size=(1169, 827))
    picture.paste(0, (0, 0, 1169, 100))  # top of the file; turned by 90 degrees it is the right side
    exif = Image.Exif()
    exif[0x0112] = 6

    grey, _, _ = one(saved(picture, form=form, exif=exif))

    assert grey.shape == (1169, 827)
    assert int(grey[600, 800]) < 10
    assert int(grey[600, 20]) > 245


@pytest.mark.parametrize(
    "data",
    [
        claimed(30_000, 100),
        claimed(20_000, 20_000),
        claimed(8000, 8000),
        claimed(2**31 - 1, 2**31 - 1),
        tiff_claiming(60_000, 60_000),
        tiff_claiming(30_000, 10),
    ],
)
def test_a_huge_size_is_refused_before_anything_is_decoded(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_frame", lambda _: pytest.fail("decoded"))

    with pytest.raises(TooLargeError) as caught:
        list(pictures(data))

    assert caught.value.remedy


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PAGES", 2)
    monkeypatch.setattr(limits, "MAX_PAGES", 2)
    tiny = paper(size=(50, 70))

    assert len(list(pictures(saved(tiny, tiny, form="TIFF")))) == 2
    with pytest.raises(TooLargeError, match="the limit is 2"):
        list(pictures(saved(tiny, tiny, tiny, form="TIFF")))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_truncated_picture_is_damage(form: str, share: float) -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (300, 200), np.uint8))
    data = saved(noise, form=form)

    with pytest.raises(DamagedFileError, match="picture"):
        list(pictures(data[: max(20, int(len(data) * share))]))


def test_the_page_of_a_fault_is_named() -> None:
    data = saved(paper(), paper(), form="TIFF")

    with pytest.raises(DamagedFileError) as caught:
        list(pictures(data[:-1000]))

    assert caught.value.page == 2


def test_pages_go_to_the_reader_of_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(grey: NDArray[np.uint8], dpi: float, number: int, reason: str, judge: object) -> Page:
        assert judge is None
        assert grey.shape[0] / dpi == pytest.approx(11.69, abs=0.01)
        return Page(number, "ocr", reason, (), ocr_confidence=0.9 - 0.5 * (number == 2))

    monkeypatch.setattr("ingest.reading.page_from_picture", read)

    pages, issues = read_images(saved(paper(), paper(), form="TIFF", dpi=(100, 100)))

    assert [page.number for page in pages] == [1, 2]
    assert [(issue.kind, issue.page_no) for issue in issues] == [("low_confidence", 2)]


def test_a_photographed_page_is_read() -> None:
    text = "Vụ Công nghệ cao chủ trì, phối hợp với các đơn vị có liên quan."
    page = next(rasterise(typeset([Paragraph(text)]), 200))

    (read,), _ = read_images(saved(Image.fromarray(page), form="JPEG", dpi=(200, 200)))

    assert read.source == "ocr"
    assert " ".join(line.text for line in read.lines).startswith("Vụ Công nghệ cao chủ trì, phối hợp")
