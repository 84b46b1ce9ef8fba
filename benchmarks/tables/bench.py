"""Measure the tables: `python benchmarks/tables/bench.py --documents FOLDER`.

FOLDER holds the annotated decisions as PDFs, found by their SHA-256; each is read as it is and as a scan, every
other one with a stamp over its tables. Three samples are typeset from their annotation as ruled landscape tables
and scanned. Every rate is printed with its n; `--write-readme` puts the table into the README beside this file.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.parse import find_grids
from extract.tables import stitch
from gold.judge import judged
from gold.load import read_gold, rule_key
from gold.metrics import METRICS
from gold.records import Due, Facts, Head, Task, Told, Unit
from gold.score import counted, totalled
from pipeline.kit import load_kit
from pipeline.run import lines_of, read_decision, rulings_of

from papers import Paper, scan, table_pages, typeset_papers  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.records import Task as Found
    from gold.records import Rate, Truth
    from pipeline.kit import Kit
    from pipeline.run import Decision

GOLD = Path(__file__).parents[2] / "gold" / "decisions"
README = Path(__file__).parent / "README.md"
START, END = "<!-- table: written by bench.py -->", "<!-- end of table -->"
TYPESET = ("1678-qd-bkhcn", "chuong-trinh-hanh-dong", "699-qd-btttt")
HEAD = (
    "file | rows found | rows invented | fields right | table pages | table pages/s/core\n---|---:|---:|---:|---:|---:"
)
_TIMES = 5  # times the tables of a document are read, to time it


@dataclass(frozen=True, slots=True)
class Result:
    """What was counted on one file; `pages` are those with a table, `seconds` of one core all of them took."""

    name: str
    rates: dict[str, Rate]
    pages: int
    seconds: float
    faults: tuple[str, ...] = ()

    def row(self) -> str:
        """The file's row of the README's table."""
        names = ("tasks.found", "tasks.invented", "tasks.fields")
        told = " | ".join(_rate(self.rates.get(name)) for name in names)
        speed = f"{self.pages / self.seconds:,.0f}" if self.seconds else "none"
        return f"{self.name} | {told} | {self.pages} | {speed}"


def _rate(rate: Rate | None) -> str:
    return f"{rate.hits}/{rate.n} ({rate.hits / rate.n:.1%})" if rate and rate.n else "none"


def papers(folder: Path | None, truths: Sequence[Truth], only: str) -> Iterator[Paper]:
    """The files to read."""
    by_sha = {truth.sha256: truth.decision for truth in truths}
    found = sorted(folder.rglob("*.pdf")) if folder else []
    known = [(path, by_sha.get(hashlib.sha256(path.read_bytes()).hexdigest())) for path in found]
    for number, (path, decision) in enumerate(pair for pair in known if pair[1]):
        if decision and only in path.name:
            content = path.read_bytes()
            yield Paper(path.name, decision, content)
            stamps = number % 2 == 0
            name = f"{path.stem}.{'stamped' if stamps else 'scan'}.pdf"
            yield Paper(name, decision, scan(table_pages(content), number + 1, stamps=stamps))
    for number, decision in enumerate(TYPESET):
        if only in decision:
            yield from typeset_papers(GOLD, decision, 70 + number)


def measure(paper: Paper, truth: Truth, kit: Kit, folder: Path) -> Result:
    """Read one file and compare its tasks with the annotation."""
    path = folder / paper.name
    path.write_bytes(paper.content)
    decision = read_decision(path, kit)
    tasks = tuple(_told(task) for task in decision.facts.tasks if task.assignment.kind == "task")
    told = Told(paper.name, paper.name, Facts(Head(), _with_parents(tasks, decision.facts.tasks)))
    pages, seconds = _speed(decision)
    verdicts = tuple(judged(truth, told))
    faults = [f"{v.metric} {v}" for v in verdicts if v.metric.startswith("tasks.") and v.hit == METRICS[v.metric].bad]
    return Result(paper.name, totalled(counted(verdicts)), pages, seconds, tuple(faults))


def _speed(decision: Decision) -> tuple[int, float]:
    """Pages with a table, and the seconds of one core that their grids and stitching take once."""
    lines, rulings = lines_of(decision.pages), rulings_of([page.page for page in decision.pages])
    start = time.process_time()
    for _ in range(_TIMES):
        grids = find_grids(lines, rulings)
        stitch(grids, lines, [None] * len(lines))
    return len({grid.page_no for grid in grids}), (time.process_time() - start) / _TIMES


def _told(task: Found) -> Task:
    row = task.assignment

    def units(role: str) -> tuple[Unit, ...]:
        named = [unit.mention for unit in task.units if unit.role == role]
        return tuple(Unit(m.name, m.text, m.unit_id is not None) for m in named)

    return Task(
        label=row.label,
        title=row.title,
        annex=row.annex or "",
        group_label=row.group_label or "",
        leads=units("lead"),
        lead_text=row.lead_text or "",
        coordinators=units("coordinator"),
        coordinator_text=row.coordinator_text or "",
        product=row.product or "",
        deadlines=tuple(Due(d.kind, d.due_date, rule_key(d.rrule)) for d in task.deadlines if d.kind != "none"),
    )


def _with_parents(rows: tuple[Task, ...], found: Sequence[Found]) -> tuple[Task, ...]:
    """The rows with the position, among the tasks alone, of the row each stands below."""
    order = {task.ordinal - 1: at for at, task in enumerate(t for t in found if t.assignment.kind == "task")}
    above = [task.assignment.parent for task in found if task.assignment.kind == "task"]
    return tuple(
        replace(row, parent=None if up is None else order.get(up, -1)) for row, up in zip(rows, above, strict=True)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, help="folder with the annotated decisions as PDFs")
    parser.add_argument("--only", default="", help="only files whose name holds this")
    parser.add_argument("--faults", action="store_true", help="list what is wrong")
    parser.add_argument("--write-readme", action="store_true")
    chosen = parser.parse_args()
    truths = read_gold(GOLD)
    by_name = {truth.decision: truth for truth in truths}
    kit, rows = load_kit(), []
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        for paper in papers(chosen.documents, truths, chosen.only):
            result = measure(paper, by_name[paper.decision], kit, Path(folder))
            rows.append(result.row())
            print("\n".join([rows[-1], *(result.faults if chosen.faults else ())]), flush=True)
    if chosen.write_readme:
        text = README.read_text(encoding="utf-8")
        table = "\n".join([START, "", HEAD, *rows, "", END])
        README.write_text(text[: text.index(START)] + table + text[text.index(END) + len(END) :], encoding="utf-8")


if __name__ == "__main__":
    main()
