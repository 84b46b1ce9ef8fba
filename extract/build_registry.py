"""Build `data/units.tsv` from gazetteers and reviewed lists: `python -m extract.build_registry --gazetteer DIR`.

Ministries and provinces come from the gazetteer folder, their departments and the other bodies from
`data/departments.tsv` and `data/bodies.tsv`. The result is reviewed and shipped; nothing is read at run time.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path

from extract.registry import DATA, UNIT_COLUMNS
from normalize.datafile import read_tsv
from normalize.syllable import fold, unify_tone

Row = dict[str, str]
_LAST_OLD_DAY, _FIRST_NEW_DAY = "2025-02-28", "2025-03-01"
_MERGER = ("202/2025/QH15", "2025-06-12")
_GENERIC = frozenset({"Ủy ban nhân dân", "Hội đồng nhân dân", "Mặt trận Tổ quốc Việt Nam"})
_OTHER_NAMES = {
    "Ngân hàng Nhà nước Việt Nam": "Ngân hàng Nhà nước",
    "Kiểm toán nhà nước": "Kiểm toán Nhà nước",
    "Liên đoàn Thương mại và Công nghiệp Việt Nam": "Phòng Thương mại và Công nghiệp Việt Nam",
    "Tổng Liên đoàn Lao động Việt Nam": "Tổng Liên đoàn Lao động",
    "Học viện Chính trị quốc gia Hồ Chí Minh": "Học viện Chính trị Quốc gia Hồ Chí Minh",
}
_KINDS = {"Bộ": "ministry", "Ủy ban": "committee", "Viện kiểm sát": "procuracy", "Tòa án": "court"}


def slug(name: str) -> str:
    """Readable id of a name: `bo-khoa-hoc-va-cong-nghe`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def ministries(folder: Path) -> list[Row]:
    """Rows of `agencies/ministries.tsv`: validity and successor as its remarks say."""
    with (folder / "agencies" / "ministries.tsv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.reader(lines, delimiter="\t"))[1:]
    names = [row[0] for row in table]
    rows = []
    for name, short, validity, remark, *_ in table:
        if name in _GENERIC:
            continue
        ends = "28/02/2025" in validity
        ended = ends and "cơ quan thuộc Chính phủ" not in validity
        heirs = sorted((other for other in names if other in remark and ended), key=remark.index)
        rows.append(
            _row(
                unit_id=slug(name),
                name=name,
                short_name=short,
                aliases=_OTHER_NAMES.get(name, ""),
                kind=next((kind for head, kind in _KINDS.items() if name.startswith(head)), "agency"),
                level="central",
                valid_from=_FIRST_NEW_DAY if validity.startswith("từ 01/3/2025") else "",
                valid_to=_LAST_OLD_DAY if ended else "",
                successor_unit_id=slug(heirs[0]) if heirs else "",
                source="gazetteer of ministries",
                source_date="2026-11-23",
            )
        )
    return rows


def provinces(folder: Path) -> list[Row]:
    """People's committees of the 63 provinces to 30 June 2025 and the 34 from 1 July 2025."""
    admin = folder / "admin"
    new = [line.split("\t")[0] for line in _lines(admin / "provinces_2025.tsv")]
    old = [line.split("\t")[0] for line in _lines(admin / "provinces_pre2025.tsv")]
    heirs: dict[str, str] = {}
    merged: set[str] = set()
    for line in _lines(admin / "province_merge_2025.tsv"):
        target, sources = line.split("\t")
        # The largest part stands first where a commune changed sides; a lone commune does not merge provinces.
        parts = [
            (match[1], int(match[2]))
            for part in sources.split("; ")
            if (match := re.fullmatch(r"((?:Tỉnh|Thành phố) .+) \((\d+)\)", part))
        ]
        whole = [name for name, communes in parts if communes > 1]
        heirs.update(dict.fromkeys(whole, target))
        if len(whole) > 1:
            merged.add(target)
    rows = [
        _province(name, "", "2025-06-30", f"ubnd/{_stem(heirs[name])}@2025") for name in old if heirs[name] in merged
    ]
    rows += [_province(name, "", "", "") for name in new if name not in merged]
    rows += [_province(name, "2025-07-01", "", "") for name in new if name in merged]
    return rows


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[1:]


def _stem(name: str) -> str:
    return slug(re.sub(r"^(?:Tỉnh|Thành phố) ", "", name))


def _province(name: str, valid_from: str, valid_to: str, successor: str) -> Row:
    sort, place = re.fullmatch(r"(Tỉnh|Thành phố) (.+)", unify_tone(name)).groups()  # type: ignore[union-attr]  # every province is one or the other
    lower = f"{sort.lower()} {place}"
    return _row(
        unit_id=f"ubnd/{_stem(name)}{'@2025' if valid_from else ''}",
        name=f"Ủy ban nhân dân {lower}",
        short_name=f"Ủy ban nhân dân {sort.lower()}",
        aliases=f"{lower}; Ủy ban nhân dân {place}; {place}",
        kind="people_committee",
        level="province",
        valid_from=valid_from,
        valid_to=valid_to,
        successor_unit_id=successor,
        source=_MERGER[0] if valid_from or valid_to else "list of provinces of the General Statistics Office",
        source_date=_MERGER[1],
    )


def departments(known: dict[str, Row]) -> list[Row]:
    """Rows of `departments.tsv`; a unit of a merged ministry passes to its namesake in the new one."""
    columns = ("parent_unit_id", "name", "aliases", "valid_from", "valid_to", "source", "source_date")
    facts = read_tsv(DATA / "departments.tsv", columns)
    ids = {(row["parent_unit_id"], slug(row["name"])): _department_id(known, row) for row in facts}
    rows = []
    for fact in facts:
        heir = known[fact["parent_unit_id"]]["successor_unit_id"]
        rows.append(
            _row(
                **{column: fact[column] for column in columns},
                unit_id=_department_id(known, fact),
                kind=_head_kind(fact["name"]),
                level="ministry_department",
                successor_unit_id=ids.get((heir, slug(fact["name"])), ""),
            )
        )
    return rows


def _department_id(known: dict[str, Row], fact: Row) -> str:
    parent = known[fact["parent_unit_id"]]
    return f"{slug(parent['short_name'] or parent['name'])}/{slug(fact['name'])}"


def _head_kind(name: str) -> str:
    heads = read_tsv(DATA / "unit_heads.tsv", ("word", "kind"), key="word")
    return next((row["kind"] for row in heads if name.startswith(row["word"])), "agency")


def _row(**cells: str) -> Row:
    return {column: cells.get(column, "") for column in UNIT_COLUMNS}


def build(gazetteer: Path) -> list[Row]:
    """All rows of `units.tsv`, in a stable order."""
    bodies = read_tsv(DATA / "bodies.tsv", UNIT_COLUMNS)
    rows = ministries(gazetteer) + [{**row, "unit_id": row["unit_id"] or slug(row["name"])} for row in bodies]
    rows += departments({row["unit_id"]: row for row in rows})
    return rows + provinces(gazetteer)


def main(arguments: list[str] | None = None) -> int:
    """Write the registry; 0 when it was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gazetteer", type=Path, required=True, help="folder with agencies/ and admin/")
    rows = build(parser.parse_args(arguments).gazetteer)
    head = (
        "# Units: ministries and agencies, their departments, Party and State bodies, provinces; made by\n"
        "# `python -m extract.build_registry` from reviewed lists, each row with its source. Empty dates: not known.\n"
    )
    lines = ["\t".join(UNIT_COLUMNS), *("\t".join(row[column] for column in UNIT_COLUMNS) for row in rows)]
    (DATA / "units.tsv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
