"""Tables laid out in many ways and read back: `python benchmarks/tables/variations.py`.

Rows of annotated decisions are laid out anew (`shapes.py`) and written as plain text, Word, web page, PDF and scan.
What is read is compared with the annotation; merged cells are left out of plain text, which cannot show them.
`--ways` and `--only` choose, `--faults` lists what is wrong, `--keep FOLDER` keeps the files.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gold.judge import judged
from gold.metrics import METRICS
from gold.records import Facts, Head, Rate, Told
from gold.score import counted, totalled
from pipeline.kit import load_kit
from pipeline.run import read_decision

from bench import rate_text, told_task, with_parents  # isort: skip
from laid_out import TEXTS, as_docx, as_html, printed, scanned  # isort: skip
from made import document  # isort: skip
from shapes import SHAPES  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from made import Document

    from pipeline.kit import Kit


def copies(way: str, documents: list[Document]) -> Iterator[tuple[str, bytes]]:
    """The documents as files of one way: ending and bytes."""
    if way in TEXTS:
        yield from ((".txt", TEXTS[way](one)) for one in documents)
    elif way == "docx":
        yield from ((".docx", as_docx(one)) for one in documents)
    elif way == "html":
        yield from ((".html", as_html(one).encode()) for one in documents)
    else:
        for at, pdf in enumerate(printed(documents)):
            yield ".pdf", (scanned(pdf, at) if way == "scan" else pdf)


def measure(path: Path, document: Document, kit: Kit) -> tuple[dict[str, Rate], list[str]]:
    """Rates of the tasks of one file, and what is wrong."""
    decision = read_decision(path, kit)
    found = [task for task in decision.facts.tasks if task.assignment.kind == "task"]
    tasks = with_parents(tuple(map(told_task, found)), decision.facts.tasks)
    verdicts = tuple(judged(document.truth, Told(path.name, path.name, Facts(Head(), tasks))))
    bad = [f"  {v.metric} {v}" for v in verdicts if v.metric.startswith("tasks.") and v.hit == METRICS[v.metric].bad]
    return totalled(counted(verdicts)), bad


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ways", nargs="*", default=[*TEXTS, "docx", "html", "pdf", "scan"])
    parser.add_argument("--only", default="")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    kit = load_kit()
    shapes = [(at, shape) for at, shape in enumerate(SHAPES) if chosen.only in shape.name]
    names = ("tasks.found", "tasks.invented", "tasks.fields")
    with tempfile.TemporaryDirectory() as folder:
        for way in chosen.ways:
            total: dict[str, Rate] = {}
            documents = [document(shape, at) for at, shape in shapes if way not in TEXTS or not shape.merged]
            for one, (suffix, content) in zip(documents, copies(way, documents), strict=True):
                path = (chosen.keep or Path(folder)) / f"{one.shape.name}.{way.replace(' ', '-')}{suffix}"
                path.write_bytes(content)
                rates, bad = measure(path, one, kit)
                total = {name: total.get(name, Rate()) + rates.get(name, Rate()) for name in names}
                missed = " ".join(rate_text(rates.get(name)) for name in names)
                if bad:
                    print(f"{way} {one.shape.name}: {missed}", *(bad if chosen.faults else ()), sep="\n", flush=True)
            print(way, "|", " | ".join(rate_text(total.get(name)) for name in names), flush=True)


if __name__ == "__main__":
    main()
