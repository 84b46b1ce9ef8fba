"""Blocks to the tree of the document: part, chapter, article (Điều), clause (Khoản), point (Điểm), bullet, annex."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extract.blocks import PARAGRAPH_RANK, Block, blocks, is_annex_note, is_capitals, opens_recipients
from extract.headwords import head_word
from extract.labels import follows, label_style, read_roman, roman_text, roman_value, same_strokes
from extract.letters import UPPER
from extract.records import Section
from extract.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from extract.records import Line, SectionKind

_CLOSING_RANK = 5  # recipients and signature stand beside the articles
_SIGNING = re.compile(r"^(KT|TM|TL|TUQ|Q)\s*\.\s*\w")
_PERSON = re.compile(rf"(?:[{UPPER}][^\W\d_]*[^\W\d_{UPPER}]\s?){{2,5}}")  # "Trần Văn Ba", no capitals inside
_TITLE_LENGTH = 250
_OVER_LISTS = ("tasks", "duties", "targets")
_SHORT_HEADING = 60  # letters: so long a heading with a full stop is at most
_OTHERS = 3  # sections over items: so many at least tell how their list prints headings
ROMAN_RANK = 6  # as in headings.tsv
_COMPOSITE_RANK = 8  # as in headings.tsv: "2.1" says its parent itself
_SPECK = re.compile(r"[^\W\d]\s[.;,](?:\s?[.;,])*$")  # a mark apart from the last word is none of the text
# A speck before it or none; a quotation is no speck.
_NUMBERED_CAPITALS = re.compile(r"^(?:(?:[^\w\s“”]|_)+\s+|[a-z]\s+)?(\S{1,5})[.,)]\s+(.+)$")


@dataclass(slots=True)
class _Open:
    """An open section while the tree is built."""

    section_id: str
    rank: int
    level: int
    label: str
    path: str
    bullets: int = 0


@dataclass(slots=True)
class _Tree:
    stack: list[_Open] = field(default_factory=list)
    made: list[Section] = field(default_factory=list)
    annex: str | None = None


def parse_sections(lines: Sequence[Line], taken: Collection[int] = ()) -> tuple[Section, ...]:
    """Sections in reading order; `taken` are the indexes of lines that belong to tables."""
    tree = _Tree()
    for block in _with_zones(_with_numbers(blocks(lines, taken), lines)):
        _add(tree, block)
    return _with_headings(tree.made)


def is_person(text: str) -> bool:
    """Whether a text is a person's name and no more."""
    return _PERSON.fullmatch(text) is not None


def _counted_on(block: Block, last: str | None, lines: Sequence[Line]) -> Block:
    """A Roman heading on a misread line that repeats the number before it, as the next: `Il` after `II` is `III`."""
    repeats = block.rank == ROMAN_RANK and block.label == last and last != "I"
    following = roman_text(roman_value(block.label) + 1)
    misread = repeats and lines[block.first].seen != lines[block.first].text
    return replace(block, label=following) if misread and same_strokes(block.label, following) else block


def _with_numbers(found: Sequence[Block], lines: Sequence[Line]) -> list[Block]:
    """Find the Roman numbers of headings in capitals that an engine printed as other letters (`IHI. TỔ CHỨC`)."""
    marked: list[Block] = []
    last: str | None = None
    for printed in found:
        block = _counted_on(printed, last, lines)
        seen = _NUMBERED_CAPITALS.match(block.text) if block.kind == "paragraph" and is_capitals(block.text) else None
        label = read_roman(seen[1], last) if seen else ""
        if seen and label_style(label) == "roman" and (label != seen[1] or follows(label, last)):
            marked.append(replace(block, kind="heading", rank=ROMAN_RANK, label=label, text=seen[2]))
        else:
            marked.append(block)
        last = marked[-1].label if marked[-1].rank == ROMAN_RANK else None if block.kind == "annex" else last
    return marked


def _with_zones(found: Sequence[Block]) -> list[Block]:
    """Give the paragraphs that open recipients, signature, preamble and annexed documents their kind."""
    marked: list[Block] = []
    in_body = False
    for seen in found:
        block = seen if in_body else _as_recital(seen)
        in_body = in_body or block.kind not in ("paragraph", "bullet")
        kind = block.kind if block.label else _zone_kind(block, in_body=in_body)
        in_body = in_body or kind in ("recipients", "signature")
        if kind == "annex" and block.kind == "paragraph":
            if marked and marked[-1].kind == "annex":
                marked.append(block)
                continue
            marked = _open_annex(marked)
            in_body = True
            marked.append(block)
            continue
        rank = block.rank if kind in (block.kind, "preamble") else _CLOSING_RANK
        marked.append(block if kind == block.kind else replace(block, kind=kind, rank=rank))
    return marked


def _as_recital(block: Block) -> Block:
    """A recital that a dash opens ("- Căn cứ Luật …") as one without; any other block as it is."""
    is_recital = block.kind == "bullet" and head_word(block.text, "recital") is not None
    return replace(block, kind="paragraph", rank=PARAGRAPH_RANK, label="") if is_recital else block


def _zone_kind(block: Block, *, in_body: bool) -> SectionKind:
    if opens_recipients(block.text):
        return "recipients"
    if _SIGNING.match(block.text):
        return "signature"
    if is_annex_note(block.text):
        return "annex"
    return "paragraph" if in_body else "preamble"


