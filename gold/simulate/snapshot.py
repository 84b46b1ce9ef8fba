"""A snapshot of any size, made by code: to see how diff and review do with ten thousand documents.

What it tells means nothing; its shape, its lengths and its share of doubts are those of a real one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from extract.registry import Registry
from pipeline.rows import unit_row
from pipeline.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Row = dict[str, Any]
_VERBS = ("Xây dựng", "Rà soát", "Ban hành", "Tổ chức", "Triển khai", "Hoàn thiện", "Đánh giá", "Kiểm tra")
_THINGS = (
    "cơ sở dữ liệu", "quy chế phối hợp", "kế hoạch đào tạo", "hạ tầng tính toán", "báo cáo tổng kết",
    "bộ tiêu chí", "chương trình truyền thông", "đề án phát triển", "hệ thống giám sát",
)  # fmt: skip
_ABOUT = ("trí tuệ nhân tạo", "chuyển đổi số", "an toàn thông tin", "dịch vụ công", "khoa học và công nghệ", "y tế")
_YEARS = range(2015, 2026)
_LOW = 0.08  # share of rows with low confidence


def make_rows(documents: int, tasks: int, seed: int = 1) -> dict[str, list[Row]]:
    """Rows of all tables for so many documents of so many tasks each; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311  # nothing secret
    units = [unit for unit in Registry.load().units if unit.level == "central"][:60]
    rows: dict[str, list[Row]] = defaultdict(list)
    for number in range(1, documents + 1):
        _document(rows, number, tasks, dice, units)
    rows["units"] = [unit_row(unit) for unit in Registry.load().units]
    return rows


def _document(rows: dict[str, list[Row]], number: int, tasks: int, dice: random.Random, units: Sequence[Any]) -> None:
    sha = hashlib.sha256(f"made {number}".encode()).hexdigest()
    doc_id, issuer, year = sha[:16], dice.choice(units), dice.choice(_YEARS)
    name = f"{number}/QĐ-TEST"
    rows["documents"].append({
        "doc_id": doc_id, "source_path": f"made/qd-{number}.txt", "source_sha256": sha, "media_type": "text/plain",
        "page_count": 1, "decision_key": f"{name}@{year}", "number": name, "number_seq": number,
        "doc_type": "Quyết định", "issuer_text": issuer.name, "issuer_unit_id": issuer.unit_id,
        "issued_place": "Hà Nội", "issued_date": dt.date(year, 3, 5), "title": _title(dice), "is_draft": False,
        "pages_ocr": 0, "quality_seen": 0.9, "quality": 0.95, "status": "done", "is_primary": True,
        "pipeline_version": "0",
    })  # fmt: skip
    lines = [_task(rows, doc_id, ordinal, dice, units) for ordinal in range(1, tasks + 1)]
    text = "\n".join([f"Số: {name}", "QUYẾT ĐỊNH", *lines])
    rows["pages"].append({
        "doc_id": doc_id, "page_no": 1, "source": "plain", "source_reason": "made", "rotation_deg": 0, "skew_deg": 0.0,
        "quality_seen": 0.9, "quality": 0.95, "text_seen": text, "text": text,
    })  # fmt: skip


def _task(rows: dict[str, list[Row]], doc_id: str, ordinal: int, dice: random.Random, units: Sequence[Any]) -> str:
    """Adds a task with its unit, deadline, cells and doubts; returns its line."""
    task_id, lead = f"{doc_id}-{ordinal:04d}", dice.choice(units)
    day = dt.date(dice.choice(_YEARS), dice.randint(1, 12), 28)
    unsure = dice.random() < _LOW
    cells = (str(ordinal), _title(dice), lead.name, f"Tháng {day.month}/{day.year}")
    rows["tasks"].append({
        "task_id": task_id, "doc_id": doc_id, "ordinal": ordinal, "kind": "task", "label": cells[0], "title": cells[1],
        "lead_text": cells[2], "deadline_text": cells[3], "page_no": 1, "table_no": 1, "row_no": ordinal,
        "source_kind": "table", "confidence": 0.45 if unsure else 0.95, "review": "machine",
    })  # fmt: skip
    rows["task_units"].append({
        "task_id": task_id, "ordinal": 1, "role": "lead", "text": lead.name, "name": lead.name,
        "unit_id": None if unsure else lead.unit_id, "link_method": "none" if unsure else "exact",
        "link_score": 0.0 if unsure else 1.0, "is_collective": False,
    })  # fmt: skip
    rows["task_deadlines"].append({
        "task_id": task_id, "ordinal": 1, "text": cells[3], "kind": "month", "due_date": day,
    })  # fmt: skip
    for col, (role, text) in enumerate(zip(("label", "title", "lead", "deadline"), cells, strict=True)):
        rows["table_cells"].append({
            "doc_id": doc_id, "table_no": 1, "row_no": ordinal, "col_no": col, "part_no": 0, "row_span": 1,
            "col_span": 1, "page_no": 1, "role": role, "text_seen": text, "text": text,
        })  # fmt: skip
    if unsure:
        rows["issues"].append({
            "doc_id": doc_id, "ordinal": ordinal, "page_no": 1, "kind": "unknown_unit", "severity": "warning",
            "message": "the unit is not in the registry; link or add it", "subject": f"tasks {ordinal}",
            "evidence": lead.name,
        })  # fmt: skip
    return "\t".join(cells)


def _title(dice: random.Random) -> str:
    return f"{dice.choice(_VERBS)} {dice.choice(_THINGS)} về {dice.choice(_ABOUT)} số {dice.randint(1, 9999)}"


def write_snapshot(root: Path, rows: Mapping[str, list[Row]]) -> Path:
    """Write rows in the published form, partitioned by the year of their document; returns the snapshot's folder."""
    years = {row["doc_id"]: row["issued_date"].year if row.get("issued_date") else 0 for row in rows["documents"]}
    for spec in TABLES:
        parts: dict[int, list[Row]] = defaultdict(list)
        for row in rows.get(spec.name, ()):
            doc_id = row.get("doc_id") or str(row.get("task_id", ""))[:16]
            parts[years.get(doc_id, 0)].append(row)
        for year, some in (parts or {0: []}).items():
            some.sort(key=lambda row: tuple(row[name] for name in spec.key))
            file = root / spec.name / f"issued_year={year}" / "part-0.parquet"
            file.parent.mkdir(parents=True, exist_ok=True)
            columns = [pa.array([row.get(c.name) for row in some], type=c.type) for c in spec.columns]
            pq.write_table(pa.Table.from_arrays(columns, schema=spec.arrow()), file, compression="zstd")
    made = hashlib.sha256("".join(sorted(years)).encode()).hexdigest()
    (root / "manifest.json").write_text(json.dumps({"snapshot": root.name, "signature": made}), encoding="utf-8")
    return root
