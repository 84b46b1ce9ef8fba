"""Made tables as files: plain text in the ways people paste tables, Word, web page, PDF and scan."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import pytesseract
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from gold.simulate.degrade import degrade, rasterise
from gold.simulate.typeset import register_fonts
from gold.simulate.wrap import wrap
from normalize.syllable import fold

from papers import COPIER  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from made import Document, Made, Place, Row
    from shapes import Shape

Rows = Callable[["Made"], list[str]]
CHROMIUM = "/usr/bin/chromium"


def head_of(document: Document) -> list[str]:
    """The lines before the tables."""
    day = document.day
    sign = document.number
    return [
        document.issuer.upper(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "",
        f"Số: {sign}", f"Hà Nội, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}", "",
        "QUYẾT ĐỊNH", "Ban hành Kế hoạch triển khai nhiệm vụ", "",
        "Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;", "", "QUYẾT ĐỊNH:", "",
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch triển khai nhiệm vụ tại Phụ lục.", "",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký ban hành.", "",
    ]  # fmt: skip


def annex_of(document: Document) -> list[str]:
    """The title of the annex."""
    day = document.day
    written = f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
    return ["PHỤ LỤC", "DANH MỤC NHIỆM VỤ", f"(Kèm theo Quyết định số {document.number} {written})", ""]


def matrix(made: Made) -> list[list[str]]:
    """The rows with every column; what a merged cell covers is empty."""
    return [[text or "" for text in row] for row in _matrix(made)]


def _matrix(made: Made) -> list[list[str | None]]:
    width = len(made.widths)
    taken: dict[tuple[int, int], str | None] = {}
    for at, row in enumerate(made.rows):
        free = (col for col in range(width) if (at, col) not in taken)
        for place in row:
            col = next(c for c in free if (at, c) not in taken)
            spots = [(at + down, col + right) for down in range(place.rows) for right in range(place.cols)]
            taken.update(dict.fromkeys(spots))
            taken[at, col] = place.text
    return [[taken[at, col] for col in range(width)] for at in range(len(made.rows))]


def as_text(rows_of: Rows) -> Callable[[Document], bytes]:
    """A plain text whose tables are set by `rows_of`."""

    def write(document: Document) -> bytes:
        lines = [*head_of(document), *annex_of(document)]
        for made in document.tables:
            lines += [*([made.above, ""] if made.above else []), *rows_of(made), ""]
        return ("\n".join(lines) + "\n").encode()

    return write


def cell_a_line(after_cell: str = "\n", after_row: str = "", empty: str = "") -> Rows:
    """One cell a line; what stands after each cell, after each row, and in place of an empty cell."""

    def rows(made: Made) -> list[str]:
        cells = ([text for text in row if text is not None] for row in _matrix(made))
        written = ("".join(f"{text}{after_cell}" if text else empty for text in row) + after_row for row in cells)
        return "".join(written).split("\n")

    return rows


def parted(by: str, edge: str = "", rule: str = "") -> Rows:
    """One row a line, cells parted by `by`; `rule` stands in each column below the header."""

    def rows(made: Made) -> list[str]:
        lines = [f"{edge} {by.join(row)} {edge}" if edge else by.join(row) for row in matrix(made)]
        return [lines[0], "|" + rule * len(made.widths), *lines[1:]] if rule else lines

    return rows


def _tab_a_cell(made: Made) -> list[str]:
    return [line for row in matrix(made) for line in ("", *(f"\t{text}" for text in row))]


def as_html(document: Document) -> str:
    """A web page; it prints as its shape says."""
    head = "".join(f"<p>{escape(line)}</p>" for line in head_of(document) if line)
    annex = "".join(f"<p class=c>{escape(line)}</p>" for line in annex_of(document) if line)
    tables = "".join(map(_html, document.tables))
    style = f"<meta charset=utf-8><style>{_style(document.shape)}</style>"
    return f"<html><head>{style}</head><body>{head}<div class=n>{annex}{tables}</div></body></html>"


def _style(shape: Shape) -> str:
    border = "1px solid black" if shape.ruled else "none"
    gap = "2px 4px" if shape.ruled else "4px 9px"
    size = "A4 landscape" if shape.landscape else "A4"
    align = "middle" if shape.middle else "top"
    rules = (
        f"@page{{size:{size};margin:2cm 1.5cm 2cm 3cm}}",
        "body{font:12pt 'Liberation Serif'} p{margin:4px 0} .n{break-before:page}",
        ".c{text-align:center;font-weight:bold}",
        "table{border-collapse:collapse;width:100%;margin:6px 0;table-layout:fixed}",
        f"td{{border:{border};padding:{gap};vertical-align:{align}}}",
        "td.h,.b{font-weight:bold} td.h{text-align:center;vertical-align:middle}",
        f"thead{{display:{'table-header-group' if shape.repeat else 'table-row-group'}}}",
        f"tr{{break-inside:{'auto' if shape.broken else 'avoid'}}}",
    )
    return "".join(rules)


def _html(made: Made) -> str:
    total = sum(made.widths)
    cols = "".join(f"<col style='width:{share / total:.1%}'>" for share in made.widths)
    head = "".join(_tr(row, "h") for row in made.rows[: made.heads])
    body = "".join(_tr(row, "") for row in made.rows[made.heads :])
    above = f"<p>{escape(made.above)}</p>" if made.above else ""
    return f"{above}<table><colgroup>{cols}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"


def _tr(row: Row, kind: str) -> str:
    return f"<tr>{''.join(_td(place, kind or 'b' * place.bold) for place in row)}</tr>"


def _td(place: Place, kind: str) -> str:
    return f"<td class='{kind}' rowspan={place.rows} colspan={place.cols}>{escape(place.text)}</td>"


def as_docx(document: Document) -> bytes:
    """A Word file with merged cells as Word keeps them."""
    import docx

    word = docx.Document()
    for line in head_of(document):
        word.add_paragraph(line)
    word.add_page_break()
    for line in annex_of(document):
        word.add_paragraph(line)
    for made in document.tables:
        if made.above:
            word.add_paragraph(made.above)
        _word_table(word, made)
        word.add_paragraph("")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _word_table(word: Any, made: Made) -> None:
    width = len(made.widths)
    table = word.add_table(rows=len(made.rows), cols=width)
    taken: set[tuple[int, int]] = set()
    cells = [list(row.cells) for row in table.rows]
    for at, row in enumerate(made.rows):
        for place in row:
            col = next(c for c in range(width) if (at, c) not in taken)
            taken |= {(at + down, col + right) for down in range(place.rows) for right in range(place.cols)}
            cell = cells[at][col]
            if place.rows > 1 or place.cols > 1:
                cell = cell.merge(cells[at + place.rows - 1][col + place.cols - 1])
            cell.text = place.text


def printed(documents: list[Document]) -> Iterator[bytes]:
    """PDFs of the documents, as a browser prints them."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        for document in documents:
            page.set_content(as_html(document))
            yield page.pdf(prefer_css_page_size=True)
        browser.close()


