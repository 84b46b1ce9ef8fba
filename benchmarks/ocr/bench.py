"""Measure how pages are read, beside the programs people use now. Every rate is printed with its n.

    python benchmarks/ocr/bench.py quality PDF...      digital pages, scanned again at 200 dpi in black and white
    python benchmarks/ocr/bench.py references FOLDER   page images whose text is in gold/pages, found by their bytes
    python benchmarks/ocr/bench.py speed PDF...        300 dpi, two processes each, one after the other
    python benchmarks/ocr/bench.py sources FILE...     the source of each page, and why

Recall and false tokens are shares of the truth's tokens, whatever their order. `--every 3` takes every third page.
Peers are run where they are installed: tesseract (`tesseract PAGE.png - --dpi 300 -l vie`) and OCRmyPDF
(`ocrmypdf --force-ocr -l vie --jobs 2 --sidecar TEXT IN.pdf OUT.pdf`), both with OMP_THREAD_LIMIT=1, which is faster.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pages import Sheet, Tally, images, sheets

from ingest.read import read_source
from normalize.repair import Repairer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

JOBS = 2
QUALITY_DPI, PEER_DPI = 200, 300
PEER = ("--dpi", str(PEER_DPI), "-l", "vie")


@cache
def repairer() -> Repairer:
    return Repairer.load()


def ours(path: Path) -> tuple[list[str], float]:
    """Lines of a file as read, and the seconds of CPU that took."""
    start = cpu()
    source = read_source(path, repairer().judge)
    return [line.text for page in source.pages for line in page.lines], cpu() - start


def repaired(lines: Sequence[str]) -> str:
    return "\n".join(one.text for one in repairer().repair_lines(lines, range(len(lines))))


def bare(path: Path) -> str:
    """The page as plain Tesseract reads it."""
    return run(["tesseract", str(path), "-", *PEER])


def run(command: Sequence[str]) -> str:
    settings = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=settings)
    return done.stdout


def cpu() -> float:
    """Seconds of CPU of this process and the programs it has run."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def quality(chosen: Sequence[Sheet], *, peer: bool) -> None:
    """Print recall and false tokens by kind of page: as read, after repair, and bare Tesseract's."""
    tallies: dict[tuple[str, str], Tally] = {}
    with ProcessPoolExecutor(JOBS) as pool:
        read = [lines for lines, _ in pool.map(ours, [sheet.pdf for sheet in chosen])]
    with ThreadPoolExecutor(JOBS) as threads:
        plain = list(threads.map(bare, [sheet.png for sheet in chosen])) if peer else [""] * len(chosen)
    for sheet, lines, said in zip(chosen, read, plain, strict=True):
        texts = {"as read": "\n".join(lines), "repaired": repaired(lines)} | ({"bare tesseract": said} if peer else {})
        for what, text in texts.items():
            for kind in (sheet.kind, sheet.name) if sheet.kind == "image" else (sheet.kind,):
                tallies.setdefault((kind, what), Tally()).add(sheet.truth, text)
    print("pages | what | recall | false | n tokens\n---|---|---:|---:|---:")
    for (kind, what), tally in sorted(tallies.items()):
        print(f"{kind} | {what} | {tally}")


def speed(chosen: Sequence[Sheet], folder: Path, program: str) -> None:
    """Print seconds and recall of each program over the same pages."""
    print(f"{len(chosen)} pages of {PEER_DPI} dpi, {JOBS} processes")
    print("program | wall s | CPU s | recall | false | n tokens\n---|---:|---:|---:|---:|---:")
    with ThreadPoolExecutor(JOBS) as threads:
        timed("tesseract", chosen, lambda: list(threads.map(bare, [sheet.png for sheet in chosen])))
    with ProcessPoolExecutor(JOBS) as pool:
        list(pool.map(warm, range(2 * JOBS)))  # a worker of a batch has its models already
        used: list[float] = []

        def read() -> list[str]:
            done = list(pool.map(ours, [sheet.pdf for sheet in chosen]))
            used.extend(seconds for _, seconds in done)
            return ["\n".join(lines) for lines, _ in done]

        timed("congbao", chosen, read, used)
    if shutil.which(program):
        timed("ocrmypdf", chosen, lambda: [ocrmypdf(chosen, folder, program)], joined=True)
    else:
        print(f"ocrmypdf | left out: no {program} (pip install ocrmypdf, apt-get install ghostscript; --ocrmypdf PATH)")


def warm(_: int) -> None:
    repairer()
    time.sleep(0.2)  # long enough for each worker to get one


def ocrmypdf(chosen: Sequence[Sheet], folder: Path, program: str) -> str:
    """All pages as one PDF, read by OCRmyPDF."""
    import pypdfium2

    book = pypdfium2.PdfDocument.new()
    for sheet in chosen:
        book.import_pages(pypdfium2.PdfDocument(sheet.pdf))
    book.save(folder / "in.pdf")
    run([program, "--force-ocr", "-l", "vie", "--jobs", str(JOBS), "-q", "--sidecar", str(folder / "out.txt"),
         str(folder / "in.pdf"), str(folder / "out.pdf")])  # fmt: skip
    return (folder / "out.txt").read_text(encoding="utf-8")


def timed(
    name: str, chosen: Sequence[Sheet], read: Callable[[], list[str]], used: Sequence[float] = (), joined: bool = False
) -> None:
    start, before = time.monotonic(), cpu()
    texts = read()
    wall, spent = time.monotonic() - start, sum(used) or cpu() - before
    tally = Tally()
    if joined:
        tally.add(tuple(token for sheet in chosen for token in sheet.truth), texts[0])
    else:
        for sheet, text in zip(chosen, texts, strict=True):
            tally.add(sheet.truth, text)
    print(f"{name} | {wall:.1f} | {spent:.1f} | {tally}", flush=True)


def sources(paths: Sequence[Path]) -> None:
    """Print the source of every page and why it was chosen."""
    for path in paths:
        for page in read_source(path, repairer().judge).pages:
            print(f"{path.name} | {page.number} | {page.source} | {page.source_reason}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("quality", "references", "speed", "sources"))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every so many-th page")
    parser.add_argument("--no-peer", action="store_true", help="leave bare Tesseract out of `quality`")
    parser.add_argument("--ocrmypdf", default="ocrmypdf", metavar="PATH", help="where OCRmyPDF is, for `speed`")
    asked = parser.parse_args()
    if asked.task == "sources":
        sources(asked.paths)
        return
    with tempfile.TemporaryDirectory(prefix="congbao-ocr-") as name:
        folder = Path(name)
        dpi = QUALITY_DPI if asked.task == "quality" else PEER_DPI
        if asked.task == "references":
            chosen = list(images(asked.paths, folder, PEER_DPI))
        else:
            chosen = [sheet for path in asked.paths for sheet in sheets(path, folder, asked.every, dpi)]
        if asked.task == "speed":
            speed(chosen, folder, asked.ocrmypdf)
        else:
            quality(chosen, peer=not asked.no_peer)


if __name__ == "__main__":
    main()
