"""`manifest.json` (what was written) and `datapackage.json` (what it means), made from the schema.

The package descriptor follows the Frictionless Data Package specification, v1.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.schema import SCHEMA_VERSION, TABLES, TableSpec
from pipeline.versions import pipeline_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.partition import FileEntry
    from pipeline.rows import Row

_FRICTIONLESS = {
    pa.string(): "string",
    pa.int32(): "integer",
    pa.float32(): "number",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "datetime",
    pa.list_(pa.string()): "array",
}


def manifest(name: str, entries: Sequence[FileEntry], facts: dict[str, Any], run: Row) -> dict[str, Any]:
    """Files with hash and row count, versions, the run that made the snapshot, and `facts` for the next one."""
    return {
        "snapshot": name,
        "schema_version": SCHEMA_VERSION,
        "pipeline_version": pipeline_version(),
        **facts,
        "run": run,
        "files": [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.path)],
    }


def datapackage(entries: Sequence[FileEntry]) -> dict[str, Any]:
    """Frictionless descriptor of all tables."""
    return {
        "name": "congbao",
        "title": "Tasks of Vietnamese government decisions",
        "version": pipeline_version(),
        "resources": [_resource(spec, entries) for spec in TABLES],
    }


def _resource(spec: TableSpec, entries: Sequence[FileEntry]) -> dict[str, Any]:
    return {
        "name": spec.name,
        "description": spec.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "path": sorted(e.path for e in entries if e.path.split("/")[0] == spec.name),
        "schema": {
            "fields": [field(column.name, column.type, column.description, column.nullable) for column in spec.columns],
            "primaryKey": list(spec.key),
            "foreignKeys": [
                {
                    "fields": [own],
                    "reference": {"resource": "" if table == spec.name else table, "fields": [target]},
                }
                for own, (table, target) in spec.links
            ],
        },
    }


def field(name: str, kind: pa.DataType, description: str, nullable: bool) -> dict[str, Any]:
    """One column as a Frictionless field."""
    made: dict[str, Any] = {"name": name, "type": _FRICTIONLESS[kind], "description": description}
    return made if nullable else {**made, "constraints": {"required": True}}
