"""A server with a small snapshot that the pipeline made, and Debian's browser to look at it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from gold.review.app import make_app
from gold.review.desk import Desk
from gold.simulate.blocks import Columns, Heading, Paragraph, Table
from gold.simulate.typeset import typeset
from pipeline.batch import Report, Settings, collect, run_batch
from pipeline.reviews import Review, read_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Page

    from gold.review.guard import Guard

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
EVIL = "<script>window.hacked=1</script>"
HEAD = """BỘ Y TẾ
Số: {number}/QĐ-BYT
Hà Nội, ngày 05 tháng 3 năm 2024
QUYẾT ĐỊNH
Ban hành Kế hoạch {title}
BỘ TRƯỞNG BỘ Y TẾ
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.
PHỤ LỤC
TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn hoàn thành
"""
ROWS = (
    "Xây dựng cơ sở dữ liệu y tế\tBộ Y tế\tBộ Công an\tTháng 12/2024",
    "Báo cáo tình hình thực hiện\tTổ chuyên trách dữ liệu\tCác đơn vị liên quan\tHàng năm",
    "Tổ chức hội nghị tổng kết\tBộ Y tế\tBộ Tài chính\tQuý IV/2024",
)


def decision(number: int, title: str, rows: tuple[str, ...] = ROWS) -> str:
    """The text of a small decision with a task a row; the second one has a unit that no registry knows."""
    return HEAD.format(number=number, title=title) + "".join(f"{n}\t{row}\n" for n, row in enumerate(rows, start=1))


def printed() -> bytes:
    """A decision as a PDF with a ruled table."""
    head = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn hoàn thành")
    rows = tuple((str(n), *row.split("\t")) for n, row in enumerate(ROWS, start=1))
    return typeset([
        Columns(
            ("<b>BỘ Y TẾ</b>", "Số: 3/QĐ-BYT"),
            ("<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>", "<i>Hà Nội, ngày 05 tháng 3 năm 2024</i>"),
        ),
        Heading(("<b>QUYẾT ĐỊNH</b>", "<b>Ban hành Kế hoạch công tác</b>")),
        Paragraph("Điều 1. Ban hành kèm theo Quyết định này Kế hoạch công tác năm 2024."),
        Heading(("<b>PHỤ LỤC</b>",)),
        Table(head, rows, (1, 6, 4, 4, 3)),
    ])  # fmt: skip


@dataclass
class House:
    """The folders of one reviewed data set."""

    inbox: Path
    out: Path
    reviews: Path

    def run(self) -> Report:
        """What `congbao run` does."""
        return run_batch(collect([self.inbox]), self.out, Settings(jobs=1, reviews=self.reviews))

    def said(self) -> list[Review]:
        """All records."""
        return read_folder(self.reviews)

    @contextlib.contextmanager
    def served(self, reviewer: str = "an", guard: Guard | None = None) -> Iterator[str]:
        """The page on a free port; the address."""
        listening = socket.create_server(("127.0.0.1", 0))
        app = make_app(Desk(self.out, self.reviews, reviewer), guard)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
            listening.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Three decisions as the pipeline published them: a text, one that tries to act, and a PDF with a ruled table."""
    root = tmp_path_factory.mktemp("house")
    house = House(root / "inbox", root / "out", root / "reviews")
    house.inbox.mkdir()
    (house.inbox / "qd-1.txt").write_text(decision(1, "công tác năm 2024"), encoding="utf-8")
    evil = tuple(row.replace("cơ sở", EVIL) for row in ROWS)
    (house.inbox / f"qd {EVIL.replace('/', '∕')}.txt").write_text(decision(2, EVIL, evil), encoding="utf-8")
    (house.inbox / "qd-3.pdf").write_bytes(printed())
    house.run()
    return house


@pytest.fixture
def house(made: House, tmp_path: Path) -> House:
    """The published data set with a folder of records of its own."""
    return House(made.inbox, made.out, tmp_path / "reviews")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


def _is_fault(message: ConsoleMessage) -> bool:
    """Whether the console tells a fault of the page; a picture may be on its way when a test ends the server."""
    return message.type == "error" and "net::ERR_" not in message.text


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test if a script fails or the page's policy stops anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console", lambda message: faults.append(f"{message.text} {message.location}") if _is_fault(message) else None
    )
    opened.on("request", lambda request: None if "127.0.0.1" in request.url else faults.append(request.url))
    yield opened
    context.close()
    assert faults == []
