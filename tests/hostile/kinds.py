"""Every kind of hostile file: how it is made, and how it has to end.

An outcome is "done", "partial CODE" or "failed CODE"; several stand where it depends on what is installed or on which
of two faults is seen first, and where a reader may mend the file. `done` with a reason in `must_say` has that issue.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import others
import pdfs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CANARY = "congbao-canary"  # a file that appears, or an address that is asked for, if anything is executed or fetched
# Where a page has no words of a decision, it is published as text only, and says so.
NO_TEXT = ("partial not_a_decision", "failed empty", "done")
TEXT = "BỘ Y TẾ\nSố: {number}/QĐ-BYT\nHà Nội, ngày 05 tháng 3 năm 2024\nQUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\n"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind.

    Attributes:
        name: of the file.
        make: writes it; gets its path and the address of a server that nobody may ask.
        outcomes: how it may end.
    """

    name: str
    make: Callable[[Path, str], None]
    outcomes: tuple[str, ...]


def data(content: bytes | Callable[[str], bytes]) -> Callable[[Path, str], None]:
    """A file with this content, or with what it is for the address of the server."""

    def write(path: Path, address: str) -> None:
        path.write_bytes(content if isinstance(content, bytes) else content(address))

    return write


def text(body: str = "", number: int = 1) -> Callable[[Path, str], None]:
    """A decision of its own number, followed by something."""
    return data((TEXT.format(number=number) + body).encode("utf-8", "surrogatepass"))


def _fifo(path: Path, _: str) -> None:
    os.mkfifo(path)


def _socket(path: Path, _: str) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket may have a hundred bytes
        made.bind(path.name)
        os.chdir(here)


def _unreadable(path: Path, address: str) -> None:
    text(number=901)(path, address)
    path.chmod(0)


def _sparse(megabytes: int) -> Callable[[Path, str], None]:
    def write(path: Path, _: str) -> None:
        with path.open("wb") as file:
            file.write(b"%PDF-1.7\n" if path.suffix == ".pdf" else b"")
            file.truncate(megabytes << 20)

    return write


def _link(target: str) -> Callable[[Path, str], None]:
    def write(path: Path, _: str) -> None:
        path.symlink_to(target)

    return write


def _utf8_named(path: Path, address: str) -> None:
    text(number=906)(path.with_name(os.fsdecode(b"latin-\xe9\xff.txt")), address)


DAMAGED, LARGE, EMPTY = ("failed damaged",), ("failed too_large",), ("failed empty",)
TYPE = ("failed unsupported_type",)
SCAN_OF_NOTHING = (*NO_TEXT, "failed damaged", "failed too_large")


def kinds() -> Iterator[Kind]:
    """All of them."""
    yield from _by_bytes()
    yield from _pdfs()
    yield from _pictures()
    yield from _office()
    yield from _texts()
    yield from _names()
    yield from _system()


