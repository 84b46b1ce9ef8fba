"""Where the model that reads handwriting lies. Imports no library, so that asking is cheap."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

ENGINE = "PP-OCRv6"
INSTALL = "pip install rapidocr onnxruntime"


def model_file() -> Path | None:
    """The recogniser's model, None where it or what runs it is not installed."""
    found = find_spec("rapidocr") if find_spec("onnxruntime") else None
    folders = [Path(place) for place in found.submodule_search_locations or ()] if found else []
    return next((file for folder in folders for file in sorted(folder.glob("models/*_rec_*.onnx"))), None)
