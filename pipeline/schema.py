"""Every published table, declared once: columns, types, keys, and a sentence for each.

What is written is checked against this, `congbao schema` prints it, `datapackage.json` is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

SCHEMA_VERSION = 1
_STRING, _INT, _REAL = pa.string(), pa.int32(), pa.float32()
_DOUBLE, _BOOL, _DATE = pa.float64(), pa.bool_(), pa.date32()
_INSTANT, _STRINGS = pa.timestamp("us", tz="UTC"), pa.list_(pa.string())


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Arrow type, what it means, and whether a value may be missing."""

    name: str
    type: pa.DataType
    description: str
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: what a row is, its key, and the columns that point to other tables.

    `links` maps a column to `(table, column)`; an empty value points nowhere.
    """

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    links: tuple[tuple[str, tuple[str, str]], ...] = ()

    def arrow(self) -> pa.Schema:
        """The Arrow schema; the partition column `issued_year` stands in the folder's name, not in the file."""
        return pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns])


def _must(name: str, kind: pa.DataType, description: str) -> Column:
    return Column(name, kind, description, nullable=False)


_DOC = _must("doc_id", _STRING, "Document: the first 16 hex digits of the source file's SHA-256.")
_TASK = _must("task_id", _STRING, "Task: doc_id, a hyphen and the four-digit ordinal.")
_PAGE = Column("page_no", _INT, "Page of the source, from 1.")
_TO_DOC = ("doc_id", ("documents", "doc_id"))
_TO_TASK = ("task_id", ("tasks", "task_id"))

DOCUMENTS = TableSpec(
    "documents",
    "One row a source file.",
    ("doc_id",),
    (
        _DOC,
        _must("source_path", _STRING, "Path of the source file as it was given."),
        _must("source_sha256", _STRING, "SHA-256 of the source file's bytes, hex."),
        Column("media_type", _STRING, "Media type by content, not by name; null if the file could not be read."),
        _must("page_count", _INT, "Number of pages; 0 if the file could not be read."),
        Column("decision_key", _STRING, "Number and year, 1412/QĐ-BKHCN@2025; joins files of one decision."),
        Column("number", _STRING, "Number and sign (số, ký hiệu) as normalized, such as 1412/QĐ-BKHCN."),
        Column("number_seq", _INT, "The leading figure of the number."),
        Column("doc_type", _STRING, "Kind of document (loại văn bản), such as Quyết định."),
        Column("issuer_text", _STRING, "Who issued it, by the registered name where known."),
        Column("issuer_unit_id", _STRING, "The issuer in `units`."),
        Column("issued_place", _STRING, "Place of issue (địa danh)."),
        Column("issued_date", _DATE, "Date of issue; null where day or month is blank."),
        Column("effective_text", _STRING, "The words on when it takes effect (hiệu lực)."),
        Column("effective_date", _DATE, "First day in force, where the words give it."),
        Column("title", _STRING, "Title (trích yếu)."),
        Column("signer_title", _STRING, "In what office it was signed, such as KT. BỘ TRƯỞNG THỨ TRƯỞNG."),
        Column("signer_name", _STRING, "Who signed it."),
        _must("is_draft", _BOOL, "Whether it is a draft (dự thảo) or lacks number and date."),
        _must("pages_ocr", _INT, "How many of its pages were read by OCR."),
        Column("quality_seen", _REAL, "How Vietnamese the text is before repair, 0 to 1."),
        Column("quality", _REAL, "How Vietnamese the text is after repair, 0 to 1."),
        _must("status", _STRING, "done, partial (published with gaps) or failed (could not be read)."),
        _must("is_primary", _BOOL, "Of several files of one decision, the best one; true where there is one file."),
        _must("pipeline_version", _STRING, "Version of the program that made the row."),
    ),
    (("issuer_unit_id", ("units", "unit_id")),),
)  # fmt: skip

