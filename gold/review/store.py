"""A snapshot ready to be looked at: its rows in an SQLite file, found by document in a few milliseconds.

Parquet is made to be read whole. A page of the review asks for one document of ten thousand, so the rows are laid
out once a snapshot, in `DIR/.work/review/<snapshot>.sqlite`, or in a temporary folder where DIR cannot be written.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from gold.errors import SnapshotError
from gold.review.risk import DOUBT_SQL, QUEUE_SQL
from normalize.errors import located
from pipeline.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]
KEPT = (
    "documents", "pages", "edits", "sections", "table_cells", "tasks", "task_units", "task_deadlines",
    "issues", "reviews", "citations",
)  # fmt: skip
LAYOUT = 3
"""Raise it when what is kept changes."""


def snapshot_root(folder: Path) -> Path:
    """The snapshot that a folder is or holds as `latest`, links followed.

    Raises:
        SnapshotError: there is none.
    """
    with located(str(folder)):
        root = folder / "latest" if (folder / "latest").is_dir() else folder
        if not (root / "documents").is_dir():
            raise SnapshotError("holds no snapshot", "publish one with `congbao run PATH --out DIR`")
        return root.resolve()


class Store:
    """One snapshot as an SQLite file; each thread opens its own connection."""

    def __init__(self, file: Path, root: Path) -> None:
        self.file = file
        self.root = root

    @classmethod
    def open(cls, folder: Path, purpose: str = "") -> Store:
        """Lay a snapshot out, or take it as it was laid out before for the same purpose.

        Raises:
            SnapshotError: there is no snapshot, or a table cannot be read.
        """
        root = snapshot_root(folder)
        signature = hashlib.sha256(f"{LAYOUT} {root} {purpose}".encode() + _manifest(root)).hexdigest()[:16]
        for shelf in _shelves(root.parent):
            file = shelf / f"{root.name}-{signature}.sqlite"
            if file.exists():
                return cls(file, root)
            try:
                shelf.mkdir(parents=True, exist_ok=True)
                _build(root, file)
                _clear(shelf)
            except (OSError, sqlite3.OperationalError):
                continue
            return cls(file, root)
        raise SnapshotError("no folder to work in can be written", "give a folder that can be written")

    def connect(self) -> sqlite3.Connection:
        """A connection whose rows are dictionaries."""
        link = sqlite3.connect(self.file, timeout=10)
        link.row_factory = lambda cursor, row: dict(zip([c[0] for c in cursor.description], row, strict=True))
        return link

    def query(self, sql: str, arguments: Iterable[Any] = ()) -> list[Row]:
        """The rows of a query."""
        with closing(self.connect()) as link:
            return link.execute(sql, tuple(arguments)).fetchall()

    def document(self, doc_id: str) -> Row | None:
        """The row in `documents`, None if the snapshot does not hold it."""
        found = self.query("select * from documents where doc_id = ?", [doc_id])
        return found[0] if found else None

    def rows(self, table: str, doc_id: str, page_no: int | None = None) -> list[Row]:
        """The rows of a document, or of one of its pages, in the order of the table's key."""
        spec = next(spec for spec in TABLES if spec.name == table)
        own = "doc_id" if any(c.name == "doc_id" for c in spec.columns) else "substr(task_id, 1, 16)"
        where, arguments = f"{own} = ?", [doc_id]
        if page_no is not None:
            where, arguments = f"{where} and page_no = ?", [doc_id, page_no]  # type: ignore[list-item]
        lists = [c.name for c in spec.columns if pa.types.is_list(c.type)]
        found = self.query(f"select * from {table} where {where} order by {', '.join(_quoted(spec.key))}", arguments)  # noqa: S608
        return [{**row, **{name: json.loads(row[name] or "[]") for name in lists}} for row in found]


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _manifest(root: Path) -> bytes:
    file = root / "manifest.json"
    return file.read_bytes() if file.exists() else b""


def _clear(shelf: Path, kept: int = 4) -> None:
    """Drop what was laid out for snapshots of long ago."""
    files = sorted(shelf.glob("*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[kept:]:
        file.unlink(missing_ok=True)


def _shelves(out: Path) -> Iterable[Path]:
    if (out / ".work").is_dir():
        yield out / ".work" / "review"
    yield Path(tempfile.gettempdir()) / f"congbao-review-{os.getuid()}" / hashlib.sha256(bytes(out)).hexdigest()[:16]


def _build(root: Path, file: Path) -> None:
    """Write the file aside, whole or not at all."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    with closing(sqlite3.connect(aside)) as link:
        link.executescript("pragma journal_mode = off; pragma synchronous = off;")
        for spec in TABLES:
            if spec.name in KEPT:
                names = _quoted(column.name for column in spec.columns)
                link.execute(f"create table {spec.name} ({', '.join(names)})")
                for part in sorted((root / spec.name).rglob("*.parquet")):
                    _load(link, spec.name, [column.name for column in spec.columns], part)
                own = '"doc_id"' if '"doc_id"' in names else "substr(task_id, 1, 16)"
                link.execute(f"create index by_document_{spec.name} on {spec.name} ({own})")
        link.executescript(DOUBT_SQL)
        link.executescript(QUEUE_SQL)
        link.commit()
    aside.replace(file)


def _load(link: sqlite3.Connection, table: str, names: list[str], part: Path) -> None:
    with located(str(part)):
        try:
            columns = pq.ParquetFile(part).read(columns=names)
            values = [_values(columns[name]) for name in names]
        except (pa.ArrowException, OSError, KeyError) as error:
            remedy = "publish the snapshot again with this version"
            raise SnapshotError(f"cannot be read ({type(error).__name__})", remedy) from error
    holes = ", ".join("?" * len(names))
    link.executemany(f"insert into {table} values ({holes})", zip(*values, strict=True))  # noqa: S608  # names are ours


def _values(column: Any) -> list[Any]:
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        return [value.isoformat() if value is not None else None for value in column.to_pylist()]
    if pa.types.is_list(column.type):
        return [json.dumps(value, ensure_ascii=False) for value in column.to_pylist()]
    values: list[Any] = column.to_pylist()
    return values
