# ruff: noqa: S311 - draws need a seed, not secrecy
import json
import lzma
from pathlib import Path
from random import Random

import numpy as np
import pytest

from gold.simulate import pairs
from normalize.syllable import fold

LINES = [
    "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số",
    "của ngành y tế giai đoạn 2026 - 2030 và định hướng đến năm 2035",
    "Căn cứ Luật Tổ chức Chính phủ; theo đề nghị của Vụ trưởng Vụ Pháp chế",
]


def test_the_same_seed_draws_the_same_page() -> None:
    first, second = (pairs.draw(LINES, Random(7)) for _ in range(2))
    assert first.dpi in (200, 250, 300)
    assert np.array_equal(first.picture, second.picture)
    assert all((first.picture[top:bottom] < pairs.INK).mean() > 0.005 for top, bottom in first.places)


def test_an_english_model_gives_a_partner_for_every_line() -> None:
    found = pairs.pair(pairs.read(pairs.draw(LINES, Random(7)), "eng"), LINES)
    assert [meant for _, meant in found] == LINES
    assert all(seen != meant for seen, meant in found)
    assert "ban hanh" in fold(found[0][0])


def test_an_engine_of_lines_reads_each_where_it_stands() -> None:
    seen = pairs.read(pairs.draw(LINES, Random(7)), pairs.PPOCR)
    assert [meant for _, meant in pairs.pair(seen, LINES)] == LINES
    assert "Ban hành kèm theo" in seen[0]


def test_an_engine_that_is_not_there_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "model_file", lambda: None)
    with pytest.raises(FileNotFoundError, match="rapidocr"):
        pairs.read(pairs.draw(LINES, Random(7)), pairs.PPOCR)


def test_a_lost_and_a_torn_line_have_no_partner() -> None:
    seen = ["Dieu 1. Ban hanh kem theo Quyet dinh nay Ke hoach chuyen doi so", "~~ ;", "Can cu Luat To chuc Chinh phu"]
    assert pairs.pair(seen, LINES) == [(seen[0], LINES[0]), (seen[2], LINES[2])]
    assert pairs.pair([], LINES) == []


def test_pairs_are_made_of_a_corpus_without_what_is_kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = "một hai ba bốn năm sáu bảy tám chín mười mười một mười hai"
    with lzma.open(tmp_path / "vlc.txt.xz", "wt", encoding="utf-8") as file:
        file.write("\n\n".join(f"# Tên {at} | 1/QĐ | id\n{line}\n{kept}" for at, line in enumerate(LINES * 9)))
    with lzma.open(tmp_path / "eng.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(["a", line]) + "\n" for line in [*LINES * 9, kept])
    out = tmp_path / "out"
    given = ["x", "--corpus", tmp_path, "--pairs", tmp_path, "--out", out, "--engine", "eng", "--lines", "5"]
    monkeypatch.setattr("sys.argv", list(map(str, given)))

    pairs.main()

    with lzma.open(out / "eng.jsonl.xz", "rt", encoding="utf-8") as file:
        made = [json.loads(line) for line in file]
    assert len(made) >= 5
    assert not any("mười một" in meant for _, meant in made)
