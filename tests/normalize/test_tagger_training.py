"""What a tagger learns from: alignment, splits, tone style, wrapping. Nothing here needs torch."""

from __future__ import annotations

import json
import lzma
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.tagger import unknown
from normalize.training import noise, tagger_data, tagger_replay, tagger_report, tagger_stream
from normalize.training.__main__ import RECIPES
from normalize.training.tagger import read_plan
from normalize.training.tagger_align import align, fold
from normalize.training.tagger_plan import Plan
from normalize.training.tagger_run import numbers, rate_at

PAIRS = [("chirc vu ciia", "chức vụ của"), ("06ndm", "06 năm"), ("té chtc", "tổ chức"), ("dan su", "dân sự")] * 10


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"),
        ("thuỷ lợi", "thủy lợi"),
        ("UỶ BAN", "ỦY BAN"),
        ("hoàn", "hoàn"),
        ("quý", "quý"),
        ("toàn", "toàn"),
        ("khoẻ", "khỏe"),
        ("Hòa", "Hòa"),
        ("xoá.", "xóa."),
    ],
)
def test_old_style(new: str, old: str) -> None:
    assert tagger_data.old_style(new) == old


@given(st.text())
def test_old_style_keeps_length_and_settles(text: str) -> None:
    once = tagger_data.old_style(text)
    assert len(once) == len(text)
    assert tagger_data.old_style(once) == once


def test_a_word_read_whole_keeps_its_style() -> None:
    assert tagger_data.settle("hoà thuy", "hoà thuỷ") == "hoà thủy"


def test_alignment_covers_both_sides() -> None:
    for (seen, meant), units in zip(PAIRS, align(PAIRS), strict=True):
        assert "".join(part for _, part in units) == seen
        assert "".join(part for part, _ in units) == meant


def test_alignment_is_what_a_person_would_say() -> None:
    units = dict(zip(PAIRS, align(PAIRS), strict=True))
    assert units["06ndm", "06 năm"] == [("0", "0"), ("6 ", "6"), ("n", "n"), ("ă", "d"), ("m", "m")]
    assert ("ứ", "ir") in units["chirc vu ciia", "chức vụ của"]


def test_a_pair_too_far_apart_has_no_reading() -> None:
    assert align([("ab", "một dòng dài"), ("dan", "dân")])[0] == []


@given(st.lists(st.tuples(st.text("abcđê ", min_size=1, max_size=9), st.text("abcđê ", max_size=9)), max_size=5))
@settings(deadline=None, max_examples=40)
def test_alignment_never_loses_a_letter(pairs: list[tuple[str, str]]) -> None:
    for (seen, meant), units in zip(pairs, align(pairs), strict=True):
        if units:
            assert "".join(part for _, part in units) == seen
            assert "".join(part for part, _ in units) == meant
            assert all(len(part) <= 3 for part, _ in units)


def test_fold() -> None:
    assert [fold(char) for char in "ỂđĐộ5"] == ["e", "d", "d", "o", "5"]


def test_split_is_by_blocks() -> None:
    pairs = [(str(at), str(at)) for at in range(100)]
    part = tagger_data.split(pairs)
    assert (*part.train, *part.tune, *part.report) == tuple(pairs)
    assert (len(part.tune), len(part.report)) == (5, 5)


def test_what_is_kept_apart_is_not_learnt_from() -> None:
    apart = "một hai ba bốn năm sáu bảy tám chín mười mười một"
    other = "mười hai ba bốn năm sáu bảy tám chín không nhất hai"
    part = tagger_data.Split((("x", apart),), (), ((apart, apart),))
    keep = tagger_data.kept_apart([part])
    assert tagger_data.without([("x", apart), ("y", other)], keep)[-1:] != [("x", apart)]
    assert tagger_data.without([("y", other)], keep) == [("y", other)]


@given(st.text("ab ", max_size=200).map(lambda text: " ".join(text.split())), st.integers(16, 80))
@settings(deadline=None)
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    lines = tagger_stream.wrap(text, width, Random(1))  # noqa: S311 - a seed, not secrecy
    assert " ".join(lines) == text
    assert all(len(line) <= width or " " not in line for line in lines)