PAGES = TableSpec(
    "pages",
    "One row a page.",
    ("doc_id", "page_no"),
    (
        _DOC,
        _must("page_no", _INT, "Page number, from 1."),
        _must("source", _STRING, "Where the text came from: text_layer, ocr, plain, docx or html."),
        _must("source_reason", _STRING, "Why that source was chosen."),
        _must("rotation_deg", _INT, "Clockwise turn applied before reading: 0, 90, 180 or 270."),
        _must("skew_deg", _REAL, "Small turn taken out before reading, degrees."),
        Column("ocr_confidence", _REAL, "Mean confidence of the words, 0 to 1; null where no engine spoke."),
        _must("quality_seen", _REAL, "How Vietnamese the text is before repair, 0 to 1."),
        _must("quality", _REAL, "How Vietnamese the text is after repair, 0 to 1."),
        _must(
            "text_seen",
            _STRING,
            "The text as the engine or the file gave it, NFC, lines joined by line feeds.",
        ),
        _must("text", _STRING, "The repaired text, line for line."),
    ),
    (_TO_DOC,),
)

EDITS = TableSpec(
    "edits",
    "One row a change made by repair; replaying a line's edits on its seen text gives its text.",
    ("doc_id", "page_no", "line_no", "start", "end"),
    (
        _DOC,
        _must("page_no", _INT, "Page of the line, from 1."),
        _must("line_no", _INT, "Line on its page, from 1."),
        _must("start", _INT, "First code point of the span in the NFC seen line, from 0."),
        _must("end", _INT, "Code point after the span."),
        _must("before", _STRING, "What was seen."),
        _must("after", _STRING, "What it was changed to."),
        _must("rule", _STRING, "What proposed the change."),
        _must("gain", _REAL, "Log10 odds against leaving the span alone."),
        _must("confidence", _REAL, "Probability that the change is right, 0 to 1."),
        _must("alternatives", _STRINGS, "Other readings of the span, best first."),
    ),
    (_TO_DOC,),
)

_SECTION_KINDS = (
    "part, chapter, heading, article (Điều), clause (khoản), point (điểm), bullet, annex (phụ lục), "
    "preamble, recipients, signature or paragraph."
)
SECTIONS = TableSpec(
    "sections",
    "One row a labelled item or paragraph: the tree of the document.",
    ("doc_id", "section_id"),
    (
        _DOC,
        _must("section_id", _STRING, "Section, unique in its document."),
        Column("parent_id", _STRING, "The section above; null at the top."),
        _must("ordinal", _INT, "Position in the document, from 1."),
        _must("level", _INT, "Depth in the tree, from 1."),
        _must("kind", _STRING, _SECTION_KINDS),
        Column("label", _STRING, "Label as printed, such as Điều 1; null for paragraphs."),
        Column("heading", _STRING, "The text, where it is a heading of other sections."),
        _must("text", _STRING, "The text without the label."),
        _must("page_no", _INT, "Page on which it begins."),
    ),
    (_TO_DOC,),
)  # fmt: skip

TABLE_CELLS = TableSpec(
    "table_cells",
    "One row a cell; a row split by a page end has cells on both pages.",
    ("doc_id", "table_no", "row_no", "col_no", "page_no", "part_no"),
    (
        _DOC,
        _must("table_no", _INT, "Table in the document, from 1."),
        _must("row_no", _INT, "Row in the whole table, from 0 at the header."),
        _must("col_no", _INT, "Column, from 0."),
        _must("part_no", _INT, "Counts the cells that share row, column and page, from 0, as repeated headers do."),
        _must("row_span", _INT, "Rows it covers."),
        _must("col_span", _INT, "Columns it covers."),
        _must("page_no", _INT, "Page it stands on."),
        Column("left", _REAL, "Left edge, PDF points from the page's left; null without geometry."),
        Column("top", _REAL, "Top edge, PDF points from the page's top."),
        Column("right", _REAL, "Right edge, PDF points."),
        Column("bottom", _REAL, "Bottom edge, PDF points."),
        _must("role", _STRING, "Meaning of its column: label, title, lead, coordinator, product, deadline …, other."),
        _must("text_seen", _STRING, "The text as seen."),
        _must("text", _STRING, "The repaired text."),
    ),
    (_TO_DOC,),
)  # fmt: skip

