"""The ways in which tables are laid out anew: columns and their order, headers, groups, merged cells, pages."""

from __future__ import annotations

from dataclasses import dataclass

FULL = ("label", "title", "lead", "coordinator", "product", "deadline")


@dataclass(frozen=True)
class Shape:
    """How a table is laid out.

    Attributes:
        groups: "titled" label and title over the rest, "wide" one cell over all columns, "open" label and title with
            the rest empty, "first" all in the first cell, "none".
        merged: columns whose equal neighbours are one cell.
        heads: "one" row, "two" with lead and coordinator below one header, "numbers" with a row (1) (2) … below.
        due: whether deadlines are put in other words.
        tables: how many tables the rows are parted into.
        repeat: whether each page has the header again; `broken`: whether rows run on over a page's end.
    """

    name: str
    decision: str
    first: int
    count: int
    columns: tuple[str, ...] = FULL
    groups: str = "titled"
    merged: tuple[str, ...] = ()
    heads: str = "one"
    due: bool = False
    nested: bool = False
    tables: int = 1
    ruled: bool = True
    landscape: bool = True
    repeat: bool = True
    broken: bool = True
    middle: bool = False


SHAPES = (
    Shape("plain", "844-qd-ttg", 0, 12),
    Shape("order", "982-qd-ttg", 2, 10, ("label", "title", "product", "deadline", "lead", "coordinator")),
    Shape("no-labels", "97-nq-cp", 0, 9, ("title", "lead", "product", "deadline")),
    Shape("no-labels-groups", "844-qd-ttg", 8, 9, ("title", "lead", "coordinator", "deadline"), "wide"),
    Shape("two-heads", "1678-qd-bkhcn", 0, 12, ("label", "title", "lead", "coordinator", "deadline"), heads="two"),
    Shape("numbers", "1678-qd-bkhcn", 8, 12, ("label", "title", "lead", "coordinator", "deadline"), heads="numbers"),
    Shape("wide-groups", "982-qd-ttg", 8, 10, groups="wide"),
    Shape("open-groups", "844-qd-ttg", 12, 12, groups="open", repeat=False),
    Shape("first-groups", "1678-qd-bkhcn", 4, 12, ("label", "title", "lead", "coordinator", "deadline"), "first"),
    Shape("merged-lead", "1678-qd-bkhcn", 6, 16, ("label", "title", "lead", "deadline"), merged=("lead",), middle=True),
    Shape(
        "merged-due",
        "1678-qd-bkhcn",
        2,
        14,
        ("label", "title", "lead", "coordinator", "deadline"),
        merged=("deadline",),
    ),
    Shape(
        "merged-both",
        "982-qd-ttg",
        14,
        14,
        ("label", "title", "deadline", "lead", "product"),
        merged=("lead", "deadline"),
        broken=False,
    ),
    Shape("nested", "844-qd-ttg", 3, 12, nested=True),
    Shape("nested-wide", "982-qd-ttg", 4, 10, nested=True, groups="open", middle=True),
    Shape("three-tables", "97-nq-cp", 6, 12, ("label", "title", "lead", "product", "deadline"), tables=3),
    Shape("no-rules", "1678-qd-bkhcn", 0, 10, ("label", "title", "lead", "deadline"), ruled=False, broken=False),
    Shape("no-rules-six", "844-qd-ttg", 5, 8, ruled=False),
    Shape(
        "portrait",
        "1678-qd-bkhcn",
        10,
        12,
        ("label", "title", "lead", "coordinator", "deadline"),
        landscape=False,
        repeat=False,
    ),
    Shape("notes", "03-nq-cp-phu-luc-2", 20, 10, ("label", "title", "lead", "product", "deadline", "note"), "none"),
    Shape(
        "money",
        "chuong-trinh-hanh-dong",
        20,
        12,
        ("label", "title", "lead", "money", "deadline", "note"),
        due=True,
        groups="none",
    ),
    Shape(
        "approver",
        "03-nq-cp-phu-luc-2",
        60,
        10,
        ("label", "title", "lead", "coordinator", "approver", "deadline"),
        "none",
        due=True,
    ),
    Shape("due", "03-nq-cp-phu-luc-2", 90, 12, due=True, groups="none", repeat=False, middle=True),
    Shape("few", "893-qd-ttg", 0, 4, ("label", "title", "lead", "deadline"), due=True),
    Shape(
        "deadline-first",
        "chuong-trinh-hanh-dong",
        60,
        12,
        ("label", "deadline", "title", "lead", "product"),
        due=True,
        groups="none",
    ),
    Shape("lead-first", "03-nq-cp-phu-luc-2", 0, 10, ("label", "lead", "title", "deadline", "product"), groups="none"),
)
