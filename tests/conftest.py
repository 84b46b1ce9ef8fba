"""The sample decisions, read and published once for all tests that look at the result."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.batch import Report, Settings, collect, run_batch

# No example is timed, because machines are noisy; CI tries the same examples each time.
settings.register_profile("steady", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("steady")

RAW = Path(__file__).parent.parent / "data" / "raw"


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The folder and report of a run over `data/raw`, the scan included, as `make run` does it."""
    out = tmp_path_factory.mktemp("samples") / "parquet"
    return out, run_batch(collect([RAW]), out, Settings(jobs=2))
