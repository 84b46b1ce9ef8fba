# ruff: noqa: S311 - draws need a seed, not secrecy
"""Pairs of lines from engines that do not know Vietnamese.

python -m gold.simulate.pairs --corpus DIR --pairs DIR --out DIR --engine fra --engine ocrad

Lines of the corpus are set on pages, spoilt like office scans, and read by what is installed of Tesseract's models of
other languages and of other engines; `ppocr` is the model of the package rapidocr. Every engine gives one file,
`fra.jsonl.xz`: JSON lines, `["seen", "meant"]`.
Texts that the given pairs keep for tuning and reporting stay out. The same seed draws the same pages.
"""

from __future__ import annotations

import argparse
import json
import lzma
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz import process
from rapidfuzz.distance import Indel

from gold.simulate.degrade import Grade, degrade
from gold.simulate.typeset import vietnamese_font
from ingest.recogniser import trace
from ingest.weights import INSTALL, model_file
from normalize.syllable import fold
from normalize.training import tagger_data
from normalize.training.tagger_stream import passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from normalize.training.tagger_data import Pair, Source

FAMILIES = (("LiberationSerif", 0.75), ("LiberationSans", 0.25))
STYLES = ("Regular", "Regular", "Bold", "Italic", "BoldItalic")
ENGINES = {
    "ocrad": ("ocrad", "--format=utf8", "-"),
    "gocr": ("gocr", "-f", "UTF8", "-"),
}
PPOCR = "ppocr"
INK = 128
PAGE_LINES = 40
LIKE = 0.35
"""Lines less alike than this, marks and case aside, are not a pair."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as a scanner gives it: (height, width) in grey, its dots per inch, and top and bottom of each line."""

    picture: NDArray[np.uint8]
    dpi: int
    places: Sequence[tuple[int, int]]


def draw(lines: Sequence[str], rng: Random) -> Sheet:
    """A page of the lines, one below the other."""
    dpi, points = rng.choice((200, 200, 250, 300)), rng.choice((11, 12, 13, 13, 14))
    family = rng.choices([name for name, _ in FAMILIES], [share for _, share in FAMILIES])[0]
    size = round(points * dpi / 72)
    font = ImageFont.truetype(_face(f"{family}-{rng.choice(STYLES)}.ttf"), size)
    step = round(size * rng.choice((1.35, 1.5, 1.7)))
    width = max(int(font.getlength(line)) for line in lines)
    picture = Image.new("L", (width + dpi, step * len(lines) + dpi), 255)
    pen = ImageDraw.Draw(picture)
    for at, line in enumerate(lines):
        pen.text((dpi / 2, dpi / 2 + at * step), line, font=font, fill=0)
    scan = degrade(np.array(picture), _grade(dpi, rng), rng.randrange(1 << 30))
    scale, tops = len(scan) / picture.height, [dpi / 2 + at * step for at in range(len(lines))]
    return Sheet(scan, dpi, [(int((top - size / 8) * scale), int((top + size * 1.22) * scale)) for top in tops])


@cache
def _face(name: str) -> str:
    """The path of a font; whether it has all letters is looked at once, not for each page."""
    return str(vietnamese_font(name))


def _grade(dpi: int, rng: Random) -> Grade:
    return Grade(
        dpi=dpi,
        bits=rng.choice((1, 1, 8)),
        skew_deg=rng.choice((0.1, 0.3, 0.6)),
        blur=rng.choice((0.3, 0.5, 0.7)),
        fade=rng.choice((0.05, 0.15, 0.3)),
        noise=rng.choice((3, 9, 14)),
        specks=rng.choice((0.05, 0.4, 1.0)),
    )


def read(sheet: Sheet, engine: str) -> list[str]:
    """The lines that an engine prints for a page; any other name than `ppocr` or of `ENGINES` is a model of Tesseract.

    Raises FileNotFoundError when it is not installed, CalledProcessError when it fails.
    """
    text = _by_lines(sheet) if engine == PPOCR else _by_pages(sheet, engine)
    return [" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines() if line.strip()]


def _by_pages(sheet: Sheet, engine: str) -> str:
    command = ENGINES.get(engine, ("tesseract", "-", "-", "-l", engine, "--psm", "6", "--dpi", str(sheet.dpi)))
    image = cv2.imencode(".pgm", sheet.picture)[1].tobytes()
    done = subprocess.run(command, input=image, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def _by_lines(sheet: Sheet) -> str:
    if model_file() is None:
        raise FileNotFoundError(INSTALL)
    traces = [trace(_inked(sheet.picture[max(top, 0) : bottom])) for top, bottom in sheet.places]
    return "\n".join(found.text for found in traces if found)


def _inked(strip: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A strip of paper without the empty margins to its left and right."""
    inked = np.flatnonzero(strip.min(axis=0, initial=255) < INK)
    return strip[:, max(inked[0] - 6, 0) : inked[-1] + 6] if len(inked) else strip[:, :0]


def pair(seen: Sequence[str], meant: Sequence[str]) -> list[Pair]:
    """Lines as read beside lines as set, in order; a line that was lost or torn has no partner."""
    folded = [[fold(line) for line in side] for side in (seen, meant)]
    alike = process.cdist(*folded, scorer=Indel.normalized_similarity)
    gain = np.where(alike > LIKE, alike, -1.0)
    best = np.zeros((len(seen) + 1, len(meant) + 1))
    for i in reversed(range(len(seen))):
        for j in reversed(range(len(meant))):
            best[i, j] = max(best[i + 1, j], best[i, j + 1], best[i + 1, j + 1] + gain[i, j])
    return [(seen[i], meant[j]) for i, j in _walk(gain, best)]


def _walk(gain: NDArray[np.float64], best: NDArray[np.float64]) -> list[tuple[int, int]]:
    i = j = 0
    steps = []
    while i < gain.shape[0] and j < gain.shape[1]:
        if best[i, j] == best[i + 1, j]:
            i += 1
        elif best[i, j] == best[i, j + 1]:
            j += 1
        else:
            steps.append((i, j))
            i, j = i + 1, j + 1
    return steps


def make(sources: Sequence[Source], engine: str, lines: int, seed: int) -> list[Pair]:
    """At least `lines` pairs of one engine, page after page."""
    rng = Random(f"{seed}-{engine}")
    pairs: list[Pair] = []
    while len(pairs) < lines:
        page: list[str] = []
        while len(page) < PAGE_LINES:
            page += [line for line in passage(sources, rng, tidy=False) if len(line) <= 100]
        page = [unicodedata.normalize("NFC", line) for line in page[:PAGE_LINES]]
        pairs += pair(read(draw(page, rng), engine), page)
    return pairs


def learnable(corpus: Path, pairs: Path) -> list[Source]:
    """The corpus without what the pairs keep for tuning and reporting."""
    splits = [tagger_data.split(tagger_data.read_pairs(path)) for path in sorted(pairs.glob("*.jsonl.xz"))]
    return tagger_data.sources_without(corpus, tagger_data.kept_apart(splits))


def main() -> None:
    """Write one file for each engine that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpus", "pairs", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--engine", action="append", required=True, help="ppocr, ocrad, gocr or a model of Tesseract: fra"
    )
    parser.add_argument("--lines", type=int, default=2000, help="lines of each engine")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sources = learnable(given.corpus, given.pairs)
    given.out.mkdir(parents=True, exist_ok=True)
    for engine in given.engine:
        pairs = make(sources, engine, given.lines, given.seed)
        with lzma.open(given.out / f"{engine}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in pairs)
        sys.stdout.write(f"{engine}: {len(pairs)} lines\n")


if __name__ == "__main__":
    main()