def _open_annex(marked: list[Block]) -> list[Block]:
    """Turn the title block before "(Ban hành kèm theo …)" into an annex without a label."""
    at = len(marked)
    while at > 0 and marked[at - 1].kind in ("paragraph", "preamble") and len(marked) - at < 4:
        if is_person(marked[at - 1].text) or marked[at - 1].text.rstrip().endswith("./."):
            break  # the name of who signed, or the end of the text, above the title
        at -= 1
        if is_capitals(marked[at].text) and head_word(marked[at].text, "type"):
            break
    title = marked[at:]
    if not title:
        return marked
    text = " ".join(block.text for block in title)
    head = replace(title[0], kind="annex", rank=0, text=text, last=title[-1].last)
    return [*marked[:at], head]


def _add(tree: _Tree, block: Block) -> None:
    while tree.stack and tree.stack[-1].rank >= block.rank:
        tree.stack.pop()
    if block.kind == "preamble":
        tree.stack.clear()  # a recital below a list of addressees is no part of its last item
    parent = tree.stack[-1] if tree.stack else None
    if block.kind == "annex":
        tree.annex = _sentence_case(block.label) if block.label else None
    label = _continued_label(tree, parent, block)
    path = _path(tree.stack, block, label)
    section_id = f"s{len(tree.made) + 1:04d}"
    level = parent.level + 1 if parent else 1
    tree.made.append(
        Section(
            section_id=section_id,
            parent_id=parent.section_id if parent else None,
            ordinal=len(tree.made) + 1,
            level=level,
            kind=block.kind,
            label=label,
            path=path,
            heading="",
            text=block.text,
            page_no=block.page_no,
            annex=tree.annex,
            first=block.first,
            last=block.last,
        )
    )
    if block.rank < PARAGRAPH_RANK:
        tree.stack.append(_Open(section_id, block.rank, level, label, path))


def _continued_label(tree: _Tree, parent: _Open | None, block: Block) -> str:
    """The printed label; a second `d` among the points of one parent is the `đ` that the alphabet asks for."""
    if block.kind != "point" or block.label != "d":
        return block.label
    parent_id = parent.section_id if parent else None
    before = [s.label for s in tree.made if s.parent_id == parent_id and s.kind == "point"]
    return "đ" if before and before[-1] == "d" else "d"


def _path(stack: Sequence[_Open], block: Block, label: str) -> str:
    """Labels from the nearest Roman heading or article down to here; `2.1` already says its parent."""
    parent = stack[-1] if stack else None
    if block.kind in ("annex", "recipients", "signature", "preamble", "paragraph"):
        return parent.path if parent and block.kind == "paragraph" else ""
    if block.kind == "bullet" and parent:
        parent.bullets += 1
        label = str(parent.bullets)
    prefix = parent.path if parent and parent.rank > 0 else ""
    if block.rank <= 6 or not prefix or block.rank == _COMPOSITE_RANK or label.startswith(prefix + "."):
        return label
    return f"{prefix}.{label}"


def _sentence_case(label: str) -> str:
    """`PHỤ LỤC II` → `Phụ lục II`: figures and Roman numbers keep their capitals."""
    words = label.split()
    return " ".join([*" ".join(words[:2]).capitalize().split(), *words[2:]])


def _with_headings(made: Sequence[Section]) -> tuple[Section, ...]:
    """Mark as heading what stands over other sections and is not a full sentence."""
    parents = {section.parent_id for section in made}
    marked = [
        replace(section, heading=section.text) if section.section_id in parents and _is_heading(section) else section
        for section in made
    ]
    return tuple(_like_beside(marked))


def _like_beside(marked: Sequence[Section]) -> list[Section]:
    """The sections, a sentence over labelled items a heading too where all others of its list over such items are."""
    over = {section.parent_id for section in marked if section.label and section.kind in ("clause", "point")}
    beside: dict[str | None, list[bool]] = defaultdict(list)
    for section in marked:
        if section.section_id in over and section.kind == "clause":
            beside[section.parent_id].append(bool(section.heading))
    return [
        replace(section, heading=section.text)
        if section.section_id in over and _may_head(section) and _are_headings(beside[section.parent_id])
        else section
        for section in marked
    ]


def _may_head(section: Section) -> bool:
    """Whether a clause is one short sentence with a full stop, as a heading may be printed."""
    text = section.text
    return section.kind == "clause" and len(text) <= _TITLE_LENGTH and text[-1:] == "." and ". " not in text


def _are_headings(beside: Sequence[bool]) -> bool:
    return len(beside) >= _OTHERS and sum(beside) == len(beside) - 1


def _is_heading(section: Section) -> bool:
    if section.kind in ("annex", "part", "chapter"):
        return True
    if not section.label or len(section.text) > _TITLE_LENGTH:
        return False
    if section.text[-1:] == "." and len(section.text) <= _SHORT_HEADING and section.kind in ("heading", "clause"):
        return section.kind == "heading" or zone_of(section.text) in _OVER_LISTS  # "8. Tổ chức thực hiện." over a list
    return section.text[-1:] not in (".", ";") or is_capitals(section.text) or _SPECK.search(section.text) is not None
