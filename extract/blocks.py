"""Lines to blocks: a block is one labelled item or paragraph, its lines joined over line and page ends.

The join rules follow how drafters set text: a line that starts in lower case, or that follows a full line
without an end mark, goes on with the block before it. Blank lines do not end a block, because OCR engines
and page breaks put them inside sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extract.dashes import END_MARKS, UNBROKEN, is_dash_inside, is_lone_dash
from extract.furniture import furniture
from extract.headwords import head_word
from extract.labels import counts_on, read_point
from extract.letters import UPPER
from normalize.datafile import read_tsv
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from extract.records import Line, SectionKind

_DATA = Path(__file__).parent / "data"
PARAGRAPH_RANK = 20
_ROMAN_RANK = 6  # as in headings.tsv
_FULL_SHARE = 0.7  # a line this long, compared with the widest usual line, was broken by the margin
_MAX_WIDTH = 110  # longer lines are paragraphs set without line breaks


_HEAD = 40  # lines: the motto stands in them
_OPENING = 40  # letters: what tells recipients and annexes stands in them
_MOST_QUOTED = 400  # lines
_CUT_NUMBER = re.compile(r"\d/[A-ZĐ]{1,7}-$")
_ANNOUNCED = re.compile(r":\s*“")
_RECIPIENTS = "noi nhan"
_STARS = "*-–—_ "  # what is left of bold letters and rules before "Nơi nhận" in texts from websites
_SPECKS = re.compile(r"(?:[;,:.'‘’`_~|]+|—_)\s+(?=[\dIVXa-zđĐ])|['‘’`_~|]+(?=(?:\d{1,2}|[a-zđ])[.)]\s)")
_SIGNATURE = re.compile(rf"(?:KT|TM|TL|TUQ|Q)\s?\.\s?[{UPPER}]{{2}}")  # ký thay, thay mặt, thừa lệnh, thừa ủy quyền
_ANNEX_NOTE = re.compile(r"^\(?\s*(ban hanh )?kem theo\b")  # folded: "(Ban hành kèm theo Quyết định …)"


@dataclass(frozen=True, slots=True)
class Heading:
    """One row of `headings.tsv`."""

    kind: SectionKind
    rank: int
    pattern: re.Pattern[str]


_POINT = Heading("point", 11, re.compile(""))  # as in headings.tsv
_CLAUSE = Heading("clause", 7, re.compile(""))  # as in headings.tsv
_COMMA_CLAUSE = re.compile(rf"(\d{{1,3}})\s?,\s+(?=[{UPPER}])")


@dataclass(frozen=True, slots=True)
class Block:
    """A labelled item or paragraph.

    Attributes:
        label: as printed, "" for a paragraph.
        text: without the label, lines joined by one space.
        first: index of its first line among the document's lines.
        last: index of its last line, inclusive.
    """

    kind: SectionKind
    rank: int
    label: str
    text: str
    page_no: int
    first: int
    last: int


@cache
def headings() -> tuple[Heading, ...]:
    """The heading grammar, most specific first.

    Raises:
        DataFileError: if the data file breaks its rules.
    """
    rows = read_tsv(_DATA / "headings.tsv", ("id", "kind", "rank", "pattern", "example", "note"), key="id")
    return tuple(
        Heading(row["kind"], int(row["rank"]), re.compile(row["pattern"]))  # type: ignore[arg-type] # checked by a test
        for row in rows
    )


def is_annex_note(text: str) -> bool:
    """Whether a text is the note below an annex's title: "(Ban hành kèm theo Quyết định …)"."""
    return _ANNEX_NOTE.match(fold(text[:_OPENING])) is not None


def opens_recipients(text: str) -> bool:
    """Whether a text opens the list of recipients ("Nơi nhận:")."""
    return fold(text[:_OPENING]).lstrip(_STARS).startswith(_RECIPIENTS)


@cache
def _any_heading() -> re.Pattern[str]:
    """All headings in one pattern, for most lines are none."""
    return re.compile("|".join(f"(?:{heading.pattern.pattern})" for heading in headings()))


