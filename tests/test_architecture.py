"""The packages stand in one order and import only downwards; every record is frozen."""

from __future__ import annotations

import ast
import dataclasses
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ("normalize", "ingest", "extract", "pipeline", "gold")
MODULES = [path for package in ORDER for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Top-level names that a module imports, wherever the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    own = ORDER.index(path.relative_to(ROOT).parts[0])

    assert imported(path) & set(ORDER[own + 1 :]) == set()


@pytest.mark.parametrize("name", ["normalize.records", "ingest.records", "extract.records", "gold.records"])
def test_records_are_frozen(name: str) -> None:
    module = importlib.import_module(name)
    records = [value for value in vars(module).values() if dataclasses.is_dataclass(value)]

    assert records
    assert all(record.__dataclass_params__.frozen for record in records)  # type: ignore[union-attr]


def test_importing_the_story_loads_no_model() -> None:
    kit = importlib.import_module("pipeline.kit")

    assert kit.load_kit.cache_info().currsize <= 1  # cached on first use, never at import
    assert "load_kit()" not in (ROOT / "pipeline/run.py").read_text(encoding="utf-8")