def corpus(folder: Path) -> Path:
    documents = [[f"Văn bản {at}", "Căn cứ Luật Tổ chức chính quyền địa phương;"] for at in range(40)]
    text = "\n\n".join("\n".join(["# Tên | 1/QĐ | id", *document]) for document in documents)
    with lzma.open(folder / "vlc.txt.xz", "wt", encoding="utf-8") as file:
        file.write(text)
    with lzma.open(folder / "admin_docs.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"paragraphs": document}) + "\n" for document in documents)
    return folder


def test_the_stream_is_labelled_and_the_same_for_a_seed(tmp_path: Path) -> None:
    sources = tagger_data.read_corpus(corpus(tmp_path))
    assert [source.name for source in sources] == ["admin_docs", "vlc"]
    assert sources[1].documents[0][0] == "Tên"
    aligned = align(PAIRS)
    channels = noise.learn(aligned, 1, 1)
    material = tagger_stream.Material(aligned, aligned, channels, channels, sources)

    def first() -> list[tagger_stream.Labelled]:
        return list(islice(tagger_stream.lines(material, Random(4)), 300))  # noqa: S311 - a seed, not secrecy

    lines = first()
    assert lines == first()
    assert all(len(seen) == len(labels) for seen, labels in lines)
    codes = tagger_stream.Codes({"\n": 0}, {tagger_stream.COPY: 0}, unknown)
    ids, marks = next(tagger_stream.rows(iter(lines), codes, 64))
    assert ids.shape == marks.shape == (64,)
    assert (marks[ids == 0] == tagger_stream.IGNORE).all()


def test_rate_rises_and_falls() -> None:
    rates = [rate_at(at / 100) for at in range(101)]
    assert rates[0] == 0
    assert max(rates) == rates[3]
    assert rates[-1] < 0.01


def test_plan_of_a_command_line() -> None:
    plan = read_plan(["--corpus", "c", "--pairs", "p", "--out", "o", "--minutes", "5", "--seed", "3"])
    assert (plan.corpus, plan.minutes, plan.seed, plan.batch) == (Path("c"), 5.0, 3, 16)


def test_the_metric_counts_aligned_tokens() -> None:
    score = tagger_report.score(["a — b c"], ["á - b d"], ["á – b | c"])
    assert (score.tokens, score.before, score.after, score.helped, score.harmed) == (4, 3, 3, 1, 1)
    assert score.misses == (("d", "c"),)


def test_makers_fill_a_queue_with_parcels_of_rows(tmp_path: Path) -> None:
    sources = tagger_data.read_corpus(corpus(tmp_path))
    aligned = align(PAIRS)
    channels = noise.learn(aligned, 1, 1)
    material = tagger_stream.Material(aligned, aligned, channels, channels, sources)
    plan = Plan(tmp_path, tmp_path, tmp_path, length=64, workers=2)
    queue, crew = tagger_replay.makers(plan, material, numbers("abc", [tagger_stream.COPY, "ă"]))
    ids, marks = queue.get(timeout=60)
    for process in crew:
        process.terminate()
    assert ids.shape == marks.shape == (tagger_replay.PARCEL, 64)
    assert (marks[ids == 0] == tagger_stream.IGNORE).all()
    assert set(marks.ravel()) <= {tagger_stream.IGNORE, 0, 1}


def test_a_paragraph_that_is_kept_apart_is_left_out_of_its_document() -> None:
    apart = "một hai ba bốn năm sáu bảy tám chín mười mười một"
    documents = [("Điều 1", f"trước {apart} sau"), (apart,)]
    assert list(tagger_data.unlike(documents, tagger_data.shingles(apart))) == [("Điều 1",)]


@pytest.mark.parametrize("recipe", sorted(RECIPES))
def test_the_recipes_are_plans(recipe: str) -> None:
    plan = read_plan(["--corpus", "c", "--pairs", "p", "--out", "o", *RECIPES[recipe]])
    assert plan.device == recipe
    assert plan.minutes > 5
