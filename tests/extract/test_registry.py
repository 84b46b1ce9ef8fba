"""The registry: whole, dated, and what its sources say."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from extract.build_registry import ministries, provinces, slug
from extract.registry import DATA, UNIT_COLUMNS, Registry
from normalize.datafile import read_tsv
from normalize.errors import DataFileError

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = Registry.load()


def test_every_row_has_its_source_and_a_name_of_its_own_time() -> None:
    for row in read_tsv(DATA / "units.tsv", UNIT_COLUMNS, key="unit_id"):
        assert row["source"]
        assert dt.date.fromisoformat(row["source_date"])
        assert row["name"] == " ".join(row["name"].split())


def test_no_two_units_share_name_parent_and_day() -> None:
    days = (dt.date(2020, 1, 1), dt.date(2025, 3, 1), dt.date(2025, 7, 1), dt.date(2026, 6, 1))
    for day in days:
        alive = [(unit.name, unit.parent_unit_id) for unit in REGISTRY.units if unit.is_valid(day)]
        assert len(alive) == len(set(alive))


@pytest.mark.parametrize(
    ("day", "provinces"), [(dt.date(2025, 6, 30), 63), (dt.date(2025, 7, 1), 34)], ids=["before", "after"]
)
def test_provinces_before_and_after_1_july_2025(day: dt.date, provinces: int) -> None:
    alive = [unit for unit in REGISTRY.units if unit.kind == "people_committee" and unit.is_valid(day)]
    assert len(alive) == provinces


def test_every_merged_province_leads_to_one_of_today() -> None:
    ended = [unit for unit in REGISTRY.units if unit.kind == "people_committee" and unit.valid_to]
    assert len(ended) == 63 - 11
    for unit in ended:
        assert unit.successor_unit_id is not None
        assert REGISTRY.get(unit.successor_unit_id).valid_from == dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("bo-thong-tin-va-truyen-thong", "bo-khoa-hoc-va-cong-nghe"),
        ("bo-ke-hoach-va-dau-tu", "bo-tai-chinh"),
        ("bo-giao-thong-van-tai", "bo-xay-dung"),
        ("bo-tai-nguyen-va-moi-truong", "bo-nong-nghiep-va-moi-truong"),
        ("bo-nong-nghiep-va-phat-trien-nong-thon", "bo-nong-nghiep-va-moi-truong"),
        ("bo-lao-dong-thuong-binh-va-xa-hoi", "bo-noi-vu"),
        ("uy-ban-dan-toc", "bo-dan-toc-va-ton-giao"),
        ("btttt/cuc-vien-thong", "bkhcn/cuc-vien-thong"),
        ("quang-ngai/so-giao-thong-van-tai", "quang-ngai/so-xay-dung"),
        ("kon-tum/so-y-te", "quang-ngai@2025/so-y-te"),
    ],
)
def test_who_came_after_whom(old: str, new: str) -> None:
    assert REGISTRY.get(old).successor_unit_id == new


def test_a_successor_does_not_begin_before_its_predecessor_ends() -> None:
    for unit in REGISTRY.units:
        if unit.successor_unit_id and unit.valid_to:
            heir = REGISTRY.get(unit.successor_unit_id)
            assert heir.valid_to is None or heir.valid_to > unit.valid_to


def test_departments_follow_the_merger_of_1_march_2025() -> None:
    assert not REGISTRY.get("ha-noi/so-thong-tin-va-truyen-thong").is_valid(dt.date(2025, 3, 1))
    assert REGISTRY.get("ha-noi/so-nong-nghiep-va-moi-truong").is_valid(dt.date(2025, 3, 1))


def gazetteer(folder: Path) -> Path:
    rows = {
        "agencies/ministries.tsv": [
            "name\tabbr\tvalidity\tremark\tn",
            "Bộ Xây dựng\tBXD\tđến nay\t\t1",
            "Bộ Giao thông vận tải\tBGTVT\tđến 28/02/2025\tBộ Xây dựng\t1",
            "Ủy ban nhân dân\tUBND\t-\t\t1",
        ],
        "admin/provinces_pre2025.tsv": ["name", "Tỉnh Hoà Bình", "Tỉnh Phú Thọ", "Tỉnh Lai Châu"],
        "admin/provinces_2025.tsv": ["name", "Tỉnh Phú Thọ", "Tỉnh Lai Châu"],
        "admin/province_merge_2025.tsv": [
            "new\told",
            "Tỉnh Phú Thọ\tTỉnh Phú Thọ (207); Tỉnh Hoà Bình (154)",
            "Tỉnh Lai Châu\tTỉnh Lai Châu (106); Tỉnh Phú Thọ (1)",
        ],
    }
    for name, lines in rows.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_the_builder_reads_validity_and_successors(tmp_path: Path) -> None:
    built = {row["unit_id"]: row for row in ministries(gazetteer(tmp_path))}
    assert set(built) == {"bo-xay-dung", "bo-giao-thong-van-tai"}
    assert built["bo-giao-thong-van-tai"]["valid_to"] == "2025-02-28"
    assert built["bo-giao-thong-van-tai"]["successor_unit_id"] == "bo-xay-dung"


def test_the_builder_merges_provinces_but_not_for_one_commune(tmp_path: Path) -> None:
    built = {row["unit_id"]: row for row in provinces(gazetteer(tmp_path))}
    assert set(built) == {"ubnd/hoa-binh", "ubnd/phu-tho", "ubnd/phu-tho@2025", "ubnd/lai-chau"}
    assert built["ubnd/hoa-binh"]["name"] == "Ủy ban nhân dân tỉnh Hòa Bình"
    assert built["ubnd/hoa-binh"]["successor_unit_id"] == "ubnd/phu-tho@2025"
    assert built["ubnd/lai-chau"]["valid_to"] == ""


def test_ids_are_readable() -> None:
    assert slug("Bộ Lao động - Thương binh và Xã hội") == "bo-lao-dong-thuong-binh-va-xa-hoi"


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(KeyError):
        REGISTRY.get("bo-khong-co")


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("level", "village", "unknown level"),
        ("valid_from", "1/3/2025", "valid_from"),
        ("parent_unit_id", "nobody", "not there"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, column: str, value: str, problem: str) -> None:
    row = dict.fromkeys(UNIT_COLUMNS, "") | {"unit_id": "a", "name": "A", "level": "other"} | {column: value}
    rows = ["\t".join(UNIT_COLUMNS), "\t".join(row[name] for name in UNIT_COLUMNS)]
    (tmp_path / "units.tsv").write_text("\n".join(rows), encoding="utf-8")
    rules = (DATA / "provincial_departments.tsv").read_text(encoding="utf-8")
    (tmp_path / "provincial_departments.tsv").write_text(rules, encoding="utf-8")
    with pytest.raises(DataFileError, match=problem):
        Registry.load(tmp_path)
