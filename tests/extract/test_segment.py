from __future__ import annotations

import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.segment import load_model, model_folder, segment
from extract.segment_features import features
from extract.segment_model import read_crf
from extract.wordtokens import token_spans
from normalize.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.segment_model import CrfModel


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Thiết lập cơ sở dữ liệu chuyên gia AI quốc gia",
            "Thiết_lập cơ_sở_dữ_liệu chuyên_gia AI quốc_gia",
        ),
        ("Sửa đổi Nghị định số 64/2007/NĐ-CP", "Sửa_đổi Nghị_định số 64/2007/NĐ-CP"),
        ("Phát triển KH&CN, 3,5%/năm", "Phát_triển KH&CN , 3,5% / năm"),
        ("", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert segment(text) == words


@pytest.mark.parametrize("text", ["hoà bình và hòa bình", "Uỷ ban", "a_b c", "Ðiện lực", "ﬁle"])
def test_no_letter_is_rewritten(text: str) -> None:
    assert segment(text).replace("_", " ").split() == text.replace("_", " ").split()


@given(st.text(max_size=40))
def test_the_text_is_there_without_blanks(text: str) -> None:
    bare = "".join(text.replace("_", "").split())
    assert "".join(segment(text).replace("_", "").split()) == bare


def test_nothing_heavy_is_imported() -> None:
    """A worker must not wait for the package that the model ships in."""
    code = "import sys; from extract.segment import segment; segment('cơ sở'); print('underthesea' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@cache
def reference() -> Any:
    """The tagger that the model was made for."""
    from underthesea_core import CRFTagger

    tagger = CRFTagger()
    tagger.load(str(model_folder() / "models.bin"))
    return tagger


def tags_alike(text: str) -> bool:
    """Whether a text has the tagger's labels, or others that are just as likely: a word over and over leaves a tie."""
    tokens = [text[start:end] for start, end in token_spans(text)]
    scorer, model = load_model()
    wanted = [tag == "I-W" for tag in reference().tag(features(tokens, scorer.dictionary))] if tokens else []
    scores = scorer(tokens)
    found = model.goes_on(scores)
    return found == wanted or path_score(model, scores, found) == pytest.approx(path_score(model, scores, wanted))


def path_score(model: CrfModel, scores: Sequence[float], path: Sequence[bool]) -> float:
    """The weights of a path through the labels."""
    steps = sum(model.steps[before][after] for before, after in pairwise(path))
    return steps + sum(score for score, goes_on in zip(scores, path, strict=True) if not goes_on)


def test_the_labels_are_those_of_the_tagger() -> None:
    raw = Path(__file__).parents[2] / "data" / "raw"
    lines = [
        line for name in ("chuong-trinh-hanh-dong", "du-thao-qd-ttg", "699-qd-btttt") for line in _lines(raw, name)
    ]
    assert len(lines) > 500
    assert [line for line in lines if not tags_alike(line)] == []


def _lines(folder: Path, name: str) -> list[str]:
    return (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@given(
    st.lists(
        st.sampled_from(["Ủy", "ban", "nhân", "dân", "tỉnh", "2", "30/6/2025", ",", "AI", "công", "số"]), max_size=8
    ).map(" ".join)
)
def test_short_texts_have_the_labels_of_the_tagger(text: str) -> None:
    assert tags_alike(text)


def test_another_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "models.bin").write_bytes(b"x" * 60)
    with pytest.raises(DataFileError, match="no CRF model"):
        read_crf(tmp_path / "models.bin")
