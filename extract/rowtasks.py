"""Tasks from the rows of task tables: groups, nested rows, and rows that are none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.labels import clean_label, follows, is_aside, label_style, read_group
from extract.records import Assignment
from ingest.records import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.records import Table, TableRow

_DETAILS = ("lead", "coordinator", "product", "deadline")
_FINAL = ".;"
_LONE_LETTERS = "livx"  # a Roman number in capitals that an engine read as a small letter


@dataclass(frozen=True, slots=True)
class _Group:
    label: str | None = None
    title: str | None = None


def row_tasks(table: Table, at: int) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
    """Tasks of one task table and the doubts about its rows.

    `at` is the number of assignments found before, so that `parent` counts through the document.
    """
    group = _Group()
    made: list[Assignment] = []
    doubts: list[Issue] = []
    counted = _numbers_groups(table)
    above = ""
    for index, row in enumerate(table.rows):
        if made and _goes_on(row, above):
            made[-1] = replace(made[-1], title=final_mark_off(one_line(f"{above} {row.get('title')}")))
        elif _is_group(row, group):
            label = clean_label(row.get("label"))
            label = label if counted else read_group(label, group.label, *_labels_below(table.rows[index + 1 :]))
            group = _Group(label or None, one_line(row.get("title")))
        elif doubt := _no_task(row, table.table_no):
            doubts.append(doubt)
        else:
            group = _Group() if _ends_group(row, group, made) else group
            made.append(_nested(_task(row, table, group), made, at))
        above = row.get("title")
    return tuple(made), tuple(doubts)


def _ends_group(row: TableRow, group: _Group, made: Sequence[Assignment]) -> bool:
    """Whether a row stands beside the group above and not in it: `7` below `6.3` of group `6`, `VII` below `VI`."""
    label, before = clean_label(row.get("label")), group.label or ""
    if label.isdecimal() and before.isdecimal():
        return int(label) == int(before) + 1 and bool(made) and made[-1].label.startswith(f"{before}.")
    return follows(label, before or None)


def _numbers_groups(table: Table) -> bool:
    """Whether the groups of a table are counted 1, 2, 3, so that a `1` is no Roman number that was misread."""
    labels = [clean_label(row.get("label")) for row in table.rows if _is_group(row, _Group())]
    return sum(label.isdecimal() and label != "1" for label in labels) > 0 and not any(
        label_style(label) == "roman" for label in labels
    )


def _labels_below(rows: Sequence[TableRow]) -> tuple[str, str]:
    """The label of the next row and that of the next group."""
    groups = (row.get("label") for row in rows if _is_group(row, _Group()))
    return (rows[0].get("label") if rows else ""), next(groups, "")


def _goes_on(row: TableRow, above: str) -> bool:
    """Whether a row is the rest of the title above it: nothing but words, after a mark that does not end a sentence."""
    words_only = not row.get("label") and not any(row.get(role) for role in _DETAILS)
    return words_only and bool(row.get("title")) and above.rstrip().endswith((";", ",", ":"))


def _is_group(row: TableRow, before: _Group) -> bool:
    """A row that has a title but none of the details; a Roman number or capital letter says so too.

    The next Roman number is a group even if the rest of a cell above was caught in its column of deadlines.
    """
    details = ("lead", "coordinator", "product") if follows(row.get("label"), before.label) else _DETAILS
    empty = not any(row.get(role) for role in details)
    title = one_line(row.get("title"))
    if not empty or not title or is_aside(title):
        return False
    label = clean_label(row.get("label"))
    return label_style(label) != "bracketed" or label in _LONE_LETTERS


def _no_task(row: TableRow, table_no: int) -> Issue | None:
    title = one_line(row.get("title"))
    if title and not (is_aside(title) and not row.get("label")):
        return None
    words = " | ".join(text for _, text in row.values if text)
    if not words:
        return None
    message = "a table row without a task; check whether something is missing"
    subject = f"table_cells {table_no}.{row.row_no}"
    return Issue("row_without_task", "info", message, row.page_no, subject, words)


def _task(row: TableRow, table: Table, group: _Group) -> Assignment:
    return Assignment(
        kind="task",
        label=clean_label(row.get("label")),
        title=final_mark_off(one_line(row.get("title"))),
        source_kind="table",
        page_no=row.page_no,
        annex=table.annex,
        group_label=group.label,
        group_title=group.title,
        product=final_mark_off(one_line(row.get("product"))) or None,
        note=row.get("note") or None,
        lead_text=one_line(row.get("lead")) or None,
        coordinator_text=one_line(row.get("coordinator")) or None,
        monitor_text=one_line(row.get("monitor")) or None,
        approver_text=one_line(row.get("approver")) or None,
        deadline_text=one_line(row.get("deadline")) or None,
        table_no=table.table_no,
        row_no=row.row_no,
    )


def _nested(task: Assignment, made: Sequence[Assignment], at: int) -> Assignment:
    """A bracketed label stands under the last row of another style, `2.1.3` under `2.1`."""
    style = label_style(task.label)
    for index in range(len(made) - 1, -1, -1):
        above = made[index]
        if above.group_label != task.group_label:
            break
        if style == "bracketed" and label_style(above.label) != "bracketed":
            return replace(task, parent=at + index)
        if style == "dotted" and above.label == task.label.rpartition(".")[0]:
            return replace(task, parent=at + index)
    return task


def one_line(text: str) -> str:
    """`text` with all white space as one blank."""
    return " ".join(text.split())


def final_mark_off(text: str) -> str:
    """`text` without the stop, semicolon or `./.` that only closes it; an ellipsis stays."""
    text = text.removesuffix("./.")
    return text if text.endswith("..") else text.rstrip(_FINAL).rstrip()
