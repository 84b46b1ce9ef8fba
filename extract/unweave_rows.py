"""Rows of un-woven tables as tasks and figures to reach, each doubt with the lines as they were printed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from extract import deadlines, targets
from extract.labels import clean_label
from extract.records import Assignment, Indicator
from extract.rowtasks import final_mark_off
from extract.unweave_agree import agreed, unit_names
from extract.unweave_count import counted_groups, counted_rows, numbered_groups
from extract.unweave_marks import ordinal
from extract.unweave_recut import FIELDS, recut
from ingest.records import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.records import Line
    from extract.targets import Target
    from extract.unweave import Unwoven
    from extract.unweave_lines import Word
    from extract.unweave_recut import Cells
    from extract.unweave_weave import Block, Piece

_MIN_WORDS = 2  # of a title
_MIN_FILLED = 0.5  # of a row's other columns
_MIN_ROWS = 0.5  # of a table's rows that must be rows
_WHOLE = frozenset(
    {"label", "title", "target", "figure", "measure", "note"}
)  # columns whose cells are left as they are
_SURELY = 1.0  # log10 odds; what costs less to leave out is no word
_CAPITALS = 2  # letters of a print that specks make
_SURE_UNITS = frozenset({"%", "người"})  # a word beside a figure may be another cell's, these are units
_BULLETS = frozenset("-–+•")
_ASIDE = frozenset({"label", "note"})
_EVIDENCE = 1500  # letters
_NUMBER = re.compile(r"\d[\d.,]*\d")
_DIGIT = 10  # a figure of one digit is less


@dataclass(frozen=True, slots=True)
class Found:
    """What un-woven tables say; `lines` are the indexes of the lines they take up."""

    tasks: tuple[Assignment, ...]
    indicators: tuple[Indicator, ...]
    issues: tuple[Issue, ...]
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Row:
    """A block as texts by role; several columns of one role are joined, figures are kept apart."""

    block: Block
    texts: tuple[tuple[str, str], ...]
    left_out: str

    def get(self, role: str) -> str:
        return "\n".join(text for known, text in self.texts if known == role and text)


def taken_by(table: Unwoven) -> frozenset[int]:
    """Indexes of the lines that a table takes up, () where it could not be read as a table."""
    rows = [_row(table, block) for block in table.blocks if not block.group]
    if not rows or sum(map(_is_row, rows)) < _MIN_ROWS * len(rows):
        return frozenset()
    last = table.blocks[-1].last
    return frozenset(table.region.head) | {row.index for row in table.region.rows[: last + 1]}


def rows_of(tables: Sequence[Unwoven], lines: Sequence[Line], annex_at: Sequence[str | None]) -> Found:
    """Tasks, figures and doubts of all tables that could be read; `annex_at` names each line's annex."""
    tasks: list[Assignment] = []
    cells: list[Cells] = []
    indicators: list[Indicator] = []
    issues: list[Issue] = []
    taken: frozenset[int] = frozenset()
    for table in tables:
        if not (own := taken_by(table)):
            continue
        taken |= own
        for row, label, group in _labelled(table):
            issues += _doubts(table, row, lines)
            if not _is_row(row):
                continue
            if row.get("target"):
                indicators += _indicators(table, row, label, group)
            else:
                tasks.append(_task(table, row, label, group, annex_at))
                cells.append(_cells(table, row.block))
    garbled = any(lines[at].seen != lines[at].text for at in taken)
    if garbled:
        made, read = agreed(tasks, unit_names(line for at, line in enumerate(lines) if at not in taken))
        made, again = recut(made, cells)
        return Found(made, tuple(indicators), (*issues, *read, *again), taken)
    return Found(tuple(tasks), tuple(indicators), tuple(issues), taken)


