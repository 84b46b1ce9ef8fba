"""What made a result: the program's version and a fingerprint of each stage's code and data.

A fingerprint needs no one to remember to raise a number: a changed rule file or model reads the files anew, from
the first stage that changed: pages are read by OCR once, whatever becomes of the rules for tasks.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from functools import cache
from importlib.metadata import version
from pathlib import Path

from ingest.weights import model_file

_ROOT = Path(__file__).parent.parent
_READING = ("errors", "datafile", "legacy", "syllable", "progress")  # what ingest uses of normalize; a test proves it
_ENCODINGS = "normalize/data/encodings.tsv"
_JUDGING = ("quality.py", "ngram.py", "readings.py", "stream.py", "data/language.npy", "data/lexicon.tsv")
"""What tells ingest how Vietnamese a text layer reads: a better channel or tagger repeats no OCR."""
_STAGES = {
    "ingest": (
        *("ingest", _ENCODINGS),
        *(f"normalize/{name}.py" for name in _READING),
        *(f"normalize/{name}" for name in _JUDGING),
    ),
    "normalize": ("normalize",),
    "extract": ("extract",),
    "rows": ("pipeline/run.py", "pipeline/rows.py", "pipeline/worker.py", "pipeline/result.py"),
}
_PUBLISHING = ("publish", "partition", "relate", "schema", "descriptor")
_KEPT = frozenset({".py", ".tsv", ".npz", ".npy", ".json", ".xcu"})
_TESSDATA = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata")
_LARGE = 1 << 20  # bytes
_PROGRAMS = ("tesseract", "soffice", "libreoffice")


def pipeline_version() -> str:
    """Version of the installed program."""
    return version("congbao")


@cache
def stage_versions() -> dict[str, str]:
    """Stage → first 12 hex digits of a hash over its code and data files."""
    return {stage: _fingerprint([_ROOT / part for part in parts]) for stage, parts in _STAGES.items()}


@cache
def publishing_version() -> str:
    """Hash over the code that makes tables of rows."""
    return _fingerprint([_ROOT / "pipeline" / f"{name}.py" for name in _PUBLISHING])


def made_by() -> dict[str, str]:
    """All that the rows of a file depend on beside its bytes: stages, program, and the programs that are called."""
    return {**stage_versions(), "pipeline": pipeline_version(), "programs": _programs()}


def pages_made(made: dict[str, str]) -> dict[str, str]:
    """What of `made_by` the pages of a file depend on."""
    return {name: made[name] for name in ("ingest", "programs")}


def mended_made(made: dict[str, str]) -> dict[str, str]:
    """What of `made_by` the repaired lines of a file depend on."""
    return {name: made[name] for name in ("ingest", "programs", "normalize")}


def name_of(sha256: str, suffix: str, made: dict[str, str]) -> str:
    """A file name for what `made` makes of these bytes under this ending."""
    text = json.dumps([sha256, suffix, made], sort_keys=True)
    return f"{sha256[:16]}-{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}.json.gz"


def _programs() -> str:
    """Size of Tesseract, its models, the recogniser's and LibreOffice's launcher: another engine reads otherwise."""
    found = [Path(path) for name in _PROGRAMS if (path := shutil.which(name))]
    folders = [os.environ.get("TESSDATA_PREFIX", ""), *_TESSDATA]
    models = (file for folder in folders if folder for file in sorted(Path(folder).rglob("*.traineddata")))
    recogniser = model_file()
    found += [recogniser] if recogniser else []
    sizes = [(file.name, file.stat().st_size) for file in (*found, *models)]
    return hashlib.blake2b(json.dumps(sizes).encode(), digest_size=6).hexdigest()


def _fingerprint(parts: list[Path]) -> str:
    digest = hashlib.sha256()  # for which processors have instructions
    files = (file for part in parts for file in (sorted(part.rglob("*")) if part.is_dir() else [part]))
    for file in files:
        if file.suffix in _KEPT:
            digest.update(file.name.encode() + b"\0" + _digest(file))
    return digest.hexdigest()[:12]


@cache
def _digest(file: Path) -> bytes:
    """Hash of a file's bytes; models are of several stages and are read once, piece by piece."""
    if file.stat().st_size < _LARGE:
        return hashlib.sha256(file.read_bytes()).digest()
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
