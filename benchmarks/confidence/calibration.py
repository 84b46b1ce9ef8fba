"""How right tasks are by their confidence: `python benchmarks/confidence/calibration.py SNAPSHOT [--gold DIR]`.

For each band of confidence: rows, the share of rows with every scored field right, and the mean confidence told. The
points of `extract/data/confidence.tsv` are set so that the two agree.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from gold import match
from gold.judge import DUTY_FIELDS, TASK_FIELDS
from gold.load import read_gold
from gold.score import belongs
from gold.snapshot import read_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gold.records import Told, Truth

BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)


def judged(truth: Truth, told: Told, rows: list[dict[str, Any]]) -> Iterator[tuple[float, str, bool]]:
    """(confidence, source_kind, whether every field is right) of each row told; a row that is none is wrong."""
    tables = (
        ("task", "tasks", told.facts.tasks, truth.facts.tasks, TASK_FIELDS, match.pair_tasks),
        ("responsibility", "responsibilities", told.facts.duties, truth.facts.duties, DUTY_FIELDS, match.pair_duties),
    )
    for kind, table, got, wanted, fields, pair in tables:
        own = [row for row in rows if row["kind"] == kind]
        partner = {j: i for i, j in pair(wanted, got)}
        for j, (row, task) in enumerate(zip(own, got, strict=True)):
            i = partner.get(j)
            right = i is not None and all(
                field.right(wanted[i], task, truth, (table, i, field.name))
                for field in fields
                if (table, i, field.name) not in truth.unsure and any(field.show(each) for each in wanted)
            )
            yield row["confidence"], row["source_kind"], right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--gold", type=Path, default=Path("gold/decisions"))
    given = parser.parse_args()
    truths = read_gold(given.gold)
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for part in sorted((given.snapshot / "tasks").rglob("*.parquet")):
        for row in pq.ParquetFile(part).read().to_pylist():
            by_document[row["doc_id"]].append(row)
    found: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for told in read_snapshot(given.snapshot, lambda file, sha: any(belongs(t, file, sha) for t in truths)):
        truth = next(t for t in truths if belongs(t, told.file, told.sha256))
        rows = sorted(by_document[told.sha256[:16]], key=lambda row: row["ordinal"])
        for confidence, _, right in judged(truth, told, rows):
            found[max(band for band in BANDS if band <= confidence)].append((confidence, right))
    print("from   rows  right  told")
    for band, rows in sorted(found.items()):
        right, told_share = sum(r for _, r in rows) / len(rows), sum(c for c, _ in rows) / len(rows)
        print(f"{band:.2f}  {len(rows):5}  {right:.3f}  {told_share:.3f}")


if __name__ == "__main__":
    main()
