"""Tables of annotated decisions laid out anew: other columns, headers, groups and merged cells, with their truth."""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gold.load import read_truth
from gold.records import Due, Facts, Head, Task, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapes import Shape

    from gold.records import Spot

GOLD = Path(__file__).parents[2] / "gold" / "decisions"
HEADERS = {  # wordings met in plans and decisions
    "label": ("TT", "STT", "Số TT"),
    "title": ("Nội dung công việc", "Nhiệm vụ, giải pháp", "Nhiệm vụ", "Tên nhiệm vụ", "Nội dung"),
    "lead": ("Đơn vị chủ trì", "Cơ quan thực hiện", "Cơ quan chủ trì", "Đơn vị thực hiện"),
    "coordinator": ("Đơn vị phối hợp", "Cơ quan phối hợp"),
    "product": ("Sản phẩm", "Kết quả", "Sản phẩm đầu ra", "Sản phẩm, kết quả"),
    "deadline": ("Thời gian hoàn thành", "Thời hạn", "Tiến độ", "Thời gian thực hiện"),
    "note": ("Ghi chú",),
    "money": ("Kinh phí", "Dự kiến kinh phí"),
    "approver": ("Cấp trình",),
}
SHARES = {
    "label": 1.2,
    "title": 6,
    "lead": 3,
    "coordinator": 3,
    "product": 3,
    "deadline": 2.2,
    "note": 1.6,
    "money": 1.8,
    "approver": 2,
}
DUE = (  # deadlines in the words of other decisions
    ("Quý II/2026", Due("quarter", dt.date(2026, 6, 30))),
    ("Thường xuyên", Due("ongoing")),
    ("Hằng năm", Due("recurring", None, "FREQ=YEARLY")),
    ("Tháng 9/2026", Due("month", dt.date(2026, 9, 30))),
    ("Trước 15/12/2026", Due("date", dt.date(2026, 12, 15))),
    ("Năm 2027", Due("year", dt.date(2027, 12, 31))),
    ("Quý IV năm 2026", Due("quarter", dt.date(2026, 12, 31))),
    ("31/10/2026", Due("date", dt.date(2026, 10, 31))),
)
MONEY = ("500 triệu đồng", "1.200 triệu đồng", "", "Ngân sách nhà nước")
NOTES = ("", "Đã giao tại Kế hoạch số 12/KH-UBND", "", "Nhiệm vụ chuyển tiếp")


@dataclass(frozen=True)
class Place:
    """A cell that begins in its row; it may cover rows below and columns beside."""

    text: str
    rows: int = 1
    cols: int = 1
    bold: bool = False


Row = tuple[Place, ...]
Texts = dict[str, str]


@dataclass(frozen=True)
class Made:
    """A table as laid out: rows with the cells that begin in them, the first `heads` of them the header."""

    rows: tuple[Row, ...]
    heads: int
    widths: tuple[float, ...]
    above: str = ""


@dataclass(frozen=True)
class Document:
    """A decision with its tables in an annex."""

    shape: Shape
    issuer: str
    number: str
    day: dt.date
    tables: tuple[Made, ...]
    truth: Truth


@cache
def pool(decision: str) -> tuple[tuple[dict[str, Any], Task], ...]:
    """The annotated tasks as written and as compared."""
    file = GOLD / decision / "truth.json"
    rows = json.loads(file.read_text(encoding="utf-8"))["tasks"]
    return tuple(zip(rows, read_truth(file).facts.tasks, strict=True))


def document(shape: Shape, seed: int) -> Document:
    """The document of a shape, the same each time."""
    chance = random.Random(seed)  # noqa: S311 - a seeded draw of words
    data = json.loads((GOLD / shape.decision / "truth.json").read_text(encoding="utf-8"))
    head = data["head"] or {}
    chosen = pool(shape.decision)[shape.first : shape.first + shape.count]
    cells, truth = _rows(shape, chosen, seed)
    heads = {role: chance.choice(HEADERS[role]) for role in shape.columns}
    parts = _parted(cells, shape.tables)
    tables = tuple(
        _table(shape, heads, part, f"Bảng {at}. Nhiệm vụ nhóm {at}" if len(parts) > 1 else "")
        for at, part in enumerate(parts, start=1)
    )
    day = dt.date.fromisoformat(head.get("issued_date") or "2025-01-08")
    issuer = head.get("issuer") or "Chính phủ"
    return Document(shape, issuer, head.get("number") or "3/NQ-CP", day, tables, _truth(shape, truth))


def _truth(shape: Shape, tasks: tuple[Task, ...]) -> Truth:
    """The annotation of the rows laid out, with what else is right and what is unsure in them."""
    whole = read_truth(GOLD / shape.decision / "truth.json")

    def own(spot: Spot) -> Spot | None:
        table, row, name = spot
        at = row - shape.first
        outside = table != "tasks" or not 0 <= at < shape.count or (shape.due and name == "deadlines")
        return None if outside else (table, at, name)

    return Truth(
        decision=shape.name, file=shape.name, sha256="", renderings=(), facts=Facts(Head(), tasks), slips=whole.slips,
        unsure=frozenset(found for spot in whole.unsure if (found := own(spot))),
        also_due={found: some for spot, some in whole.also_due.items() if (found := own(spot))},
        also_names={found: some for spot, some in whole.also_names.items() if (found := own(spot))},
        annexes=dict.fromkeys(("head", "responsibilities", "indicators"), frozenset()),
    )  # fmt: skip