def scanned(pdf: bytes, seed: int) -> bytes:
    """The PDF as a copier gives it back."""
    return wrap(
        (degrade(page, COPIER, seed * 100 + at) for at, page in enumerate(rasterise(pdf, COPIER.dpi))), COPIER.dpi
    )


def garbled(rows_of: Rows) -> Callable[[Document], bytes]:
    """A plain text as an English engine prints it, each line set on a line of its own."""

    def write(document: Document) -> bytes:
        lines = as_text(rows_of)(document).decode().split("\n")
        printed_lines = iter(_printed_lines([line for line in lines if line]))
        return "\n".join(next(printed_lines) if line else "" for line in lines).encode()

    return write


def _bare(text: str) -> str:
    """The text without accents; capitals stay."""
    return "".join(low.upper() if letter.isupper() else low for letter, low in zip(text, fold(text), strict=True))


def _printed_lines(lines: list[str]) -> Iterator[str]:
    register_fonts()
    for line in lines:
        out = io.BytesIO()
        width = 13 * 0.62 * len(line) + 80
        canvas = Canvas(out, pagesize=(width, 50))
        canvas.setFont("LiberationSerif-Regular", 13)
        canvas.drawString(25, 22, line)
        canvas.save()
        (picture,) = rasterise(out.getvalue(), 200)
        yield pytesseract.image_to_string(Image.fromarray(picture), "eng", "--psm 7").strip() or line


TEXTS: dict[str, Callable[[Document], bytes]] = {
    "tabs": as_text(parted("\t")),
    "tab a cell": as_text(_tab_a_cell),
    "bars": as_text(parted(" | ")),
    "pipes": as_text(parted(" | ", "|")),
    "markdown": as_text(parted(" | ", "|", "---|")),
    "lines": as_text(cell_a_line()),
    "lines, blank after rows": as_text(cell_a_line(after_row="\n")),
    "lines, blank after cells": as_text(cell_a_line(after_cell="\n\n")),
    "lines, blank for empty": as_text(cell_a_line(empty="\n")),
    "lines, blank for empty, after rows": as_text(cell_a_line(after_row="\n", empty="\n")),
    "lines without accents": lambda document: _bare(as_text(cell_a_line())(document).decode()).encode(),
    "lines garbled": garbled(cell_a_line()),
}
