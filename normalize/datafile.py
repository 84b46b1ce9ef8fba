"""Read the reviewed data files: tab-separated, one fact a row, checked on load.

A file starts with comment lines (`# …`: what it is, its source, its date), then a header row, then facts.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from normalize.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read_tsv(path: Path, columns: Sequence[str], key: str | None = None) -> list[dict[str, str]]:
    """Rows of a data file as dictionaries of NFC strings, in file order.

    Args:
        path: UTF-8 file; lines that start with `#` before the header are comments.
        columns: the header must be exactly these names.
        key: a column whose values must be present and unique.

    Raises:
        DataFileError: naming file and line, for a wrong header, a ragged row or a doubled key.
    """
    rows: list[dict[str, str]] = []
    seen: set[str] = set()
    header = False
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = unicodedata.normalize("NFC", raw)
        if not line.strip() or (not header and line.startswith("#")):
            continue
        cells = line.split("\t")
        if not header:
            if cells != list(columns):
                raise _broken(path, number, f"the header is {cells}, expected {list(columns)}")
            header = True
            continue
        if len(cells) != len(columns):
            raise _broken(path, number, f"{len(cells)} cells, the header has {len(columns)}")
        row = dict(zip(columns, cells, strict=True))
        if key is not None and (not row[key] or row[key] in seen):
            raise _broken(path, number, f"{key} {row[key]!r} is empty or stands twice")
        seen.add(row[key] if key else "")
        rows.append(row)
    return rows


def _broken(path: Path, number: int, problem: str) -> DataFileError:
    error = DataFileError(f"line {number}: {problem}", "correct the data file")
    error.file = str(path)
    return error
