"""How large a source may be; beyond, reading stops before memory or time run out."""

from __future__ import annotations

from ingest.errors import NoSuchPageError, TooLargeError

MAX_BYTES = 512 * 2**20  # of any file
MAX_TEXT_BYTES = 64 * 2**20  # of plain text and HTML: the longest gazette issue is a hundredth of it
MAX_PAGES = 2000
MAX_PIXELS = 60_000_000  # of one picture: A3 at 500 dpi
MAX_SIDE = 20_000  # dots; no page is a strip of paper
MAX_ENTRIES = 10_000  # files in an archive
MAX_UNPACKED = 512 * 2**20  # bytes of all files in an archive together
MAX_PART = 128 * 2**20  # bytes of one XML part
MAX_RATIO = 250  # unpacked by packed; repetitive tables in XML reach 100
RATIO_FROM = 8 * 2**20  # bytes; a smaller part may be packed as tightly as it likes
MAX_NESTING = 200  # elements in one another; libxml2 gives up at 256
MAX_CELLS = 1_000_000  # of one table
MAX_SPAN = 200  # columns of one cell; wider ones span whatever there is
OFFICE_SECONDS = 120  # LibreOffice converts a hundred pages in about 10


def check_text_size(data: bytes) -> None:
    """Raise TooLargeError if `data`, plain text or HTML, has more than `MAX_TEXT_BYTES`."""
    if len(data) > MAX_TEXT_BYTES:
        raise TooLargeError(
            f"the text has {len(data) >> 20} MiB, the limit is {MAX_TEXT_BYTES >> 20} MiB", "split the file"
        )


def check_picture_size(width: int, height: int) -> None:
    """Raise TooLargeError if a picture of so many dots is over `MAX_SIDE` or `MAX_PIXELS`."""
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        problem = f"the picture has {width} x {height} dots, {width * height / 1e6:.0f} million"
        remedy = f"split or scale it to at most {MAX_PIXELS // 1_000_000} million dots, {MAX_SIDE} a side"
        raise TooLargeError(problem, remedy)


def check_page_count(count: int) -> None:
    """Raise TooLargeError if a document has more than `MAX_PAGES` pages."""
    if count > MAX_PAGES:
        raise TooLargeError(f"the file has {count} pages, the limit is {MAX_PAGES}", "split it")


def check_page(page_no: int, count: int) -> None:
    """Raise NoSuchPageError unless the page, counted from 1, is one of `count`."""
    if not 1 <= page_no <= count:
        raise NoSuchPageError(f"there is no page {page_no}, the file has {count}", f"give a page from 1 to {count}")
