"""Word segmentation (tách từ) of titles: "Thiết_lập cơ_sở_dữ_liệu", as people who train Vietnamese models expect it.

The words are those of the CRF model that ships with underthesea (VLSP 2013). Its own tokenizer and normalizer are
passed by, because they rewrite the text without a word; here the text comes back as it was, or not at all.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.segment_features import Featurizer
from extract.wordtokens import token_spans
from normalize.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MODEL = Path("pipeline") / "word_tokenize" / "models" / "ws_crf_vlsp2013_20230727"
_INSIDE = "I-W"


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
    words: list[str] = []
    tokens = [text[start:end] for start, end in spans]
    for token, tag in zip(tokens, _tags(tokens), strict=True):
        if tag == _INSIDE and words and _is_syllable(token) and _is_syllable(words[-1]):
            words[-1] += f"_{token}"
        else:
            words.append(token)
    return " ".join(words)


def _is_syllable(token: str) -> bool:
    return token[-1:].isalpha()


def _tags(tokens: Sequence[str]) -> Sequence[str]:
    featurizer, tagger = _model()
    tags: Sequence[str] = tagger.tag(featurizer(tokens))
    return tags


@lru_cache(maxsize=1)
def _model() -> tuple[Featurizer, Any]:
    """Featurizer and tagger; the heavy package around them is not imported."""
    import joblib
    from underthesea_core import CRFTagger

    found = importlib.util.find_spec("underthesea")
    places = found.submodule_search_locations if found else None
    folder = Path(places[0]) / _MODEL if places else None
    if folder is None or not folder.is_dir():
        raise DataFileError("the word segmentation model of underthesea is missing", "run make run, which installs it")
    tagger = CRFTagger()
    tagger.load(str(folder / "models.bin"))
    return Featurizer(joblib.load(folder / "dictionary.bin")), tagger
