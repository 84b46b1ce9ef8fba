"""What a batch is measured with: decisions made by code, one page of text each, all different; scanned pages."""

from __future__ import annotations

import random
from pathlib import Path

import pypdfium2

from gold.simulate.blocks import Paragraph
from gold.simulate.degrade import GRADES
from gold.simulate.scan import simulate

ISSUERS = (("BỘ Y TẾ", "BYT"), ("BỘ TÀI CHÍNH", "BTC"), ("BỘ CÔNG AN", "BCA"), ("BỘ XÂY DỰNG", "BXD"))
LEADS = ("Bộ Y tế", "Bộ Tài chính", "Bộ Công an", "Bộ Xây dựng", "Ủy ban nhân dân các tỉnh, thành phố")
VERBS = ("Xây dựng", "Hoàn thiện", "Rà soát", "Triển khai", "Báo cáo tình hình thực hiện")
THINGS = (
    "cơ sở dữ liệu chuyên ngành",
    "kế hoạch công tác",
    "quy chế phối hợp",
    "hệ thống thông tin",
    "tiêu chuẩn kỹ thuật",
)
PLACES = ("tại địa phương", "trong toàn ngành", "tại các đơn vị trực thuộc", "trên phạm vi cả nước")
TASKS = 6  # in the table of each decision
YEARS = range(2001, 2026)

HEAD = """{issuer}
Số: {number}/QĐ-{sign}
Hà Nội, ngày {day:02d} tháng {month} năm {year}
QUYẾT ĐỊNH
Ban hành Kế hoạch {thing} {place} năm {year}
BỘ TRƯỞNG {issuer}
Căn cứ Nghị định số {decree}/{before}/NĐ-CP ngày 15 tháng 11 năm {before} của Chính phủ;
Theo đề nghị của Chánh Văn phòng Bộ.
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch {thing} {place} năm {year}.
Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.
Điều 3. Chánh Văn phòng Bộ và Thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./.
PHỤ LỤC
TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn hoàn thành
"""


def decision(number: int) -> str:
    """The text of one decision; the same for the same number."""
    chance = random.Random(number)  # noqa: S311  # made text, no secret
    issuer, sign = chance.choice(ISSUERS)
    year = YEARS[number % len(YEARS)]
    facts = {"issuer": issuer, "sign": sign, "number": number, "year": year, "before": year - 1}
    facts |= {"day": chance.randint(1, 28), "month": chance.randint(1, 12), "decree": chance.randint(1, 150)}
    text = HEAD.format(**facts, thing=chance.choice(THINGS), place=chance.choice(PLACES))
    for row in range(1, TASKS + 1):
        what = f"{chance.choice(VERBS)} {chance.choice(THINGS)} {chance.choice(PLACES)}"
        lead, other = chance.sample(LEADS, 2)
        text += f"{row}\t{what}\t{lead}\t{other}\tTháng {chance.randint(1, 12)}/{year}\n"
    return text


def make(folder: Path, count: int, first: int = 1) -> Path:
    """Write `count` decisions to a folder, a hundred a sub-folder."""
    for number in range(first, first + count):
        file = folder / f"{number // 100:04d}" / f"qd-{number:06d}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(decision(number), encoding="utf-8")
    return folder


def make_scans(inbox: Path, pages: int) -> None:
    """Scanned pages of the samples, each a picture: a scan, and texts typeset and scanned by code.

    They are different pages, so that one worker meets no more words again than two do; the first follow again, with
    another white margin, if there are too few.
    """
    raw = Path(__file__).parents[2] / "data/raw"
    texts = [(raw / f"{name}.txt").read_text("utf-8") for name in ("chuong-trinh-hanh-dong", "du-thao-qd-ttg")]
    scans = [simulate([Paragraph(line) for line in text.split("\n")], GRADES["office"], seed=7) for text in texts]
    sources = [pypdfium2.PdfDocument(scan) for scan in ((raw / "1678-qd-bkhcn.scan.pdf").read_bytes(), *scans)]
    drawn = [page for source in sources for page in source]
    for number in range(pages):
        page = drawn[number % len(drawn)].render(scale=200 / 72, grayscale=True).to_pil()
        page.putpixel((number, 0), 254)
        page.save(inbox / f"page-{number:03d}.png", dpi=(200, 200))
