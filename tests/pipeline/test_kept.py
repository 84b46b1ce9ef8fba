"""What a stage made is kept for the next run, as long as neither the file nor the stages up to it change."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ingest.read import read_source
from ingest.records import Box, Page, Ruling, SeenLine, Source
from normalize.records import Edit, Repaired
from pipeline import batch
from pipeline.batch import Settings, collect, run_batch
from pipeline.kept import KeptStages
from pipeline.limits import Limits
from pipeline.run import MendedPage
from pipeline.shelf import FolderShelf
from pipeline.versions import _READING, made_by, mended_made, name_of, pages_made

ROOT = Path(__file__).parents[2]
SOURCE = Source(
    "ab" * 32,
    "application/pdf",
    (
        Page(
            number=1,
            source="ocr",
            source_reason="no text layer",
            lines=(SeenLine("Sb: 1412 /QD-BKHCN", Box(1.1, 2.25, 1 / 3, 4e-7), 0.5), SeenLine("")),
            rulings=(Ruling(0, 1, 2, 3),),
            width=595.2,
            skew_deg=-0.1,
        ),
    ),
)
LINES = (
    Repaired("Sb: 1412 /QD-BKHCN", "Số: 1412 /QD-BKHCN", (Edit(0, 2, "Sb", "Số", "channel", 3.5, 0.99, ("Sổ",)),)),
    Repaired("", ""),
)


def kept(tmp_path: Path, **made: str) -> KeptStages:
    return KeptStages(FolderShelf(tmp_path), SOURCE.sha256, ".pdf", {**made_by(), **made})


def never() -> Source:
    raise AssertionError


def test_what_is_kept_comes_back_the_same(tmp_path: Path) -> None:
    pages = (MendedPage(SOURCE.pages[0], LINES, 0.1, 0.9),)
    first, second = kept(tmp_path), kept(tmp_path)
    first.source(lambda: SOURCE)
    first.mended(SOURCE, lambda: pages)

    assert second.source(never) == SOURCE
    assert second.mended(SOURCE, never) == pages  # type: ignore[arg-type]  # is not called


@pytest.mark.parametrize(
    ("changed", "pages_kept", "lines_kept"),
    [("extract", True, True), ("normalize", True, False), ("ingest", False, False), ("programs", False, False)],
)
def test_a_stage_is_done_again_from_the_first_that_changed(changed: str, pages_kept: bool, lines_kept: bool) -> None:
    now, then = {**made_by(), changed: "other"}, made_by()

    same = [name_of("0", "", part(now)) == name_of("0", "", part(then)) for part in (pages_made, mended_made)]
    assert same == [pages_kept, lines_kept]


def test_damaged_kept_pages_are_read_anew(tmp_path: Path) -> None:
    kept(tmp_path).source(lambda: SOURCE)
    for file in (tmp_path / "pages").iterdir():
        file.write_bytes(file.read_bytes()[:40])

    assert kept(tmp_path).source(lambda: SOURCE) == SOURCE


def test_plain_text_is_not_kept(tmp_path: Path, inbox: Path) -> None:
    source = read_source(inbox / "qd-1.txt")
    kept(tmp_path).source(lambda: source)

    assert not (tmp_path / "pages").exists()


def test_a_change_in_the_extractor_does_not_repeat_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.pdf"
    _first_page(page)
    out, settings = tmp_path / "out", Settings(limits=Limits(recycle=1))
    first = run_batch(collect([page]), out, settings)
    before = {file.parent.parent.name: file.read_bytes() for file in out.glob("latest/*/*/*.parquet")}
    changed = {**made_by(), "extract": "other"}
    monkeypatch.setattr(batch, "made_by", lambda: changed)
    monkeypatch.setenv("PATH", "/nonexistent")  # without Tesseract, reading it again would fail
    second = run_batch(collect([page]), out, settings)
    after = {file.parent.parent.name: file.read_bytes() for file in out.glob("latest/*/*/*.parquet")}

    assert (first.fresh, second.fresh, second.count("failed")) == (1, 1, 0)
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == ["runs"]


def _first_page(target: Path) -> None:
    import pypdfium2

    with (
        pypdfium2.PdfDocument(ROOT / "data/raw/1678-qd-bkhcn.scan.pdf") as whole,
        pypdfium2.PdfDocument.new() as one,
    ):
        one.import_pages(whole, [0])
        one.save(target)


def test_the_reading_stage_names_all_that_it_uses_of_normalize() -> None:
    todo = list((ROOT / "ingest").glob("*.py"))
    used: set[str] = set()
    while todo:
        for name in _normalize_modules(todo.pop()) - used:
            used.add(name)
            todo.append(ROOT / "normalize" / f"{name}.py")

    assert used == set(_READING)


def _normalize_modules(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {module.split(".")[1] for module in modules if module.startswith("normalize.")}
