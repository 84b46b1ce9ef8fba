"""Text, office files and pictures that mean harm."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MIME = "application/vnd.openxmlformats"
TYPES = f"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="{MIME}-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{MIME}-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELS = f"""<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PLAIN = "<w:p><w:r><w:t>Số: 5/QĐ-BYT Hà Nội, ngày 05 tháng 3 năm 2024</w:t></w:r></w:p>"


def document(body: str = PLAIN, before: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    )


def docx(text: str | bytes = "", more: dict[str, bytes | str] | None = None) -> bytes:
    """A Word file with this main part, and further parts."""
    made = io.BytesIO()
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": text or document(), **(more or {})}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def laughs() -> str:
    """Ten entities, each ten times the one before."""
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{names[at - 1]};" * 10 if at else "ha" * 50}">' for at, name in enumerate(names)
    )
    return document("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", f"<!DOCTYPE w [{entities}]>")


def outer_entity(address: str) -> str:
    return document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", f'<!DOCTYPE w [<!ENTITY x SYSTEM "{address}">]>')


def nested_tables(depth: int) -> str:
    return document("<w:tbl><w:tr><w:tc>" * depth + PLAIN + "</w:tc></w:tr></w:tbl>" * depth)


def wide_table() -> str:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>' + PLAIN + "</w:tc>"
    return document(f"<w:tbl><w:tr>{cell * 3}</w:tr></w:tbl>" + PLAIN)


def outer_template(address: str) -> dict[str, bytes | str]:
    link = f'<Relationship Id="rId9" Type="{OFFICE}/attachedTemplate" Target="{address}" TargetMode="External"/>'
    rels = f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'
    return {"word/_rels/document.xml.rels": rels, "word/_rels/settings.xml.rels": rels, "word/settings.xml": "<w/>"}


def ole(text: str = "") -> bytes:
    """The head of an OLE compound file; `text` names a stream in its directory, in UTF-16."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + b"\x3e\x00\x03\x00\xfe\xff\x09\x00" + b"\x00" * 480
    return head + text.encode("utf-16-le") + b"\x00" * 4096


def png(width: int, height: int, rows: bytes | None = None) -> bytes:
    """A one-bit picture; without `rows` its data are missing."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = zlib.compress(rows, 9) if rows is not None else b""
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b"")))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def white(width: int, height: int) -> bytes:
    return png(width, height, (b"\x00" + b"\xff" * (-(-width // 8))) * height)


def noise(side: int) -> bytes:
    """Specks without any letter."""
    chance = random.Random(1)  # noqa: S311
    return png(side, side, b"".join(b"\x00" + chance.randbytes(-(-side // 8)) for _ in range(side)))


def tiff(loop: bool) -> bytes:
    """A TIFF whose directory is followed by itself, or by one beyond the end."""
    entries = [
        (256, 3, 1, 8),
        (257, 3, 1, 8),
        (258, 3, 1, 8),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (278, 3, 1, 8),
        (279, 4, 1, 64),
    ]
    table = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\x00" + struct.pack("<I", 72) + b"\xff" * 64 + table + struct.pack("<I", 72 if loop else 10**8)


def jpeg_cut() -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("L", (800, 600), 255).save(made, "JPEG")
    return made.getvalue()[:400]
