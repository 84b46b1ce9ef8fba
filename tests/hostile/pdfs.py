"""PDF files that mean harm, put together object by object."""

from __future__ import annotations

import io
import zlib

TEXT = b"BT /F1 14 Tf 72 720 Td (Quyet dinh so 5/QD-BYT) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"


def pdf(objects: dict[int, bytes], root: int = 1, trailer: bytes = b"") -> bytes:
    """A file of these objects with a right table of references; `trailer` is added to its dictionary."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d %05d n \n" % (places[number], 0) if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def page(
    content: bytes = b"", resources: bytes = b"/Font << /F1 5 0 R >>", box: bytes = b"0 0 595 842"
) -> dict[int, bytes]:
    """Objects of a file with one page."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << %s >> >>" % (box, resources),
        4: content or stream(TEXT),
        5: FONT,
    }


def one_page(**changes: bytes) -> bytes:
    """A page whose catalog, page tree and so on are replaced: `o1=…`."""
    objects = page()
    return pdf({**objects, **{int(name[1:]): body for name, body in changes.items()}})


def locked(user: str) -> bytes:
    """Encrypted; `user` is the password that opens it, "" for none."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, encrypt=StandardEncryption(user, ownerPassword="owner", canCopy=0), invariant=True)
    for line in range(20):
        canvas.drawString(72, 760 - 20 * line, "Quyet dinh so 5/QD-BYT ngay 1 thang 2 nam 2024")
    canvas.save()
    return made.getvalue()


def loop_of_references() -> bytes:
    """The table of references names itself as the one before."""
    whole = one_page()
    start = whole.rindex(b"xref\n0")
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def loop_of_two() -> bytes:
    """Two tables of references that name each other."""
    whole = one_page()
    first = whole.index(b"xref\n0")
    second = len(whole)
    whole = whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %07d" % (second + 20))
    return whole + b"xref\n0 0\ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF" % (
        first,
        second + 20,
    )


def deep_tree(levels: int) -> bytes:
    objects = {1: b"<< /Type /Catalog /Pages 10 0 R >>", 5: FONT}
    for level in range(levels):
        objects[10 + level] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (11 + level)
    objects[10 + levels] = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % (9 + levels)
    return pdf(objects)


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(count))
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)}
    for number in range(count):
        objects[10 + number] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return pdf(objects)


def bomb(times: int, megabytes: int) -> bytes:
    """Content that unpacks to so many megabytes of spaces, packed `times` times over."""
    data = b" " * (megabytes << 20)
    for _ in range(times):
        data = zlib.compress(data, 9)
    return pdf(page(stream(data, b"/Filter [%s]" % b" ".join([b"/FlateDecode"] * times))))


def picture(data: bytes, entries: bytes, width: int, height: int) -> bytes:
    """A page that shows one image."""
    image = stream(data, b"/Type /XObject /Subtype /Image /Width %d /Height %d %s" % (width, height, entries))
    return pdf({**page(stream(b"q 500 0 0 700 40 40 cm /I Do Q"), b"/XObject << /I 6 0 R >>"), 6: image})


def jbig2() -> bytes:
    """A JBIG2 page that claims four thousand million dots a side."""
    info = b"\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x13" + b"\xff" * 8 + b"\x00" * 8 + b"\x00\x00\x00"
    return picture(info, b"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode", 60000, 60000)


def jpx() -> bytes:
    """A JPEG 2000 codestream of 60,000 dots a side."""
    side = (60000).to_bytes(4, "big")
    size = b"\x00\x00" + side + side + b"\x00" * 8 + side + side + b"\x00" * 8 + b"\x00\x03" + b"\x07\x01\x01" * 3
    code = b"\xff\x4f\xff\x51" + (len(size) + 2).to_bytes(2, "big") + size + b"\xff\xd9"
    return picture(code, b"/Filter /JPXDecode", 60000, 60000)


def dct() -> bytes:
    """A JPEG frame of 65,500 dots a side."""
    frame = b"\x08" + (65500).to_bytes(2, "big") * 2 + b"\x01\x01\x11\x00"
    data = b"\xff\xd8\xff\xc0" + (len(frame) + 2).to_bytes(2, "big") + frame + b"\xff\xd9"
    return picture(data, b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", 65500, 65500)


def big_flate() -> bytes:
    """A picture of 30,000 dots a side that is really there."""
    data = zlib.compress(b"\xff" * (30000 // 8 * 30000), 9)
    return picture(data, b"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode", 30000, 30000)


def unmapped_font() -> bytes:
    """Glyph numbers without a way back to letters."""
    objects = page(stream(b"BT /F1 14 Tf 72 720 Td <" + b"0024002600280030" * 60 + b"> Tj ET"))
    objects[5] = b"<< /Type /Font /Subtype /Type0 /BaseFont /None /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    objects[6] = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /None /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"  # noqa: E501
    )
    return pdf(objects)


def acting(action: bytes, more: bytes = b"") -> bytes:
    """A file that wants something done when it is opened."""
    return one_page(o1=b"<< /Type /Catalog /Pages 2 0 R /OpenAction << %s >> %s >>" % (action, more))


def outer_stream(address: str) -> bytes:
    """Content that lies elsewhere, given as a file specification."""
    spec = b"/F << /FS /URL /F (%s) >>" % address.encode()
    return pdf(page(stream(b"", spec)))


def endless_form() -> bytes:
    """A form that draws itself."""
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    return pdf({**page(stream(b"/X Do"), b"/XObject << /X 6 0 R >>"), 6: form})


def endless_object_stream() -> bytes:
    """A stream of objects that says it extends itself, and holds the page tree."""
    inner = b"2 0 << /Type /Pages /Kids [3 0 R] /Count 1 >>"
    objects = {**page(), 7: stream(inner, b"/Type /ObjStm /N 1 /First 4 /Extends 7 0 R")}
    del objects[2]
    return pdf(objects)
