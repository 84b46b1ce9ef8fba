from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.segment import segment


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
