"""Damaged decisions by the hundred: whatever is broken, a file ends as a decision or with an error of ours.

Hypothesis makes the same inputs each time, a fixed number of each kind. Most go without repair, which takes most of
the time and is not what reads bytes, XML and tables; a few go through everything.
"""

from __future__ import annotations

import sys
import tempfile
import unicodedata
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from normalize.errors import DecisionError
from normalize.records import Repaired, replay
from pipeline.kit import Kit, load_kit
from pipeline.rows import decision_rows
from pipeline.run import Decision, read_decision
from pipeline.worker import packed, unpacked

sys.path.insert(0, str(Path(__file__).parent))
from typing import TYPE_CHECKING

import others
from kinds import TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

INPUTS, WHOLE = 40, 5  # of each kind, and of those that are repaired too
STEADY = settings(max_examples=INPUTS, derandomize=True, deadline=None, database=None)
SLOW = settings(STEADY, max_examples=WHOLE)


class Untouched:
    """Leaves every line as it is, in the place of a repairer."""

    def repair_lines(self, lines: Sequence[str], _: object = ()) -> list[Repaired]:
        return [Repaired(seen, seen) for seen in (unicodedata.normalize("NFC", line) for line in lines)]

    def quality(self, _: str) -> float:
        return 0.5

    def judge(self, _: str) -> float:
        return 0.5


PAGE = TEXT.format(number=7) + (
    "Căn cứ Nghị định số 95/2022/NĐ-CP ngày 15 tháng 11 năm 2022 của Chính phủ;\nQUYẾT ĐỊNH:\n"
    "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch năm 2024.\n1. Giao Bộ Y tế chủ trì, phối hợp với Bộ Công an.\n"
)
ROWS = (
    "TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn hoàn thành\n"
    "1\tXây dựng cơ sở dữ liệu y tế\tBộ Y tế\tBộ Công an\tTháng 12/2024\n2\tBáo cáo\tBộ Y tế\t\tHàng năm\n"
)
STRANGE = st.text(
    st.one_of(
        st.characters(codec="utf-8"), st.sampled_from("\t\n|.,;:()/-–0123456789đĐƠơưỪ\u0301\u0323\x00\x1f\u202e")
    ),
    max_size=12,
)
CUTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), STRANGE), max_size=8)


@pytest.fixture(scope="module")
def whole() -> Kit:
    return load_kit()


@pytest.fixture(scope="module")
def kit(whole: Kit) -> Kit:
    return replace(whole, repairer=Untouched())  # type: ignore[arg-type]  # what is asked of it in a run


def hurt(text: str, cuts: list[tuple[float, int, str]]) -> str:
    """The text with some places cut out, and something else put there."""
    for place, length, put in cuts:
        at = int(place * len(text))
        text = text[:at] + put + text[at + length :]
    return text


def hurt_bytes(data: bytes, cuts: list[tuple[float, int, str]]) -> bytes:
    for place, length, put in cuts:
        at = int(place * len(data))
        data = data[:at] + put.encode() + data[at + length :]
    return data


def ends(data: bytes, suffix: str, kit: Kit) -> Decision | None:
    """Read a file of these bytes; its rows can be kept and its edits replayed, or it is refused by an error of ours."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"made{suffix}"
        file.write_bytes(data)
        try:
            decision = read_decision(file, kit)
        except DecisionError as error:
            refused = error
        else:
            refused = None
    if refused is not None:
        assert refused.problem
        assert refused.file == str(file)
        return None
    rows = decision_rows(decision)
    assert unpacked(packed(rows)) == rows
    assert all(replay(line.seen, line.edits) == line.text for page in decision.pages for line in page.repaired)
    return decision


@seed(1)
@STEADY
@given(CUTS)
def test_text(kit: Kit, cuts: list[tuple[float, int, str]]) -> None:
    ends(hurt(PAGE + ROWS, cuts).encode("utf-8", "surrogatepass"), ".txt", kit)


@seed(5)
@SLOW
@given(CUTS)
def test_text_with_repair(whole: Kit, cuts: list[tuple[float, int, str]]) -> None:
    ends(hurt(PAGE, cuts).encode("utf-8", "surrogatepass"), ".txt", whole)


@seed(2)
@STEADY
@given(CUTS)
def test_bytes_of_text(kit: Kit, cuts: list[tuple[float, int, str]]) -> None:
    ends(hurt_bytes((PAGE + ROWS).encode("utf-16" if len(cuts) % 3 == 0 else "utf-8"), cuts), ".txt", kit)


@seed(3)
@STEADY
@given(CUTS, st.sampled_from(["\t", "|", " | ", ";", "  "]), st.integers(1, 30))
def test_tables(kit: Kit, cuts: list[tuple[float, int, str]], between: str, times: int) -> None:
    ends((PAGE + hurt(ROWS.replace("\t", between) * times, cuts)).encode("utf-8", "surrogatepass"), ".md", kit)


@seed(4)
@STEADY
@given(CUTS, st.booleans())
def test_docx(kit: Kit, cuts: list[tuple[float, int, str]], outside: bool) -> None:
    """Damage to the archive, or to the XML in it."""
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in ROWS.split("\n", maxsplit=1)[0].split("\t")
    )
    xml = others.document(others.PLAIN + f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>")
    data = hurt_bytes(others.docx(xml), cuts) if outside else others.docx(hurt(xml, cuts).encode("utf-8", "replace"))
    ends(data, ".docx", kit)


def test_the_undamaged_ones_are_decisions(kit: Kit) -> None:
    text = ends((PAGE + ROWS).encode(), ".txt", kit)
    made = ends(others.docx(), ".docx", kit)

    assert text is not None
    assert len(text.facts.tasks) >= 2
    assert made is not None
    assert zipfile.is_zipfile(BytesIO(others.docx()))
