"""Whole decisions in prose (`prose/`), made up for these tests after the forms of directives, conclusions, plans."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract.link import Facts, link
from extract.parse import parse
from extract.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Line, Task

PROSE = Path(__file__).parent / "prose"


def read(lines: list[Line]) -> Facts:
    registry = Registry.load()
    return link(parse(lines, {}, registry), registry, {})


def units(task: Task, role: str) -> list[str]:
    return [unit.mention.name for unit in task.units if unit.role == role]


def rows(facts: Facts) -> list[tuple[str, str, list[str], list[str], list[dt.date | str]]]:
    """Kind, label, who leads, who coordinates, and when each row is due."""
    return [
        (
            task.assignment.kind,
            task.assignment.label,
            units(task, "lead"),
            units(task, "coordinator"),
            [due.due_date or due.rrule or "" for due in task.deadlines if due.kind != "none"],
        )
        for task in facts.tasks
    ]


HEADS = ["Các sở, ban, ngành", "Ủy ban nhân dân các huyện, thành phố"]
SO_MT = "Sở Nông nghiệp và Môi trường tỉnh Lâm Đồng"
CUC = "Cục Quản lý Khám, chữa bệnh"
TRUNG_TAM = "Trung tâm Thông tin y tế Quốc gia"
COUNCIL = [
    "Thường trực Hội đồng nhân dân, các Ban của Hội đồng nhân dân, các Tổ đại biểu và đại biểu Hội đồng nhân dân tỉnh"
]
PROVINCES = "Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"
CASES = {
    "a directive: units in headings, sentences and requests": ("directive", [
        ("task", "1.a", HEADS, [], []),
        ("task", "1.b", HEADS, [], ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"]),
        ("task", "2.1", [SO_MT], ["Sở Công Thương tỉnh Lâm Đồng", "Sở Xây dựng tỉnh Lâm Đồng"], [dt.date(2025, 6, 30)]),
        ("task", "2.2", [SO_MT], [], []),
        ("task", "3", ["Sở Giáo dục và Đào tạo tỉnh Lâm Đồng"], [], [dt.date(2025, 9, 30)]),
        ("task", "4", ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lâm Đồng", "Các tổ chức chính trị - xã hội"], [], []),
        ("task", "5", ["Báo Lâm Đồng", "Đài Phát thanh và Truyền hình tỉnh Lâm Đồng"], [], []),
        ("task", "6", ["Sở Tài chính tỉnh Lâm Đồng"], [], []),
        ("responsibility", "", ["Các đơn vị"], [], []),
    ]),
    "a conclusion: sentences below a heading of tasks, behind a subject or a first sentence too": ("notice", [
        ("task", "II.1", ["Bộ Xây dựng"],
         ["Bộ Tài chính", "Ủy ban nhân dân thành phố Hà Nội", "Các cơ quan liên quan"], [dt.date(2025, 4, 20)]),
        ("task", "II.2", ["Bộ Tài chính"], [], [dt.date(2025, 5, 31)]),
        ("task", "II.3", ["Bộ Quốc phòng", "Bộ Công an"], [], [dt.date(2025, 9, 30)]),
        ("task", "II.4", ["Bộ Nội vụ"], [], []),
        ("task", "II.5", ["Tổng công ty Đường sắt Việt Nam"], [], ["FREQ=MONTHLY"]),
    ]),
    "a plan: details by name in any order, some left out; duties": ("plan", [
        ("task", "1.1", [CUC], ["Vụ Pháp chế", TRUNG_TAM], [dt.date(2025, 9, 30)]),
        ("task", "1.2", [TRUNG_TAM], [], [dt.date(2025, 6, 30)]),
        ("task", "2.1", [TRUNG_TAM], ["Các bệnh viện trực thuộc Bộ"], [dt.date(2025, 12, 31)]),
        ("responsibility", "III.1.a", [CUC], [], []),
        ("responsibility", "III.1.b", [CUC], [], ["FREQ=MONTHLY;INTERVAL=6"]),
        ("responsibility", "III.2", ["Vụ Kế hoạch - Tài chính"], [], []),
        ("responsibility", "III.3", ["Các đơn vị"], [], []),
    ]),
    "a resolution: neither what it quotes nor who sits on a council": ("resolution", [
        ("responsibility", "Điều 3.1", ["Ủy ban nhân dân tỉnh Nghệ An"], [], []),
        ("responsibility", "Điều 3.2", COUNCIL, [], []),
    ]),
    "a decision: who sits on a board has no task, its standing agency has; the board's own tasks": ("decision", [
        ("task", "Điều 2.1", ["Ban Chỉ đạo"], [], []),
        ("task", "Điều 2.2", ["Ban Chỉ đạo"], [], []),
        ("task", "Điều 3", ["Cục Điện lực"], [], [dt.date(2026, 1, 31)]),
        ("responsibility", "Điều 5",
         ["Văn phòng Bộ", "Cục Điện lực", "Các ông, bà có tên tại Điều 1"], [], []),
    ]),
    "a telegram: whom it is sent to is no task": ("telegram", [
        ("task", "1.a", [PROVINCES], [], []),
        ("task", "1.b", [PROVINCES], [], ["FREQ=DAILY"]),
        ("task", "2", ["Bộ Nông nghiệp và Môi trường"], [], [dt.date(2025, 4, 20)]),
        ("task", "3", ["Bộ Công Thương"], ["Tập đoàn Điện lực Việt Nam"], []),
        ("task", "4", ["Đài Truyền hình Việt Nam", "Đài Tiếng nói Việt Nam", "Các cơ quan thông tấn báo chí"], [], []),
        ("task", "6", ["Văn phòng Chính phủ"], [], []),
    ]),
    "a letter: an hour, a term from an event, recipients without their heading, its last paragraph": ("letter", [
        ("task", "1.1", ["Ủy ban nhân dân các xã, thị trấn"], [], [dt.date(2019, 8, 20)]),
        ("task", "1.2", ["Ủy ban nhân dân các xã, thị trấn"], [], []),
        ("task", "2", ["Phòng Nông nghiệp và Phát triển nông thôn"], ["Trạm Chăn nuôi và Thú y"], [""]),
        ("task", "3", ["Các đoàn thể"], [], []),
        ("responsibility", "", ["Các cơ quan, đơn vị"], [], []),
    ]),
    "a directive of the Party: items with a dash behind their number": ("party", [
        ("task", "1", ["Các cấp ủy, tổ chức đảng"], [], []),
        ("task", "2", ["Đảng ủy Công an tỉnh"], [], [dt.date(2018, 9, 30)]),
        ("task", "3", ["Văn phòng Tỉnh ủy Nghệ An"], ["Các ban đảng"], ["FREQ=MONTHLY;INTERVAL=6"]),
    ]),
    "an older directive without labels: each paragraph on a unit is its own, what went before is none": ("unlabelled", [
        ("task", "", ["Bộ Tư pháp"], [], []),
        ("task", "", ["Bộ Công an"], ["Bộ Y tế"], [dt.date(2005, 12, 31)]),
        ("task", "-", ["Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"], [], []),
        ("task", "-", ["Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"], [], []),
        ("task", "1.a", ["Bộ Tài chính"], [], []),
        ("task", "1.b", ["Bộ Tài chính"], [], []),
        ("task", "1.b", ["Bộ Ngoại giao"], ["Bộ Công an"], []),
        ("responsibility", "", ["Bộ Công an"], [], []),
    ]),
    "an older scheme: lists of names, permissions, recipients, a form are no tasks; who carries it out": ("scheme", [
        ("task", "III.1.1", ["Đoàn kiểm tra"], [], []),
        ("task", "III.1.2", ["Đoàn kiểm tra"], [], ["FREQ=MONTHLY;INTERVAL=3"]),
        ("task", "III.2", ["Sở Kế hoạch và Đầu tư tỉnh Hà Nam"], [], [dt.date(2008, 6, 30)]),
        ("task", "Điều 2.1", ["Ban Quản lý các khu công nghiệp tỉnh Hà Nam"], [], []),
        ("task", "Điều 2.2", ["Ban Quản lý các khu công nghiệp tỉnh Hà Nam"], [], []),
        ("responsibility", "Điều 3",
         ["Văn phòng Ủy ban nhân dân tỉnh Hà Nam", "Sở Thương mại",
          "Sở Nông nghiệp và Phát triển nông thôn tỉnh Hà Nam", "Các đơn vị có liên quan"], [], []),
    ]),
    "details whose text stands below their bare names": ("details", [
        ("task", "I", ["Bộ Thông tin và Truyền thông", "Bộ Ngoại giao", "Các cơ quan báo chí"],
         ["Bộ Tư lệnh Cảnh sát biển", "Các đơn vị, địa phương"], [dt.date(2013, 12, 31), ""]),
        ("task", "II", ["Bộ Quốc phòng"], [], [dt.date(2014, 3, 31)]),
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), CASES.values(), ids=CASES.keys())
def test_a_decision_in_prose(
    name: str,
    expected: list[tuple[str, str, list[str], list[str], list[dt.date | str]]],
    lines_of: Callable[[str], list[Line]],
) -> None:
    assert rows(read(lines_of((PROSE / f"{name}.txt").read_text(encoding="utf-8")))) == expected


def test_a_council_of_a_province_means_the_departments_beside_it(lines_of: Callable[[str], list[Line]]) -> None:
    text = (
        (PROSE / "resolution.txt")
        .read_text(encoding="utf-8")
        .replace("1. Giao Ủy ban nhân dân tỉnh tổ", "1. Giao Sở Tài chính tổ")
    )
    assert read(lines_of(text)).tasks[0].units[0].mention.unit_id == "nghe-an/so-tai-chinh"


def test_a_comma_for_a_stop_and_a_speck_hide_no_item(lines_of: Callable[[str], list[Line]]) -> None:
    text = (PROSE / "directive.txt").read_text(encoding="utf-8")
    spoilt = text.replace("4. Đề nghị", "4, Đề nghị").replace("Yêu cầu Thủ trưởng các", "'Yêu cầu Thủ trưởng các")
    assert rows(read(lines_of(spoilt))) == rows(read(lines_of(text)))


def test_titles_of_prose_hold_what_belongs_to_them(lines_of: Callable[[str], list[Line]]) -> None:
    titles = {
        name: [
            task.assignment.title for task in read(lines_of((PROSE / f"{name}.txt").read_text(encoding="utf-8"))).tasks
        ]
        for name in ("party", "scheme", "details")
    }
    assert titles["party"][2].endswith("báo cáo Ban Thường vụ Tỉnh ủy")  # not "Chỉ thị này phổ biến đến chi bộ"
    assert titles["scheme"][4] == "Về thẩm định thiết kế: Có ý kiến bằng văn bản về thiết kế cơ sở"
    assert titles["details"][1] == "BAN HÀNH VĂN BẢN: a) Ban hành quy chế tìm kiếm"


def test_heads_of_letters_party_bodies_and_older_decisions(lines_of: Callable[[str], list[Line]]) -> None:
    heads = {
        name: read(lines_of((PROSE / f"{name}.txt").read_text(encoding="utf-8")))
        for name in ("letter", "party", "scheme")
    }
    assert heads["letter"].header.issuer_text == "Ủy ban nhân dân huyện Yên Sơn"
    assert heads["party"].header.title == ("về tăng cường sự lãnh đạo của Đảng đối với công tác phòng cháy, chữa cháy")
    assert (heads["party"].header.doc_type, heads["party"].issuer_unit_id) == ("Chỉ thị", "nghe-an/tinh-uy")
    bases = [cited.number for cited in heads["scheme"].citations if cited.role == "legal_basis"]
    assert bases == [None, "02/2003/NĐ-CP"]  # recitals behind dashes
    assert heads["scheme"].header.issued_date == dt.date(2008, 3, 12)
