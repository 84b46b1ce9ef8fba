"""Word segmentation (tách từ) of titles: "Thiết_lập cơ_sở_dữ_liệu", as people who train Vietnamese models expect it.

The words are those of the CRF model that ships with underthesea (VLSP 2013). Its own tokenizer and normalizer are
passed by, because they rewrite the text without a word; here the text comes back as it was, or not at all.
"""

from __future__ import annotations

import importlib.util
import pickle
from functools import lru_cache
from pathlib import Path
from typing import Any

from extract.segment_features import Scorer
from extract.segment_model import CrfModel, read_crf
from extract.wordtokens import token_spans
from normalize.errors import DataFileError

_MODEL = Path("pipeline") / "word_tokenize" / "models" / "ws_crf_vlsp2013_20230727"


@lru_cache(maxsize=4096)
def segment(text: str) -> str:
    """The text with the syllables of a word joined by `_` and words parted by one space, marks as words of their own.

    Without its spaces and underscores it is the text without them; a text that holds an underscore comes back as it is.

    Raises:
        DataFileError: the model that ships with underthesea is not installed.
    """
    spans = token_spans(text)
    if not spans or "_" in text:
        return text
    tokens = [text[start:end] for start, end in spans]
    scorer, model = load_model()
    words: list[str] = []
    for token, goes_on in zip(tokens, model.goes_on(scorer(tokens)), strict=True):
        if goes_on and words and token[-1:].isalpha() and words[-1][-1:].isalpha():
            words[-1] += f"_{token}"
        else:
            words.append(token)
    return " ".join(words)


@lru_cache(maxsize=1)
def load_model() -> tuple[Scorer, CrfModel]:
    """The model that ships with underthesea; the heavy package around it is not imported.

    Raises:
        DataFileError: it is not installed, or in another format.
    """
    folder = model_folder()
    model = read_crf(folder / "models.bin")
    return Scorer(model.begins, _words(folder / "dictionary.bin")), model


class _Plain(pickle.Unpickler):
    """Reads sets, lists and strings, and nothing that would have to be imported or called."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse."""
        raise pickle.UnpicklingError(f"holds {module}.{name}")


def _words(path: Path) -> set[str]:
    """The dictionary, which is a pickled set: the library that wrote it takes half a second to be there and read it."""
    try:
        with path.open("rb") as file:
            words: set[str] = _Plain(file).load()
    except pickle.UnpicklingError as error:
        raise DataFileError(f"{path.name} is no set of words ({error})", "install underthesea as pinned") from error
    return words


def model_folder() -> Path:
    """Where the model's files lie.

    Raises:
        DataFileError: the model is not installed.
    """
    found = importlib.util.find_spec("underthesea")
    places = found.submodule_search_locations if found else None
    folder = Path(places[0]) / _MODEL if places else None
    if folder is None or not folder.is_dir():
        raise DataFileError("the word segmentation model of underthesea is missing", "run make run, which installs it")
    return folder
