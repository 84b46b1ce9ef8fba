"""Pages to measure with: digital pages printed and scanned again, their text as truth; page images with references."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pdfplumber
import pypdfium2
from PIL import Image

from gold.simulate.degrade import Grade, degrade
from gold.simulate.wrap import wrap
from ingest.frames import frames_of
from ingest.textlayer import layer_of
from normalize.training.measure import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REFERENCES = Path(__file__).parents[2] / "gold" / "pages"
_ROW = re.compile(r"^\| `(\w+)` \| `(\w+)` \| (\d+) \|", re.MULTILINE)

COPY = {"dpi": 200, "bits": 1, "skew_deg": 2.0, "blur": 0.0, "fade": 0.0, "noise": 0.0, "specks": 1.0}
"""Black and white at 200 dpi, a page lying up to two degrees askew, a speck a square inch."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to read.

    Attributes:
        name: of its file, and the page.
        kind: "text" or "table".
        truth: its tokens.
        pdf: the page as an image-only PDF.
        png: the same picture.
    """

    name: str
    kind: str
    truth: tuple[str, ...]
    pdf: Path
    png: Path


@dataclass(slots=True)
class Tally:
    """Tokens found whatever their order, of `known`; `false` are those that the truth does not have."""

    found: int = 0
    known: int = 0
    false: int = 0

    def add(self, truth: tuple[str, ...], seen: str) -> None:
        """Count one page."""
        meant, read = Counter(truth), Counter(plain(seen))
        hits = sum((meant & read).values())
        self.found += hits
        self.known += len(truth)
        self.false += sum(read.values()) - hits

    def __str__(self) -> str:
        known = max(self.known, 1)
        return f"{self.found / known:.2%} | {self.false / known:.2%} | {self.known:,}"


def plain(text: str) -> list[str]:
    """Tokens with all dashes alike and without bars, as the project's token accuracy has them."""
    return [token for token in (one.replace("–", "-").replace("—", "-").strip("|") for one in tokens(text)) if token]


def sheets(pdf: Path, folder: Path, every: int, dpi: int) -> Iterator[Sheet]:
    """Every so many-th page of a digital PDF, scanned at `dpi` into files in `folder`; the same dots each time."""
    grade = Grade(**{**COPY, "dpi": dpi})  # type: ignore[arg-type]
    document = pypdfium2.PdfDocument(pdf)
    with pdfplumber.open(pdf) as layers:
        for number in range(1, len(document) + 1, every):
            layer = layer_of(layers.pages[number - 1])
            drawn = np.array(document[number - 1].render(scale=dpi / 72, grayscale=True).to_pil())
            scanned = degrade(drawn, grade, number)
            path = folder / f"{pdf.stem[:12]}-{number:03d}-{dpi}"
            path.with_suffix(".pdf").write_bytes(wrap([scanned], dpi))
            Image.fromarray(scanned).convert("1").save(path.with_suffix(".png"), dpi=(dpi, dpi))
            kind = "table" if frames_of(layer.rulings) else "text"
            truth = tuple(plain("\n".join(word.text for word in layer.words)))
            yield Sheet(path.name, kind, truth, path.with_suffix(".pdf"), path.with_suffix(".png"))


def images(folders: Sequence[Path], into: Path, dpi: int) -> Iterator[Sheet]:
    """Pages whose text is kept in `gold/pages`, their PDFs found below `folders` by their bytes; files in `into`."""
    known = {hashlib.sha256(pdf.read_bytes()).hexdigest(): pdf for one in folders for pdf in sorted(one.rglob("*.pdf"))}
    for name, sha256, number in _ROW.findall((REFERENCES / "README.md").read_text(encoding="utf-8")):
        if sha256 in known:
            single = pypdfium2.PdfDocument.new()
            single.import_pages(pypdfium2.PdfDocument(known[sha256]), [int(number) - 1])
            path = into / name
            single.save(path.with_suffix(".pdf"))
            picture = single[0].render(scale=dpi / 72, grayscale=True).to_pil()
            picture.save(path.with_suffix(".png"), dpi=(dpi, dpi))
            truth = (REFERENCES / f"{name}.txt").read_text(encoding="utf-8")
            yield Sheet(name, "image", tuple(plain(truth)), path.with_suffix(".pdf"), path.with_suffix(".png"))
