"""Cut a line into units: words to be read, fixed spans, punctuation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from normalize.freeze import FIGURES, FIXED, LABEL, SYMBOLS
from normalize.stream import CODE, COMMA, DASH, NUMBER, STOP, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = r"(?:</?[a-z]\w{0,5}>|\(cid:\d+\))"  # markup; what pdfminer prints for a glyph without a letter
_IS_TAG = re.compile(_TAG)
_RUN = re.compile(rf"{_TAG}|(?:(?!{_TAG})\S)+")
_STOPS = ";:."  # behind which an item may start
_MOST = 1 << 13  # chunks remembered, 0.7 KiB each
_HEAD = re.compile(r"[/(\[{“”\"'‘’<>«»*•·\-–—+…,.;:!?|_=~%]+")
_TAIL = ")]}“”\"'‘’<>»*•·-–—+…,.;:!?|_=~/"
_JOINT = re.compile(
    r"(?<=[^\W\d_])[/+–—)(-]+(?=[^\W\d_])|(?<=[\d%])/(?=[^\W\d_])|(?<=\w)[\])]*\((?=\d)|(?<=\w)=(?=[\w(])|"
    r"(?<=[A-ZĐ])&(?=[A-ZĐ])|(?<=[^\W\d_])[,;:]+(?=\d{2})|"
    r"(?<=[^\W\d_])[,;:.]+(?=[^\W\d_]{2})|(?<=[^\W\d_]{2})[,;:.]+(?=[^\W\d_])"
)
_NUMBER = re.compile(r"(?:(?<![^\W_])|(?<=[,.]))\d{2,}(?:[.,/]\d+)*|\d{2,}(?:[.,/]\d+)*(?![^\W\d_])")
_FIGURE = re.compile(r"\d+(?:[.,/:]\d+)*|\D")
_KINDS = {"number": NUMBER, "place": NUMBER, "label": NUMBER, "code": CODE}
_DOUBTFUL = ("6", "0")  # digits that may be a word: ở, ô
_PUNCT = {",": COMMA, ".": STOP, ";": STOP, ":": STOP, "!": STOP, "?": STOP, "…": STOP}
_PUNCT |= dict.fromkeys("-–—/+*•·", DASH)
_PUNCT["|"] = UNKNOWN  # a rule between two cells: what stands behind it is another sentence


class Unit(NamedTuple):
    """A piece of a line.

    Attributes:
        start: code points into the line.
        end: exclusive.
        name: the language model's name for a fixed piece, "" for one it does not see; None for a word.
    """

    start: int
    end: int
    name: str | None


def cut(line: str) -> list[Unit]:
    """The units of a line without tabs, in order; white space lies between them."""
    units: list[Unit] = []
    last = 0
    for chunk in line.split():
        at = line.index(chunk, last)
        if units and at > last + 1:
            units.append(Unit(last, last + 1, UNKNOWN))  # a wide gap parts columns
        opens = not last or line[last - 1] in _STOPS
        for start, end, name in pieces(chunk, opens):
            units.append(Unit(at + start, at + end, name))
        last = at + len(chunk)
    return units


@lru_cache(maxsize=_MOST)
def pieces(chunk: str, opens: bool = True) -> tuple[Unit, ...]:
    """The units of what stands between two white spaces, offsets into it; `opens` says that an item may start there."""
    units: list[Unit] = []
    for run in _RUN.finditer(chunk):
        if _IS_TAG.fullmatch(run[0]):
            units.append(Unit(*run.span(), ""))
        else:
            _chunk(chunk, *run.span(), units, opens)
    return tuple(units)


def _opens(chunk: str, start: int, opens: bool) -> bool:
    """Whether an item may start here; the label `c6)` in the middle of a sentence is a garbled `có)`."""
    return (chunk[start - 1] in _STOPS if start else opens) or chunk[start] == "("


def _chunk(line: str, start: int, end: int, units: list[Unit], opens: bool) -> None:
    label = LABEL.match(line, start, end)
    if label and (_opens(line, start, opens) or (label[0].endswith(")") and not label[0][-2].isdigit())):
        units.append(Unit(start, label.end(), NUMBER))
        start = label.end()
    head = _HEAD.match(line, start, end)
    if head:
        units.extend(_marks(line, start, head.end()))
        start = head.end()
    stop = start + len(line[start:end].rstrip(_TAIL))
    if start < stop:
        _body(line, start, stop, units, opens)
    units.extend(_marks(line, max(stop, start), end))


def _body(line: str, start: int, end: int, units: list[Unit], opens: bool) -> None:
    if SYMBOLS.fullmatch(line, start, end):
        units.append(Unit(start, end, ""))
        return
    fixed = _fixed(line, start, end)
    if fixed is not None:
        units.append(fixed)
        return
    if FIGURES.fullmatch(line, start, end):
        units.extend(_figures(line, start, end))
        return
    at = start
    for joint in _JOINT.finditer(line, start, end):
        if joint.start() > at:
            _word(line, at, joint.start(), units, opens)
        units.extend(_marks(line, joint.start(), joint.end()))
        at = joint.end()
    if at < end:
        _word(line, at, end, units, opens)


def _fixed(line: str, start: int, end: int) -> Unit | None:
    """The unit of what has a grammar of its own, None for anything else."""
    found = FIXED.fullmatch(line, start, end)
    if found is None:
        return None
    name = _KINDS.get(found.lastgroup or "", UNKNOWN)
    return Unit(start, end, None if found[0] in _DOUBTFUL else name)


def _figures(line: str, start: int, end: int) -> Iterator[Unit]:
    """Numbers and the signs between them."""
    for piece in _FIGURE.finditer(line, start, end):
        name = NUMBER if piece[0][0].isdigit() else _PUNCT.get(piece[0], "")
        yield Unit(*piece.span(), name)


def _word(line: str, start: int, end: int, units: list[Unit], opens: bool) -> None:
    """A word, or what has a grammar of its own; a number of two digits at a word's border is a piece of its own."""
    fixed = _fixed(line, start, end)
    if fixed is not None:
        units.append(fixed)
        return
    number = _NUMBER.search(line, start, end)
    if number is None:
        units.append(Unit(start, end, "" if SYMBOLS.fullmatch(line, start, end) else None))
        return
    if start < number.start():
        _chunk(line, start, number.start(), units, opens)
    units.append(Unit(*number.span(), NUMBER))
    if number.end() < end:
        _chunk(line, number.end(), end, units, opens)


def _marks(line: str, start: int, end: int) -> list[Unit]:
    return [Unit(at, at + 1, _PUNCT.get(line[at], "")) for at in range(start, end)]