def _by_bytes() -> Iterator[Kind]:
    yield Kind("zero.pdf", data(b""), EMPTY)
    yield Kind("zero.docx", data(b""), EMPTY)
    yield Kind("white-space.txt", data(b" \n\t\r\n" * 100), EMPTY)
    yield Kind("mark-only.txt", data(b"\xef\xbb\xbf"), EMPTY)
    yield Kind("program.pdf", data(b"MZ\x90\x00" + bytes(range(256)) * 20), TYPE)
    yield Kind("program.txt", data(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20), TYPE)
    yield Kind("animation.png", data(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"), TYPE)
    yield Kind("archive.txt", data(b"7z\xbc\xaf\x27\x1c" + bytes(range(256)) * 4), TYPE)
    yield Kind("picture-named.pdf", data(others.white(400, 500)), SCAN_OF_NOTHING)
    yield Kind("text-named.pdf", text(number=2), ("done",))
    yield Kind("pdf-named.txt", data(pdfs.one_page()), NO_TEXT)


def _pdfs() -> Iterator[Kind]:
    whole = pdfs.one_page()
    yield Kind("cut-in-half.pdf", data(whole[: len(whole) // 2]), DAMAGED)
    yield Kind("head-only.pdf", data(b"%PDF-1.7\n"), DAMAGED)
    yield Kind("garbage-behind-head.pdf", data(b"%PDF-1.7\n" + bytes(range(256)) * 400), DAMAGED)
    yield Kind("no-table-of-references.pdf", data(whole[: whole.rindex(b"xref\n0")]), (*NO_TEXT, "failed damaged"))
    yield Kind("encrypted.pdf", data(lambda _: pdfs.locked("secret")), ("failed encrypted",))
    yield Kind("open-for-reading.pdf", data(lambda _: pdfs.locked("")), NO_TEXT)
    yield Kind("references-in-a-loop.pdf", data(pdfs.loop_of_references()), (*NO_TEXT, "failed damaged"))
    yield Kind("references-in-two-loops.pdf", data(pdfs.loop_of_two()), (*NO_TEXT, "failed damaged"))
    yield Kind("deep-page-tree.pdf", data(lambda _: pdfs.deep_tree(5000)), (*SCAN_OF_NOTHING,))
    loop = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"
    yield Kind("page-tree-in-a-loop.pdf", data(pdfs.one_page(o2=loop)), (*SCAN_OF_NOTHING,))
    claim = b"<< /Type /Pages /Kids [3 0 R] /Count 100000 >>"
    yield Kind("claims-100000-pages.pdf", data(pdfs.one_page(o2=claim)), LARGE)
    yield Kind("has-3000-pages.pdf", data(lambda _: pdfs.many_pages(3000)), LARGE)
    none = b"<< /Type /Pages /Kids [] /Count 0 >>"
    yield Kind("no-pages.pdf", data(pdfs.one_page(o2=none)), (*EMPTY, *DAMAGED))
    for name, box in {"huge": b"0 0 9999999 9999999", "no": b"0 0 0 0", "mad": b"842 595 -1e38 null"}.items():
        yield Kind(f"{name}-page-size.pdf", data(pdfs.pdf(pdfs.page(box=box))), SCAN_OF_NOTHING)
    yield Kind("flate-bomb.pdf", data(lambda _: pdfs.bomb(1, 300)), (*SCAN_OF_NOTHING, "failed memory"))
    yield Kind("flate-bomb-in-bomb.pdf", data(lambda _: pdfs.bomb(3, 300)), (*SCAN_OF_NOTHING, "failed memory"))
    yield Kind("jbig2-bomb.pdf", data(pdfs.jbig2()), SCAN_OF_NOTHING)
    yield Kind("jpx-bomb.pdf", data(pdfs.jpx()), SCAN_OF_NOTHING)
    yield Kind("jpeg-bomb.pdf", data(pdfs.dct()), SCAN_OF_NOTHING)
    yield Kind("picture-of-30000-dots.pdf", data(lambda _: pdfs.big_flate()), (*SCAN_OF_NOTHING, "failed memory"))
    yield Kind("font-without-mapping.pdf", data(pdfs.unmapped_font()), SCAN_OF_NOTHING)
    js = b"/S /JavaScript /JS (app.launchURL\\('%s'\\); this.exportDataObject\\(\\))"
    yield Kind("script.pdf", data(lambda at: pdfs.acting(js % at.encode())), NO_TEXT)
    launch = b"/S /Launch /F (/bin/sh) /Win << /F (sh) /P (-c 'touch %s') >>" % CANARY.encode()
    yield Kind("launch.pdf", data(pdfs.acting(launch)), NO_TEXT)
    yield Kind("fetch.pdf", data(lambda at: pdfs.acting(b"/S /URI /URI (%s)" % at.encode())), NO_TEXT)
    submit = b"/S /SubmitForm /F << /FS /URL /F (%s) >>"
    yield Kind("submit.pdf", data(lambda at: pdfs.acting(submit % at.encode())), NO_TEXT)
    yield Kind("other-file.pdf", data(pdfs.acting(b"/S /GoToR /F (/etc/passwd) /D [0 /Fit]")), NO_TEXT)
    yield Kind("stream-elsewhere.pdf", data(pdfs.outer_stream), SCAN_OF_NOTHING)
    attached = b"/Names << /EmbeddedFiles << /Names [(evil.exe) << /EF << /F 4 0 R >> >>] >> >>"
    yield Kind("attachment.pdf", data(pdfs.acting(b"/S /JavaScript /JS ()", attached)), NO_TEXT)
    yield Kind("form-in-itself.pdf", data(pdfs.endless_form()), (*SCAN_OF_NOTHING, "failed memory"))
    yield Kind("object-stream-in-itself.pdf", data(pdfs.endless_object_stream()), SCAN_OF_NOTHING)
    long = b"<< /Length 2147483647 >>\nstream\n" + pdfs.TEXT + b"\nendstream"
    yield Kind("stream-claims-2-gigabytes.pdf", data(pdfs.one_page(o4=long)), SCAN_OF_NOTHING)
    less = b"<< /Length -5 >>\nstream\n" + pdfs.TEXT + b"\nendstream"
    yield Kind("stream-claims-less-than-nothing.pdf", data(pdfs.one_page(o4=less)), SCAN_OF_NOTHING)
    nested = b"[" * 100_000 + b"]" * 100_000
    yield Kind("array-of-arrays.pdf", data(pdfs.one_page(o5=nested)), (*SCAN_OF_NOTHING, "failed worker_died"))
    saved = pdfs.stream(b"q " * 50_000 + pdfs.TEXT)
    yield Kind("fifty-thousand-saves.pdf", data(pdfs.one_page(o4=saved)), SCAN_OF_NOTHING)
    strokes = pdfs.stream(b"0 0 m 595 842 l S " * 3_000)
    yield Kind("three-thousand-lines.pdf", data(pdfs.one_page(o4=strokes)), SCAN_OF_NOTHING)


def _pictures() -> Iterator[Kind]:
    yield Kind("claims-100000-dots.png", data(others.png(100_000, 100_000)), LARGE)
    yield Kind("30000-dots.png", data(lambda _: others.white(30_000, 30_000)), LARGE)
    yield Kind("strip.png", data(others.white(25_000, 3)), LARGE)
    yield Kind("cut.png", data(others.white(400, 500)[:60]), DAMAGED)
    yield Kind("cut.jpg", data(lambda _: others.jpeg_cut()), DAMAGED)
    yield Kind("directory-in-a-loop.tif", data(others.tiff(loop=True)), (*SCAN_OF_NOTHING,))
    yield Kind("directory-beyond-the-end.tif", data(others.tiff(loop=False)), (*SCAN_OF_NOTHING,))
    yield Kind("cut.webp", data(b"RIFF\x24\x00\x00\x00WEBPVP8 \x18\x00\x00\x00" + b"\x00" * 9), DAMAGED)
    yield Kind("nothing-but-specks.png", data(lambda _: others.noise(600)), SCAN_OF_NOTHING)
    yield Kind("white.png", data(others.white(600, 800)), SCAN_OF_NOTHING)


def _office() -> Iterator[Kind]:
    yield Kind("bomb.docx", data(lambda _: others.docx(b" " * (300 << 20))), LARGE)
    many = {f"word/media/{number}.png": b"" for number in range(11_000)}
    yield Kind("eleven-thousand-parts.docx", data(lambda _: others.docx(more=many)), LARGE)
    yield Kind("laughs.docx", data(others.docx(others.laughs())), ("failed damaged", "failed too_large"))
    passwd = others.docx(others.outer_entity("file:///etc/passwd"))
    yield Kind("entity-from-the-disk.docx", data(passwd), (*NO_TEXT, "failed damaged"))
    yield Kind(
        "entity-from-the-net.docx",
        data(lambda at: others.docx(others.outer_entity(at))),
        (*NO_TEXT, "failed damaged"),
    )
    yield Kind("template-from-the-net.docx", data(lambda at: others.docx(more=others.outer_template(at))), NO_TEXT)
    up = {"../../../../congbao-canary": b"up", "/tmp/congbao-canary": b"root"}
    yield Kind("paths-upwards.docx", data(others.docx(more=dict(up))), (*NO_TEXT, "failed damaged"))
    yield Kind("macros.docx", data(others.docx(more={"word/vbaProject.bin": b"\x00" * 100})), NO_TEXT)
    yield Kind("tables-in-tables.docx", data(others.docx(others.nested_tables(5000))), (*DAMAGED, *LARGE))
    yield Kind("cell-over-all-columns.docx", data(others.docx(others.wide_table())), NO_TEXT)
    yield Kind("cut.docx", data(others.docx()[:-60]), DAMAGED)
    yield Kind("no-main-part.docx", data(others.docx(more={"word/document.xml": b""})), DAMAGED)
    yield Kind("spreadsheet.xlsx", data(_sheet()), (*TYPE, *DAMAGED))
    yield Kind("locked.docx", data(others.ole("EncryptedPackage")), ("failed encrypted", *TYPE, *DAMAGED))
    office = ("failed missing_program", *DAMAGED, *TYPE, *NO_TEXT)
    yield Kind("head-only.doc", data(others.ole("WordDocument")), office)
    linked = r"{\rtf1{\field{\*\fldinst INCLUDEPICTURE \\d %s}}{\object\objdata 0105}Quyet dinh}"
    yield Kind("linked.rtf", data(lambda at: (linked % at).encode()), office)


def _sheet() -> bytes:
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", others.TYPES.replace("/word/document", "/xl/workbook"))
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return made.getvalue()


def _texts() -> Iterator[Kind]:
    page = TEXT.format(number=30)
    remote = '<html><body><script src="{0}"></script><iframe src="{0}"></iframe><img src="{0}"><p>{1}</p></body></html>'
    yield Kind("remote.html", data(lambda at: remote.format(at, page).encode()), NO_TEXT)
    yield Kind(
        "deep.html", data(b"<html><body>" + b"<div><b>" * 50_000 + page.encode()), ("done", *LARGE, *DAMAGED, *NO_TEXT)
    )
    yield Kind(
        "meta-refresh.html",
        data(lambda at: f'<meta http-equiv="refresh" content="0;{at}"><p>{page}'.encode()),
        NO_TEXT,
    )
    yield Kind("nul.txt", text("a\x00b\x00c\n", 31), ("done", *TYPE, *DAMAGED))
    yield Kind("control-characters.txt", text("".join(map(chr, range(1, 32))) + "\x7f\x85\x9b\n", 32), ("done", *TYPE))
    yield Kind("half-a-surrogate.txt", text("\ud800 Điều\n", 33), ("done", *TYPE, *DAMAGED))
    yield Kind("utf-16.txt", data(TEXT.format(number=34).encode("utf-16")), ("done",))
    yield Kind("utf-16-without-mark.txt", data(TEXT.format(number=35).encode("utf-16-le")), ("done", *TYPE))
    yield Kind("one-long-line.txt", text("nhiệm vụ " * 5_000, 36), ("done",))
    yield Kind("one-long-word.txt", text("a" * 200_000 + "\n", 37), ("done",))
    yield Kind("piled-marks.txt", text("e" + "\u0301\u0323\u0302" * 5_000 + "\n", 38), ("done",))
    yield Kind("turned-text.txt", text("\u202egnợưđ\u202c\u2066\u200b\u200d\n" * 50, 39), ("done",))
    yield Kind("grid-of-tabs.txt", text(("\t" * 500 + "\n") * 60, 40), ("done",))
    yield Kind("five-hundred-columns.txt", text(("|" + "a|" * 500 + "\n") * 12, 41), ("done",))
    yield Kind("brackets.txt", text("(" * 5_000 + "[" * 5_000 + "\n", 42), ("done",))
    yield Kind("deep-numbers.txt", text("".join(f"{'1.' * depth} việc\n" for depth in range(1, 150)), 43), ("done",))
    yield Kind(
        "great-numbers.txt",
        text("ngày " + "9" * 6000 + " tháng 99 năm 99999\nĐiều " + "9" * 5000 + ".\n", 44),
        ("done",),
    )
    yield Kind(
        "bait-for-patterns.txt", text("Số: " + "1/" * 5000 + "\nngày" + " " * 5000 + "x\n" + "-a" * 5000, 45), ("done",)
    )
    yield Kind("formula.txt", text("=cmd|' /C calc'!A0\t@SUM(1)\n", 46), ("done",))
    yield Kind("too-much-text.txt", data(lambda _: b"Quyet dinh. " * (66 << 20 >> 3)), LARGE)


def _names() -> Iterator[Kind]:
    named = ("line\nbreak.txt", "dots..%2f..\\up.txt", "\x1b[31mred\x07.txt", "-rf.txt", "=1+1.txt", "n" * 240 + ".txt")
    for number, name in enumerate(named, start=60):
        yield Kind(name, text(number=number), ("done",))
    yield Kind("latin-\udce9\udcff.txt", _utf8_named, ("done",))
    yield Kind("no-ending", text(number=70), ("done",))


def _system() -> Iterator[Kind]:
    yield Kind("link-out.txt", _link("/etc/passwd"), ("failed outside",))
    yield Kind("link-up.txt", _link("../outside/secret.txt"), ("failed outside",))
    yield Kind("link-to-nothing.txt", _link("gone.txt"), ("failed unreadable",))
    yield Kind("link-to-itself.txt", _link("link-to-itself.txt"), ("failed unreadable", "failed outside"))
    yield Kind("link-to-a-neighbour.txt", _link("text-named.pdf"), ("done",))
    yield Kind("fifo.txt", _fifo, ("failed unreadable",))
    yield Kind("socket.txt", _socket, ("failed unreadable",))
    yield Kind("locked-away.txt", _unreadable, ("done",) if os.geteuid() == 0 else ("failed unreadable",))
    yield Kind("six-hundred-megabytes.pdf", _sparse(600), LARGE)
    yield Kind("hole.txt", _sparse(1), (*TYPE, *EMPTY, *DAMAGED))
    yield Kind("vanishes.txt", text(number=80), ("failed unreadable",))
    yield Kind("grows.txt", text(number=81), ("failed changed", "done"))
