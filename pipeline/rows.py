"""Records to table rows, as dictionaries that JSON can hold; dates are ISO strings until they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extract.rowtasks import one_line
from extract.segment import segment
from ingest.pose import pose_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from extract.records import Citation, Indicator, PlacedCell, Section, Table, Task
    from extract.registry import Unit
    from ingest.pose import Pose
    from ingest.records import Issue
    from pipeline.run import Decision, MendedPage

    Row = dict[str, Any]
    Rows = dict[str, list[Row]]


def decision_rows(decision: Decision) -> Rows:
    """The rows of one decision by table; `source_path`, `is_primary` and `cited_doc_id` are set on publishing."""
    doc_id = decision.source.sha256[:16]
    tasks = decision.facts.tasks
    return {
        "documents": [_document(doc_id, decision)],
        "pages": [_page(doc_id, page) for page in decision.pages],
        "edits": [row for page in decision.pages for row in _edits(doc_id, page)],
        "sections": [_section(doc_id, section) for section in decision.parts.sections],
        "table_cells": [row for table in decision.parts.tables for row in _cells(doc_id, table, _poses(decision))],
        "tasks": [_task(doc_id, task) for task in tasks],
        "task_units": [row for task in tasks for row in _task_units(doc_id, task)],
        "task_deadlines": [row for task in tasks for row in _task_deadlines(doc_id, task)],
        "citations": [_citation(doc_id, n, c) for n, c in enumerate(decision.facts.citations, start=1)],
        "indicators": [_indicator(doc_id, n, i) for n, i in enumerate(decision.parts.indicators, start=1)],
        "issues": issue_rows(doc_id, decision.issues),
    }


def issue_rows(doc_id: str, issues: Iterable[Issue]) -> list[Row]:
    """Rows of `issues`, numbered from 1."""
    return [
        {
            "doc_id": doc_id,
            "ordinal": ordinal,
            "page_no": issue.page_no,
            "kind": issue.kind,
            "severity": issue.severity,
            "message": issue.message,
            "subject": issue.subject,
            "evidence": issue.evidence,
        }
        for ordinal, issue in enumerate(issues, start=1)
    ]


def _document(doc_id: str, decision: Decision) -> Row:
    header = decision.facts.header
    weights = [len(page.page.lines) for page in decision.pages]
    return {
        "doc_id": doc_id,
        "source_sha256": decision.source.sha256,
        "media_type": decision.source.media_type,
        "page_count": len(decision.pages),
        "decision_key": decision_key(header.number, header.issued_date),
        "number": header.number,
        "number_seq": header.number_seq,
        "doc_type": header.doc_type,
        "issuer_text": header.issuer_text,
        "issuer_unit_id": decision.facts.issuer_unit_id,
        "issued_place": header.issued_place,
        "issued_date": _iso(header.issued_date),
        "effective_text": header.effective_text,
        "effective_date": _iso(header.effective_date),
        "title": header.title,
        "signer_title": header.signer_title,
        "signer_name": header.signer_name,
        "is_draft": header.is_draft,
        "pages_ocr": sum(page.page.source == "ocr" for page in decision.pages),
        "quality_seen": _mean([page.quality_seen for page in decision.pages], weights),
        "quality": _mean([page.quality for page in decision.pages], weights),
        "status": "partial" if any(issue.severity == "error" for issue in decision.issues) else "done",
    }


def decision_key(number: str | None, issued: dt.date | None) -> str | None:
    """What joins several files of one decision: number and year; a number alone is used again each year."""
    return f"{number}@{issued.year}" if number and issued else None


def _page(doc_id: str, mended: MendedPage) -> Row:
    page = mended.page
    return {
        "doc_id": doc_id,
        "page_no": page.number,
        "source": page.source,
        "source_reason": page.source_reason,
        "rotation_deg": page.rotation_deg,
        "skew_deg": page.skew_deg,
        "ocr_confidence": page.ocr_confidence,
        "quality_seen": mended.quality_seen,
        "quality": mended.quality,
        "text_seen": "\n".join(line.seen for line in mended.repaired),
        "text": "\n".join(line.text for line in mended.repaired),
    }


def _edits(doc_id: str, mended: MendedPage) -> Iterator[Row]:
    for line_no, line in enumerate(mended.repaired, start=1):
        for edit in line.edits:
            yield {
                "doc_id": doc_id,
                "page_no": mended.page.number,
                "line_no": line_no,
                "start": edit.start,
                "end": edit.end,
                "before": edit.before,
                "after": edit.after,
                "rule": edit.rule,
                "gain": edit.gain,
                "confidence": edit.confidence,
                "alternatives": list(edit.alternatives),
            }


def _section(doc_id: str, section: Section) -> Row:
    return {
        "doc_id": doc_id,
        "section_id": section.section_id,
        "parent_id": section.parent_id,
        "ordinal": section.ordinal,
        "level": section.level,
        "kind": section.kind,
        "label": section.label or None,
        "heading": section.heading or None,
        "text": section.text,
        "page_no": section.page_no,
    }


def _poses(decision: Decision) -> dict[int, Pose | None]:
    """How each page lay, by its number."""
    return {page.page.number: pose_of(page.page) for page in decision.pages}


def _cells(doc_id: str, table: Table, poses: Mapping[int, Pose | None]) -> Iterator[Row]:
    counted: dict[tuple[int, int, int], int] = {}
    for placed in table.cells:
        at = (placed.row_no, placed.col_no, placed.cell.page_no)
        part_no = counted[at] = counted.get(at, -1) + 1
        yield {"doc_id": doc_id, "table_no": table.table_no, "part_no": part_no, **_cell(placed, poses)}


def _cell(placed: PlacedCell, poses: Mapping[int, Pose | None]) -> Row:
    """A cell's row; its box is on the page as the file shows it, turns and skew that were taken out put back."""
    cell, box = placed.cell, placed.cell.box
    pose = poses.get(cell.page_no)
    if box and pose and (pose.rotation_deg or pose.skew_deg):
        box = pose.to_shown(box)
    return {
        "row_no": placed.row_no,
        "col_no": placed.col_no,
        "row_span": cell.row_span,
        "col_span": cell.col_span,
        "page_no": cell.page_no,
        **{side: getattr(box, side) if box else None for side in ("left", "top", "right", "bottom")},
        "role": placed.role,
        "text_seen": cell.seen,
        "text": cell.text,
    }


