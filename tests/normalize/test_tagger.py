"""The tagger reads any text, keeps its shape, and repairs what it is for."""

from __future__ import annotations

import json
import time
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize import tagger as module
from normalize.errors import DataFileError
from normalize.tagger import COPY, DIGIT, LOWER, MODEL, OTHER, UPPER, Tagger, unknown

if TYPE_CHECKING:
    from pathlib import Path

TAGGER = Tagger.load()
LINES = st.lists(st.text(max_size=60), max_size=4)
SURROGATES = st.text(st.characters(categories=["Cs", "Ll", "Mn", "Zs"]), max_size=20)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def test_loads_fast_and_small() -> None:
    start = time.process_time()
    tagger = Tagger.load()
    assert time.process_time() - start < 0.5
    assert MODEL.stat().st_size <= 8_000_000
    assert tagger.outputs[0] == COPY
    assert all(len(output) <= 3 for output in tagger.outputs)


def test_manifest_says_what_it_was_made_from() -> None:
    about = TAGGER.manifest
    assert {"version", "steps", "characters", "settings", "mix", "files", "pairs"} <= set(about)
    files = about["files"]
    assert isinstance(files, dict)
    assert all(len(digest) == 64 for digest in files.values())


@given(LINES, st.integers(1, 6))
@settings(deadline=None, max_examples=20)
def test_odds_have_a_row_a_character(lines: list[str], top: int) -> None:
    found = TAGGER.odds(lines, top)
    assert len(found) == len(lines)
    for line, odds in zip(lines, found, strict=True):
        assert odds.labels.shape == odds.logs.shape == (len(nfc(line)), top)
        assert odds.copy.shape == (len(nfc(line)),)
        assert (np.diff(odds.logs, axis=1) <= 0).all()
        assert (np.exp(odds.logs.astype(float)).sum(axis=1) <= 1.0001).all()
        assert all(len(set(row)) == top for row in odds.labels.tolist())


@given(LINES)
@settings(deadline=None, max_examples=25)
def test_greedy_keeps_lines_nfc_and_white_space_at_the_ends(lines: list[str]) -> None:
    found = TAGGER.greedy(lines)
    assert len(found) == len(lines)
    for line, text in zip(lines, found, strict=True):
        seen = nfc(line)
        assert text == nfc(text)
        if seen.strip():
            assert text.startswith(seen[: len(seen) - len(seen.lstrip())])
            assert text.endswith(seen[len(seen.rstrip()) :])
        else:
            assert text == seen


@given(st.lists(SURROGATES, max_size=3))
@settings(deadline=None, max_examples=15)
def test_never_raises_on_any_unicode(lines: list[str]) -> None:
    assert len(TAGGER.greedy(lines)) == len(TAGGER.odds(lines)) == len(lines)


def test_layout_characters_stay() -> None:
    line = "\tQuyết định\tsố 5\u00a0\t "
    found = TAGGER.greedy([line])[0]
    assert [char for char in found if char.isspace() and char != " "] == ["\t", "\t", "\u00a0", "\t"]


def test_no_lines() -> None:
    assert TAGGER.greedy([]) == TAGGER.odds([]) == []
    assert TAGGER.greedy(["", " "]) == ["", " "]


def test_greedy_is_the_first_choice() -> None:
    lines = ["chwong trinh phat trién tri tué nhén tao", "Can cir Luat"]
    for line, odds, text in zip(lines, TAGGER.odds(lines, 2), TAGGER.greedy(lines), strict=True):
        best = [TAGGER.choices(line, odds, at)[0][0] for at in range(len(line))]
        assert "".join(best) == text


def test_a_high_bar_changes_nothing() -> None:
    lines = ["chwong trinh phat trién", "Can cir Luat"]
    assert TAGGER.greedy(lines, least=1e9) == lines


def test_spans_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["chwong trinh phat trién tri tué nhén tao va chuyén ddi s6"] * 30
    whole = TAGGER.odds(lines)
    monkeypatch.setattr(module, "_SPAN", 64)
    for left, right in zip(whole, TAGGER.odds(lines), strict=True):
        assert (left.labels[:, 0] == right.labels[:, 0]).all()
        np.testing.assert_allclose(left.logs[:, 0], right.logs[:, 0], atol=1e-3)


def test_unknown_characters_have_a_class() -> None:
    assert [unknown(char) for char in "жЖ٣☃"] == [LOWER, UPPER, DIGIT, OTHER]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("chwong trinh phat trién tri tué nhén tao", "chương trình phát triển trí tuệ nhân tạo"),
        ("theo quy dinh cua phap luat", "theo quy định của pháp luật"),
        ("Can cit Luat T6 chitc chinh quyén dia phuong", "Căn cứ Luật Tổ chức chính quyền địa phương"),
        ("trach nhiém thi hanh Quyét dinh nay", "trách nhiệm thi hành Quyết định này"),
    ],
)
def test_found_garble_is_read(seen: str, meant: str) -> None:
    assert TAGGER.greedy([seen]) == [meant]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Căn cứ Nghị định số 55/2025/NĐ-CP ngày 02 tháng 3 năm 2025 của Chính phủ", "right text with numbers"),
        ("Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.", "right text"),
        ("The time limit for temporary seizure of goods", "English"),
        ("1.250.000.000 đồng", "money"),
    ],
)
def test_must_not_change(text: str, why: str) -> None:
    assert TAGGER.greedy([text]) == [text], why


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"nowhere\.npz"):
        Tagger.load(tmp_path / "nowhere.npz")


@pytest.mark.parametrize("spoil", ["", "{}", '{"shape": 3}', "not JSON"])
def test_a_broken_manifest_is_named(tmp_path: Path, spoil: str) -> None:
    (tmp_path / "tagger.npz").write_bytes(MODEL.read_bytes())
    (tmp_path / "tagger.json").write_text(spoil, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"tagger\.npz"):
        Tagger.load(tmp_path / "tagger.npz")


def test_a_foreign_manifest_is_refused(tmp_path: Path) -> None:
    manifest = json.loads(MODEL.with_suffix(".json").read_text(encoding="utf-8"))
    manifest["outputs"].pop()
    (tmp_path / "tagger.npz").write_bytes(MODEL.read_bytes())
    (tmp_path / "tagger.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DataFileError, match="another model"):
        Tagger.load(tmp_path / "tagger.npz")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "tagger.npz").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "tagger.json").write_bytes(MODEL.with_suffix(".json").read_bytes())
    with pytest.raises(DataFileError, match=r"tagger\.npz"):
        Tagger.load(tmp_path / "tagger.npz")
