"""The text of a decision, with markdown emphasis and a tab-separated table, as blocks to be typeset."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from gold.simulate.blocks import Block, Columns, Heading, NewPage, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

MOTTO = (
    "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>",
    "<b><u>Độc lập - Tự do - Hạnh phúc</u></b>",
    "&nbsp;",
)
TASK_WIDTHS = (1.2, 6.0, 3.2, 3.5, 2.1)  # TT, Nhiệm vụ, Đơn vị chủ trì, Đơn vị phối hợp, Thời hạn

_NEW_PAGE = re.compile(r"<b>(KẾ HOẠCH|PHỤ LỤC|Danh sách)")
_LIST_ITEM = re.compile(r"(\d+\.|-) ")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Blocks of a decision's text, in order, with the head set as an office does.

    `text` is NFC; blank lines part paragraphs, tabs part the cells of a table. A table row whose first cell
    is empty goes on with the row before, and a repeated header is dropped, for both come from page ends.
    """
    chunks = [chunk for chunk in re.split(r"\n[ \t]*\n", text) if chunk.strip()]
    plain = [_markup(chunk) for chunk in chunks if "\t" not in chunk]
    body = _body(chunks)
    head, rest = body[:2], body[2:]
    return (_head(plain[:2], _issuer(plain)), *rest) if len(head) == 2 else tuple(body)


def _issuer(plain: Sequence[str]) -> str:
    """The body that issues: the line after the signer's office, before the first basis."""
    offices = (chunk for chunk in plain if re.match(r"<b>(BỘ|ỦY BAN|CHÍNH PHỦ) ", chunk))
    return next((chunk for chunk in offices if "BỘ TRƯỞNG" not in chunk), "")


def _head(first: Sequence[str], issuer: str) -> Columns:
    number, place = first
    return Columns((issuer, "&nbsp;", "&nbsp;", number), (*MOTTO, f"<i>{place}</i>"))


def _body(chunks: Sequence[str]) -> list[Block]:
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    waiting: list[str] = []  # recipients, until the signature that stands beside them
    for chunk in chunks:
        if "\t" in chunk:
            rows += [tuple(_markup(cell) for cell in line.split("\t")) for line in chunk.splitlines() if line]
            continue
        if rows:
            blocks.append(_table(rows))
            rows = []
        text = _markup(chunk)
        if waiting or text.startswith("<b>Nơi nhận"):
            waiting += text.splitlines()
            if text.startswith("<b>") and "Nơi nhận" not in text and "BỘ TRƯỞNG" not in text:
                blocks.append(_signature(waiting))
                waiting = []
            continue
        _add(blocks, text)
    return [*blocks, _table(rows)] if rows else blocks


def _signature(lines: Sequence[str]) -> Columns:
    start = next(number for number, line in enumerate(lines) if "BỘ TRƯỞNG" in line and line.startswith("<b>"))
    left = (f"<b><i>{_bare(lines[0])}</i></b>", *lines[1:start])
    return Columns(left, (*lines[start:-1], "&nbsp;", "&nbsp;", "&nbsp;", lines[-1]), left_align="left")


def _add(blocks: list[Block], text: str) -> None:
    lines = text.splitlines()
    if _NEW_PAGE.match(text):
        blocks.append(NewPage())
    if re.fullmatch(r"<b>(?:(?!</b>).)*</b>", text.replace("</b>\n<b>", " ").replace("\n", " ")):
        blocks.append(Heading(tuple(f"<b>{_bare(line)}</b>" for line in lines)))
    elif _LIST_ITEM.match(text) and len(lines) > 1:
        blocks += [Paragraph(line) for line in lines]
    elif text[0].islower() and blocks and isinstance(blocks[-1], Paragraph):  # goes on over a page end
        blocks[-1] = Paragraph(f"{blocks[-1].text} {' '.join(lines)}")
    else:
        blocks.append(Paragraph(" ".join(lines)))


def _table(rows: Sequence[tuple[str, ...]]) -> Table:
    header, joined = rows[0], [rows[0]]
    for row in rows[1:]:
        if row == header:
            continue
        if row[0]:
            joined.append(row)
        else:
            joined[-1] = tuple(f"{a} {b}".strip() for a, b in zip(joined[-1], row, strict=True))
    bare = tuple(tuple(_bare(cell) for cell in row) for row in joined[1:])
    return Table(header, bare, TASK_WIDTHS)


def _markup(chunk: str) -> str:
    """Markdown emphasis and `<b>` as escaped text with `<b>` and `<i>`, lines kept and trimmed."""
    text = escape(re.sub(r"</?b>", "**", re.sub(r"^#+ ", "", chunk.strip())), quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text, flags=re.DOTALL)
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text, flags=re.DOTALL)
    return "\n".join(line.strip() for line in text.splitlines())


def _bare(text: str) -> str:
    return re.sub(r"</?[biu]>", "", text)