@cache
def connectives() -> frozenset[str]:
    """Words that cannot end a phrase, lower case (`extract/data/connectives.tsv`)."""
    rows = read_tsv(_DATA / "connectives.tsv", ("word", "meaning"), key="word")
    return frozenset(row["word"] for row in rows)


def match_heading(text: str) -> tuple[Heading, str, str] | None:
    """The heading that `text` starts with: (heading, label as printed, rest), or None for a paragraph.

    Specks that an engine read before a number or letter are passed over (", 9. Văn phòng …", "; b) Chỉ đạo …").
    """
    stripped = text.strip()
    speck = _SPECKS.match(stripped)
    bare = match_heading(stripped[speck.end() :]) if speck else None
    if bare and bare[0].kind != "bullet":
        return bare
    if not _any_heading().match(stripped):
        return None
    for heading in headings():
        found = heading.pattern.match(stripped)
        if found:
            label = " ".join((found[0] if heading.kind == "annex" else found[1]).split())
            label = label.rstrip(".: ")
            return heading, label.upper() if heading.rank == _ROMAN_RANK else label, stripped[found.end() :].strip()
    return None


def blocks(lines: Sequence[Line], taken: Collection[int] = ()) -> tuple[Block, ...]:
    """Blocks of all lines that are not `taken` by a table, in order, without running headers and blanks."""
    widths = _usual_widths(lines)
    edges = furniture(lines)
    inside = quoted(lines)
    head = _motto_at(lines)
    made: list[Block] = []
    previous: str | None = None
    for index, line in enumerate(lines):
        text = " ".join(line.text.split())
        if index in taken:
            previous = None
        if index in taken or index in edges or not text:
            continue
        found = _heading(text, made) if index not in inside and index >= head else None
        inside_name = (
            found and previous and made and is_dash_inside(made[-1].kind, previous, text, widths[line.page_no])
        )
        if inside_name or (found and previous and is_lone_dash(previous, lines[index : index + 2])):
            made[-1] = _extended(made[-1], text if text.lstrip("-– ")[:1].isupper() else text.lstrip("-– "), index)
        elif found:
            heading, label, rest = found
            made.append(Block(heading.kind, heading.rank, label, rest, line.page_no, index, index))
        elif previous is not None and made and _belongs(made[-1], previous, text, widths[line.page_no]):
            made[-1] = _extended(made[-1], text, index)
        else:
            made.append(Block("paragraph", PARAGRAPH_RANK, "", text, line.page_no, index, index))
        previous = text
    return tuple(made)


def _motto_at(lines: Sequence[Line]) -> int:
    """Index of the national motto in the head, 0 where none is: numbers above it are of a note stamped on the page."""
    near = enumerate(lines[:_HEAD])
    return next((at for at, line in near if head_word(line.text.strip(), "motto")), 0)


def _heading(text: str, made: Sequence[Block]) -> tuple[Heading, str, str] | None:
    return match_heading(text) or _odd_point(text, made) or _odd_clause(text, made)


def _odd_clause(text: str, made: Sequence[Block]) -> tuple[Heading, str, str] | None:
    """A clause whose stop an engine read as a comma ("7, UBND các huyện …"), where its number counts on."""
    found = _COMMA_CLAUSE.match(text)
    before = next((block for block in reversed(made) if block.rank <= _CLAUSE.rank), None) if found else None
    if found is None or before is None or before.kind != "clause" or not before.label.isdecimal():
        return None
    if made[-1].text.endswith(","):  # "… các khoản 5, 6, / 7, Điều 3 …"
        return None
    counts = int(found[1]) == int(before.label) + 1
    return (_CLAUSE, found[1], text[found.end() :]) if counts else None


def _odd_point(text: str, made: Sequence[Block]) -> tuple[Heading, str, str] | None:
    """A point whose label an engine misread, told by the point before it in the same list."""
    before = next((block for block in reversed(made) if block.rank <= _POINT.rank), None)
    label = before.label if before is not None and before.kind == "point" else ""
    found = read_point(text, label) if label else None
    return (_POINT, *found) if found else None


