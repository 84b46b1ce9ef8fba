"""Measure the tables: `python benchmarks/tables/bench.py --documents FOLDER`.

FOLDER holds the annotated decisions, found by their SHA-256: those with task tables are read as they are and as a
scan, every other one with a stamp over its tables; lists in Markdown and documents without a task table as they are.
Three samples are typeset from their annotation as ruled landscape tables and scanned; one is read as text whose
columns run together. Every rate is printed with its n; `--write-readme` puts the table into the README here.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

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
    from gold.records import Rate, Truth, Verdict
    from pipeline.kit import Kit
    from pipeline.run import Decision

GOLD = Path(__file__).parents[2] / "gold" / "decisions"
README = Path(__file__).parent / "README.md"
START, END = "<!-- table: written by bench.py -->", "<!-- end of table -->"
RAW = Path(__file__).parents[2] / "data" / "raw"
TABLES = {"97-nq-cp": (4, False), "844-qd-ttg": (5, True), "893-qd-ttg": (6, False), "982-qd-ttg": (7, True)}
"""Decisions with task tables: seed of the scan, whether it is stamped."""
LISTS = ("03-nq-cp-phu-luc-2", "03-nq-cp-phu-luc-2-sau-sap-nhap")
WITHOUT = ("2627-qd-bgddt", "7-ct-ubnd-quang-ngai", "03-nq-cp-phu-luc-1")  # without a task table
FLATTENED = "699-qd-btttt"
TYPESET = ("1678-qd-bkhcn", "chuong-trinh-hanh-dong", "699-qd-btttt")
HEAD = (
    "file | rows found | rows invented | fields right | table pages | table pages/s/core\n---|---:|---:|---:|---:|---:"
)
_CER = 0.05  # of a title's letters that may be wrong
_TIMES = 5  # times the tables of a document are read, to time it


@dataclass(frozen=True, slots=True)
class Result:
    """What was counted on one file.

    Attributes:
        pages: those with a table.
        seconds: of one core, for all of them.
        rows: tasks read from tables.
        more: further figures of a file whose columns run together.
    """

    name: str
    rates: dict[str, Rate]
    pages: int
    seconds: float
    faults: tuple[str, ...] = ()
    rows: int = 0
    more: str = ""

    def row(self) -> str:
        """The file's row of the README's table."""
        names = ("tasks.found", "tasks.invented", "tasks.fields")
        told = " | ".join(rate_text(self.rates.get(name)) for name in names)
        if not self.rates:
            told = f"none | {self.rows} rows | none"
        speed = f"{self.pages / self.seconds:,.0f}" if self.pages and self.seconds else "none"
        return f"{self.name} | {told} | {self.pages} | {speed}"


def rate_text(rate: Rate | None) -> str:
    return f"{rate.hits}/{rate.n} ({rate.hits / rate.n:.1%})" if rate and rate.n else "none"


def papers(folder: Path | None, truths: Sequence[Truth], only: str) -> Iterator[Paper]:
    """The files to read."""
    by_sha = {truth.sha256: truth.decision for truth in truths}
    found = sorted(path for path in folder.rglob("*") if path.suffix in (".pdf", ".md")) if folder else []
    for path in found:
        content = path.read_bytes()
        decision = by_sha.get(hashlib.sha256(content).hexdigest(), "")
        if only in path.name and decision in {*TABLES, *LISTS, *WITHOUT}:
            yield Paper(path.name, decision, content)
        if only in path.name and decision in TABLES:
            seed, stamps = TABLES[decision]
            name = f"{path.stem}.{'stamped' if stamps else 'scan'}.pdf"
            yield Paper(name, decision, scan(table_pages(content), seed, stamps=stamps), whole=False)
    if only in f"{FLATTENED}.txt":
        yield Paper(f"{FLATTENED}.txt", FLATTENED, (RAW / f"{FLATTENED}.txt").read_bytes())
    for number, decision in enumerate(TYPESET):
        if only in decision:
            yield from typeset_papers(GOLD, decision, 70 + number)


def measure(paper: Paper, truth: Truth, kit: Kit, folder: Path) -> Result:
    """Read one file and compare its tasks with the annotation, with the rows of its tables where it is not whole."""
    path = folder / paper.name
    path.write_bytes(paper.content)
    decision = read_decision(path, kit)
    tasks = tuple(told_task(task) for task in decision.facts.tasks if task.assignment.kind == "task")
    told = Told(paper.name, paper.name, Facts(Head(), with_parents(tasks, decision.facts.tasks)))
    pages, seconds = _speed(decision)
    rows = sum(
        task.assignment.source_kind != "prose" and task.assignment.table_no is not None for task in decision.facts.tasks
    )
    if paper.decision in WITHOUT:
        return Result(paper.name, {}, pages, seconds, rows=rows)
    verdicts = tuple(judged(truth if paper.whole else _tables_of(truth), told))
    faults = [f"{v.metric} {v}" for v in verdicts if v.metric.startswith("tasks.") and v.hit == METRICS[v.metric].bad]
    rates = totalled(counted(verdicts))
    more = flattened_figures(decision, truth, verdicts, rates) if paper.name == f"{FLATTENED}.txt" else ""
    return Result(paper.name, rates, pages, seconds, tuple(faults), rows, more)


def _tables_of(truth: Truth) -> Truth:
    """The annotation without tasks that the body of the decision tells."""
    return replace(truth, facts=replace(truth.facts, tasks=tuple(task for task in truth.facts.tasks if task.annex)))


def flattened_figures(decision: Decision, truth: Truth, verdicts: Sequence[Verdict], rates: dict[str, Rate]) -> str:
    """Rates of single fields, titles within 5 % CER, indicators found with every target."""
    fields = [
        f"{name} {rate_text(rates.get(f'tasks.{name}'))}" for name in ("deadlines", "leads", "coordinators", "product")
    ]
    titles = [v for v in verdicts if v.metric == "tasks.title"]
    near = sum(Levenshtein.distance(str(v.wanted), str(v.told)) <= _CER * len(str(v.wanted)) for v in titles)
    found = {(i.label, i.year, i.target_value, i.target_unit) for i in decision.parts.indicators}
    wanted = [{(i.label, t.year, t.value, t.unit) for t in i.targets} for i in truth.facts.indicators]
    figures = f"indicators with every target {sum(one <= found for one in wanted)}/{len(wanted)}"
    return "; ".join([*fields, f"titles within 5 % CER {near}/{len(titles)}", figures])


def _speed(decision: Decision) -> tuple[int, float]:
    """Pages with a table, and the seconds of one core that their grids and stitching take once."""
    lines, rulings = lines_of(decision.pages), rulings_of([page.page for page in decision.pages])
    start = time.process_time()
    for _ in range(_TIMES):
        grids = find_grids(lines, rulings)
        stitch(grids, lines, [None] * len(lines))
    return len({grid.page_no for grid in grids}), (time.process_time() - start) / _TIMES


def told_task(task: Found) -> Task:
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


def with_parents(rows: tuple[Task, ...], found: Sequence[Found]) -> tuple[Task, ...]:
    """The rows with the position, among the tasks alone, of the row each stands below."""
    order = {task.ordinal - 1: at for at, task in enumerate(t for t in found if t.assignment.kind == "task")}
    above = [task.assignment.parent for task in found if task.assignment.kind == "task"]
    return tuple(
        replace(row, parent=None if up is None else order.get(up, -1)) for row, up in zip(rows, above, strict=True)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, help="folder with the annotated decisions")
    parser.add_argument("--only", default="", help="only files whose name holds this")
    parser.add_argument("--faults", action="store_true", help="list what is wrong")
    parser.add_argument("--write-readme", action="store_true")
    chosen = parser.parse_args()
    truths = read_gold(GOLD)
    by_name = {truth.decision: truth for truth in truths}
    kit, rows, more = load_kit(), [], []
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        for paper in papers(chosen.documents, truths, chosen.only):
            result = measure(paper, by_name[paper.decision], kit, Path(folder))
            rows.append(result.row())
            more += [f"`{result.name}`: {result.more}."] if result.more else []
            print(
                "\n".join([rows[-1], *filter(None, [result.more]), *(result.faults if chosen.faults else ())]),
                flush=True,
            )
    if chosen.write_readme:
        text = README.read_text(encoding="utf-8")
        table = "\n".join([START, "", HEAD, *rows, "", *more, "", END])
        README.write_text(text[: text.index(START)] + table + text[text.index(END) + len(END) :], encoding="utf-8")


if __name__ == "__main__":
    main()