TASKS = TableSpec(
    "tasks",
    "One row a task or duty.",
    ("task_id",),
    (
        _TASK,
        _DOC,
        _must("ordinal", _INT, "Position in the document, from 1."),
        _must("kind", _STRING, "task, or responsibility (a duty in carrying the decision out)."),
        Column("label", _STRING, "Label as printed, with the labels above it: 2.1, (117), IV.1.a."),
        Column("parent_task_id", _STRING, "The task it is part of."),
        Column("annex", _STRING, "Annex (phụ lục) it stands in."),
        Column("group_label", _STRING, "Label of its group of tasks."),
        Column("group_title", _STRING, "Title of its group of tasks."),
        _must("title", _STRING, "What is to be done, without the final stop."),
        Column(
            "title_segmented",
            _STRING,
            "The title in words: syllables of one word joined by _, words parted by a space (underthesea's model).",
        ),
        Column("product", _STRING, "What comes out (sản phẩm, kết quả)."),
        Column("note", _STRING, "Remarks (ghi chú)."),
        Column("deadline_text", _STRING, "By when, as written."),
        Column("lead_text", _STRING, "Who leads (chủ trì), as written."),
        Column("coordinator_text", _STRING, "Who coordinates (phối hợp), as written."),
        Column("monitor_text", _STRING, "Who monitors (theo dõi, giám sát), as written."),
        _must("page_no", _INT, "Page on which it begins."),
        Column("section_id", _STRING, "Section it was read from."),
        Column("table_no", _INT, "Table it was read from."),
        Column("row_no", _INT, "Row of that table."),
        _must("source_kind", _STRING, "table, list, prose or flattened_table."),
        _must("confidence", _REAL, "How far the row can be trusted, 0 to 1."),
        _must("review", _STRING, "machine, accepted, corrected or rejected."),
    ),
    (_TO_DOC, ("parent_task_id", ("tasks", "task_id"))),
)

TASK_UNITS = TableSpec(
    "task_units",
    "One row a unit in its role for a task.",
    ("task_id", "ordinal"),
    (
        _TASK,
        _must("ordinal", _INT, "Position among the task's units, from 1."),
        _must("role", _STRING, "lead, coordinator, monitor or approver."),
        _must("text", _STRING, "The name as written."),
        _must("name", _STRING, "Full name; of a group or an unknown unit its words, abbreviations written out."),
        Column("unit_id", _STRING, "The unit in `units`; null if it is not registered."),
        _must("link_method", _STRING, "exact, alias, fuzzy, context or none."),
        _must("link_score", _REAL, "How sure the link is, 0 to 1."),
        _must("is_collective", _BOOL, "Whether it names an open group such as các bộ, ngành, địa phương."),
    ),
    (_TO_TASK, ("unit_id", ("units", "unit_id"))),
)

TASK_DEADLINES = TableSpec(
    "task_deadlines",
    "One row a deadline of a task; a task without one has a row of kind none.",
    ("task_id", "ordinal"),
    (
        _TASK,
        _must("ordinal", _INT, "Position among the task's deadlines, from 1."),
        _must("text", _STRING, "The words it was read from."),
        _must("kind", _STRING, "date, month, quarter, year, ongoing, recurring, conditional or none."),
        Column("due_date", _DATE, "Last day it may be done."),
        Column("start_date", _DATE, "First day, where the words give it."),
        Column("rrule", _STRING, "RFC 5545 recurrence rule, for recurring ones."),
        Column("qualifier", _STRING, "before, after or null."),
        Column("condition", _STRING, "The event it waits for, for conditional ones."),
    ),
    (_TO_TASK,),
)

UNITS = TableSpec(
    "units",
    "The registry of units as used: each unit with its validity and successor.",
    ("unit_id",),
    (
        _must("unit_id", _STRING, "Stable identifier."),
        _must("name", _STRING, "Full name."),
        Column("short_name", _STRING, "Official short form."),
        _must("kind", _STRING, "What sort of unit it is."),
        _must("level", _STRING, "central, ministry_department, province, commune or other."),
        Column("parent_unit_id", _STRING, "The unit it belongs to."),
        Column("valid_from", _DATE, "First day it existed, where known."),
        Column("valid_to", _DATE, "Last day it existed; null if it still does."),
        Column("successor_unit_id", _STRING, "The unit that took over its work."),
        _must("source", _STRING, "Where the row's facts come from."),
    ),
    (("parent_unit_id", ("units", "unit_id")), ("successor_unit_id", ("units", "unit_id"))),
)