def _rows(
    shape: Shape, chosen: Sequence[tuple[dict[str, Any], Task]], seed: int
) -> tuple[list[Texts], tuple[Task, ...]]:
    """The rows as written and as compared, labelled as the shape asks for."""
    cells: list[Texts] = []
    truth: list[Task] = []
    groups: list[tuple[str, str]] = []
    for at, (row, task) in enumerate(chosen):
        title = row["group_title"] if shape.groups != "none" else None
        if title and (title, row["group_label"]) not in groups:
            groups.append((title, row["group_label"]))
        group = (str(len(groups)) if shape.nested else row["group_label"] or "") if title else ""
        inside = sum(one.group_label == group for one in truth) + 1
        own = f"{group}.{inside}" if shape.nested else row["label"]
        label = own if title else str(at + 1)
        text, due = DUE[(at + seed) % len(DUE)] if shape.due else (row["deadline_text"] or "", None)
        cells.append(_written(row, at + seed) | {"group": group, "label": label, "deadline": text})
        placed = replace(task, parent=None, label=label, group_label=group, annex="Phụ lục")
        truth.append(_shown(placed, due, shape.columns))
    return cells, tuple(truth)


def _written(row: dict[str, Any], turn: int) -> Texts:
    """The cells of an annotated task as written, with remarks and money in turn."""
    return {
        "group_title": row["group_title"] or "",
        "title": row["title"],
        "lead": row["leads_as_written"] or "; ".join(row["leads"] or ()),
        "coordinator": row["coordinators_as_written"] or "; ".join(row["coordinators"] or ()),
        "product": row["product"] or "",
        "note": NOTES[turn % len(NOTES)],
        "money": MONEY[turn % len(MONEY)],
        "approver": "Chính phủ",
    }


def _shown(task: Task, due: Due | None, columns: Sequence[str]) -> Task:
    """The task without what the table has no column for."""
    task = replace(task, deadlines=(due,)) if due else task
    task = task if "deadline" in columns else replace(task, deadlines=())
    task = task if "label" in columns else replace(task, label="", group_label="")
    task = task if "product" in columns else replace(task, product="")
    return task if "coordinator" in columns else replace(task, coordinators=(), coordinator_text="")


def _parted(cells: list[Texts], count: int) -> list[list[Texts]]:
    size = -(-len(cells) // count)
    return [cells[at : at + size] for at in range(0, len(cells), size)]


def _table(shape: Shape, heads: dict[str, str], cells: list[Texts], above: str) -> Made:
    head = tuple(_heads(shape, heads))
    body: list[Row] = []
    for _, group in groupby(cells, key=lambda row: (row["group"], row["group_title"])):
        rows = list(group)
        if rows[0]["group_title"] and shape.groups != "none":
            body.append(_group(shape, rows[0]["group"], rows[0]["group_title"]))
        body += _merged([tuple(row[role] for role in shape.columns) for row in rows], shape)
    return Made((*head, *body), len(head), tuple(SHARES[role] for role in shape.columns), above)


def _heads(shape: Shape, heads: dict[str, str]) -> Iterator[Row]:
    if shape.heads == "two":
        at = shape.columns.index("lead")
        tops = [Place(heads[role], 2, 1, bold=True) for role in shape.columns if role not in ("lead", "coordinator")]
        yield (*tops[:at], Place("Cơ quan thực hiện", 1, 2, bold=True), *tops[at:])
        yield (Place("Chủ trì", bold=True), Place("Phối hợp", bold=True))
        return
    yield tuple(Place(heads[role], bold=True) for role in shape.columns)
    if shape.heads == "numbers":
        yield tuple(Place(f"({at})") for at in range(1, len(shape.columns) + 1))


def _group(shape: Shape, label: str, title: str) -> Row:
    width = len(shape.columns)
    whole = f"{label}. {title}" if label and "label" in shape.columns else title
    match shape.groups:
        case "wide":
            return (Place(whole, cols=width, bold=True),)
        case "first":
            return (Place(whole, bold=True), *[Place("")] * (width - 1))
        case "open":
            return (Place(label, bold=True), Place(title, bold=True), *[Place("")] * (width - 2))
    if "label" not in shape.columns:
        return (Place(whole, cols=width, bold=True),)
    return (Place(label, bold=True), Place(title, cols=width - 1, bold=True))


def _merged(rows: list[tuple[str, ...]], shape: Shape) -> Iterator[Row]:
    cols = [at for at, role in enumerate(shape.columns) if role in shape.merged]
    for at, row in enumerate(rows):
        places: list[Place] = []
        for col, text in enumerate(row):
            if col in cols and at and rows[at - 1][col] == text:
                continue
            below = at + 1
            while col in cols and below < len(rows) and rows[below][col] == text:
                below += 1
            places.append(Place(text, below - at))
        yield tuple(places)