def quoted(lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of lines inside a quotation of several lines, which an amendment opens: "… như sau: “1. …".

    Its articles and clauses are those of the document amended. A quotation that never closes is none.
    """
    found: set[int] = set()
    opened, depth, announced = -1, 0, False
    for index, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            continue
        if opened < 0 and (announced or _ANNOUNCED.search(text)) and _opens(text, announced=announced):
            opened, depth = index, 0
        if opened >= 0:
            depth += text.count("“") - text.count("”")
            if depth <= 0:
                found.update(range(opened + 1, index + 1))
            if depth <= 0 or index - opened > _MOST_QUOTED:
                opened = -1
        announced = text.endswith(":")
    return frozenset(found)


def _opens(text: str, *, announced: bool) -> bool:
    """Whether a line opens a quotation that it does not close, at its start where the line before announced it."""
    return text.count("“") > text.count("”") and (text.startswith("“") if announced else True)


def _belongs(block: Block, previous: str, text: str, width: int) -> bool:
    """A labelled heading in capitals goes on in capitals, a run (1) … (2) … with its next number."""
    if (counted := counts_on(text, block.text)) is not None:
        return counted
    if is_annex_note(text) or opens_recipients(text) or _SIGNATURE.match(text):
        return False
    if block.kind == "paragraph" and text[0].isupper() and head_word(text, "recital"):
        return False
    if block.label and is_capitals(text) and previous[-1] not in END_MARKS:
        return not block.text or is_capitals(block.text)
    return goes_on(previous, text, width)


def goes_on(previous: str, text: str, width: int) -> bool:
    """Whether `text` continues the sentence of the line `previous`, in a text `width` letters wide."""
    if is_capitals(text) != is_capitals(previous):
        return False
    first = next((letter for letter in text if letter.isalpha()), "")
    if first.islower() and not previous.rstrip().endswith(":"):
        return True
    if previous.rstrip()[-1:] in END_MARKS:
        return False
    return previous.endswith(",") or dangles(previous) or len(previous) >= _FULL_SHARE * width


def dangles(text: str) -> bool:
    """Whether the line ends with a word that cannot end a phrase."""
    return text.rsplit(maxsplit=1)[-1].lower() in connectives()


@lru_cache(maxsize=8192)  # each line is asked about with the one before and the one behind it
def is_capitals(text: str) -> bool:
    """Whether the letters of `text` are (nearly) all capitals, as in a heading."""
    if 10 * sum(map(str.islower, text[: len(text) // 4])) > len(text):
        return False  # its beginning has too many small letters for a whole of this length
    capitals = sum(map(str.isupper, text))
    return capitals > 3 and capitals >= 0.9 * sum(map(str.isalpha, text))


def _extended(block: Block, text: str, index: int) -> Block:
    is_cut = _CUT_NUMBER.search(block.text) and text[:1].isupper()  # "18/2025/TT-" over "BCT"
    joined = f"{block.text}{text}" if is_cut else f"{block.text} {text}".strip()
    return Block(block.kind, block.rank, block.label, joined, block.page_no, block.first, index)


def _usual_widths(lines: Sequence[Line]) -> dict[int, int]:
    """By page, the length that nine lines of ten do not pass, at most `_MAX_WIDTH`: where a margin breaks lines.

    A page with few lines goes by the whole document. Files with a paragraph a line have no margin: their width is the
    length of their paragraphs, so that a heading is not taken for a line that was broken.
    """
    lengths: dict[int, list[int]] = {}
    for line in lines:
        lengths.setdefault(line.page_no, []).extend([len(line.text.strip())] * bool(line.text.strip()))
    whole = _ninth(sorted(length for page in lengths.values() for length in page))
    return {page: _ninth(sorted(found)) if len(found) >= 10 else whole for page, found in lengths.items()}


def _ninth(lengths: Sequence[int]) -> int:
    usual = lengths[len(lengths) * 9 // 10] if lengths else _MAX_WIDTH
    return usual if usual > UNBROKEN else min(usual, _MAX_WIDTH)
