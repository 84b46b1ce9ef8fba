"""A batch that is killed again and again ends as if nobody had touched it; `benchmarks/crash` does it at length."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def benchmark(path: str) -> ModuleType:
    sys.path.insert(0, str(BENCHMARKS / "batch"))
    spec = importlib.util.spec_from_file_location(Path(path).stem, BENCHMARKS / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_five_kills_lose_nothing_and_leave_latest_whole(tmp_path: Path) -> None:
    found = benchmark("crash/crash.py").crash(tmp_path, files=100, kills=5)

    assert found["kills"] == 5
    assert found["looks_at_latest"] > 5
    wanted = {"finished_lost": 0, "finished_read_again": 0, "not_whole": 0, "processes_left": 0}
    assert {name: found[name] for name in wanted} == wanted, found["faults"]
    assert found["tables_as_undisturbed"] is True