def _cells(table: Unwoven, block: Block) -> Cells:
    """The words of a row's cells of units and products, column by column and line by line."""
    found: dict[str, dict[int, list[Word]]] = {}
    for column, pieces in zip(table.region.columns, block.pieces, strict=True):
        if column.role in FIELDS:
            lines = found.setdefault(FIELDS[column.role], {})
            for line, start, end in pieces:
                lines.setdefault(line, []).extend(table.woven.rows[line].words[start:end])
    return found


def _labelled(table: Unwoven) -> Iterator[tuple[_Row, str, tuple[str, str]]]:
    """Each row with its label and the label and title of its group."""
    rows = [None if block.group else _row(table, block) for block in table.blocks]
    labels = counted_rows([_label(row) if _is_row(row) else "" for row in rows if row])
    groups = iter(_groups(table, labels))
    group, at = ("", ""), 0
    for row in rows:
        if row is None:
            group = next(groups)
        else:
            yield row, clean_label(labels[at]), group
            at += 1


def _groups(table: Unwoven, labels: Sequence[str]) -> list[tuple[str, str]]:
    """Label and title of each group; `labels` are those of all rows."""
    groups = [block for block in table.blocks if block.group]
    printed = counted_groups([_group_label(table, block) for block in groups])
    titles = [final_mark_off(table.woven.text(block.pieces[1])) for block in groups]
    above = [sum(not other.group and other.first < block.first for other in table.blocks) for block in groups]
    below = [labels[at] if at < len(labels) else "" for at in above]
    return numbered_groups(list(zip(printed, titles, strict=True)), below)


def _label(row: _Row) -> str:
    """The row's label as printed, or as it was read where its point was lost: `2.6` for `26`."""
    printed, read = row.get("label"), row.block.label
    return printed if not printed or not read or ordinal(printed) == read else ".".join(map(str, read))


def _group_label(table: Unwoven, block: Block) -> str:
    """What is printed for a group's label; a rule before the title may be the one stroke of its Roman number."""
    label = table.woven.text(block.pieces[0])
    return "|" if not label and table.woven.rows[block.first].words[0].ruled else label


def _row(table: Unwoven, block: Block) -> _Row:
    texts = []
    for column, pieces in zip(table.region.columns, block.pieces, strict=True):
        texts.append(
            (column.role, table.woven.text(pieces if column.role in _WHOLE else without_specks(table, pieces)))
        )
    rows = table.region.rows[block.first : block.last + 1]
    left = Counter(word.text for row in rows for word in row.words) - Counter(" ".join(t for _, t in texts).split())
    return _Row(block, tuple(texts), " ".join(left.elements()))


