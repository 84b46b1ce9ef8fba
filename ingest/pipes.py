"""Pipe tables of Markdown as lines with tabs, which tables of plain text have."""

from __future__ import annotations

import re

from ingest.text import decode

_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*|[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*")
_BAR = re.compile(r"(?<!\\)\|")  # a bar behind a backslash stands for itself


def without_pipes(data: bytes) -> bytes:
    """Plain text with its pipe tables set with tabs, as UTF-8; text without one as given.

    A table is a head, a rule of dashes and the rows below, as GitHub Flavored Markdown has it (4.10);
    a row with fewer cells than the head is filled up, the cells that are too many stay.
    Raises as `ingest.text.decode` does.
    """
    if b"|" not in data:
        return data
    lines = decode(data).split("\n")
    rules = [at for at, line in enumerate(lines) if at and _is_rule(line, lines[at - 1])]
    if not rules:
        return data
    for at in rules:
        _set_with_tabs(lines, at)
    dropped = set(rules)
    return "\n".join(line for at, line in enumerate(lines) if at not in dropped).encode()


def _is_rule(line: str, head: str) -> bool:
    return "|" in head and _RULE.fullmatch(line) is not None and len(_cells(line)) == len(_cells(head))


def _set_with_tabs(lines: list[str], rule: int) -> None:
    """Set the table whose rule stands at this line; it ends before a line without a bar."""
    width = len(_cells(lines[rule]))
    at = rule - 1
    while at < len(lines) and (at == rule or "|" in lines[at]):
        if at != rule:
            cells = _cells(lines[at])
            lines[at] = "\t".join(cells + [""] * (width - len(cells)))
        at += 1


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|").replace("\t", " ") for cell in _BAR.split(inner)]
