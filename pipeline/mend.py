"""`congbao repair`: text in, repaired text out, line by line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.read import read_bytes
from ingest.text import decode
from normalize.errors import located
from normalize.repair import Repairer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.records import Repaired


def read_lines(file: Path | None) -> list[str]:
    """Lines of a text file, or of standard input for None or `-`; NFC, without line ends.

    Raises:
        ReadError: if the file cannot be read or is no UTF-8 text.
    """
    name = "standard input" if file in (None, Path("-")) else str(file)
    with located(name):
        data = sys.stdin.buffer.read() if file in (None, Path("-")) else read_bytes(Path(name))
        text = decode(data)
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def repair_text(lines: Sequence[str], min_gain: float | None = None, tones: str = "") -> list[Repaired]:
    """One repaired line for each line.

    Args:
        lines: NFC, without line ends.
        min_gain: log10 odds that an edit must reach; None for the shipped threshold.
        tones: where new words carry the tone of open oa, oe, uy; "" follows the text.
    """
    repairer = Repairer.load(tones=tones) if min_gain is None else Repairer.load(min_gain=min_gain, tones=tones)
    return repairer.repair_lines(lines)


def explain_text(lines: Sequence[str]) -> str:
    """For each line with text, each word with its candidates and their odds, as text for a person."""
    repairer = Repairer.load()
    return "\n\n".join(_explained(line, repairer) for line in lines if line.strip())


def _explained(line: str, repairer: Repairer) -> str:
    """The line, then a row a word: as seen, then readings with log10 odds by channel + by language."""
    rows = [line]
    for word in repairer.explain(line):
        odds = (f"{c.text} ({c.channel:+.2f} {c.language:+.2f})" for c in word.candidates)
        rows.append(f"  {word.seen}\t{', '.join(odds) or 'kept as it is'}")
    return "\n".join(rows)
