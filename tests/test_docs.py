"""What the README shows runs, and what can be run stands in the README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gold.commands import score
from pipeline.batch import Settings, collect, run_batch
from pipeline.cli import app
from pipeline.schema import TABLES

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme() -> None:
    whole = typer.Typer()
    whole.registered_commands = [*app.registered_commands]
    whole.command("score")(score)
    names = [command.name or command.callback.__name__ for command in whole.registered_commands if command.callback]

    assert all(f"congbao {name}" in README for name in names)


def test_every_table_is_in_the_readme() -> None:
    assert all(f"`{spec.name}`" in README for spec in TABLES)


def test_paths_in_the_architecture_exist() -> None:
    paths = re.findall(r"`((?:normalize|ingest|extract|pipeline|gold|tests)/[\w./*-]+)`", ARCHITECTURE)

    assert len(paths) > 20
    assert [path for path in paths if "*" not in path and not (ROOT / path).exists()] == []


def test_the_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "data" / "parquet"
    run_batch(collect([ROOT / "data" / "raw"], "chuong-*"), out, Settings())
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)

    assert len(examples) == 3
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})  # noqa: S102  # our own text, run as a reader would