CITATIONS = TableSpec(
    "citations",
    "One row a mention of another legal document.",
    ("doc_id", "ordinal"),
    (
        _DOC,
        _must("ordinal", _INT, "Position in the document, from 1."),
        _must("role", _STRING, "legal_basis (căn cứ) or mention."),
        Column("number", _STRING, "Number as normalized."),
        Column("doc_type", _STRING, "Kind of document."),
        Column("issued_date", _DATE, "Its date of issue."),
        Column("issuer_text", _STRING, "Who issued it, as written."),
        Column("issuer_unit_id", _STRING, "Its issuer in `units`."),
        Column("title", _STRING, "Its title as cited."),
        Column("cited_doc_id", _STRING, "The document, where it is in the data set."),
    ),
    (_TO_DOC, ("issuer_unit_id", ("units", "unit_id")), ("cited_doc_id", ("documents", "doc_id"))),
)

INDICATORS = TableSpec(
    "indicators",
    "One row a figure to reach.",
    ("doc_id", "ordinal"),
    (
        _DOC,
        _must("ordinal", _INT, "Position in the document, from 1."),
        Column("label", _STRING, "Label below its heading, such as a.1."),
        Column("group_title", _STRING, "Heading of its group."),
        _must("name", _STRING, "What is measured, as written."),
        Column("year", _INT, "Year by which it is to be reached."),
        Column("target_text", _STRING, "The figure as written."),
        Column("target_value", _DOUBLE, "The figure, in target_unit."),
        Column("target_unit", _STRING, "Unit of the figure, such as % or trung tâm."),
        Column("comparator", _STRING, "eq, ge, le, gt or lt."),
        Column("measure", _STRING, "How it is measured."),
        _must("page_no", _INT, "Page on which it stands."),
    ),
    (_TO_DOC,),
)

ISSUES = TableSpec(
    "issues",
    "One row a doubt or fault that a person should see.",
    ("doc_id", "ordinal"),
    (
        _DOC,
        _must("ordinal", _INT, "Position among the document's issues, from 1."),
        _PAGE,
        _must("kind", _STRING, "A short stable name, such as unknown_unit."),
        _must("severity", _STRING, "info, warning or error."),
        _must("message", _STRING, "What is wrong; what to do."),
        _must("subject", _STRING, "Table and key of the row it is about; empty for the document."),
        _must("evidence", _STRING, "The words it rests on."),
    ),
    (_TO_DOC,),
)

RUNS = TableSpec(
    "runs",
    "One row a run that published a snapshot.",
    ("run_id",),
    (
        _must("run_id", _STRING, "Run: its start as a compact UTC time."),
        _must("started_at", _INSTANT, "When it started, UTC."),
        _must("finished_at", _INSTANT, "When it published, UTC."),
        _must("files", _INT, "Files in the snapshot."),
        _must("done", _INT, "Files without fault."),
        _must("partial", _INT, "Files published with gaps."),
        _must("failed", _INT, "Files that could not be read."),
        _must("pages", _INT, "Pages in the snapshot."),
        _must("settings", _STRING, "Settings of the run, JSON."),
        _must("versions", _STRING, "Versions of the stages, JSON."),
    ),
)

TABLES: tuple[TableSpec, ...] = (
    DOCUMENTS, PAGES, EDITS, SECTIONS, TABLE_CELLS, TASKS, TASK_UNITS,
    TASK_DEADLINES, UNITS, CITATIONS, INDICATORS, ISSUES, RUNS,
)  # fmt: skip


def table(name: str) -> TableSpec:
    """The table of that name.

    Raises:
        KeyError: naming the tables there are.
    """
    found = next((spec for spec in TABLES if spec.name == name), None)
    if found is None:
        message = f"no table {name!r}; there are {', '.join(spec.name for spec in TABLES)}"
        raise KeyError(message)
    return found