def without_specks(table: Unwoven, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces of a cell without what no engine makes of a word at the cell's ends; one bullet before it stays."""
    places = [(line, at) for line, start, end in pieces for at in range(start, end)]
    words = [table.woven.rows[line].words[at] for line, at in places]
    specks = [_is_speck(word) for word in words]
    if all(specks):
        return ()
    first, last = specks.index(False), len(specks) - 1 - specks[::-1].index(False)
    first -= first == 1 and words[0].text in _BULLETS
    kept = {places[at] for at in range(first, last + 1) if not (first < at < last and _between(table, words, at))}
    return tuple(
        (line, min(inside), max(inside) + 1)
        for line, start, end in pieces
        for inside in _runs([at for at in range(start, end) if (line, at) in kept])
    )


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Places that follow one another, together."""
    for _, run in groupby(enumerate(places), key=lambda numbered: numbered[1] - numbered[0]):
        yield [place for _, place in run]


def _between(table: Unwoven, words: Sequence[Word], at: int) -> bool:
    """Whether a word made of two capitals is a speck: the words beside it read better without it."""
    left, word, right = words[at - 1 : at + 2]
    if len(word.seen) != _CAPITALS or not word.seen.isupper() or word.text.isupper():
        return False
    gain = table.woven.fluency.gain
    return gain(left.text, right.text) > gain(left.text, word.text) + gain(f"{left.text} {word.text}", right.text)


def _is_speck(word: Word) -> bool:
    return not any(map(str.isalnum, word.text)) or (word.cost is not None and word.cost < _SURELY)


def _is_row(row: _Row) -> bool:
    """A title, and at least half of the other columns filled, the deadline readable or none given."""
    title = row.get("target") or row.get("title")
    others = [text for role, text in row.texts if role not in _ASIDE | {"title", "target"}]
    filled = sum(bool(text) for text in others)
    return len(title.split()) >= _MIN_WORDS and filled >= _MIN_FILLED * len(others)


def _doubts(table: Unwoven, row: _Row, lines: Sequence[Line]) -> Iterator[Issue]:
    """Every un-woven row that is not whole is shown to a person, with the lines it was read from."""
    reasons = []
    if not _is_row(row):
        reasons.append("it could not be read as a row and was left out")
    if not row.get("label") and any(role == "label" for role, _ in row.texts):
        reasons.append("its label is missing")
    if empty := [
        c.text
        for c, (_, text) in zip(table.region.columns, row.texts, strict=True)
        if not text and c.role not in _ASIDE
    ]:
        reasons.append(f"nothing was read for {', '.join(empty)}")
    due = row.get("deadline")
    if due and all(deadline.kind == "none" for deadline in deadlines.parse(due)):
        reasons.append("its deadline is no date")
    if any(letter.isalnum() for letter in row.left_out):
        reasons.append(f"words were left out: {row.left_out}")
    if not reasons:
        return
    first, last = (table.region.rows[at] for at in (row.block.first, row.block.last))
    evidence = "\n".join(line.text for line in lines[first.index : last.index + 1] if line.text.strip())[:_EVIDENCE]
    message = f"a row of a table whose columns run together is in doubt: {'; '.join(reasons)}"
    yield Issue("flattened_row", "warning", message, first.page_no, evidence=evidence)


def _task(table: Unwoven, row: _Row, label: str, group: tuple[str, str], annex_at: Sequence[str | None]) -> Assignment:
    first = table.region.rows[row.block.first]
    return Assignment(
        kind="task",
        label=label,
        title=final_mark_off(row.get("title").replace("\n", " ")),
        source_kind="flattened_table",
        page_no=first.page_no,
        annex=annex_at[first.index],
        group_label=group[0] or None,
        group_title=group[1] or None,
        product=final_mark_off(row.get("product")) or None,
        note=row.get("note") or None,
        lead_text=row.get("lead") or None,
        coordinator_text=row.get("coordinator") or None,
        monitor_text=row.get("monitor") or None,
        approver_text=row.get("approver") or None,
        deadline_text=row.get("deadline") or None,
    )


def figure(text: str) -> Target | None:
    """The figure of a cell; a digit alone beside a longer number is what an engine made of specks."""
    found = next(iter(targets.find(text)), None)
    longer = _NUMBER.search(text)
    if found is None or found.value is None or longer is None or found.value >= _DIGIT or found.unit == "%":
        return found
    told = next(iter(targets.find(longer[0])), None)
    return found if told is None else replace(told, comparator=found.comparator)


def _indicators(table: Unwoven, row: _Row, label: str, group: tuple[str, str]) -> Iterator[Indicator]:
    """One row for each column of figures that has one; what a row counts, it counts in every year."""
    first = {text: figure(text) for role, text in row.texts if role == "figure" and text}
    units = {target.unit for target in first.values() if target and target.unit}
    told = units & _SURE_UNITS or units
    shared = next(iter(told)) if len(told) == 1 else ""
    for column, (role, text) in zip(table.region.columns, row.texts, strict=True):
        if role != "figure" or not text:
            continue
        target = first[text]
        yield Indicator(
            label=label,
            group_title=group[1] or None,
            name=final_mark_off(row.get("target")),
            year=column.year,
            target_text=text,
            target_value=target.value if target else None,
            target_unit=(shared or target.unit or row.get("unit_of_measure") or None) if target else None,
            comparator=target.comparator if target else None,
            measure=final_mark_off(row.get("measure")) or None,
            page_no=table.region.rows[row.block.first].page_no,
        )
