"""Text whose bytes were read by the wrong table."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from normalize.legacy import table
from normalize.miscoded import UTF8, WAYS, recoded
from normalize.records import replay

if TYPE_CHECKING:
    from normalize.repair import Repairer

RAW = Path(__file__).parents[2] / "data" / "raw"
CLEAN = ("1678-qd-bkhcn", "chuong-trinh-hanh-dong", "du-thao-qd-ttg")  # digital texts, together 55,000 words
GARBLED = ("1412-qd-bkhcn", "699-qd-btttt")  # by an engine: é and ö stand where it misread, not where bytes were
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": ".", "\u00a0": " "})
TONES = "\u0300\u0301\u0303\u0309\u0323"


def as_western(data: bytes) -> str:
    """Bytes as Windows-1252 has them, and as Latin-1 where that has nothing."""
    return "".join(bytes([one]).decode("cp1252", "ignore") or chr(one) for one in data)


def windows_1258(text: str) -> str:
    """How text in Windows-1258 poses; its letters are set with the tone behind."""
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in TONES), "")
        out += unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else letter
    return as_western(out.encode("cp1258", "replace"))


def posing(text: str, name: str) -> str:
    """The text as it looks when its bytes in that encoding are read as Windows-1252."""
    if name == "utf-8":
        return as_western(text.encode())
    if name == "windows-1258":
        return windows_1258(text)
    codes = {letter: code for code, letter in table(name).items()}
    written = "".join(codes.get(c) or codes.get(c.lower(), c) if ord(c) > 127 else c for c in text)
    return "".join(as_western(c.encode("latin-1")) if ord(c) < 256 else c for c in written)


def lines_of(name: str) -> list[str]:
    return (RAW / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("encoding", [way[0] for way in WAYS if way != (UTF8, UTF8)])
@pytest.mark.parametrize("name", CLEAN)
def test_every_line_of_a_decision_comes_back(repairer: Repairer, name: str, encoding: str) -> None:
    """But for quotation marks and no-break spaces, which VISCII has no code for and TCVN3 no letter."""
    lines = [unicodedata.normalize("NFC", line) for line in lines_of(name)]
    if encoding in ("viscii", "tcvn3"):
        lines = [line.translate(PLAIN) for line in lines]
    read = recoded([posing(line, encoding) for line in lines], repairer.judge)

    assert read is not None
    missed = [(line, one.text) for line, one in zip(lines, read, strict=True) if one.text.casefold() != line.casefold()]
    assert missed == []
    assert all(replay(one.seen, one.edits) == one.text for one in read)


@pytest.mark.parametrize("name", [*CLEAN, *GARBLED])
def test_text_that_was_read_by_the_right_table_is_left_to_the_others(repairer: Repairer, name: str) -> None:
    lines = lines_of(name)
    assert recoded(lines, repairer.judge) is None
    assert not any(recoded([line], repairer.judge) for line in lines)


def test_utf_8_misread_twice_comes_back(repairer: Repairer) -> None:
    line = "Căn cứ Nghị định của Chính phủ quy định chức năng, nhiệm vụ"
    (read,) = recoded([posing(posing(line, "utf-8"), "utf-8")], repairer.judge) or [None]
    assert read is not None
    assert read.text == line
    assert replay(read.seen, read.edits) == line


def test_capitals_that_tcvn3_lacks_are_capitals_again(repairer: Repairer) -> None:
    (read,) = recoded(["QUYÕT §ÞNH cña Thñ t­íng ChÝnh phñ"], repairer.judge) or [None]
    assert read is not None
    assert read.text == "QUYẾT ĐỊNH của Thủ tướng Chính phủ"
    assert [(edit.before, edit.rule) for edit in read.edits][:2] == [("QUYÕT", "encoding"), ("§ÞNH", "encoding")]


def test_a_no_break_space_that_became_a_space_is_part_of_its_letter(repairer: Repairer) -> None:
    (read,) = recoded(["ngÃ y 26 thÃ¡ng 7 nÄƒm 2022 cá»§a ChÃ\xadnh phá»§"], repairer.judge) or [None]
    assert read is not None
    assert read.text == "ngày 26 tháng 7 năm 2022 của Chính phủ"


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ("Quy&#7871;t &#273;&#7883;nh &amp; th&ocirc;ng b&aacute;o", "Quyết định & thông báo"),
        ("Quyết&nbsp;định", "Quyết\u00a0định"),
        ("R&D; A&B C&notaname;", "R&D; A&B C&notaname;"),
    ],
)
def test_entities_are_letters(repairer: Repairer, seen: str, text: str) -> None:
    read = (recoded([seen], repairer.judge) or [None])[0]
    assert (read.text if read else seen) == text


def test_what_the_bytes_mean_is_repaired_like_any_text(repairer: Repairer) -> None:
    """Wrong table and lost marks at once: every edit replays on the line as it was seen."""
    lines = [
        "Căn cứ Nghị định của Chính phủ quy định chức năng, nhiệm vụ",
        "Bộ Tài chính quyét định trién khai Chương trình",
    ]
    done = repairer.repair_lines([posing(line, "utf-8") for line in lines])
    assert [one.text for one in done] == [lines[0], "Bộ Tài chính quyết định triển khai Chương trình"]
    assert all(replay(one.seen, one.edits) == one.text for one in done)
