"""The body of a DOCX as lines: paragraphs with their list labels, tables with tabs, page ends as form feeds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.tablelines import TableCell, table_lines
from ingest.wordml import attribute, child, flag, inside, name, number, symbols

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.numbering import Numbering
    from ingest.tablelines import Row
    from ingest.wordml import Look, Styles

PAGE_END = "\f"
_RENDERED = "\v"  # where Word last ended a page by itself; such a page end does not cut a paragraph
_DROPPED = frozenset({"del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "instrText", "delText", "rt"})
_SIGNS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-", "lastRenderedPageBreak": _RENDERED}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


class Body:
    """Walks a document once, in order, because list labels count.

    Attributes:
        notes: kind and id of the footnotes and endnotes referred to, in order, filled while lines are read.
    """

    def __init__(self, styles: Styles, numbering: Numbering, section_types: list[str]) -> None:
        self.notes: list[tuple[str, str]] = []
        self._styles = styles
        self._numbering = numbering
        self._sections = iter(section_types[1:])  # how a section starts is said at its own end
        self._boxes: list[Any] = []

    def lines(self, container: Any) -> Iterator[str]:
        """Lines of a body, a cell, a note or a text box; `PAGE_END` alone is a line too."""
        carried = ""
        for block in inside(container, "p", "tbl", "AlternateContent"):
            if name(block) == "AlternateContent":
                yield from self.lines(_alternative(block))
            elif name(block) == "tbl":
                yield from self._table(block)
            else:
                text = carried + self._paragraph(block, labelled=not carried)
                if child(block, "pPr", "rPr", "del") is not None:  # its end is deleted: the next goes on in it
                    carried = text
                    continue
                carried = ""
                yield from self._with_ends(block, text)
        if carried:
            yield from _cut(carried)

    def _with_ends(self, paragraph: Any, text: str) -> Iterator[str]:
        properties = child(paragraph, "pPr")
        if child(properties, "pageBreakBefore") is not None:
            yield PAGE_END
        yield from _cut(text)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.lines(box)
        if child(properties, "sectPr") is not None and next(self._sections, "") != "continuous":
            yield PAGE_END

    def _paragraph(self, paragraph: Any, *, labelled: bool) -> str:
        """Its text as shown, with line feeds, `PAGE_END` and `_RENDERED` in it."""
        properties = child(paragraph, "pPr")
        style = attribute(child(properties, "pStyle"))
        text = self._text(paragraph, style, self._styles.look(None, style))
        mark = child(properties, "rPr")
        gone = not text.strip() and (child(mark, "del") is not None or bool(flag(child(mark, "vanish"))))
        label = self._numbering.label(properties, style) if labelled and not gone else ""
        bare = text.lstrip(PAGE_END + _RENDERED + " ")
        return text[: len(text) - len(bare)] + label + bare if label else text

    def _text(self, element: Any, style: str, look: Look) -> str:
        return "".join(self._piece(inner, style, look) for inner in element)

    def _piece(self, element: Any, style: str, look: Look) -> str:
        kind = name(element)
        leaf = _leaf(element, kind, look)
        if leaf is not None:
            return leaf
        if kind == "txbxContent":
            self._boxes.append(element)
            return ""
        if kind in _NOTES:
            self.notes.append((_NOTES[kind], attribute(element, "id")))
            return ""
        if kind == "r":
            look = self._styles.look(child(element, "rPr"), style)
        return self._text(_alternative(element) if kind == "AlternateContent" else element, style, look)

    def _table(self, table: Any) -> Iterator[str]:
        """The rows' lines; a page end inside a row stands before it, or behind it where text came first."""
        rows: list[Row] = []
        ends: list[str] = []
        for row in inside(table, "tr"):
            if child(row, "trPr", "del") is None:
                cells = tuple(self._cells(row))
                raw = [line for cell in cells for line in cell.lines]
                rows.append(tuple(replace(c, lines=_without_ends(c.lines)) for c in cells))
                ends.append(_side_of_end(raw))
        for end, lines in zip(ends, table_lines(rows), strict=True):
            yield from [PAGE_END] if end == "before" else []
            yield from lines
            yield from [PAGE_END] if end == "behind" else []

    def _cells(self, row: Any) -> Iterator[TableCell]:
        column = number(child(row, "trPr", "gridBefore"), 0)
        for cell in inside(row, "tc"):
            properties = child(cell, "tcPr")
            below, beside = (_goes_on(child(properties, kind)) for kind in ("vMerge", "hMerge"))
            gone = below or beside or child(properties, "cellDel") is not None
            nested = next(inside(cell, "tbl"), None) is not None
            yield TableCell(column, () if gone else tuple(self.lines(cell)), nested and not gone, covered=below)
            column += max(1, number(child(properties, "gridSpan"), 1))


def _goes_on(merge: Any) -> bool:
    """Whether a cell is part of a merged one that began before it."""
    return merge is not None and attribute(merge) != "restart"


def _leaf(element: Any, kind: str, look: Look) -> str | None:
    """What an element without further elements shows; None for one that has some."""
    if kind == "t":
        return _as_shown(element.text or "", look)
    if kind == "br":
        return PAGE_END if attribute(element, "type") == "page" else "\n"
    if kind == "sym":
        return _symbol(attribute(element, "char"))
    return "" if kind in _DROPPED else _SIGNS.get(kind)


def _alternative(element: Any) -> Any:
    """Of `mc:AlternateContent` the choice, else the fallback: both say the same."""
    choice = child(element, "Choice")
    fallback = child(element, "Fallback")
    return next((found for found in (choice, fallback) if found is not None), ())


def _as_shown(text: str, look: Look) -> str:
    if look.hidden:
        return ""
    if look.font:
        from ingest.encodings import decode_font

        text = decode_font(text, look.font)
    text = text.replace("\f", " ").replace("\v", " ").replace("\u00ad", "").translate(symbols())
    return text.upper() if look.capitals else text


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    private = value if value >= 0xF000 else value + 0xF000
    return symbols().get(private, "")


def _cut(text: str) -> Iterator[str]:
    """Lines of a paragraph; a page end that Word set itself stands before it, or behind it where text came first."""
    first, _, rest = text.partition(_RENDERED)
    ends = bool(rest) or _RENDERED in text
    before = ends and not first.strip()
    if before:
        yield PAGE_END
    for index, part in enumerate(text.replace(_RENDERED, "").split(PAGE_END)):
        if index:
            yield PAGE_END
        yield from (" ".join(line.split()) for line in part.split("\n"))
    if ends and not before:
        yield PAGE_END


def _without_ends(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in lines if line != PAGE_END)


def _side_of_end(lines: list[str]) -> str:
    if PAGE_END not in lines:
        return ""
    return "behind" if any(line.strip() for line in lines[: lines.index(PAGE_END)]) else "before"