def task_id(doc_id: str, ordinal: int) -> str:
    """`doc_id`, a hyphen and the four-digit ordinal."""
    return f"{doc_id}-{ordinal:04d}"


def _task(doc_id: str, task: Task) -> Row:
    written = task.assignment
    return {
        "task_id": task_id(doc_id, task.ordinal),
        "doc_id": doc_id,
        "ordinal": task.ordinal,
        "kind": written.kind,
        "label": written.label or None,
        "parent_task_id": task_id(doc_id, written.parent + 1) if written.parent is not None else None,
        "annex": written.annex,
        "group_label": written.group_label,
        "group_title": written.group_title,
        "title": written.title,
        "title_segmented": segment(written.title),
        "product": written.product,
        "note": written.note,
        "deadline_text": written.deadline_text,
        "lead_text": written.lead_text,
        "coordinator_text": written.coordinator_text,
        "monitor_text": written.monitor_text,
        "page_no": written.page_no,
        "section_id": written.section_id,
        "table_no": written.table_no,
        "row_no": written.row_no,
        "source_kind": written.source_kind,
        "confidence": task.confidence,
        "review": "machine",
    }


def unit_row(unit: Unit) -> Row:
    """A row of `units`."""
    names = (
        "unit_id",
        "name",
        "kind",
        "level",
        "parent_unit_id",
        "valid_from",
        "valid_to",
        "successor_unit_id",
        "source",
    )
    return {"short_name": unit.short_name or None, **{name: getattr(unit, name) for name in names}}


def _task_units(doc_id: str, task: Task) -> Iterator[Row]:
    for ordinal, unit in enumerate(task.units, start=1):
        yield {
            "task_id": task_id(doc_id, task.ordinal),
            "ordinal": ordinal,
            "role": unit.role,
            "text": one_line(unit.mention.text),
            "name": unit.mention.name,
            "unit_id": unit.mention.unit_id,
            "link_method": unit.mention.link_method,
            "link_score": unit.mention.link_score,
            "is_collective": unit.mention.is_collective,
        }


def _task_deadlines(doc_id: str, task: Task) -> Iterator[Row]:
    for ordinal, due in enumerate(task.deadlines, start=1):
        yield {
            "task_id": task_id(doc_id, task.ordinal),
            "ordinal": ordinal,
            "text": due.text,
            "kind": due.kind,
            "due_date": _iso(due.due_date),
            "start_date": _iso(due.start_date),
            "rrule": due.rrule,
            "qualifier": due.qualifier,
            "condition": due.condition,
        }


def _citation(doc_id: str, ordinal: int, citation: Citation) -> Row:
    return {
        "doc_id": doc_id,
        "ordinal": ordinal,
        "role": citation.role,
        "number": citation.number,
        "doc_type": citation.doc_type,
        "issued_date": _iso(citation.issued_date),
        "issuer_text": citation.issuer_text,
        "issuer_unit_id": citation.issuer_unit_id,
        "title": citation.title,
    }


def _indicator(doc_id: str, ordinal: int, indicator: Indicator) -> Row:
    return {
        "doc_id": doc_id,
        "ordinal": ordinal,
        "label": indicator.label or None,
        "group_title": indicator.group_title,
        "name": indicator.name,
        "year": indicator.year,
        "target_text": indicator.target_text,
        "target_value": indicator.target_value,
        "target_unit": indicator.target_unit,
        "comparator": indicator.comparator,
        "measure": indicator.measure,
        "page_no": indicator.page_no,
    }


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _mean(values: list[float], weights: list[int]) -> float | None:
    total = sum(weights)
    return sum(v * w for v, w in zip(values, weights, strict=True)) / total if total else None
